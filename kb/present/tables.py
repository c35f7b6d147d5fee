"""Lay a table out in the cells of a terminal.

    Wadhifa      Anayeteua          columns lined up, long cells wrapped
    ───────────  ──────────────
    …                               rows are left out
    Afisa Ugavi  «Waziri» wa Maji

    - Wadhifa: Afisa Ugavi          where the terminal is too narrow: a line a cell
      Anayeteua: «Waziri» wa Maji

A Grid comes in, lines go out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from kb.present.cells import Style, cells, wrapped
from kb.tables import Cell, Grid, labelled

__all__ = ["labelled_row", "table_lines"]

_GAP = "  "
_MIN_WIDTH = 16
"""Cells of a column: where columns would be narrower, each cell has a line."""

_DOTS = "…"
_STYLED = re.compile(r"\x1b\[[0-9;]*m")


def table_lines(
    grid: Grid, *, width: int, style: Style, indent: str = "", skipped: bool = False
) -> list[str]:
    """Return the lines of a table, none wider than *width*.

    Args:
        grid: the cells.
        width: of a line in cells, with the indent.
        style: how marks look; header cells are strong.
        indent: begins each line.
        skipped: rows are left out below the header.

    >>> grid = Grid(((Cell("Cheo"), Cell("Simu")),), ((Cell("Katibu"), Cell("12")),))
    >>> print("\\n".join(table_lines(grid, width=20, style=Style(colour=False))))
    Cheo    Simu
    ──────  ────
    Katibu  12
    """
    rows = (*grid.header, *grid.rows)
    widths = _widths(rows, width - cells(indent), style)
    if widths is None:
        dots = [_DOTS] if skipped else []
        return [indent + line for line in (*dots, *_listed(grid, width - cells(indent), style))]
    lines = [line for row in grid.header for line in _laid_out(row, widths, style, strong=True)]
    if grid.header:
        lines.append(_GAP.join("─" * column for column in widths))
    if skipped:
        lines.append(_DOTS)
    lines += [line for row in grid.rows for line in _laid_out(row, widths, style)]
    return [indent + line for line in lines]


def labelled_row(grid: Grid, *, marked: bool = False) -> str:
    """Return the first row on one line, each cell with what its column is called.

    Args:
        grid: a header and rows.
        marked: only the first cell, which names the row, and those with a mark.

    >>> labelled_row(Grid(((Cell("Cheo"), Cell("Simu")),), ((Cell("Katibu"), Cell("12")),)))
    'Cheo: Katibu | Simu: 12'
    """
    return " | ".join(
        f"{label.text}: {cell.text}" if label else cell.text
        for row in labelled(grid)[:1]
        for place, (label, cell) in enumerate(row)
        if not marked or not place or cell.spans
    )


def _widths(rows: Sequence[Sequence[Cell]], room: int, style: Style) -> list[int] | None:
    """Return the width of each column; None where the columns would be too narrow."""
    columns = list(zip(*rows, strict=True))
    signs = 0 if style.colour else 2
    natural = [
        max(*(cells(cell.text) + signs * len(cell.spans) for cell in column), 1)
        for column in columns
    ]
    room -= len(_GAP) * (len(natural) - 1)
    widths, left = dict[int, int](), room
    for place, column in enumerate(sorted(range(len(natural)), key=natural.__getitem__)):
        share = left // (len(natural) - place)
        widths[column] = min(natural[column], share)
        if widths[column] < min(natural[column], _MIN_WIDTH):
            return None
        left -= widths[column]
    return [widths[column] for column in range(len(natural))]


def _laid_out(
    row: Sequence[Cell], widths: Sequence[int], style: Style, *, strong: bool = False
) -> list[str]:
    """Return the lines of one row, each cell wrapped within its column."""
    columns = [
        wrapped(cell.text, cell.spans, width=width, style=style)
        for cell, width in zip(row, widths, strict=True)
    ]
    lines = []
    for parts in zip_longest(*columns, fillvalue=""):
        padded = [
            (style.strong(part) if strong and not cell.spans else part)
            + " " * (width - cells(_STYLED.sub("", part)))
            for part, width, cell in zip(parts, widths, row, strict=True)
        ]
        lines.append(_GAP.join(padded).rstrip())
    return lines


def _listed(grid: Grid, width: int, style: Style) -> list[str]:
    """Return a line for each filled cell, with what its column is called."""
    lines = []
    for row in labelled(grid):
        indent = "- "
        for label, cell in row:
            name = f"{label.text}: " if label else ""
            spans = [(s, e) for s, e in label.spans] if label else []
            spans += [(s + len(name), e + len(name)) for s, e in cell.spans]
            first, *rest = wrapped(name + cell.text, spans, width=width - 2, style=style)
            lines += [indent + first, *("  " + line for line in rest)]
            indent = "  "
    return lines
