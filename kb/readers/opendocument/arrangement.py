"""Tell the rows of a table that hold data from those that only arrange text on the page.

The rows of a table come in; for each, whether its cells are read one after the other, as if
there were no table, goes out. Such a row has a cell with a heading above or next to text, or is
one cell wide. A table of one or two rows, of which half the cells are prose, is read so too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from kb.readers.opendocument.inline import NOT_READ, read_inline
from kb.readers.opendocument.names import odf_name, odf_value
from kb.readers.opendocument.styles import OdfStyles
from kb.readers.opendocument.tables import OdfRow
from kb.readers.typography import reads_as_heading

__all__ = ["Arrangement"]

_PROSE = 12
"""Words of a paragraph from which it is prose, and no value of a table."""

_MAX_PROSE_ROWS = 2
"""Rows of a table that puts prose in columns; one with more rows is a list of something."""

_SENTENCE = 6
"""Words of a sentence below a bold line, from which the line heads it."""


class Arrangement:
    """How the cells of tables are to be read.

    Args:
        styles: those of the file: they tell headings and bold type.
    """

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles

    def of(self, rows: Sequence[OdfRow]) -> list[bool]:
        """Return for each row whether its cells are read one after the other."""
        if max((len(row.cells) for row in rows), default=0) <= 1 or self._is_prose(rows):
            return [True] * len(rows)
        return [self._arranges(row) for row in rows]

    def heads_columns(self, rows: Sequence[OdfRow], at: int) -> bool:
        """Tell whether each cell of a row heads the cell below it, and no other row."""
        if at + 1 >= len(rows) or not self._only_headings(rows[at]):
            return at == 0 and len(rows) == 2 and self._bold_above_prose(*rows)
        below = [p for p in _paragraphs(rows[at + 1]) if _words(p)]
        return (
            (at + 2 == len(rows) or self._only_headings(rows[at + 2]))
            and not self._only_headings(rows[at + 1])
            and any(_words(p) >= _SENTENCE for p in below)
        )

    def _bold_above_prose(self, above: OdfRow, below: OdfRow) -> bool:
        pairs = list(zip(above.cells, below.cells, strict=False))
        return (
            len(above.cells) == len(below.cells) > 1
            and all(None not in pair for pair in pairs)
            and all(self._is_bold(p) for p in _paragraphs(above) if _words(p))
            and all(any(_words(p) >= _PROSE for p in _own_paragraphs(cell)) for _, cell in pairs)
        )

    def _is_prose(self, rows: Sequence[OdfRow]) -> bool:
        if len(rows) > _MAX_PROSE_ROWS or any(row.is_header for row in rows):
            return False
        cells = [cell for row in rows for cell in row.cells if cell is not None]
        prose = [
            cell for cell in cells if sum(_words(p) >= _PROSE for p in _own_paragraphs(cell)) > 1
        ]
        return 2 * len(prose) >= len(cells) > 0

    def _arranges(self, row: OdfRow) -> bool:
        cells = [cell for cell in row.cells if cell is not None]
        headed = [self._only_headings(OdfRow((cell,), is_header=False)) for cell in cells]
        if any(headed) and not row.is_header:
            # A heading over the whole row, or next to its text.
            others = [cell for cell, heads in zip(cells, headed, strict=True) if not heads]
            texts = (p for cell in others for p in _own_paragraphs(cell))
            if len(cells) == 1 or any(_words(p) >= _SENTENCE for p in texts):
                return True
        return not row.is_header and any(self._has_section(cell) for cell in cells)

    def _only_headings(self, row: OdfRow) -> bool:
        paragraphs = [p for p in _paragraphs(row) if _words(p)]
        return bool(paragraphs) and all(self._is_heading(p) for p in paragraphs)

    def _has_section(self, cell: Any) -> bool:
        """Tell whether a cell has a heading above other text; a bold line above a sentence is one."""
        paragraphs = [p for p in _own_paragraphs(cell) if _words(p)]
        headings = [self._is_heading(p) for p in paragraphs]
        if any(headings):
            return not all(headings) or next(cell.iter("{*}table"), None) is not None
        return any(
            _words(below) >= _SENTENCE and self._is_bold(above) and not self._is_bold(below)
            for above, below in pairwise(paragraphs)
        )

    def _is_heading(self, paragraph: Any) -> bool:
        style = self._styles.paragraph(odf_value(paragraph, "text:style-name"))
        return odf_name(paragraph) == "text:h" or style.level is not None

    def _is_bold(self, paragraph: Any) -> bool:
        style = self._styles.paragraph(odf_value(paragraph, "text:style-name"))
        line = read_inline(paragraph, style, self._styles)
        return line.bold and reads_as_heading(line.text) and not line.text.endswith(":")


def _paragraphs(row: OdfRow) -> Iterator[Any]:
    for cell in row.cells:
        if cell is not None:
            yield from _own_paragraphs(cell)


def _own_paragraphs(cell: Any) -> Iterator[Any]:
    """Yield the paragraphs and headings of a cell, those of tables and notes in it left out."""
    for child in cell:
        name = odf_name(child)
        if name in {"text:p", "text:h"}:
            yield child
        elif name not in NOT_READ and name not in {"table:table", "text:note"}:
            yield from _own_paragraphs(child)


def _words(paragraph: Any) -> int:
    """Return about how many words a paragraph has."""
    return len("".join(paragraph.itertext()).split())
