"""Choose the stretch of a text that is shown: the marks it must hold, then where it is cut."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from kb.highlight.marks import Mark
from kb.index.schema import TokenColumns

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["Stretch", "core"]

_PRECISION = 1_000_000
"""Parts of one that weights are told apart by."""


def core(
    found: Sequence[Mark],
    weights: Mapping[str, float],
    most: int,
    defined: AbstractSet[int] = frozenset(),
) -> Span:
    """Return the span of the marks that must be shown; (0, 0) where there are none.

    Args:
        found: the marks of a text, in order.
        weights: how much each wanted thing counts, by label.
        most: the greatest length of a stretch.
        defined: the first tokens of marks that go before others: see kb.highlight.definitions.

    One pass: for each mark the marks before it that fit, without those that say again
    what a later one says.
    """
    if not found:
        return 0, 0
    # Whole numbers: sums that are equal must be so in whatever order they were added.
    labels = {mark.label for mark in found}
    worth = {label: round(weights.get(label, 1.0) * _PRECISION) for label in labels}
    counts = dict.fromkeys(worth, 0)
    total = left = 0
    best, chosen = (-1, False, 0), (0, 0)
    for right, mark in enumerate(found):
        if not counts[mark.label]:
            total += worth[mark.label]
        counts[mark.label] += 1
        while left < right:
            first = found[left]
            if counts[first.label] == 1 and mark.end - first.start <= most:
                break
            counts[first.label] -= 1
            if not counts[first.label]:
                total -= worth[first.label]
            left += 1
        value = total, found[left].first in defined, found[left].first - mark.first
        if value > best:
            best, chosen = value, (left, right)
    left, right = chosen
    return found[left].start, max(mark.end for mark in found[left : right + 1])


class Stretch:
    """Cuts a text around its core: at sentences where they fit, else between words."""

    def __init__(
        self, text: str, columns: TokenColumns, sentences: Sequence[Span], most: int
    ) -> None:
        self._text, self._columns, self._most = text, columns, most
        self._bounds = sorted({0, len(text), *(start for start, _ in sentences)})

    def around(self, start: int, end: int) -> Span:
        """Return the stretch to show, which holds text[start:end] as far as that fits."""
        bounds, most = self._bounds, self._most
        low = bisect_right(bounds, start) - 1
        high = max(bisect_left(bounds, end), low + 1)
        if self._length(bounds[low], bounds[high]) <= most:
            return self._whole(low, high)
        if end - bounds[low] <= most:
            start = bounds[low]
        else:
            # A third of the room goes to what stands before: enough to see how it came up.
            start = self._word_start(max(0, start - max(0, most - (end - start)) // 3), start)
        return self._trimmed(start, self._end(start, end))

    def _whole(self, low: int, high: int) -> Span:
        """Take in sentences, those after first; fill up by words what stays half empty."""
        bounds, most = self._bounds, self._most
        while high + 1 < len(bounds) and self._length(bounds[low], bounds[high + 1]) <= most:
            high += 1
        while low and self._length(bounds[low - 1], bounds[high]) <= most:
            low -= 1
        start, end = self._trimmed(bounds[low], bounds[high])
        if end - start < most // 2 and end < len(self._text):
            end = self._word_end(start, start + most, end)
        if end - start < most // 2 and start:
            start = self._word_start(max(0, end - most), start)
        return self._trimmed(start, end)

    def _end(self, start: int, core: int) -> int:
        """Return where a stretch from *start* ends: after a sentence, unless that wastes half."""
        limit = min(len(self._text), start + self._most)
        bound = self._bounds[bisect_right(self._bounds, limit) - 1]
        if bound >= core and bound - start >= self._most // 2:
            return bound
        return self._word_end(start, limit, core if core <= limit else start)

    def _word_end(self, start: int, limit: int, least: int) -> int:
        """Return the last place up to *limit* between two words, not before *least*."""
        limit = min(limit, len(self._text))
        for place in range(limit, least, -1):
            if self._is_between(place):
                return place
        # No blank: a cut between two tokens, as in a long address.
        i = bisect_left(self._columns.starts, limit) - 1
        inside = i >= 0 and limit < self._columns.ends[i]
        place = max(self._columns.starts[i], least) if inside else limit
        # A word longer than the whole window is the only one that is ever cut.
        return place if place > start else limit

    def _word_start(self, at: int, most: int) -> int:
        """Return the first place from *at* that is between words; not after *most*."""
        return next((p for p in range(at, most) if self._is_between(p)), most)

    def _is_between(self, place: int) -> bool:
        around = self._text[max(0, place - 1) : place + 1]
        return place in (0, len(self._text)) or any(map(str.isspace, around))

    def _length(self, start: int, end: int) -> int:
        first, last = self._trimmed(start, end)
        return last - first

    def _trimmed(self, start: int, end: int) -> Span:
        shown = self._text[start:end]
        first = start + len(shown) - len(shown.lstrip())
        return first, max(first, start + len(shown.rstrip()))
