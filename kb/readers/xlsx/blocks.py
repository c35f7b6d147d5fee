"""Part a sheet into what people see on it: titles, tables, remarks.

The filled cells of a sheet come in, blocks go out. Blank rows part blocks; columns that are
empty in a whole table are left out of it. A row of one cell above a table is a title, below it
a remark; between rows of a table it is a row. The first rows of a table name its columns where
they are text over numbers, bold over plain, or known names (kb.readers.table_header).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kb.readers.table_header import header_rows
from kb.readers.xlsx.sheet import SheetCell

__all__ = ["SheetBlock", "sheet_blocks"]

Row = Mapping[int, SheetCell]

_MAX_HEADER_ROWS = 3


class SheetBlock(NamedTuple):
    """A line of text, or a table of at least two columns."""

    text: str = ""  # "" for a table
    rows: Sequence[Sequence[str]] = ()
    header_rows: int = 0


def sheet_blocks(rows: Mapping[int, Row]) -> Iterator[SheetBlock]:
    """Yield the blocks of a sheet from top to bottom.

    Args:
        rows: the filled cells by row and column; rows in order.
    """
    for group in _joined(_groups(rows)):
        wide = [number for number, row in enumerate(group) if len(row) > 1]
        if not wide:
            yield from (_line(row) for row in group)
            continue
        first, end = wide[0], wide[-1] + 1
        yield from (_line(row) for row in group[:first])
        yield _table(group[first:end])
        yield from (_line(row) for row in group[end:])


def _groups(rows: Mapping[int, Row]) -> Iterator[list[Row]]:
    """Yield the rows between blank ones."""
    group: list[Row] = []
    last = None
    for number, row in rows.items():
        if group and last is not None and number != last + 1:
            yield group
            group = []
        group.append(row)
        last = number
    if group:
        yield group


def _joined(groups: Iterator[list[Row]]) -> Iterator[list[Row]]:
    """Yield the groups; one that goes on with the columns of the table above is part of it."""
    above: list[Row] = []
    for group in groups:
        columns = _columns(group)
        goes_on = len(columns) > 1 and columns == _columns(above) and len(group[0]) > 1
        if above and goes_on and not _header_rows(group):
            above = [*above, *group]
            continue
        if above:
            yield above
        above = group
    if above:
        yield above


def _line(row: Row) -> SheetBlock:
    return SheetBlock(" ".join(cell.text for _, cell in sorted(row.items())))


def _columns(rows: Sequence[Row]) -> list[int]:
    return sorted({column for row in rows for column in row})


def _table(rows: Sequence[Row]) -> SheetBlock:
    return SheetBlock(rows=_written(rows), header_rows=_header_rows(rows))


def _written(rows: Sequence[Row]) -> list[list[str]]:
    columns = _columns(rows)
    return [[row[column].text if column in row else "" for column in columns] for row in rows]


def _header_rows(rows: Sequence[Row]) -> int:
    """Return how many of the first rows name the columns."""
    count = 0
    for row in rows[:_MAX_HEADER_ROWS]:
        # A second row of names is below merged names, of which there are fewer.
        if any(cell.is_number for cell in row.values()) or (
            count and len(row) < len(rows[count - 1])
        ):
            break
        if count and len(row) == len(rows[count - 1]):
            break
        count += 1
    below = rows[count:]
    if not count or not below:
        return 0
    if any(cell.is_number for row in below for cell in row.values()):
        return count
    bold = [all(cell.bold for cell in row.values()) for row in rows]
    return 1 if bold[0] and not any(bold[1:2]) else header_rows(_written(rows))
