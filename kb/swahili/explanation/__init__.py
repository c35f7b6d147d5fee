"""Explain how a word is analysed: its morphemes, their names, and why its family is its family.

    walioteuliwa
    teua: wa- (they, class 2) + -li- (past) + -o- (relative) + teu(l)- + -iwa (passive)

A word comes in, an ``Explanation`` goes out, in Swahili and in English. It starts from the
analysis that the search itself uses, so the explanation is of what is searched. Where the
morphemes of a word are not certain, the word is one morpheme, and the explanation says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.swahili.analysis import Analysis
from kb.swahili.explanation.grammar_terms import gloss
from kb.swahili.explanation.morphemes import Morpheme, join_morphemes
from kb.swahili.explanation.relations import relation
from kb.swahili.explanation.segmenter import segment, standard_spelling
from kb.swahili.lemmatizer import Lemmatizer, lemmatizer
from kb.swahili.normalize import normalize
from kb.swahili.tokens import MAX_LETTERS, analyse

__all__ = ["Explanation", "Related", "Way", "explain_word"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to analyse a word, for one of its terms."""

    term: str
    part: str  # of speech: verb, noun, adjective, adverb, number, name, acronym, function, …
    parts: tuple[Morpheme, ...]  # in order; together they spell the word
    meaning: str  # of the term, in English; "" where the lexicon does not say


@dataclass(frozen=True, slots=True)
class Related:
    """A weaker term of the word, and why it belongs to it."""

    term: str
    sw: str
    en: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a word is analysed."""

    word: str  # as given
    spelling: str  # what was analysed: the normal writing, or the standard spelling of a variant
    terms: tuple[str, ...]
    step: str  # name of the step that decided: a row of kb.swahili.lemmatizer.STEPS
    rule: str  # which rule of that step applied
    ways: tuple[Way, ...]  # one for each term, in the same order
    related: tuple[Related, ...]
    sw: str  # all of it in one line of Swahili
    en: str  # the same in English

    @property
    def parts(self) -> tuple[Morpheme, ...]:
        """The morphemes of the first way."""
        return self.ways[0].parts

    @property
    def meaning(self) -> str:
        """The English meaning of the first term, "" where the lexicon does not say."""
        return self.ways[0].meaning


@lru_cache(maxsize=10_000)
def explain_word(word: str) -> Explanation:
    """Return how *word* is analysed, and why.

    Args:
        word: one word, in any writing. Text of several words is taken as one unknown word,
            and only its first kb.swahili.tokens.MAX_LETTERS characters count, as in a text.

    >>> explain_word("vitengo").en
    'kitengo: vi- (plural, class 8) + -tengo'
    >>> explain_word("vitengo").sw
    'kitengo: vi- (wingi, ngeli ya 8) + -tengo'
    >>> explain_word("vitengo").step, explain_word("vitengo").rule
    ('listed', 'plural')
    """
    source = lemmatizer()
    written = normalize(word[:MAX_LETTERS])
    analysis = source.lemmatize(written)
    spelling = standard_spelling(written, analysis, source)
    terms = analysis.terms
    family = () if analysis.part == "function" else source.related(analysis)
    tokens = analyse(word)
    if len(tokens) == 1 and tokens[0].surface == word:
        terms, family = tokens[0].terms, tokens[0].related
    ways = tuple(_way(spelling, term, analysis, source) for term in terms)
    related = tuple(_tied(term, terms, source) for term in family)
    shown = f"{written} = " if written != spelling else ""
    lines = (_line(ways, related, shown, language) for language in ("sw", "en"))
    step = source.step(written).name
    return Explanation(word, spelling, terms, step, analysis.rule, ways, related, *lines)


def _tied(term: str, terms: tuple[str, ...], source: Lemmatizer) -> Related:
    """Say why *term* belongs to the first of *terms* that leads to it."""
    of = next((one for one in terms if term in source.families.related(one)), terms[0])
    why = relation(of, term, source.lexicon)
    return Related(term, why.sw, why.en)


def _line(ways: Sequence[Way], related: Sequence[Related], shown: str, language: str) -> str:
    """Return an explanation as one line; *shown* precedes the morphemes of a standard spelling."""
    read = [
        f"{way.term}: {shown}" + " + ".join(_with_name(p.form, p, language) for p in way.parts)
        for way in ways
    ]
    family = [_with_name(one.term, one, language) for one in related]
    return " ~ ".join([" | ".join(read), *family])


def _with_name(form: str, named: Morpheme | Related, language: str) -> str:
    """Return a form with what it is in brackets, bare where that needs no saying."""
    name = named.en if language == "en" else named.sw
    return f"{form} ({name})" if name else form


def _way(word: str, term: str, analysis: Analysis, source: Lemmatizer) -> Way:
    """Explain one term of a word."""
    part, pieces = segment(word, term, analysis, source)
    return Way(term, part, join_morphemes(word, pieces) or (), gloss(part, term))
