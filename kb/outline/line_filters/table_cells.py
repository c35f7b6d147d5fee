"""Classify the cells of a table as text, whether its rows are written with bars or a line a cell.

    Aina |         Huduma
    Ada |          Ada
    Kibali         Kibali
    |              5,000
    5,000 |        Leseni
                   9,000

Cells are short and begin with a capital, as headings do; those of the header row above all.
Rows on one line ("Aina | Ada", tabs) are details by their own shape.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine

__all__ = ["filter_table_cells"]

_BAR = re.compile(r"\||.*\s\|(?:\s.*)?|\|\s.*")
_VALUE = re.compile(r"[-–]|(?:sh|tsh|tzs|kes)?\.?\s*\d[\d.,]*\s*(?:/=|/-|%)?", re.IGNORECASE)
_ROW = re.compile(r"(\D{3,40})\s\d{1,3}(?:\s\([^)]*\))?")
_MIN_BARS = 3
"""Lines with bars from which lines are a table; one or two may be a stray sign of the page."""

_MIN_HEADING = 4
"""Words of a line in capitals between two tables that heads the second."""

_MAX_CELL = 3
"""Lines of one cell between two bars."""

_NUMBER_CELL = re.compile(r"(?:na|no|s/?n(?:o|a)?|nambari|namba|#)\.?", re.IGNORECASE)
"""The header of a column that counts the rows."""

_MIN_ROWS, _MIN_COUNTED = 3, 2
"""Rows of a table; fewer are enough where they are counted below such a header."""

_MAX_COLUMNS = 8
_MAX_WORDS = 10
"""Words of a cell that has a line of its own; a longer line is a sentence."""


def filter_table_cells(page: PageLines) -> PageLines:
    """Return the page with the cells of its tables as text.

    >>> from kb.outline.line_filters.base import page_lines
    >>> page = page_lines("Ada\\nHuduma\\n|\\nKiasi |\\nKibali\\n|\\n5,000 |")
    >>> " ".join(its.sort for its in filter_table_cells(page).shapes)
    'short text text text text text text'
    """
    seen, shapes = page
    cells = _between_bars(seen, shapes)
    cells |= _in_columns(seen, shapes, cells) | _counted(seen, shapes)
    result = [
        replace(its, sort="text", detail=True, name_end=0) if i in cells else its
        for i, its in enumerate(shapes)
    ]
    return PageLines(seen, result)


def _between_bars(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> set[int]:
    """Return the lines of tables whose cells are followed by bars."""
    bars = [i for i, line in enumerate(seen) if _BAR.fullmatch(line.body)]
    cells: set[int] = set()
    first = 0
    while first < len(bars):
        last = first
        while (
            last + 1 < len(bars)
            and _is_cell(shapes, bars[last], bars[last + 1])
            and not _is_parted(seen, shapes, bars[last], bars[last + 1])
        ):
            last += 1
        if last - first + 1 >= _MIN_BARS:
            start = bars[first]
            if start and seen[start].body == "|" and shapes[start - 1].words <= _MAX_WORDS:
                start -= 1  # its first cell
            cells.update(range(start, bars[last] + 1))
        first = last + 1
    return cells


def _is_cell(shapes: Sequence[Shape], bar: int, other: int) -> bool:
    """Tell whether what is between two bars can be a cell, and is no list."""
    listed = any(its.key == "mark" for its in shapes[bar + 1 : other])
    return other - bar <= _MAX_CELL + 1 and not listed


def _is_parted(seen: Sequence[TextLine], shapes: Sequence[Shape], bar: int, other: int) -> bool:
    """Tell whether the one line between two bars heads the next table: capitals, and no bar after it."""
    if other - bar != 2 or seen[other].body == "|":
        return False
    its = shapes[bar + 1]
    return its.sort == "short" and its.caps and its.words >= _MIN_HEADING


def _in_columns(
    seen: Sequence[TextLine], shapes: Sequence[Shape], known: AbstractSet[int]
) -> set[int]:
    """Return the lines of tables with a line a cell: values stand at an even distance."""
    values = {i for i, line in enumerate(seen) if i not in known and _VALUE.fullmatch(line.body)}
    cells: set[int] = set()
    for first in sorted(values):
        if first in cells:
            continue
        for columns in range(2, _MAX_COLUMNS + 1):
            last = first
            while last + columns in values and _are_cells(shapes, last, last + columns):
                last += columns
            numbers = [line.body.rstrip(".") for line in seen[first : last + 1 : columns]]
            counts = numbers[:2] == ["1", "2"]
            counted = (
                counts and first >= columns and _NUMBER_CELL.fullmatch(seen[first - columns].body)
            )
            if len(numbers) >= (_MIN_COUNTED if counted else _MIN_ROWS):
                row = first if counts else _first_cell(values, first, columns)
                header, stop = row - columns, min(len(seen), last + columns - (first - row))
                headed = header >= 0 and _are_cells(shapes, header, row)
                whole = _are_cells(shapes, last, stop)
                cells.update(range(header if headed else row, stop if whole else last + 1))
                break
    return cells


def _are_cells(shapes: Sequence[Shape], first: int, stop: int) -> bool:
    return all(
        its.words <= _MAX_WORDS and not (its.stop and its.words > 1) for its in shapes[first:stop]
    )


def _first_cell(values: set[int], value: int, columns: int) -> int:
    """Return the line of the first cell of a row: the names before its values."""
    first = value
    while value - first < columns - 1 and first > 0 and first - 1 not in values:
        first -= 1
    return first


def _counted(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> set[int]:
    """Return rows of a name and a number that follow one another: "Wachumi 2", "Mtakwimu 1"."""
    names = [_ROW.fullmatch(line.body) for line in seen]
    rows: set[int] = set()
    for i in range(1, len(seen)):
        upper, lower = names[i - 1], names[i]
        plain = shapes[i - 1].style == shapes[i].style == "plain"
        if upper and lower and plain and upper[1] != lower[1] and not seen[i].above:
            rows.update((i - 1, i))
    return rows
