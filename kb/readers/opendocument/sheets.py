"""Part a sheet into what people see on it: titles, tables, remarks.

The element of a sheet comes in, its blocks go out from top to bottom. Blank rows part tables.
A row of one cell above or below a table is a line of text; between its rows it is a row.
Columns that are empty on the left of a whole table are left out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from kb.readers.opendocument.blocks import CellGrid, OdfParagraph
from kb.readers.opendocument.tables import OdfRow
from kb.readers.opendocument.walk import BlockWalk

__all__ = ["sheet_parts"]


def sheet_parts(sheet: Any, walk: BlockWalk) -> Iterator[OdfParagraph | CellGrid]:
    """Yield the blocks of a sheet; then those of the shapes that are drawn on it."""
    for is_filled, group in groupby(walk.rows(sheet), key=lambda row: bool(row.cells)):
        if is_filled:
            yield from _group(list(group), walk)
    for shapes in sheet.iterchildren("{*}shapes"):
        yield from walk.over(shapes)


def _group(rows: Sequence[OdfRow], walk: BlockWalk) -> Iterator[OdfParagraph | CellGrid]:
    wide = [number for number, row in enumerate(rows) if len(_filled(row)) > 1]
    first, end = (wide[0], wide[-1] + 1) if wide else (len(rows), len(rows))
    for row in rows[:first]:
        yield from walk.over(_filled(row)[0])
    yield from _table(rows[first:end], walk)
    for row in rows[end:]:
        yield from walk.over(_filled(row)[0])


def _table(rows: Sequence[OdfRow], walk: BlockWalk) -> Iterator[OdfParagraph | CellGrid]:
    if not rows:
        return
    left = min(next(i for i, cell in enumerate(row.cells) if cell is not None) for row in rows)
    trimmed = [OdfRow(row.cells[left:], row.is_header) for row in rows]
    yield from walk.grid(trimmed, by_words=True)


def _filled(row: OdfRow) -> list[Any]:
    return [cell for cell in row.cells if cell is not None]
