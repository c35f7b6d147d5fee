"""Put the pieces of a page into reading order: columns, notes in the margin, footnotes.

The rows of a page come in, a PageText goes out. Laws have their captions in small type
left or right of the text. Gazettes have two columns, with headings across both.
``gutters`` divides a page into its columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from kb.readers.pdf.gutters import ColumnBlock, column_blocks
from kb.readers.pdf.lines import RowPiece, join
from kb.readers.pdf.tables import PrintedRow, printed_rows

__all__ = ["Margins", "PageText", "PdfLine", "margins", "read_columns", "row_line"]

Row = Sequence[RowPiece]

SMALL = 0.9
"""Times the size of the text: the maximum size of notes and footnotes."""

_WIDE = 0.4
"""Times the width of a page: rows longer than this show where the margins are."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of text as a reader sees it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    left: float  # edges of its column
    right: float
    page: int  # from 0
    gap: float = 0.0  # the widest blank inside it
    column: int = 0  # of its page, in reading order
    across: float = 0.0  # the width of its page
    row: PrintedRow | None = None  # of a table

    @property
    def middle(self) -> float:
        """The middle of the line, in points from the left."""
        return (self.x0 + self.x1) / 2

    @property
    def centred(self) -> bool:
        """Whether it is in the middle of its column or page, away from both edges."""
        width = max(1.0, self.right - self.left)
        if self.x1 - self.x0 > 0.9 * width or self.x0 - self.left < 0.5 * self.size:
            return False
        middles = ((self.left + self.right) / 2, self.across / 2)
        return any(abs(self.middle - middle) < 0.03 * width for middle in middles)

    def has_room(self, text: str) -> bool:
        """Tell whether the first word of *text* would fit at the end of this line, at its size."""
        word = text.split(maxsplit=1)[0] if text.split() else ""
        letter = (self.x1 - self.x0) / max(1, len(self.text))
        return self.right - self.x1 > (len(word) + 1) * letter

    @property
    def short(self) -> bool:
        """Whether it ends well before the right edge."""
        return self.right - self.x1 > 0.12 * max(1.0, self.right - self.left)


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and the right edge of the text of a page, in points."""

    left: float
    right: float
    across: float = 0.0  # the width of the page


@dataclass(slots=True)
class PageText:
    """The text of one page, in reading order."""

    lines: list[PdfLine] = field(default_factory=list)
    notes: list[RowPiece] = field(default_factory=list)  # in the margin, from top to bottom
    footnotes: list[PdfLine] = field(default_factory=list)


def margins(rows: Sequence[Sequence[RowPiece]], body: float, width: float) -> Margins | None:
    """Return the margins that the long rows of a page show; None if it has too few."""
    edges = []
    for row in rows:
        text = [piece for piece in row if piece.size > SMALL * body]
        if text and text[-1].x1 - text[0].x0 > _WIDE * width:
            edges.append((text[0].x0, text[-1].x1))
    if len(edges) < 3:
        return None
    lefts = sorted(left for left, _ in edges)
    rights = sorted(right for _, right in edges)
    skipped = len(edges) // 20  # a row or two may be wider than the text
    return Margins(lefts[skipped], rights[-1 - skipped], width)


def read_columns(
    rows: Sequence[Sequence[RowPiece]], body: float, edges: Margins, usual: Margins, page: int
) -> PageText:
    """Return the lines of a page in reading order, its notes and its footnotes.

    Args:
        rows: its rows, without running lines.
        body: the size of most letters of the document.
        edges: of the text of this page.
        usual: of the text of most pages; a line or two of one page may reach over its notes.
        page: its number, from 0.
    """
    page_text = PageText()
    text: list[list[RowPiece]] = []
    for row in rows:
        aside = [piece for piece in row if _in_margin(piece, body, edges)]
        if not aside and len(row) > 1:
            aside = [piece for piece in row if _in_margin(piece, body, usual)]
        page_text.notes.extend(aside)
        rest = [piece for piece in row if piece not in aside]
        if rest:
            text.append(rest)
    lines = [
        replace(row_line(row, Margins(block.left, block.right, edges.across), page, column), row=of)
        for column, (block, printed) in enumerate(_blocks(text, edges))
        for row, of in zip(block.rows, printed, strict=True)
    ]
    stop = len(lines)
    while stop and lines[stop - 1].size <= SMALL * body and not lines[stop - 1].centred:
        stop -= 1
    if stop and _footnotes(lines[stop:]):
        page_text.footnotes = lines[stop:]
        lines = lines[:stop]
    page_text.lines = lines
    return page_text


def _blocks(
    rows: Sequence[Row], edges: Margins
) -> Iterator[tuple[ColumnBlock, list[PrintedRow | None]]]:
    """Yield the columns of a page, and what their rows are in tables.

    A table with long cells looks like columns of prose, so those that are proven go first.
    """
    proven = printed_rows(rows, proven=True)
    for table, group in groupby(zip(rows, proven, strict=True), key=_table_of):
        part, printed = zip(*group, strict=True)
        if table:
            yield ColumnBlock(list(part), edges.left, edges.right), list(printed)
            continue
        for block in column_blocks(part, edges.left, edges.right):
            yield block, printed_rows(block.rows)


def _table_of(row: tuple[Row, PrintedRow | None]) -> int:
    return row[1].table if row[1] else 0


def _in_margin(piece: RowPiece, body: float, edges: Margins) -> bool:
    outside = piece.x1 <= edges.left + 1 or piece.x0 >= edges.right - 1
    return outside and piece.size <= SMALL * body


def _footnotes(lines: Sequence[PdfLine]) -> bool:
    return bool(lines) and (lines[0].text[:1].isdigit() or lines[0].text[:1] in "*†‡[")


def row_line(pieces: Sequence[RowPiece], edges: Margins, page: int, column: int = 0) -> PdfLine:
    """Return the pieces of one row as a line of its column."""
    one = join(pieces)
    return PdfLine(
        one.text, one.x0, one.x1, one.y, one.size, one.bold, one.italic,
        edges.left, edges.right, page, one.gap, column, edges.across,
    )  # fmt: skip
