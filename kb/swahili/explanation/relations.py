"""Name how one word of a family is built on another: doer, action, causative, manner.

Two terms come in, a ``Label`` goes out. Which words are one family is decided in
kb.swahili.morphology.derivation; this module names the relation by the endings of both.
"""

from __future__ import annotations

from kb.swahili.explanation.grammar_terms import Label, label
from kb.swahili.lexicon_tables import Lexicon

__all__ = ["part_of_speech", "relation", "tie"]

Shape = tuple[tuple[str, ...], tuple[str, ...], str]
"""What a derived word may begin with, what it may end in, and the name of the tie."""

_VERB_SHAPES: tuple[Shape, ...] = (
    (("",), ("ikana", "ekana"), "potential"),
    (("",), ("sha", "za", "fya", "vya", "nya"), "causative"),
    (("",), ("ana",), "reciprocal"),
    (("",), ("ika", "eka"), "stative"),
    (("",), ("ia", "ea"), "applicative"),
)
_NOUN_SHAPES: tuple[Shape, ...] = (
    (("ma",), ("zi", "shi", "si", "o"), "result"),
    (("m", "w"), ("ji", "zi", "shi", "si", "vi", "fi"), "doer"),
    (("ki", "vi", "ch"), ("zi",), "doer"),
    (("u",), ("ji", "zi", "shi", "si", "vi"), "doing"),
    (("u",), ("fu", "vu"), "quality"),
    (("",), ("o",), "result"),
)


def part_of_speech(term: str, words: Lexicon) -> str:
    """Return what a term is: verb, noun, adjective, name, or plain word.

    >>> from kb.swahili.lexicon import lexicon
    >>> part_of_speech("tekeleza", lexicon())
    'verb'
    """
    for part, listed in (
        ("noun", words.nouns),
        ("verb", words.verbs),
        ("adjective", words.adjectives),
        ("name", words.names),
    ):
        if term in listed:
            return part
    return "word"


def relation(term: str, other: str, words: Lexicon) -> Label:
    """Return how *term* is built on *other*, or that the two are kin.

    >>> from kb.swahili.lexicon import lexicon
    >>> relation("utekelezaji", "tekeleza", lexicon()).en
    'verb; action: utekelezaji'
    """
    manner = term == f"ki{other}"
    part = "verb" if other in words.verbs and not manner else part_of_speech(other, words)
    found = label("family", tie(term, other, part, words))
    of = label("part", part)
    return Label(
        found.sw.format(of=of.sw, term=term),
        found.en.format(of=of.en, term=term),
    )


def tie(term: str, other: str, part: str, words: Lexicon) -> str:
    """Return the name of the tie under which data/terms_of_grammar.tsv words it."""
    if term == f"ki{other}" and part != "verb":
        return "manner"
    own = "verb" if term in words.verbs else part_of_speech(term, words)
    if part == "adjective" and own == "noun" and term.startswith("u"):
        return "quality"
    if part == "verb" and own == "verb":
        shapes = _VERB_SHAPES
    else:
        shapes = _NOUN_SHAPES if part == "verb" else ()
    if other[:2] in term:
        for starts, ends, name in shapes:
            if term.startswith(starts) and term.endswith(ends) and not other.endswith(ends):
                return name
    return "made" if words.base.get(term) == other else "kin"
