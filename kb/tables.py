"""The rows and cells of a table in a text: a line is a row.

    Wadhifa | Anayeteua          ◄ a header row
    Afisa Ugavi | Waziri         ◄ rows

A text and the span of a table in it come in, cells go out, with the marks inside each. The
text is not changed: readers join cells by " | "; in plain text they are parted by bars, tabs
or runs of blanks, as its author wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = [
    "Cell",
    "Grid",
    "TablePart",
    "cell_spans",
    "clipped",
    "labelled",
    "read_grid",
    "spans_inside",
    "stretches",
]

_MAX_HEADER = 400
"""Characters. Longer header rows are not repeated above the rows of later passages."""

_BAR = re.compile(r"\|")
_TAB = re.compile(r"\t")
_BLANKS, _WIDE_BLANKS = re.compile(r" {2,}"), re.compile(r" {3,}")
_RULE = re.compile(r"[\s|+:]*[-=]{2}[\s|+:=-]*")
"""A line that only draws: |---|---|, +----+----+."""


class TablePart(NamedTuple):
    """The rows of a table that a text contains: ``text[start:end]``, a row a line.

    ``text[start:body]`` are its header rows. Where they are before the text, ``header`` has
    them: they are shown above the rows, and rows may be left out between.
    """

    start: int
    body: int
    end: int
    header: str = ""
    header_spans: tuple[Span, ...] = ()  # marks in ``header``


class Cell(NamedTuple):
    """The text of a cell and the marks in it."""

    text: str
    spans: tuple[Span, ...] = ()


class Grid(NamedTuple):
    """The rows of a table, all of one length; an empty cell has an empty text."""

    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]


def clipped(text: str, part: TablePart, start: int, end: int) -> TablePart | None:
    r"""Return the part of a table in text[start:end], its offsets counted there; None: no row.

    >>> text = "Cheo | Simu\nKatibu | 12\nMhasibu | 34"
    >>> clipped(text, TablePart(0, 12, 36), 24, 36)
    TablePart(start=0, body=0, end=12, header='Cheo | Simu', header_spans=())
    """
    first, last = max(part.start, start), min(part.end, end)
    if first >= last:
        return None
    header = part.header
    if first > part.start and part.body > part.start:
        header = text[part.start : min(part.body, first)].strip("\n")
    if len(header) > _MAX_HEADER:
        header = ""
    body = min(max(part.body, first), last)
    spans = part.header_spans if header == part.header else ()
    return TablePart(first - start, body - start, last - start, header, spans)


def stretches(
    text: str, tables: Sequence[TablePart]
) -> Iterator[tuple[int, int, TablePart | None]]:
    r"""Yield start and end of each table and of each text between them, without blanks around.

    >>> [(a, b) for a, b, _ in stretches("Ada\n\nA | B", [TablePart(5, 5, 10)])]
    [(0, 3), (5, 10)]
    """
    at = 0
    for part in (*tables, None):
        stop = part.start if part else len(text)
        first, last = _trimmed(text, at, stop)
        if first < last:
            yield first, last, None
        if part:
            yield part.start, part.end, part
            at = part.end


def spans_inside(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """Return the parts of spans between two places, counted from *start*.

    >>> spans_inside([(0, 4), (8, 10)], 2, 9)
    ((0, 2), (6, 7))
    """
    return tuple(
        (max(s, start) - start, min(e, end) - start) for s, e in spans if s < end and e > start
    )


def read_grid(text: str, spans: Sequence[Span], part: TablePart) -> Grid:
    r"""Return the cells of a table.

    Args:
        text: contains the table.
        spans: the marks in the text: sorted, not overlapping.
        part: the span of the table in it.

    >>> grid = read_grid("Cheo | Simu\nKatibu | 12", [(19, 21)], TablePart(0, 12, 23))
    >>> [cell.text for cell in grid.header[0]], grid.rows[0][1]
    (['Cheo', 'Simu'], Cell(text='12', spans=()))
    """
    above = _rows(part.header, part.header_spans, 0, len(part.header))
    above += _rows(text, spans, part.start, part.body)
    lines = above + _rows(text, spans, part.body, part.end)
    places = cell_spans([line for line, _ in lines])
    width = max(map(len, places), default=0)
    cells = [
        tuple(Cell(line[a:b], spans_inside(marks, a, b)) for a, b in own)
        + (Cell(""),) * (width - len(own))
        for (line, marks), own in zip(lines, places, strict=True)
    ]
    return Grid(tuple(cells[: len(above)]), tuple(cells[len(above) :]))


def cell_spans(lines: Sequence[str]) -> list[list[Span]]:
    """Return the spans of the cells in each row of a table.

    Two blanks part cells, unless only wider gaps part every row alike: *501  - 1500 cc     185,000*.

    >>> [[line[a:b] for a, b in row] for line in ["| 1 | Asha |"] for row in cell_spans([line])]
    [['1', 'Asha']]
    """
    separator = _BLANKS
    if any("|" in line for line in lines):
        separator = _BAR
    elif any("\t" in line for line in lines):
        separator = _TAB
    edged = separator is _BAR and all(line.lstrip().startswith("|") for line in lines)
    rows = [_split(line, separator, edged=edged) for line in lines]
    if separator is _BLANKS and len(set(map(len, rows))) > 1:
        wider = [_split(line, _WIDE_BLANKS, edged=edged) for line in lines]
        if len(set(map(len, wider))) == 1 and len(wider[0]) > 1:
            return wider
    return rows


def _split(line: str, separator: re.Pattern[str], *, edged: bool) -> list[Span]:
    if separator in (_BLANKS, _WIDE_BLANKS):
        first = len(line) - len(line.lstrip())
    else:
        first = line.index("|") + 1 if edged else 0
    last = len(line.rstrip())
    if edged and line[first:last].endswith("|"):
        last -= 1
    cells: list[Span] = []
    at = first
    for gap in separator.finditer(line, first, last):
        cells.append(_trimmed(line, at, gap.start()))
        at = gap.end()
    return [*cells, _trimmed(line, at, last)]


def _trimmed(line: str, start: int, end: int) -> Span:
    inner = line[start:end]
    first = start + len(inner) - len(inner.lstrip())
    return first, max(first, start + len(inner.rstrip()))


def _rows(
    text: str, spans: Sequence[Span], start: int, end: int
) -> list[tuple[str, tuple[Span, ...]]]:
    """Return each row in text[start:end] with its marks; lines that only draw are left out."""
    rows = []
    at = start
    for line in text[start:end].split("\n"):
        if line.strip() and not _RULE.fullmatch(line):
            rows.append((line, spans_inside(spans, at, at + len(line))))
        at += len(line) + 1
    return rows


def labelled(grid: Grid) -> list[list[tuple[Cell | None, Cell]]]:
    """Return the filled cells of each row, each with the last header cell above it, if any."""
    width = len(grid.rows[0]) if grid.rows else 0
    labels: list[Cell | None] = [
        next((row[column] for row in reversed(grid.header) if row[column].text), None)
        for column in range(width)
    ]
    return [
        [(label, cell) for label, cell in zip(labels, row, strict=True) if cell.text]
        for row in grid.rows
    ]
