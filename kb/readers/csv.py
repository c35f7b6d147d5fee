"""Read tables in CSV and TSV: a row is a row, the first one names the columns.

Bytes come in, one table goes out. The sign between cells is the one of , ; tab and | that
gives the most rows of one length. Rows above the table with one cell are its title.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from kb.cleaning import clean
from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.layout import TextLayout
from kb.readers.table_header import header_rows
from kb.readers.text import decode

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = "1"
LIBRARIES = ("charset-normalizer",)

_SIGNS: Sequence[str] = ",;\t|"
_SAMPLE = 50
"""Rows from which the sign between cells is chosen."""
_MAX_ROWS = 50_000
_MAX_CELL = 100_000
"""Characters; a longer cell is an open quotation mark, not a cell."""

_TOO_LONG = Message("a cell has no end: a quotation mark is not closed; correct it and save again")


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the rows of a file as one table.

    Raises:
        Unreadable: the bytes are not text, or a quotation mark is not closed.

    >>> parse(b"Wadhifa,Anayeteua\\nAfisa Ugavi,Waziri\\n").text
    'Wadhifa | Anayeteua\\nAfisa Ugavi | Waziri\\n'
    """
    text = clean(decode(data))
    lines = text.split("\n", 1)
    sign = lines[0][4:5] if lines[0].startswith("sep=") else ""
    if sign:
        text = "".join(lines[1:])
    rows, more = _rows(text, sign or _sign(text))
    width = max(map(len, rows), default=0)
    layout = TextLayout()
    first = 0
    while width > 1 and first < len(rows) and sum(map(bool, rows[first])) < 2:
        layout.block(" ".join(rows[first]))
        first += 1
    named = [row[:width] for row in rows[first:]]
    layout.table(named, header_rows(named, usual=True))
    return Parsed(layout.text(), tables=layout.tables(), warnings=_warnings(more=more))


def _warnings(*, more: bool) -> tuple[Message, ...]:
    if not more:
        return ()
    return (Message("rows after the first {number} are not read", number=f"{_MAX_ROWS:,}"),)


def _rows(text: str, sign: str) -> tuple[list[list[str]], bool]:
    """Return the rows that have a cell, and whether there are more than are read."""
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, skipinitialspace=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            if len(rows) == _MAX_ROWS:
                return rows, True
            rows.append(cells)
    except csv.Error as error:
        raise Unreadable(_TOO_LONG) from error
    return rows, False


def _sign(text: str) -> str:
    """Return the sign between cells: the one that gives the most rows of one length."""
    return max(_SIGNS, key=lambda sign: _even_rows(text, sign))


def _even_rows(text: str, sign: str) -> tuple[int, int]:
    """Return how many of the first rows have the usual number of cells, and that number."""
    csv.field_size_limit(_MAX_CELL)
    try:
        lengths = Counter(
            len(row)
            for row in islice(csv.reader(io.StringIO(text), delimiter=sign), _SAMPLE)
            if len(row) > 1
        )
    except csv.Error:
        return 0, 0
    width, rows = max(lengths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return rows, width
