"""Collect the paragraphs and table rows of an RTF file.

Text comes in piece by piece, and where paragraphs, cells and rows end; paragraphs and rows go
out, in reading order. A footnote, and a text box, belong to the paragraph that they hang on.
"""

from __future__ import annotations

import re

from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.rtf.records import Paragraph, RtfGroup, RtfStyle, TableRow, TextFlow

__all__ = ["ParagraphCollector"]

_MAX_CELLS = 200_000

_HEADING = re.compile("heading ([1-9])", re.IGNORECASE)
_CONTENTS = re.compile("toc ([1-9])|toc heading|contents ([1-9])", re.IGNORECASE)


class ParagraphCollector:
    """What was collected of a file: ``items`` has what is whole."""

    def __init__(self) -> None:
        self.items: list[Paragraph | TableRow] = []
        self.headers: list[str] = []  # of pages: the text of each, that of the first page first
        self.styles: dict[int, RtfStyle] = {}
        self._flows = [TextFlow()]
        self._cells: list[list[Paragraph]] = []
        self._cell_count = 0
        self._notes = 0

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph to which text is added."""
        return self._flows[-1].paragraph

    def begin_flow(self) -> None:
        """Begin a note, a box or a header of pages."""
        self._flows.append(TextFlow())

    def end_flow(self, kind: str, group: RtfGroup) -> None:
        """Give a note or a box to the paragraph it hangs on; keep a header apart."""
        if len(self._flows) < 2:
            return
        self._finish_paragraph(group)
        flow = self._flows.pop()
        if kind == "box":
            self.paragraph.boxes += flow.finished
            return
        if kind != "note":
            lines = [p.text for each in flow.finished for p in (*each.boxes, each)]
            place = 0 if kind == "first header" else len(self.headers)
            self.headers.insert(place, "\n".join(lines))
            return
        words = " ".join(" ".join(p.text.split()) for p in flow.finished)
        if words.strip():
            self._notes += 1
            self.paragraph.notes.append(f"[{self._notes}] {words.strip()}")

    def end_paragraph(self, group: RtfGroup) -> None:
        """End a paragraph; one of the body that is in no table goes to ``items``."""
        in_table = group.in_table and len(self._flows) == 1
        self._finish_paragraph(group)
        if len(self._flows) > 1 or in_table:
            return  # a note, a box or a cell goes on
        self.end_row(group)
        body = self._flows[0]
        self.items += body.finished
        body.finished = []

    def end_cell(self, group: RtfGroup) -> None:
        """End a cell.

        Raises:
            Unreadable: the file has too many.
        """
        self._finish_paragraph(group)
        if len(self._flows) > 1:
            return
        self._cell_count += 1
        if self._cell_count > _MAX_CELLS:
            raise Unreadable(Message("more than {limit} cells; split it", limit=f"{_MAX_CELLS:,}"))
        body = self._flows[0]
        self._cells.append(body.finished)
        body.finished = []

    def end_row(self, group: RtfGroup) -> None:
        """End a row of a table, if there is one."""
        if self._cells and len(self._flows) == 1:
            self.items.append(TableRow(self._cells, group.is_header))
            self._cells = []

    def _finish_paragraph(self, group: RtfGroup) -> None:
        """Finish the paragraph of the innermost flow."""
        flow = self._flows[-1]
        paragraph, flow.paragraph = flow.paragraph, Paragraph()
        paragraph.text = "".join(paragraph.parts).strip()
        style = self.styles.get(group.style, RtfStyle())
        name = style.name.strip().rstrip(";").strip()
        heading = _HEADING.fullmatch(name)
        level = group.level
        if level is not None:
            paragraph.rule = "outline"
        elif style.level is not None:
            level = style.level
        elif heading:
            level = int(heading[1])
        paragraph.level = level if level is not None and level <= 9 else None
        paragraph.depth = group.depth
        paragraph.is_title = name.lower() == "title"
        paragraph.is_contents = _CONTENTS.fullmatch(name) is not None
        if paragraph.text or paragraph.notes or paragraph.boxes:
            flow.finished.append(paragraph)
