"""Walk over the body of a Word file and lay out what it shows, in reading order.

A body comes in; paragraphs, headings, items, tables, notes and text boxes go to a layout.
A heading or a clause is written with the number that Word shows before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kb.cleaning import clean, one_line
from kb.messages import Message
from kb.readers.docx.chunks import add_parsed
from kb.readers.docx.elements import shown
from kb.readers.docx.embedded import Embedded
from kb.readers.docx.inline import InlineReader, InlineText, goes_on
from kb.readers.docx.notes import NoteReader
from kb.readers.docx.numbering import ListNumber, Numbering
from kb.readers.docx.parts import WordParts
from kb.readers.docx.styles import WordStyle, WordStyles
from kb.readers.docx.table_grid import TableGrid
from kb.readers.layout import TextLayout
from kb.readers.open_xml import tag_of
from kb.readers.typography import StyledLine

__all__ = ["BodyWalk"]

_MAX_DEPTH = 30
"""Tables and boxes inside one another; what is deeper is read as plain words."""


class BodyWalk:
    """One pass over the body.

    Args:
        parts: of the file.
        inside: how many files this one is inside of, as a part of each.
    """

    def __init__(self, parts: WordParts, inside: int = 0) -> None:
        self.layout = TextLayout()
        self.lines: list[StyledLine] = []  # for headings by type
        self.title: list[str] = []
        self._embedded = Embedded(parts, inside)
        self._styles = WordStyles(parts.related("styles"))
        self._numbering = Numbering(parts.related("numbering"), self._styles)
        self._notes = NoteReader(parts)
        self._inline = InlineReader(parts.body)
        self._pending_notes: list[str] = []
        self._carried = ""  # words of a paragraph that goes on in the next one
        self._after_table = False
        self._depth = 0

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What the body refers to and was not read."""
        return tuple(self._embedded.warnings)

    def over(self, container: Any) -> None:
        """Send every block of *container* to the layout."""
        if self._depth >= _MAX_DEPTH:
            self._block(_words(container))
            return
        self._depth += 1
        for element in shown(container):
            match tag_of(element):
                case "p":
                    self._paragraph(element)
                case "tbl":
                    self._flush_carried()
                    self._table(element)
                case "altChunk" | "subDoc":
                    self._flush_carried()
                    self._chunk(element)
        self._flush_carried()
        self._depth -= 1

    def _paragraph(self, paragraph: Any) -> None:
        style = self._styles.of(paragraph)
        inline = self._inline.read(paragraph)
        if style.is_contents:
            return
        if goes_on(paragraph):
            self._carried += inline.text
        else:
            text = clean(self._carried + inline.text).strip()
            self._carried = ""
            number = self._numbering.next(paragraph, style)
            if one_line(text):
                self._written(paragraph, style, text, number)
        for anchored in inline.anchored:
            self._anchored(anchored)
        self._note_lines(inline)
        self._flush_notes()

    def _written(
        self, paragraph: Any, style: WordStyle, text: str, number: ListNumber | None
    ) -> None:
        """Send a paragraph with text to the layout, as what it is."""
        level = self._styles.level(paragraph)
        size, bold = self._styles.type(paragraph)
        marker = number.text + " " if number and number.text else ""
        kind = "text"
        if level is not None:
            start = self.layout.heading(marker + text, level, self._styles.rule(paragraph))
            kind = "heading"
        elif number is not None and (marker or number.bullet):
            indent = "  " * number.depth
            start = self._line(indent + (marker or "- ") + text) + len(indent)
            kind = "item" if marker else "bullet"
        else:
            start = self.layout.block(text)
        if style.is_title and level is None:
            kind = self._title_kind(text)
        elif style.is_subtitle and level is None:
            kind = "subtitle"
        self._after_table = False
        line = StyledLine(marker + text, start, size, bold, kind, level, numbered=bool(marker))
        self.lines.append(line)

    def _title_kind(self, text: str) -> str:
        """Take a paragraph in the style of titles; the first ones together are the title."""
        if self.title and (not self.lines or self.lines[-1].kind != "title"):
            return "text"
        self.title.append(one_line(text))
        return "title"

    def _flush_carried(self) -> None:
        carried, self._carried = self._carried, ""
        self._block(carried)

    def _block(self, text: str) -> None:
        if text.strip():
            self.layout.block(text.strip())
            self._after_table = False

    def _line(self, text: str) -> int:
        """Add a line of a list; the first one below a table is apart from its rows."""
        return self.layout.block(text) if self._after_table else self.layout.line(text)

    def _note_lines(self, inline: InlineText) -> None:
        for reference in inline.notes:
            note = self._notes.next(reference)
            if note is not None and (words := one_line(" ".join(self._flat(note.element)))):
                self._pending_notes.append(f"{note.label} {words}")

    def _flush_notes(self) -> None:
        notes, self._pending_notes = self._pending_notes, []
        for note in notes:
            self._line(note)
            self._after_table = False

    def _table(self, table: Any) -> None:
        grid = TableGrid(table, self._styles)
        if grid.is_layout():
            for cell in grid.in_reading_order():
                self.over(cell)
            return
        headers = grid.header_rows()
        rows: list[list[str]] = []
        for number, row in enumerate(grid.rows):
            if grid.heads_what_follows(number):
                self._rows(rows, headers)
                rows, headers = [], 0
                self.over(next(cell.element for cell in row if cell.element is not None))
                continue
            texts: list[str] = []
            for place, cell in enumerate(row):
                text = one_line(" ".join(self._flat(cell.element)))
                above = rows[-1][place] if rows and place < len(rows[-1]) else ""
                texts.append("" if cell.covered and text == above else text)
            rows.append(texts)
        self._rows(rows, headers)
        self._flush_notes()

    def _rows(self, rows: Sequence[Sequence[str]], headers: int) -> None:
        if any(any(row) for row in rows):
            start = self.layout.table(rows, headers)
            self.lines.append(StyledLine("", start, 0.0, False, "table"))
            self._after_table = True

    def _flat(self, container: Any) -> Iterator[str]:
        """Yield the texts in a cell or a note, and in the tables and boxes in it."""
        if container is None:
            return
        if self._depth >= _MAX_DEPTH:
            yield _words(container)
            return
        self._depth += 1
        for element in shown(container):
            match tag_of(element):
                case "p":
                    yield from self._flat_paragraph(element)
                case "altChunk" | "subDoc":
                    yield from self._flat_chunk(element)
                case "tbl" | "tr" | "tc":
                    yield from self._flat(element)
        self._depth -= 1

    def _flat_paragraph(self, paragraph: Any) -> Iterator[str]:
        inline = self._inline.read(paragraph)
        style = self._styles.of(paragraph)
        number = None if goes_on(paragraph) else self._numbering.next(paragraph, style)
        text = one_line(inline.text)
        if number is not None and number.bullet and text:
            yield f"- {text}"
        else:
            # A column of numbers is often a list of empty paragraphs.
            yield f"{number.text} {text}" if number is not None else text
        for anchored in inline.anchored:
            yield from self._flat_anchored(anchored)
        self._note_lines(inline)

    def _anchored(self, element: Any) -> None:
        """Send a text box or a drawing to the layout, where its anchor is."""
        if tag_of(element) == "txbxContent":
            self.over(element)
            return
        drawing = self._embedded.drawing(element)
        self._block(drawing.title)
        for depth, text in drawing.items:
            self._line("  " * depth + "- " + text)
            self._after_table = False
        self._rows(drawing.rows, 1)

    def _flat_anchored(self, element: Any) -> Iterator[str]:
        if tag_of(element) == "txbxContent":
            yield from self._flat(element)
            return
        drawing = self._embedded.drawing(element)
        yield drawing.title
        yield from (text for _, text in drawing.items)

    def _chunk(self, element: Any) -> None:
        if (parsed := self._embedded.chunk(element)) is not None:
            add_parsed(self.layout, parsed)
            self.lines.append(StyledLine("", 0, 0.0, False, "table"))
            self._after_table = bool(parsed.tables)

    def _flat_chunk(self, element: Any) -> Iterator[str]:
        parsed = self._embedded.chunk(element)
        yield "" if parsed is None else parsed.text


def _words(container: Any) -> str:
    return one_line(" ".join(t.text or "" for t in container.iter("{*}t")))
