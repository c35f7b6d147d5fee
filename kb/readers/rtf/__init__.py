"""Read Rich Text Format: paragraphs, lists, tables and notes, as WordPad and old offices write it.

The bytes of a file come in; its text, headings and tables go out. A heading is a paragraph with
an outline level, its own or that of its style; else one whose style is called "heading 1".
Short lines all in bold or larger than the text are headings too (kb.readers.unmarked).
The numbers of lists are those that the file writes in front of its items.

No library gives paragraphs with their styles (docs/decisions/0019).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kb.cleaning import clean, one_line
from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.document_title import choose_title
from kb.readers.layout import TextLayout
from kb.readers.letterhead import read_letterhead
from kb.readers.rtf.records import Paragraph, TableRow
from kb.readers.rtf.walk import Walk
from kb.readers.signatures import format_of_bytes
from kb.readers.table_header import header_rows
from kb.readers.typography import StyledLine
from kb.readers.unmarked import unmarked_headings

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = "3"
LIBRARIES = ()

_BULLETS = frozenset("•·-–—*▪●■o§Øv")
"""Signs before items; the letters are what Wingdings draws as bullets."""


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text of an RTF file and its headings.

    Raises:
        Unreadable: the bytes are no RTF, or are nested too deep.
    """
    if format_of_bytes(data) != "rtf":
        raise Unreadable(Message("not Rich Text Format; save it again as .rtf or .docx"))
    walk = Walk()
    walk.over(data)
    written = _Text()
    written.items(walk.collector.items)
    letterhead = read_letterhead(walk.collector.headers, written.layout.text())
    written.layout.block(letterhead.text)
    marked = written.layout.headings()
    by_look = unmarked_headings(written.lines)
    headings = tuple(sorted((*marked, *by_look), key=lambda heading: heading.start))
    styled = (written.title,) if written.title else ()
    return Parsed(
        written.layout.text(),
        headings or None,
        title=choose_title(styled, one_line(walk.title), written.lines, headings),
        tables=written.layout.tables(),
        publisher=letterhead.institution,
    )


class _Text:
    """The text under construction, and what type says of its lines."""

    def __init__(self) -> None:
        self.layout = TextLayout()
        self.lines: list[StyledLine] = []
        self.title: str | None = None

    def items(self, items: Sequence[Paragraph | TableRow]) -> None:
        """Add paragraphs, and tables where rows follow each other."""
        rows: list[TableRow] = []
        for item in items:
            if isinstance(item, TableRow):
                rows.append(item)
                continue
            self._table(rows)
            rows = []
            self._paragraph(item)
        self._table(rows)

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.is_contents:
            return
        text = paragraph.text
        marker = one_line(paragraph.marker)
        if paragraph.is_title and self.title is None and one_line(text):
            self.title = one_line(text)
        if paragraph.level is not None:
            numbered = "" if marker in _BULLETS or not text else marker
            heading = one_line(f"{numbered} {text}")
            start = self.layout.heading(heading, paragraph.level, paragraph.rule)
            self._look(heading, start, paragraph, "heading")
        elif marker and text:
            sign = "-" if marker in _BULLETS else marker
            indent = "  " * paragraph.depth
            item = one_line(f"{sign} {text}")
            start = self.layout.line(indent + item)
            kind = "bullet" if sign == "-" else "item"
            self._look(item, start + len(indent), paragraph, kind)
        elif text:
            start = self.layout.block(text)
            self._look(text, start, paragraph, "title" if paragraph.is_title else "text")
        for box in paragraph.boxes:
            self._paragraph(box)
        for note in paragraph.notes:
            self.layout.line(note)

    def _look(self, text: str, start: int, paragraph: Paragraph, kind: str) -> None:
        """Keep how a line looks, for headings that the author made by hand."""
        size, bold, level = paragraph.size, paragraph.bold, paragraph.level
        self.lines.append(StyledLine(clean(text), start, size, bold, kind, level))

    def _framed(self, rows: Sequence[TableRow]) -> None:
        """Add the rows of a table that places text: its text as paragraphs, other rows as rows."""
        is_column = all(len(row.cells) == 1 for row in rows)
        for framed, group in groupby(rows, key=lambda row: is_column or _is_frame(row)):
            if framed:
                for paragraph in (p for row in group for cell in row.cells for p in cell):
                    self._paragraph(paragraph)
            else:
                self._table(list(group))

    def _table(self, rows: Sequence[TableRow]) -> None:
        if not rows:
            return
        if all(len(row.cells) == 1 for row in rows) or any(map(_is_frame, rows)):
            self._framed(rows)
            return
        marked = next((i for i, row in enumerate(rows) if not row.is_header), 0)
        written = [[_cell_text(cell) for cell in row.cells] for row in rows]
        start = self.layout.table(written, marked or header_rows(written))
        self.lines.append(StyledLine("", start, 0.0, bold=False, kind="table"))
        for note in (n for row in rows for cell in row.cells for p in cell for n in p.notes):
            self.layout.line(note)


def _is_frame(row: TableRow) -> bool:
    """Tell whether a row only places text: it has a heading above text in a cell, or alone."""
    return any(cell[0].level is not None for cell in row.cells if len(cell) > 1) or (
        len(row.cells) == 1 and any(p.level is not None for p in row.cells[0])
    )


def _cell_text(cell: Sequence[Paragraph]) -> str:
    """Return the words of a cell, its list numbers and boxes included."""
    parts: list[str] = []
    for paragraph in cell:
        marker = one_line(paragraph.marker)
        parts.append(paragraph.text if marker in _BULLETS else f"{marker} {paragraph.text}")
        parts += [box.text for box in paragraph.boxes]
    return one_line(" ".join(parts))
