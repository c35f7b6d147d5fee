"""The blocks that a walk over an OpenDocument file yields, and how cells become a grid.

Blocks of cells come in, row by row; a CellGrid goes out: the text of each cell. A table inside
the last cell of a row gives rows of its own below that row; inside any other cell it is
text of the cell. So every word is read once, and in its order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.cleaning import one_line
from kb.readers.opendocument.styles import DEFAULT_SIZE
from kb.readers.table_header import header_rows

__all__ = ["BULLET", "CellGrid", "CellGridBuilder", "OdfParagraph", "block_words"]

BULLET = "-"


@dataclass(frozen=True, slots=True)
class OdfParagraph:
    """A paragraph, a heading, an item of a list or a note."""

    text: str  # with its line breaks; "" where only its marker is shown
    marker: str | None = None  # of a list: "1.2", or BULLET; of a heading: its number
    depth: int = 0  # how many lists it is in
    level: int | None = None  # of a heading, from 1
    rule: str = ""  # what made it a heading
    size: float = DEFAULT_SIZE
    bold: bool = False
    is_title: bool = False
    is_subtitle: bool = False
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Rows of a table that hold data."""

    rows: list[list[str]]
    header_rows: int


def block_words(block: OdfParagraph | CellGrid) -> str:
    """Return a block as one line.

    >>> block_words(OdfParagraph("Maji", "1.")), block_words(CellGrid([["Ada", "", "500"]], 0))
    ('1. Maji', 'Ada | 500')
    """
    if isinstance(block, CellGrid):
        return " ".join(" | ".join(filter(None, row)) for row in block.rows)
    if block.marker == BULLET and not block.text:
        return ""
    return one_line(f"{block.marker or ''} {block.text}")


class CellGridBuilder:
    """A grid under construction."""

    def __init__(self) -> None:
        self.notes: list[OdfParagraph] = []  # those in its cells, in their order
        self._rows: list[list[str]] = []
        self._bold: list[bool] = []  # of each row: all its cells are, and it has several

    def add(self, cells: Sequence[Sequence[OdfParagraph | CellGrid]]) -> None:
        """Add a row, by the blocks of each of its cells."""
        row: list[str] = []
        below: list[list[str]] = []
        bold: list[bool] = []
        for column, blocks in enumerate(cells):
            words: list[str] = []
            for block in blocks:
                if isinstance(block, OdfParagraph) and block.is_note:
                    self.notes.append(block)
                elif isinstance(block, CellGrid) and column == len(cells) - 1:
                    below += block.rows
                elif below:
                    below.append([block_words(block)])
                else:
                    words.append(block_words(block))
                    bold.append(isinstance(block, OdfParagraph) and (block.bold or not block.text))
            row.append(" ".join(filter(None, words)))
        is_bold = sum(map(bool, row)) > 1 and all(bold)
        self._rows += [row, *below]
        self._bold += [is_bold, *(False for _ in below)]

    def build(self, named_rows: int, *, by_words: bool = False) -> CellGrid | None:
        """Return the grid, or None where it has no rows.

        Args:
            named_rows: how many of the first rows the file names as header rows. Where it
                names none, a first row all in bold is one.
            by_words: else look at the words of the first row too.
        """
        headers = named_rows
        if not headers and len(self._rows) > 1 and self._bold[0] and not self._bold[1]:
            headers = 1
        elif not headers and by_words:
            headers = header_rows(self._rows)
        return CellGrid(self._rows, headers) if self._rows else None
