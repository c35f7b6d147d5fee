"""Say how a word was read: its parts, what each is called, and why its family is its family.

    walioteuliwa
    teua: wa- (they, class 2) + -li- (past) + -o- (relative) + teu(l)- + -iwa (passive)

A word comes in, an ``Explanation`` goes out, in Swahili and in English. It repeats
the reading the search itself uses and never reads the word anew, so what is
explained is what is found. Where the parts of a word are not known for certain,
the word stands as one part that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.swahili.cutting import pieces_of, spelling_of
from kb.swahili.grammar_terms import meaning
from kb.swahili.normal import normal
from kb.swahili.parts import Part, finished
from kb.swahili.reading import Reader, Reading, reader
from kb.swahili.relations import relation
from kb.swahili.tokens import LONGEST, analyse

__all__ = ["Explanation", "Related", "Way", "explain"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a word, for one of its terms."""

    term: str
    part: str  # of speech: verb, noun, adjective, adverb, number, name, acronym, function, …
    parts: tuple[Part, ...]  # in order; together they spell the word
    meaning: str  # of the term, in English; "" where the lexicon does not say


@dataclass(frozen=True, slots=True)
class Related:
    """A weaker term of the word, and why it belongs to it."""

    term: str
    sw: str
    en: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a word was read."""

    word: str  # as asked
    spelling: str  # what was read: the normal writing, or the standard spelling of a variant
    terms: tuple[str, ...]
    rule: str  # which step of the order of reading decided; see kb.swahili.reading
    ways: tuple[Way, ...]  # one for each term, in the same order
    related: tuple[Related, ...]
    sw: str  # all of it in one line of Swahili
    en: str  # the same in English

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the first reading."""
        return self.ways[0].parts

    @property
    def meaning(self) -> str:
        """The English meaning of the first term, "" where the lexicon does not say."""
        return self.ways[0].meaning


@lru_cache(maxsize=10_000)
def explain(word: str) -> Explanation:
    """Return how *word* is read, and why.

    Args:
        word: one word, in any writing; text of several words is read as one unknown word, and
            as in a text, no more than kb.swahili.tokens.LONGEST characters of it are read.

    >>> explain("vitengo").en
    'kitengo: vi- (plural, class 8) + -tengo'
    >>> explain("vitengo").sw
    'kitengo: vi- (wingi, ngeli ya 8) + -tengo'
    """
    source = reader()
    written = normal(word[:LONGEST])
    reading = source.read(written)
    spelling = spelling_of(written, reading, source)
    terms, kin = reading.terms, _related(reading, source)
    tokens = analyse(word)
    if len(tokens) == 1 and tokens[0].surface == word:
        terms, kin = tokens[0].terms, tokens[0].related
    ways = tuple(_way(spelling, term, reading, source) for term in terms)
    related = tuple(_tied(term, terms, source) for term in kin)
    shown = f"{written} = " if written != spelling else ""
    lines = (_line(ways, related, shown, language) for language in ("sw", "en"))
    return Explanation(word, spelling, terms, reading.rule, ways, related, *lines)


def _related(reading: Reading, source: Reader) -> tuple[str, ...]:
    """Return the family of a reading, for words that are no token of a text."""
    if reading.part == "function":
        return ()
    found = dict.fromkeys(kin for term in reading.terms for kin in source.families.related(term))
    return tuple(kin for kin in found if kin not in reading.terms)


def _tied(term: str, terms: tuple[str, ...], source: Reader) -> Related:
    """Say why *term* is kin to the first of *terms* that leads to it."""
    of = next((one for one in terms if term in source.families.related(one)), terms[0])
    why = relation(of, term, source.lexicon)
    return Related(term, why.sw, why.en)


def _line(ways: Sequence[Way], related: Sequence[Related], shown: str, language: str) -> str:
    """Return an explanation as one line; *shown* stands before the parts of a standard spelling."""
    read = [
        f"{way.term}: {shown}" + " + ".join(_with_name(p.form, p, language) for p in way.parts)
        for way in ways
    ]
    kin = [_with_name(one.term, one, language) for one in related]
    return " ~ ".join([" | ".join(read), *kin])


def _with_name(form: str, named: Part | Related, language: str) -> str:
    """Return a form with what it is in brackets, bare where that needs no saying."""
    name = named.en if language == "en" else named.sw
    return f"{form} ({name})" if name else form


def _way(word: str, term: str, reading: Reading, source: Reader) -> Way:
    """Explain one term of a word."""
    part, pieces = pieces_of(word, term, reading, source)
    return Way(term, part, finished(word, pieces) or (), meaning(part, term))
