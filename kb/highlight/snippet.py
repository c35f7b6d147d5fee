"""Choose the stretch of a text that is shown: the marks in it, then where it is cut."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from kb.highlight.marks import Mark
from kb.index.schema import TokenColumns

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["Stretch", "core", "with_facts"]

_FACT = ""
"""The label of the marks of facts; no word has it, so it counts 1 unless weighed."""

_PRECISION = 1_000_000
"""Weights are compared in millionths."""


def core(
    marks: Sequence[Mark],
    weights: Mapping[str, float],
    max_length: int,
    defined: Callable[[], AbstractSet[int]] = frozenset,
) -> Span:
    """Return the span of the marks that must be shown; (0, 0) where there are none.

    Args:
        marks: of a text, in order.
        weights: what each query term counts, by label.
        max_length: of a stretch, in characters.
        defined: returns the first tokens of preferred marks; see kb.highlight.definitions.
            It is asked only where several stretches are worth the same.

    One pass with a sliding window: for each mark the earlier marks that fit, without
    those whose label a later one repeats.
    """
    if not marks:
        return 0, 0
    # Integers, so that equal sums are equal in any order of addition.
    labels = {mark.label for mark in marks}
    values = {label: round(weights.get(label, 1.0) * _PRECISION) for label in labels}
    counts = dict.fromkeys(values, 0)
    total = left = 0
    most, best = -1, list[tuple[int, int]]()
    for right, mark in enumerate(marks):
        if not counts[mark.label]:
            total += values[mark.label]
        counts[mark.label] += 1
        while left < right:
            first = marks[left]
            if counts[first.label] == 1 and mark.end - first.start <= max_length:
                break
            counts[first.label] -= 1
            if not counts[first.label]:
                total -= values[first.label]
            left += 1
        if total > most:
            most, best = total, [(left, right)]
        elif total == most:
            best.append((left, right))
    left, right = best[0]
    if len(best) > 1:
        preferred = defined()
        left, right = max(
            best,
            key=lambda span: (
                marks[span[0]].first in preferred,
                marks[span[0]].first - marks[span[1]].first,
            ),
        )
    return marks[left].start, max(mark.end for mark in marks[left : right + 1])


def with_facts(marks: Sequence[Mark], facts: Sequence[Span]) -> Sequence[Mark]:
    """Return the marks, and one for each fact, all of one label: one of them is enough."""
    if not facts or not marks:
        return marks
    added = [Mark(-1, -1, start, end, _FACT) for start, end in facts]
    return sorted([*marks, *added], key=lambda mark: (mark.start, mark.end))


class Stretch:
    """Cuts a text around its core: at sentences where they fit, else between words."""

    def __init__(
        self, text: str, columns: TokenColumns, sentences: Sequence[Span], max_length: int
    ) -> None:
        self._text, self._columns, self._max_length = text, columns, max_length
        self._bounds = sorted({0, len(text), *(start for start, _ in sentences)})

    def around(self, start: int, end: int) -> Span:
        """Return the stretch to show; it contains text[start:end] as far as that fits."""
        bounds, max_length = self._bounds, self._max_length
        low = bisect_right(bounds, start) - 1
        high = max(bisect_left(bounds, end), low + 1)
        if self._length(bounds[low], bounds[high]) <= max_length:
            return self._whole(low, high)
        if end - bounds[low] <= max_length:
            start = bounds[low]
        else:
            # A third of the room is for the text before: enough to see the context.
            start = self._word_start(max(0, start - max(0, max_length - (end - start)) // 3), start)
        return self._trimmed(start, self._end(start, end))

    def _whole(self, low: int, high: int) -> Span:
        """Add sentences, those after first; if less than half is full, add words."""
        bounds, max_length = self._bounds, self._max_length
        while high + 1 < len(bounds) and self._length(bounds[low], bounds[high + 1]) <= max_length:
            high += 1
        while low and self._length(bounds[low - 1], bounds[high]) <= max_length:
            low -= 1
        start, end = self._trimmed(bounds[low], bounds[high])
        if end - start < max_length // 2 and end < len(self._text):
            end = self._word_end(start, start + max_length, end)
        if end - start < max_length // 2 and start:
            start = self._word_start(max(0, end - max_length), start)
        return self._trimmed(start, end)

    def _end(self, start: int, core: int) -> int:
        """Return where a stretch from *start* ends: after a sentence, unless that wastes half."""
        limit = min(len(self._text), start + self._max_length)
        bound = self._bounds[bisect_right(self._bounds, limit) - 1]
        if bound >= core and bound - start >= self._max_length // 2:
            return bound
        return self._word_end(start, limit, core if core <= limit else start)

    def _word_end(self, start: int, limit: int, minimum: int) -> int:
        """Return the last place up to *limit* between two words, not before *minimum*."""
        limit = min(limit, len(self._text))
        for place in range(limit, minimum, -1):
            if self._is_between(place):
                return place
        # No blank: a cut between two tokens, as in a long address.
        i = bisect_left(self._columns.starts, limit) - 1
        inside = i >= 0 and limit < self._columns.ends[i]
        place = max(self._columns.starts[i], minimum) if inside else limit
        # Only a word longer than the whole window is cut.
        return place if place > start else limit

    def _word_start(self, at: int, maximum: int) -> int:
        """Return the first place from *at* that is between words; not after *maximum*."""
        return next((p for p in range(at, maximum) if self._is_between(p)), maximum)

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
