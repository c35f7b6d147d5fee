"""Find the tables of a plain text: rows of cells parted by bars, tabs or runs of blanks.

    Wadhifa      | Anayeteua        Na.   Jina      Simu
    -------------+----------        1     Asha      12
    Afisa Ugavi  | Waziri           2     Juma      34

A text comes in, the spans of its tables go out; the text is not changed. Cells parted by
blanks must begin, or end, below each other in at least three rows, and must not be the lines
of two columns of prose. A list whose marks are followed by a tab is no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from kb.document import Span, Table
from kb.readers.table_header import header_rows
from kb.tables import cell_spans

__all__ = ["find_tables"]

_RULE = re.compile(r"[\s|+:]*[-=]{2}[\s|+:=-]*")
_BARS, _TABS, _BLANKS = "|", "\t", "  "
_MIN_ROWS: Mapping[str, int] = {_BARS: 2, _TABS: 2, _BLANKS: 3}
_MARK = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)]|[-–•*·▪➢oØ]", re.IGNORECASE)
_INNER = re.compile(r"\S\t\s*\S|\S {2,}\S")
_MAX_WORDS = 6
"""Words of a cell between blanks, on average; more are lines of prose."""
_GOES_ON = 0.25
"""The share of cells that begin with a small letter, from which they are prose."""
_ALIGNED = 1
"""Letters: how far from each other the edges of one column may be."""


class _Line(NamedTuple):
    """A line of a text: ``text[start : start + len(body)] == body``."""

    body: str
    start: int


def find_tables(text: str) -> tuple[Table, ...]:
    r"""Return the tables of a plain text, in order.

    >>> find_tables("Cheo\tSimu\nKatibu\t12\nMhasibu\t34\n")
    (Table(start=0, end=30, header=9),)
    """
    return tuple(
        table
        for separator, lines in _groups(text)
        if (table := _table(lines, separator)) is not None
    )


def _groups(text: str) -> Iterator[tuple[str, list[_Line]]]:
    """Yield the runs of lines that have one separator."""
    lines = []
    start = 0
    for body in text.split("\n"):
        lines.append((_separator(body), _Line(body, start)))
        start += len(body) + 1
    # A rule belongs to the bars or blanks around it.
    separators = [separator for separator, _ in lines]
    for place, separator in enumerate(separators):
        if separator == "rule":
            around = {separators[place - 1] if place else "", *separators[place + 1 : place + 2]}
            separators[place] = next((one for one in (_BARS, _BLANKS) if one in around), "")
    for separator, group in groupby(zip(separators, lines, strict=True), key=lambda one: one[0]):
        if separator in _MIN_ROWS:
            yield separator, [line for _, (_, line) in group]


def _separator(body: str) -> str:
    """Return what parts the cells of a line; "" where it has one cell; "rule": it only draws."""
    if _RULE.fullmatch(body):
        return "rule"
    inner = body.strip().strip("|")
    if "|" in inner or (body.strip().startswith("|") and body.strip().endswith("|") and inner):
        return _BARS
    if not _INNER.search(body):
        return ""
    return _TABS if "\t" in body.strip() else _BLANKS


def _table(lines: Sequence[_Line], separator: str) -> Table | None:
    """Return the table of a run of lines, or None where they are none."""
    drawn = [bool(_RULE.fullmatch(line.body)) for line in lines]
    rows = [line for line, is_rule in zip(lines, drawn, strict=True) if not is_rule]
    if len(rows) < _MIN_ROWS[separator]:
        return None
    spans = cell_spans([row.body for row in rows])
    cells = [
        [row.body[start:end] for start, end in own] for row, own in zip(rows, spans, strict=True)
    ]
    if max(map(len, cells)) < 2 or _is_list(cells):
        return None
    if separator == _BLANKS and not (_is_aligned(spans) and _is_terse(cells)):
        return None
    header = _ruled_header(drawn)
    if header is None:
        header = header_rows(cells)
    end = lines[-1].start + len(lines[-1].body)
    stop = rows[header - 1].start + len(rows[header - 1].body) if header else lines[0].start
    return Table(lines[0].start, end, stop)


def _ruled_header(drawn: Sequence[bool]) -> int | None:
    """Return how many rows a rule parts from the others; None where no rule says so."""
    inner = list(drawn)
    while inner and inner[0]:
        inner.pop(0)
    while inner and inner[-1]:
        inner.pop()
    if sum(inner) == 1 and inner.index(True) <= 2:
        return inner.index(True)
    return None


def _is_list(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first of two cells only marks or numbers an item of a list."""
    return all(len(row) == 2 and _MARK.fullmatch(row[0]) for row in rows)


def _is_aligned(rows: Sequence[Sequence[Span]]) -> bool:
    """Tell whether each column has cells that begin, or end, below each other.

    The first row may be a header that stands in the middle above its columns.
    """
    if len({len(row) for row in rows}) > 1:
        return False
    if all(map(_is_column, zip(*rows, strict=True))):
        return True
    below = list(zip(*rows[1:], strict=True))
    return (
        len(rows) > _MIN_ROWS[_BLANKS]
        and all(map(_is_column, below))
        and all(map(_is_above, rows[0], below))
    )


def _is_column(cells: Sequence[Span]) -> bool:
    return any(max(edges) - min(edges) <= _ALIGNED for edges in zip(*cells, strict=True))


def _is_above(head: Span, cells: Sequence[Span]) -> bool:
    """Tell whether a cell of a header stands over all cells of a column, or they over it."""
    return all(head[0] < end and start < head[1] for start, end in cells)


def _is_terse(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether cells are short and complete, not pieces of running text."""
    cells = [cell for row in rows for cell in row if cell]
    words = sum(len(cell.split()) for cell in cells)
    going_on = sum(cell[0].islower() for cell in cells)
    return words <= _MAX_WORDS * len(cells) and going_on <= _GOES_ON * len(cells)
