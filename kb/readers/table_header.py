"""Tell whether the first row of a table names its columns, where no markup says so.

Rows of cells come in, a number of rows goes out. A header names every column, in a few words
without figures, and no name recurs below. That is not enough: the first of several rows of
names looks the same. So there must be a sign: a cell that is known as a name of a column, one
in capitals above cells that are not, or figures below a column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

__all__ = ["header_rows"]

_MAX_WORDS = 8
_FIGURES = re.compile(r"\W*(?:\w{1,4}\W+)?\d[\d\s.,:/%+()=-]*\W*")
"""A cell of figures: 12, Sh 20,000, 0754 112 233, 12/05/2020, 45%."""

_MAX_FIGURES = 40
"""Characters."""

_NUMBERS = re.compile(r"(?:s/?na?|na|no|nambari|namba|#)\.?|s\.?/?n(?:o|a)?\.?", re.IGNORECASE)
_PROPER = re.compile(r"\b[a-z]{1,3}a [A-Z]")
"""Wilaya ya Ilala names a district, not a column."""


@cache
def _names() -> AbstractSet[str]:
    """Return the first words of names of columns: column_names.tsv."""
    text = (Path(__file__).parent / "column_names.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(line.split("\t")[0] for line in lines[1:])


def header_rows(rows: Sequence[Sequence[str]], *, usual: bool = False) -> int:
    """Return how many of the first rows name the columns: 1 or 0.

    Args:
        rows: the cells of a table.
        usual: files of this kind usually have a header, so no further sign is needed.

    >>> header_rows([["Wadhifa", "Anayeteua"], ["Afisa", "Waziri"]])
    1
    >>> header_rows([["Dar es Salaam", "Ilala"], ["Dodoma", "Bahi"]])
    0
    """
    if len(rows) < 2:
        return 0
    first, below = rows[0], rows[1:]
    width = max(map(len, rows))
    if len(first) < width or not all(map(_may_name, first)):
        return 0
    names = [cell.casefold() for cell in first]
    if len(set(names)) < len(names):
        return 0
    columns = [[row[place] for row in below if place < len(row)] for place in range(width)]
    if any(name in map(str.casefold, column) for name, column in zip(names, columns, strict=True)):
        return 0
    return int(usual or _is_named(first) or _differs(first, columns))


def _may_name(cell: str) -> bool:
    """Tell whether a cell can be the name of a column: a few words, no sentence, no figures."""
    sentence = " " in cell and cell.endswith((".", ";"))
    return bool(cell) and not (sentence or len(cell.split()) > _MAX_WORDS or _is_figures(cell))


def _is_figures(cell: str) -> bool:
    return len(cell) <= _MAX_FIGURES and _FIGURES.fullmatch(cell) is not None


def _is_named(first: Sequence[str]) -> bool:
    """Tell whether a cell is a known name of a column."""
    return any(
        _NUMBERS.fullmatch(cell)
        or (cell.split()[0].strip(":.").casefold() in _names() and not _PROPER.search(cell))
        for cell in first
    )


def _differs(first: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row is in capitals above others, or above figures."""
    below = [cell for column in columns for cell in column if cell]
    if all(cell.isupper() for cell in first) and not all(cell.isupper() for cell in below):
        return True
    return any(
        len(column) > 1 and all(_is_figures(cell) for cell in column if cell)
        for column in columns
        if any(column)
    )
