"""Lay the blocks of an OpenDocument file out as text.

Blocks come in, one after the other; the text, its headings and its tables go out, and the
lines that may be headings by their type.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.cleaning import clean, one_line
from kb.readers.layout import TextLayout
from kb.readers.opendocument.blocks import BULLET, CellGrid, OdfParagraph
from kb.readers.typography import StyledLine

__all__ = ["BlockWriter"]


class BlockWriter:
    """A text under construction."""

    def __init__(self) -> None:
        self.layout = TextLayout()
        self.title: list[str] = []  # the first paragraphs whose style is that of titles
        self.lines: list[StyledLine] = []  # all that is shown, for headings by type
        self._after_table = False

    def write(self, blocks: Iterable[OdfParagraph | CellGrid]) -> None:
        """Write blocks in their order."""
        for block in blocks:
            if isinstance(block, CellGrid):
                start = self.layout.table(block.rows, block.header_rows)
                self.lines.append(StyledLine("", start, 0.0, False, "table"))
                self._after_table = True
            elif block.text.strip():
                self._paragraph(block, clean(block.text).strip())
                self._after_table = False

    def _paragraph(self, block: OdfParagraph, text: str) -> None:
        if block.is_note:
            self._line(text)
            return
        kind, number = "text", ""
        if block.marker and block.marker != BULLET:
            number = block.marker + " "
        if block.level is not None:
            kind = "heading"
            start = self.layout.heading(number + text, block.level, block.rule)
        elif block.depth or block.marker:
            kind = "item" if number else "bullet"
            indent = "  " * (block.depth - 1 if block.marker else block.depth)
            bullet = "- " if block.marker == BULLET else ""
            start = self._line(indent + (bullet or number) + text) + len(indent)
        else:
            start = self.layout.block(text)
            kind = self._kind(block, text)
        line = StyledLine(
            one_line(number + text) if kind == "heading" else number + text,
            start,
            block.size,
            block.bold,
            kind,
            block.level,
            numbered=bool(number),
        )
        self.lines.append(line)

    def _kind(self, block: OdfParagraph, text: str) -> str:
        """Tell a title from text; the first paragraphs in the style of titles are the title."""
        before = self.lines[-1].kind if self.lines else "title"
        if block.is_subtitle:
            return "subtitle"
        if not block.is_title or (self.title and before != "title"):
            return "text"
        self.title.append(one_line(text))
        return "title"

    def _line(self, text: str) -> int:
        """Add a line of a list, or a note; the first one below a table is apart from its rows."""
        return self.layout.block(text) if self._after_table else self.layout.line(text)
