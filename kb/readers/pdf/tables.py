"""Find tables on a page: rows whose pieces share the edges of columns.

The rows of a column of text come in; for each row its cells come out, or None. Nothing is
drawn in a text layer but letters, so a table is inferred: pieces lie in the same columns in
at least three rows, with a blank between that no piece crosses; the columns have an edge or
a middle in common; the cells are short. Numbers before the items of a list are no column.
``row_starts`` tells which printed rows go on with the cells above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from kb.readers.pdf.lines import RowPiece
from kb.readers.pdf.row_starts import Columns, is_mark, proven_starts, row_starts
from kb.readers.table_header import header_rows

__all__ = ["PrintedRow", "joined_rows", "printed_rows"]

Row = Sequence[RowPiece]
Edges = tuple[float, float]
"""The left and the right edge of a column, in points."""

_MIN_ROWS = 3
_MAX_ROWS, _MAX_TRIES = 500, 3
"""Of one table on a page; and of rows at which one region is taken to begin."""
_SLACK = 3.0
"""Letters: how far a blank may be from the blank between two columns."""
_FAR = 4.0
"""Times the size of type: rows further apart are not one table."""
_ALIGNED = 0.6
"""Times the size of type: how far from each other the edges of one column may be."""
_SHARE = 0.75
"""The share of the cells of a column that must be aligned, of rows that have two cells, and of
cells that are filled."""
_FULL, _MANY_ROWS = 0.9, 5
"""The share of cells that are filled in a table of fewer rows: labels of a drawing leave gaps."""
_MAX_WORDS, _MAX_WRAPPED = 10, 60
"""Words of a cell, on average, and where it is proven that cells are wrapped; more are prose."""


class PrintedRow(NamedTuple):
    """A printed row of a table: the text in each column, "" where it has none."""

    table: int  # of its column of text, from 1
    cells: tuple[str, ...]
    begins: bool  # a row; else the cells of the row above go on
    bold: bool
    edges: tuple[Edges, ...]  # of the columns

    def goes_on_from(self, other: PrintedRow) -> bool:
        """Tell whether this row, on the next page, has the columns of another."""
        if len(self.edges) != len(other.edges):
            return False
        pairs = zip(self.edges, other.edges, strict=True)
        return all(mine[0] < theirs[1] and theirs[0] < mine[1] for mine, theirs in pairs)


def printed_rows(rows: Sequence[Row], *, proven: bool = False) -> list[PrintedRow | None]:
    """Return what each row is in a table; None where it is in none.

    Args:
        rows: of one column of text, from top to bottom; or of a page.
        proven: only tables that cannot be columns of prose, however long their cells are.
    """
    result: list[PrintedRow | None] = [None] * len(rows)
    first = tables = tries = 0
    while first < len(rows):
        if len(rows[first]) < 2:
            first, tries = first + 1, 0
            continue
        region, edges = _with_header(rows, first)
        printed = _printed(region, edges, tables + 1, proven=proven)
        if printed:
            tables += 1
            result[first : first + len(printed)] = printed
        # A row or two above a table may have made its region; more attempts would take long.
        tries = 0 if printed or tries == _MAX_TRIES else tries + 1
        first += len(printed) or (1 if tries else max(1, len(region)))
    return result


def _with_header(rows: Sequence[Row], first: int) -> tuple[list[Row], list[Edges]]:
    """Return the rows from *first* on that keep to columns, and the edges of the columns.

    The names of two narrow columns may be printed as one piece: "Na. Jina".
    """
    stop, edges = _region(rows, first)
    if first + 1 < len(rows) and len(rows[first + 1]) > 1:
        below, columns = _region(rows, first + 1)
        header = _cut_at(rows[first], columns) if len(columns) > len(edges) else None
        if header and below >= stop:
            return [header, *rows[first + 1 : below]], columns
    return list(rows[first:stop]), edges


def _cut_at(row: Row, edges: Sequence[Edges]) -> Row | None:
    """Return the pieces of a row cut at the blanks between columns; None where one has no blank."""
    pieces = list(row)
    if len(row) < len(edges) - 1 or row[-1].x1 > edges[-1][1]:
        return None
    for (_, left), (right, _) in pairwise(edges):
        place = next((i for i, p in enumerate(pieces) if p.x0 < left and p.x1 > right), None)
        if place is None:
            continue
        piece = pieces[place]
        letter = (piece.x1 - piece.x0) / len(piece.text)
        blanks = [at for at, sign in enumerate(piece.text) if sign == " "]
        middle = ((left + right) / 2 - piece.x0) / letter
        at = min(blanks, key=lambda at: abs(at - middle), default=0)
        if not at or abs(at - middle) > _SLACK:
            return None
        cut = piece.x0 + at * letter
        pieces[place : place + 1] = [
            replace(piece, text=piece.text[:at], x1=min(cut, left)),
            replace(piece, text=piece.text[at + 1 :], x0=max(cut, right)),
        ]
    return pieces


def joined_rows(pages: Sequence[Sequence[PrintedRow]]) -> tuple[list[list[list[str]]], int]:
    """Return the cells of each row of a table, page by page, and how many rows name its columns.

    Args:
        pages: the printed rows on each of its pages. A header that is printed again on a
            later page is left out there.
    """
    rows, header = _joined(pages[0])
    joined = [rows]
    for page in pages[1:]:
        further, _ = _joined(page)
        repeats = bool(header) and further[:header] == rows[:header]
        joined.append(further[header:] if repeats else further)
    return joined, header


def _joined(printed: Sequence[PrintedRow]) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    bold: list[bool] = []
    for row in printed:
        if row.begins or not rows:
            rows.append(list(row.cells))
            bold.append(row.bold)
        else:
            pairs = zip(rows[-1], row.cells, strict=True)
            rows[-1] = [" ".join(filter(None, pair)) for pair in pairs]
            bold[-1] = bold[-1] and row.bold
    if bold[0] and not any(bold[1:]):
        return rows, 1
    return rows, header_rows(rows)


def _region(rows: Sequence[Row], first: int) -> tuple[int, list[Edges]]:
    """Return the first row after those that keep to columns, and the edges of the columns."""
    edges = [(piece.x0, piece.x1) for piece in rows[first]]
    last = stop = first
    kept = edges
    for place in range(first + 1, min(len(rows), first + _MAX_ROWS)):
        row = rows[place]
        if rows[place - 1][0].y - row[0].y > _FAR * row[0].size:
            break
        edges = _with(edges, row)
        if len(edges) < 2 or len(edges) < len(kept):
            break
        if len(row) > 1:
            last, kept = place, edges
        elif place - last > _MIN_ROWS:
            break
    stop = last + 1
    # Lines directly below belong to cells of the last row, if they are not in the first column.
    while stop < len(rows) and len(rows[stop]) == 1:
        (piece,) = rows[stop]
        near = rows[stop - 1][0].y - piece.y <= 1.3 * piece.size
        if not near or _column(piece, kept) in (0, None):
            break
        stop += 1
    return stop, kept


def _with(edges: Sequence[Edges], row: Row) -> list[Edges]:
    """Return the edges of columns with the pieces of a row; columns that a piece joins are one."""
    joined: list[Edges] = []
    for left, right in sorted([*edges, *((piece.x0, piece.x1) for piece in row)]):
        if joined and left < joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], right)
        else:
            joined.append((left, right))
    return joined


def _column(piece: RowPiece, edges: Sequence[Edges]) -> int | None:
    """Return the column that a piece is in; None where it is in none or crosses two."""
    inside = [n for n, (left, right) in enumerate(edges) if piece.x0 < right and piece.x1 > left]
    return inside[0] if len(inside) == 1 else None


def _printed(
    rows: Sequence[Row], edges: Sequence[Edges], table: int, *, proven: bool
) -> list[PrintedRow]:
    """Return the printed rows of a table; none where the rows are no table."""
    cells: list[list[list[RowPiece]]] = []
    for row in rows:
        columns: list[list[RowPiece]] = [[] for _ in edges]
        for piece in row:
            place = _column(piece, edges)
            if place is None:
                return []
            columns[place].append(piece)
        cells.append(columns)
    gaps = [above[0].y - below[0].y for above, below in pairwise(rows)]
    sure = proven_starts(gaps, cells)
    if proven and not sure:
        return []
    begins = sure or row_starts(gaps, cells)
    if not _is_table(cells, begins, _MAX_WRAPPED if sure else _MAX_WORDS):
        return []
    return [
        PrintedRow(
            table,
            tuple(" ".join(piece.text for piece in cell) for cell in columns),
            starts,
            all(piece.bold for cell in columns for piece in cell),
            tuple(edges),
        )
        for columns, starts in zip(cells, begins, strict=True)
    ]


def _is_table(cells: Sequence[Columns], begins: Sequence[bool], max_words: int) -> bool:
    """Tell whether columns of pieces are those of a table."""
    starting = [columns for columns, starts in zip(cells, begins, strict=True) if starts]
    if len(starting) < _MIN_ROWS:
        return False
    several = sum(sum(map(bool, columns)) > 1 for columns in starting)
    if several < max(_MIN_ROWS, _SHARE * len(starting)):
        return False
    pieces = [[piece for cell in column for piece in cell] for column in zip(*cells, strict=True)]
    words = sum(len(piece.text.split()) for column in pieces for piece in column)
    count = sum(bool(cell) for columns in starting for cell in columns)
    few = len(starting) < _MANY_ROWS
    if count < (_FULL if few else _SHARE) * len(starting) * len(starting[0]):
        return False
    if words > max_words * count or not all(map(_is_aligned, pieces)):
        return False
    return len(pieces) > 2 or not all(is_mark(piece.text) for piece in pieces[0])


def _is_aligned(pieces: Sequence[RowPiece]) -> bool:
    """Tell whether the pieces of one column have a left or a right edge in common."""
    slack = _ALIGNED * median(piece.size for piece in pieces)
    return any(
        _common(places, slack) >= _SHARE * len(pieces)
        for places in ([piece.x0 for piece in pieces], [piece.x1 for piece in pieces])
    )


def _common(places: Sequence[float], slack: float) -> int:
    """Return how many places are near to the same place."""
    usual = median(places)
    return sum(abs(place - usual) <= slack for place in places)
