"""Lay out a table of a Word file: its rows and cells as Word shows them, and what it is for.

A table element comes in, its rows go out. A cell that covers several columns or rows is
one cell, and the places that it covers are empty. Word writers also use tables to put text
in columns: ``is_layout`` tells such a table from one with data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kb.cleaning import one_line
from kb.readers.docx.elements import count_of, is_switched_on, shown, value_of
from kb.readers.docx.styles import WordStyles, text_runs
from kb.readers.open_xml import descend, tag_of
from kb.readers.typography import reads_as_heading

__all__ = ["TableCell", "TableGrid"]

_MAX_SPAN = 63
"""Columns of a table in Word."""

_PROSE_WORDS = 8
_LONG_WORDS = 12
"""Words of a paragraph from which it is prose, with and without a sign at its end."""


@dataclass(slots=True)
class TableCell:
    """One cell: its element, and whether it is a place that another cell covers."""

    element: Any = None  # None: there is no cell, only its place
    covered: bool = False


class TableGrid:
    """The rows of one table.

    Args:
        table: the element.
        styles: of the file, which say what is a heading or bold.
    """

    def __init__(self, table: Any, styles: WordStyles) -> None:
        self._table = table
        self._styles = styles
        self._elements = [row for row in shown(table) if tag_of(row) == "tr" and not _is_gone(row)]
        self.rows = [list(_cells(row)) for row in self._elements]

    @cached_property
    def _paragraphs(self) -> list[list[list[Any]]]:
        """The paragraphs with text of each cell, of each row; without covered cells."""
        return [
            [
                [p for p in shown(cell.element) if tag_of(p) == "p" and _plain(p)]
                for cell in row
                if cell.element is not None and not cell.covered
            ]
            for row in self.rows
        ]

    def is_layout(self) -> bool:
        """Tell whether the table only places text: its cells are read one after the other."""
        if all(len(row) == 1 for row in self._paragraphs):
            return True  # a frame around text
        filled = [cell for row in self._paragraphs for cell in row if cell]
        if any(self._has_section(cell) for cell in filled) or self._heads_cells:
            return True
        if any(self._heads_next(row) for row in range(len(self.rows))) or self._has_table_in_row():
            return True
        if 2 * sum(self._has_bold_section(cell) for cell in filled) >= max(1, len(filled)):
            return True
        prose = any(sum(_is_long(p) for p in cell) > 1 for cell in filled)
        return prose and len(self.rows) <= 2 and not self.header_rows()

    def in_reading_order(self) -> Iterator[Any]:
        """Yield the cells of a table that is layout; a text goes directly below its heading."""
        row = 0
        while row < len(self.rows):
            if self._heads_next(row):
                order: Iterable[Sequence[TableCell]] = zip(self.rows[row], self.rows[row + 1])
                row += 1
            else:
                order = (self.rows[row],)
            for cells in order:
                yield from (cell.element for cell in cells if cell.element is not None)
            row += 1

    def header_rows(self) -> int:
        """Return how many of the first rows name the columns."""
        marked = 0
        while marked < len(self.rows) and is_switched_on(
            self._elements[marked], "trPr", "tblHeader"
        ):
            marked += 1
        if marked or len(self.rows) < 2:
            return marked if marked < len(self.rows) else 0
        bold = [self._is_bold(row) for row in self._paragraphs]
        if not bold[0] and self._styles.first_row_is_bold(self._table):
            return 1
        count = next((i for i, its in enumerate(bold) if not its), len(bold))
        return count if count < min(len(bold), 4) else 0

    def heads_what_follows(self, row: int) -> bool:
        """Tell whether a row of a table with data is a heading over its whole width."""
        cells = self._paragraphs[row]
        return len(cells) == 1 and any(self._styles.level(p) is not None for p in cells[0])

    def _has_section(self, cell: Sequence[Any]) -> bool:
        """Tell whether a cell has a heading with something below it."""
        levels = [self._styles.level(p) for p in cell]
        first = next((i for i, level in enumerate(levels) if level is not None), len(levels))
        return None in levels[first:] or (first < len(levels) and self._has_more(cell[-1]))

    def _has_bold_section(self, cell: Sequence[Any]) -> bool:
        """Tell whether a cell begins with a line in bold, with prose below it."""
        return (
            len(cell) > 1
            and self._is_bold_line(cell[0])
            and not self._styles.type(cell[1])[1]
            and _is_prose(cell[1])
        )

    def _has_more(self, paragraph: Any) -> bool:
        """Tell whether something other than text follows a paragraph in its cell."""
        return any(tag_of(below) == "tbl" for below in paragraph.itersiblings())

    def _heads_next(self, row: int) -> bool:
        """Tell whether a row has headings, and the next one, or the last, the text of each."""
        if row + 1 >= len(self.rows):
            return False
        heads, texts = self._paragraphs[row], self._paragraphs[row + 1]
        in_style = all(len(c) == 1 and self._styles.level(c[0]) is not None for c in heads)
        return (
            1 < len(heads) == len(texts) == len(self.rows[row]) == len(self.rows[row + 1])
            and (in_style or (len(self.rows) == 2 and all(self._is_bold_cell(c) for c in heads)))
            and (len(self.rows) == 2 or self._heads_cells)
            and all(any(_is_prose(p) for p in cell) for cell in texts)
        )

    @cached_property
    def _heads_cells(self) -> bool:
        """Tell whether cells have only headings, and others the text of these.

        Headings in the first row alone name the columns of a table with data.
        """
        heads, texts = 0, 0
        below_first = False
        for number, row in enumerate(self._paragraphs):
            filled = [cell for cell in row if cell]
            if len(row) < 2 or not filled:
                continue
            styled = [all(self._styles.level(p) is not None for p in cell) for cell in filled]
            heads += sum(styled)
            texts += sum(any(_is_prose(p) for p in c) for c, s in zip(filled, styled) if not s)
            below_first = (
                below_first or (number > 0 and any(styled)) or 0 < sum(styled) < len(styled)
            )
        return below_first and texts >= max(1, heads // 2)

    def _has_table_in_row(self) -> bool:
        """Tell whether the only row has a table in it: a page laid out in columns."""
        if len(self.rows) != 1:
            return False
        tables = (
            inner
            for cell in self.rows[0]
            if cell.element is not None
            for inner in shown(cell.element)
            if tag_of(inner) == "tbl"
        )
        return any(sum(tag_of(row) == "tr" for row in shown(table)) > 1 for table in tables)

    def _is_bold_cell(self, cell: Sequence[Any]) -> bool:
        return len(cell) == 1 and self._is_bold_line(cell[0])

    def _is_bold_line(self, paragraph: Any) -> bool:
        return reads_as_heading(_plain(paragraph)) and self._styles.type(paragraph)[1]

    def _is_bold(self, row: Sequence[Sequence[Any]]) -> bool:
        paragraphs = [p for cell in row for p in cell]
        return bool(paragraphs) and all(self._styles.type(p)[1] for p in paragraphs)


def _cells(row: Any) -> Iterator[TableCell]:
    before = min(count_of(row, "trPr", "gridBefore") or 0, _MAX_SPAN)
    yield from (TableCell() for _ in range(before))
    for cell in shown(row):
        if tag_of(cell) != "tc" or descend(cell, "tcPr", "cellDel") is not None:
            continue
        merged = (descend(cell, "tcPr", name) for name in ("vMerge", "hMerge"))
        covered = any(one is not None and value_of(one.getparent(), tag_of(one)) != "restart"
                      for one in merged)  # fmt: skip
        yield TableCell(cell, covered)
        span = min(count_of(cell, "tcPr", "gridSpan") or 1, _MAX_SPAN)
        yield from (TableCell() for _ in range(span - 1))


def _is_gone(row: Any) -> bool:
    return descend(row, "trPr", "del") is not None


def _plain(paragraph: Any) -> str:
    return one_line("".join(text for _, text in text_runs(paragraph)))


def _is_prose(paragraph: Any) -> bool:
    text = _plain(paragraph)
    words = len(text.split())
    return words >= _PROSE_WORDS or (words > 2 and text.endswith((".", "!", "?", ":", ";")))


def _is_long(paragraph: Any) -> bool:
    return len(_plain(paragraph).split()) >= _LONG_WORDS
