"""Tell which printed rows of a table begin a row, and which go on with the cells above.

The cells of printed rows and the distances between them come in. Three signs, the surest
first: only beginnings have a number in the first column; a wider blank is above them, and
what is below goes on in the middle of a sentence; or cells are missing near below a full row.
The first two are proof of a table, also where its cells are long enough for columns of prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from kb.readers.pdf.lines import RowPiece

__all__ = ["Columns", "is_mark", "proven_starts", "row_starts"]

Columns = Sequence[Sequence[RowPiece]]
"""The pieces in each column of one printed row."""

_MIN_STARTS = 3
_WIDER = 1.2
"""Times the leading in a cell: the distance of a row from the one above."""
_MOST = 0.85
"""The share of starts and of further lines that must look so."""
_CLOSE = 0.85
"""Times the usual distance of rows: a nearer row may go on with the cells above."""

_WORD = re.compile(r"\w+")
_MAX_MARK, _MAX_WORD_OF_MARK = 8, 4
"""Letters of what is before the items of a list, and of a word in it."""


def is_mark(text: str) -> bool:
    """Tell whether a text can be the number or the sign before an item of a list.

    >>> [is_mark(text) for text in ("12.", "(a)", "18.-(1)", "•", "Afisa", "Sh 50")]
    [True, True, True, True, False, False]
    """
    if len(text) > _MAX_MARK or " " in text:
        return False
    return all(len(word) <= _MAX_WORD_OF_MARK for word in _WORD.findall(text))


def row_starts(gaps: Sequence[float], rows: Sequence[Columns]) -> list[bool]:
    """Return for each printed row whether a row begins with it.

    Args:
        gaps: the distance of each printed row, but the first, from the one above, in points.
        rows: the printed rows, each with as many columns.
    """
    proven = proven_starts(gaps, rows)
    if proven:
        return proven
    filled = [sum(map(bool, columns)) for columns in rows]
    full = max(filled)
    of_full = [gap for gap, count in zip(gaps, filled[1:], strict=True) if count == full]
    usual = median(of_full or gaps or [0.0])
    starts = [True]
    for gap, count, columns in zip(gaps, filled[1:], rows[1:], strict=True):
        near = gap < _CLOSE * usual
        starts.append(count == full or not (near or (not columns[0] and count == 1)))
    return starts


def proven_starts(gaps: Sequence[float], rows: Sequence[Columns]) -> list[bool]:
    """Return where rows begin in a table of wrapped cells; nothing where that is not proven."""
    return _numbered(rows) or _spaced(gaps, rows)


def _numbered(rows: Sequence[Columns]) -> list[bool]:
    """Return where a number in the first of three columns begins a row."""
    starts = [bool(columns[0]) for columns in rows]
    numbers = ["".join(piece.text for piece in columns[0]) for columns in rows if columns[0]]
    wrapped = len(numbers) < len(rows) and len(rows[0]) > 2
    if not (wrapped and starts[0] and len(numbers) >= _MIN_STARTS and all(map(is_mark, numbers))):
        return []
    full = sum(all(columns) for columns in rows if columns[0])
    return starts if full >= _MOST * len(numbers) else []


def _spaced(gaps: Sequence[float], rows: Sequence[Columns]) -> list[bool]:
    """Return where a wider blank begins a row, if the lines below go on with sentences."""
    if not gaps:
        return []
    leading = min(gaps)
    starts = [True, *(gap >= _WIDER * leading for gap in gaps)]
    first = [columns for columns, begins in zip(rows, starts, strict=True) if begins]
    further = [columns for columns, begins in zip(rows, starts, strict=True) if not begins]
    if len(first) < _MIN_STARTS or not further:
        return []
    begun = sum(all(columns) and not _goes_on(columns) for columns in first)
    gone_on = sum(not all(columns) or _goes_on(columns) for columns in further)
    proven = begun >= _MOST * len(first) and gone_on >= _MOST * len(further)
    return starts if proven else []


def _goes_on(columns: Columns) -> bool:
    """Tell whether a cell begins with a small letter."""
    return any(cell[0].text[0].islower() for cell in columns if cell)
