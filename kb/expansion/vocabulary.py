"""What an index and the lexicon know of a word: asked where a question is widened or corrected.

The little that is asked of an index stands here as a protocol; any engine has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kb.swahili.lemmatizer import lemmatizer
from kb.swahili.lexicon import lexicon

__all__ = ["ACRONYMS", "Index", "best_split", "is_acronym", "is_swahili_word"]

ACRONYMS = "acronym"
"""The field that holds pairs of acronyms and names, as "tehama=teknolojia ya …"."""

SHORTEST_HALF = 3
"""Letters of the shorter half of a joined word; below it almost any word falls into two."""

_SHORT_CONNECTIVES = frozenset({"wa", "ya", "la", "za", "na"})
"""What is run together with the word behind it: haki *zabinadamu*."""

_GUESSED = frozenset({"prefixes", "shape", "too short", "unchanged", "enclitic"})


class Index(Protocol):
    """What of an engine is asked: kb.engines.base.Engine has it."""

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """Return terms of *field* that start with *prefix*, most frequent first."""

    def terms_by_prefix(
        self, field: str, prefixes: Sequence[str], limit: int = 100
    ) -> list[list[tuple[str, int]]]:
        """Return for each of *prefixes* what ``terms`` returns."""

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return for each of *terms* how many entries contain it."""


def is_swahili_word(word: str) -> bool:
    """Say whether the lexicon or the grammar knows a word in normal writing, a name included.

    >>> is_swahili_word("wakurugenzi"), is_swahili_word("vision"), is_swahili_word("mkurungezi")
    (True, False, False)
    """
    if not word[:1].isalpha():
        return True
    found = lemmatizer().lemmatize(word)
    return found.part not in ("foreign", "unknown") and found.rule not in _GUESSED


def is_acronym(word: str, index: Index) -> bool:
    """Say whether a word in normal writing is an acronym that the lexicon or the index knows."""
    return word in lexicon().acronyms or bool(index.terms(ACRONYMS, f"{word}=", 1))


def best_split(word: str, index: Index) -> tuple[str, str] | None:
    """Return the two words that *word* was joined of: those whose rarer one is commonest.

    Args:
        word: one word in normal writing.
        index: its field ``surface`` says which words there are.
    """
    places = range(2, len(word) - SHORTEST_HALF + 1)
    halves = [
        (word[:at], word[at:])
        for at in places
        if at >= SHORTEST_HALF or word[:at] in _SHORT_CONNECTIVES
    ]
    found = index.frequencies("surface", [half for pair in halves for half in pair])
    commonest = [min(found[2 * i : 2 * i + 2]) for i in range(len(halves))]
    if not any(commonest):
        return None
    return halves[max(range(len(halves)), key=commonest.__getitem__)]
