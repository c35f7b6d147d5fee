"""Divide the rows of a page into columns, in reading order.

Rows come in, ColumnBlocks go out. A gutter is a vertical blank that no row of a block
crosses, with prose on both sides. Rows that cross it divide the page into blocks. Each
side of a block is divided again, so three columns have two gutters. A table has vertical
blanks, too, but its cells are not prose: few of their lines begin with a small letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from kb.readers.pdf.lines import RowPiece

__all__ = ["ColumnBlock", "column_blocks"]

Row = Sequence[RowPiece]

_MIN_ROWS = 4  # on each side of a gutter
_PROSE = ((2.5, 0.25), (1.6, 0.5))
"""The minimum number of words in a line of prose, on average, with the minimum share of lines
that begin with a small letter. A narrow column of long words has few of them, all prose."""
_FILLED = 0.55
"""The minimum median length of lines of prose, times the length of the longest lines."""
_STEP = 6.0  # points: gutters nearer to each other are one
_MAX_DEPTH = 5


class ColumnBlock(NamedTuple):
    """Rows that are read from top to bottom, and their left and right edge."""

    rows: list[Row]
    left: float
    right: float


class _Gutter(NamedTuple):
    """A gutter, and the rows that it divides: from *first* up to *stop*."""

    x: float
    first: int
    stop: int


def column_blocks(
    rows: Sequence[Row], left: float, right: float, depth: int = 0
) -> Iterator[ColumnBlock]:
    """Yield the blocks of a page in the order in which they are read.

    Args:
        rows: of the page, or of a part of it, from top to bottom.
        left: the left edge of the text, in points.
        right: its right edge.
        depth: how often the part has been divided already.
    """
    gutter = _gutter(rows) if depth < _MAX_DEPTH else None
    if gutter is None:
        if rows:
            yield ColumnBlock(list(rows), left, right)
        return
    inside = rows[gutter.first : gutter.stop]
    sides = [
        [[p for p in row if (p.x1 <= gutter.x) == is_left] for row in inside]
        for is_left in (True, False)
    ]
    yield from column_blocks(rows[: gutter.first], left, right, depth + 1)
    for side, edges in zip(sides, ((left, gutter.x), (gutter.x, right)), strict=True):
        yield from column_blocks([row for row in side if row], *edges, depth + 1)
    yield from column_blocks(rows[gutter.stop :], left, right, depth + 1)


def _gutter(rows: Sequence[Row]) -> _Gutter | None:
    """Return the gutter that divides the greatest number of rows; None if there is one column."""
    gutters: list[tuple[int, _Gutter]] = []
    for x in _candidates(rows):
        for first, stop in _runs(rows, x):
            inside = rows[first:stop]
            sides = [
                [part for row in inside if (part := [p for p in row if (p.x1 <= x) == is_left])]
                for is_left in (True, False)
            ]
            if all(_is_prose(side) for side in sides):
                gutters.append((stop - first, _Gutter(x, first, stop)))
    return max(gutters, default=(0, None), key=lambda one: one[0])[1]


def _candidates(rows: Sequence[Row]) -> list[float]:
    """Return where enough rows have a blank at the same place."""
    counted: Counter[int] = Counter()
    for row in rows:
        steps: set[int] = set()
        for before, after in pairwise(row):
            steps.update(range(int(before.x1 / _STEP) + 1, int(after.x0 / _STEP) + 1))
        counted.update(steps)
    common = sorted(step for step, count in counted.items() if count >= _MIN_ROWS)
    runs: list[list[int]] = []
    for step in common:
        if runs and step == runs[-1][-1] + 1:
            runs[-1].append(step)
        else:
            runs.append([step])
    # In a wide blank: the place where the greatest number of rows are blank.
    return [max(run, key=lambda step: counted[step]) * _STEP for run in runs]


def _runs(rows: Sequence[Row], x: float) -> Iterator[tuple[int, int]]:
    """Yield the runs of rows that do not cross *x*, from the first up to the one after the last."""
    first = 0
    for i, row in enumerate([*rows, None]):
        if row is None or any(p.x0 < x < p.x1 for p in row):
            if i - first >= _MIN_ROWS:
                yield first, i
            first = i + 1


def _is_prose(side: Sequence[Row]) -> bool:
    """Tell whether the rows of one side are lines of running text."""
    if len(side) < _MIN_ROWS:
        return False
    texts = [" ".join(piece.text for piece in row) for row in side]
    lengths = sorted(row[-1].x1 - row[0].x0 for row in side)
    longest = lengths[int(0.9 * (len(lengths) - 1))]
    going_on = sum(text[0].islower() for text in texts[1:])
    words = sum(len(text.split()) for text in texts) / len(texts)
    return median(lengths) >= _FILLED * longest and any(
        words >= min_words and going_on >= goes_on * (len(texts) - 1)
        for min_words, goes_on in _PROSE
    )
