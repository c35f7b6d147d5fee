"""What an index and the lexicon know of a word, for query expansion and spelling.

The protocol Index has the few methods that are needed; every engine has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kb.swahili.lexicon import lexicon

__all__ = ["ACRONYMS", "Index", "best_split", "is_acronym"]

ACRONYMS = "acronym"
"""The field that holds pairs of acronyms and names, as "tehama=teknolojia ya …"."""

MIN_HALF = 3
"""Letters of the shorter half of a joined word; below it almost any word falls into two."""

_SHORT_CONNECTIVES = frozenset({"wa", "ya", "la", "za", "na"})
"""Connectives that writers join to the next word: haki *zabinadamu*."""


class Index(Protocol):
    """The part of kb.engines.base.Engine that expansion needs."""

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """Return terms of *field* that start with *prefix*, most frequent first."""

    def terms_by_prefix(
        self, field: str, prefixes: Sequence[str], limit: int = 100
    ) -> list[list[tuple[str, int]]]:
        """Return for each of *prefixes* what ``terms`` returns."""

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return for each of *terms* how many entries contain it."""


def is_acronym(word: str, index: Index) -> bool:
    """Tell whether a normalized word is an acronym of the lexicon or the index."""
    return word in lexicon().acronyms or bool(index.terms(ACRONYMS, f"{word}=", 1))


def best_split(word: str, index: Index) -> tuple[str, str] | None:
    """Return the two words that *word* was joined from; None where no split occurs.

    Of several splits, the best is the one whose rarer half is the most frequent.

    Args:
        word: one normalized word.
        index: its field ``surface`` is the vocabulary.
    """
    places = range(2, len(word) - MIN_HALF + 1)
    halves = [
        (word[:at], word[at:]) for at in places if at >= MIN_HALF or word[:at] in _SHORT_CONNECTIVES
    ]
    frequencies = index.frequencies("surface", [half for pair in halves for half in pair])
    rarest = [min(frequencies[2 * i : 2 * i + 2]) for i in range(len(halves))]
    if not any(rarest):
        return None
    return halves[max(range(len(halves)), key=rarest.__getitem__)]
