"""Read the rows of a table of OpenDocument, and tell rows of data from those for layout.

The element of a table comes in, its rows go out: each a list of cells. An element may stand
for many equal rows or cells. They are written out as far as they hold text, up to a bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kb.readers.opendocument.names import odf_count, odf_has, odf_name

__all__ = [
    "MAX_CELLS",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "VALUES",
    "OdfRow",
    "OdfRows",
    "grid_rows",
]

MAX_COLUMNS = 256
MAX_ROWS = 50_000
"""Rows of one table that are read."""

MAX_CELLS = 500_000
"""Cells of one table that are read, empty ones included."""

_MAX_EQUAL = 1_000
"""Equal rows with text that are written out."""

VALUES = ("office:value", "office:date-value", "office:time-value", "office:string-value",
           "office:boolean-value")  # fmt: skip
"""Attributes with the value of a cell, for files that have no text for it."""

_GROUPS = frozenset({"table:table-rows", "table:table-row-group"})


class OdfRow(NamedTuple):
    """One row."""

    cells: tuple[Any, ...]  # elements; None for a place that another cell covers
    is_header: bool  # the file names it a header row


class OdfRows(NamedTuple):
    """The rows of one table."""

    rows: tuple[OdfRow, ...]
    cut: bool  # the table has more rows than are read


def grid_rows(table: Any) -> OdfRows:
    """Return the rows of a table; empty cells at the end of a row are left out."""
    rows: list[OdfRow] = []
    cells = 0
    for element, is_header in _row_elements(table, is_header=False):
        row = OdfRow(tuple(_cells(element)), is_header)
        equal = min(odf_count(element, "table:number-rows-repeated"), _MAX_EQUAL)
        for _ in range(equal if row.cells else 1):
            cells += len(row.cells)
            if len(rows) >= MAX_ROWS or cells > MAX_CELLS:
                return OdfRows(tuple(rows), cut=True)
            rows.append(row)
    return OdfRows(tuple(rows), cut=False)


def _row_elements(element: Any, *, is_header: bool) -> Iterator[tuple[Any, bool]]:
    for child in element:
        name = odf_name(child)
        if name == "table:table-row":
            yield child, is_header
        elif name == "table:table-header-rows":
            yield from _row_elements(child, is_header=True)
        elif name in _GROUPS:
            yield from _row_elements(child, is_header=is_header)


def _cells(row: Any) -> list[Any]:
    """Return the cells of a row up to its last one with content."""
    listed: list[tuple[Any, int]] = []
    for child in row:
        name = odf_name(child)
        repeated = odf_count(child, "table:number-columns-repeated")
        if name == "table:covered-table-cell":
            listed.append((None, repeated))
        elif name == "table:table-cell":
            listed.append((None if _is_empty(child) else child, repeated))
    while listed and listed[-1][0] is None:
        listed.pop()
    cells: list[Any] = []
    for cell, repeated in listed:
        cells += [cell] * max(0, min(repeated, MAX_COLUMNS - len(cells)))
    return cells


def _is_empty(cell: Any) -> bool:
    """Tell whether a cell shows nothing: no text, no value, no number of a list, no control."""
    if any((child.text or "").strip() for child in cell):  # fast path
        return False
    if any(odf_has(cell, name) for name in VALUES):
        return False
    shows = cell.iter("{*}list-item", "{*}control")
    return next(shows, None) is None and not any(text.strip() for text in cell.itertext())
