"""Read the pieces of a page in the order people do: columns, notes in the margin, footnotes.

Laws carry their captions as small type left or right of the text; gazettes are set in
two columns, with headings across both. ``gutters`` parts a page into its columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.readers.pdf.gutters import column_blocks
from kb.readers.pdf.lines import RowPiece, join

__all__ = ["Margins", "PdfLine", "Read", "margins", "read_columns", "row_line"]

SMALL = 0.9
"""Of the size of the text: notes and footnotes are set smaller than this."""

_WIDE = 0.4
"""Of the width of a page: rows this long show where the margins are."""


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

    @property
    def middle(self) -> float:
        """Where its middle is."""
        return (self.x0 + self.x1) / 2

    @property
    def centred(self) -> bool:
        """Whether it stands in the middle of its column or page, away from both edges."""
        width = max(1.0, self.right - self.left)
        if self.x1 - self.x0 > 0.9 * width or self.x0 - self.left < 0.5 * self.size:
            return False
        middles = ((self.left + self.right) / 2, self.across / 2)
        return any(abs(self.middle - middle) < 0.03 * width for middle in middles)

    def has_room(self, text: str) -> bool:
        """Tell whether the first word of *text* had fitted behind this line, at its size."""
        word = text.split(maxsplit=1)[0] if text.split() else ""
        letter = (self.x1 - self.x0) / max(1, len(self.text))
        return self.right - self.x1 > (len(word) + 1) * letter

    @property
    def short(self) -> bool:
        """Whether it ends well before the right edge."""
        return self.right - self.x1 > 0.12 * max(1.0, self.right - self.left)


@dataclass(frozen=True, slots=True)
class Margins:
    """Between which edges the text of a page stands."""

    left: float
    right: float
    across: float = 0.0  # the width of the page


@dataclass(slots=True)
class Read:
    """One page, read."""

    lines: list[PdfLine] = field(default_factory=list)
    notes: list[RowPiece] = field(default_factory=list)  # in the margin, from top to bottom
    footnotes: list[PdfLine] = field(default_factory=list)


def margins(rows: Sequence[Sequence[RowPiece]], body: float, width: float) -> Margins | None:
    """Return the margins that the long rows of a page show; None where it has too few."""
    found = []
    for row in rows:
        text = [piece for piece in row if piece.size > SMALL * body]
        if text and text[-1].x1 - text[0].x0 > _WIDE * width:
            found.append((text[0].x0, text[-1].x1))
    if len(found) < 3:
        return None
    lefts = sorted(left for left, _ in found)
    rights = sorted(right for _, right in found)
    edge = len(found) // 20  # a row or two may hang out
    return Margins(lefts[edge], rights[-1 - edge], width)


def read_columns(
    rows: Sequence[Sequence[RowPiece]], body: float, edges: Margins, usual: Margins, page: int
) -> Read:
    """Return the lines of a page in reading order, its notes and its footnotes.

    Args:
        rows: its rows without what runs along every page.
        body: the size of type most of the document is set in.
        edges: of the page's text.
        usual: of most pages' text; a line or two may hang out over the notes of one page.
        page: its number, from 0.
    """
    found = Read()
    text: list[list[RowPiece]] = []
    for row in rows:
        aside = [piece for piece in row if _in_margin(piece, body, edges)]
        if not aside and len(row) > 1:
            aside = [piece for piece in row if _in_margin(piece, body, usual)]
        found.notes.extend(aside)
        rest = [piece for piece in row if piece not in aside]
        if rest:
            text.append(rest)
    lines = [
        row_line(row, Margins(block.left, block.right, edges.across), page, column)
        for column, block in enumerate(column_blocks(text, edges.left, edges.right))
        for row in block.rows
    ]
    stop = len(lines)
    while stop and lines[stop - 1].size <= SMALL * body and not lines[stop - 1].centred:
        stop -= 1
    if stop and _footnotes(lines[stop:]):
        found.footnotes = lines[stop:]
        lines = lines[:stop]
    found.lines = lines
    return found


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
