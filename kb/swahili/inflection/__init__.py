"""The forms of a word: the inverse of analysis.

A lemma, or any form of a word, comes in; its ``Paradigm`` goes out, in tables that a learner
reads. Verbs are conjugated, nouns get number and concords, adjectives and pronominal words a
form for each class. Every form is made by rule from the tables that the analysis reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kb.swahili.explanation.grammar_terms import gloss
from kb.swahili.explanation.relations import tie
from kb.swahili.inflection.extensions import derived_verbs, passive
from kb.swahili.inflection.nominal_forms import adjective_forms, noun_forms, pronominal_forms
from kb.swahili.inflection.paradigm import Derived, Form, Paradigm
from kb.swahili.inflection.verb_forms import STEM_FINALS, Stem, verb_forms
from kb.swahili.lemmatizer import lemmatizer
from kb.swahili.lexicon import lexicon
from kb.swahili.morphology.voice import irregular_verbs
from kb.swahili.normalize import normalize
from kb.swahili.universal.features import grammar_rows
from kb.swahili.universal.readings import readings_of

__all__ = ["STEM_FINALS", "Derived", "Form", "Paradigm", "Stem", "paradigms", "verb_paradigm"]


@lru_cache(maxsize=1_000)
def paradigms(word: str) -> tuple[Paradigm, ...]:
    """Return the paradigms of a word, one for each of its readings that has forms.

    Args:
        word: a lemma or any form of it; a verb may have *ku-* or *-* before it.

    >>> [(one.lemma, one.upos) for one in paradigms("soma")]
    [('soma', 'VERB')]
    >>> [(one.lemma, one.upos) for one in paradigms("vitabu")]
    [('kitabu', 'NOUN')]
    """
    written = normalize(word.strip().removeprefix("-"))
    found = tuple(_of_lemma(written))
    if found:
        return found
    return tuple(
        paradigm for lemma in dict.fromkeys(_lemmas(written)) for paradigm in _of_lemma(lemma)
    )


def _lemmas(word: str) -> Iterator[str]:
    """Yield the terms and lemmas of a form."""
    for reading in readings_of(word):
        yield reading.lemma
    yield from lemmatizer().lemmatize(word).terms


def _of_lemma(lemma: str) -> Iterator[Paradigm]:
    """Yield the paradigms of a word that is a lemma of the lexicon."""
    words = lexicon()
    if lemma in words.nouns:
        yield Paradigm(lemma, "NOUN", gloss("noun", lemma), tuple(noun_forms(lemma, words)))
    agrees = words.adjectives.get(lemma)
    if agrees in ("yes", "plural"):
        forms = tuple(adjective_forms(lemma, plural=agrees == "plural"))
        upos = "NUM" if lemma in words.numbers else "ADJ"
        yield Paradigm(lemma, upos, gloss("adjective", lemma), forms)
    kind = words.verbs.get(lemma)
    if kind is not None and lemma not in irregular_verbs():  # njoo is a form of ja
        yield verb_paradigm(lemma, kind)
    if any(row["stem"] == lemma for row in _agreeing_words()):
        forms = tuple(pronominal_forms(lemma))
        yield Paradigm(lemma, "DET", gloss("function", lemma), forms)


def _agreeing_words() -> Iterator[dict[str, str]]:
    """Yield the rows of pronominal words that have one form for each class."""
    for row in grammar_rows("pronominals.tsv"):
        if row["stem"] in _ONE_FORM_A_CLASS:
            yield row


_ONE_FORM_A_CLASS = frozenset(
    {"a", "angu", "ako", "ake", "etu", "enu", "ao", "hii", "hiyo", "ile", "ote", "enye", "enyewe"}
    | {"amba", "ndi", "pi"}
)


def _is_intransitive(stem: str) -> bool:
    """Tell whether a verb is built so that it takes no object: a stative or a reciprocal."""
    base = lexicon().base.get(stem)
    kinds = ("stative", "potential", "reciprocal")
    return base is not None and tie(stem, base, "verb", lexicon()) in kinds


def verb_paradigm(stem: str, kind: str) -> Paradigm:
    """Return the paradigm of a verb stem, listed or not.

    Args:
        stem: the active stem.
        kind: native, loan, mono or lexical.

    >>> "hawakusoma" in {form.written for form in verb_paradigm("soma", "native").forms}
    True
    """
    derived = lexicon().base.get(stem) in lexicon().verbs
    made = None if _is_intransitive(stem) else passive(stem, kind, derived=derived)
    forms = verb_forms(Stem(stem, kind), Stem(made, "native") if made is not None else None)
    made_of_it = derived_verbs(stem, kind, lexicon())
    return Paradigm(stem, "VERB", gloss("verb", stem), tuple(forms), made_of_it)
