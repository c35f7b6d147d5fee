"""The tokens of a zone as they are marked, unpacked only where they are read.

A shown passage is asked for the places of a question's words. Those are looked up in the
bytes, and most columns are never made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from kb.index.passage_terms import PassageTerms
from kb.index.schema import TermNumbers, TokenColumns

__all__ = ["PackedColumns", "zone_columns"]


def zone_columns(
    words: PassageTerms, name: str, steps: Sequence[int] | None = None, skip: int = 0
) -> TokenColumns:
    """Return the words of one zone as they are marked.

    Args:
        words: of the passage.
        name: of the zone.
        steps: by turns the gap before a word and its length, for as many words as are
            returned; None: all words, without their places in the text.
        skip: how many words of the zone are before the first.
    """
    first, last = words.bounds_of(name)
    first += skip
    if steps is None:
        steps = (0,) * (2 * (last - first))
    last = max(first, min(last, first + len(steps) // 2))
    return PackedColumns(words, first, last, steps)


class PackedColumns(TokenColumns):
    """The columns of some words of a passage; each is unpacked when it is first read."""

    def __init__(self, words: PassageTerms, first: int, last: int, steps: Sequence[int]) -> None:
        """Take the words from place *first* to *last*; see ``zone_columns``."""
        # A frozen dataclass; nothing of it is set.
        self.__dict__.update(_words=words, _first=first, _last=last, _steps=steps)

    _words: PassageTerms
    _first: int
    _last: int
    _steps: Sequence[int]

    def __len__(self) -> int:
        """Return how many tokens there are."""
        return self._last - self._first

    @cached_property
    def surfaces(self) -> tuple[str, ...]:
        """See TokenColumns."""
        return self._words.surfaces(self._first, self._last)

    @cached_property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """See TokenColumns."""
        return self._words.stacks(self._first, self._last)

    @cached_property
    def related(self) -> tuple[tuple[str, ...], ...]:
        """See TokenColumns."""
        return self._words.families(self._first, self._last)

    @cached_property
    def functions(self) -> tuple[bool, ...]:
        """See TokenColumns."""
        return self._words.functions(self._first, self._last)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """See TokenColumns."""
        return self._offsets[0 : 2 * len(self) : 2]

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """See TokenColumns."""
        return self._offsets[1 : 2 * len(self) : 2]

    @cached_property
    def _offsets(self) -> tuple[int, ...]:
        return tuple(accumulate(self._steps))

    def places(self, wanted: TermNumbers) -> dict[int, list[int]]:
        """See TokenColumns. Nothing is unpacked: the words are looked up in the bytes."""
        return self._words.matching(wanted, self._first, self._last)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """See TokenColumns."""
        offsets = self._offsets
        return offsets[2 * first], offsets[2 * last + 1]
