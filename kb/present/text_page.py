"""Gather the lines of an answer for a terminal: wrapped, marked, tables as tables.

Texts with their marks and tables come in, one string goes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.messages import Message, translate
from kb.present.cells import Style, safe_line, wrapped
from kb.present.tables import table_lines
from kb.results import Hit
from kb.tables import TablePart, read_grid, spans_inside, stretches

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["TextPage"]


class TextPage:
    """Gathers wrapped lines, in one style and one language."""

    def __init__(self, width: int, style: Style, language: str) -> None:
        self.indent = ""
        self.language = language
        self._width, self._style = width, style
        self._lines: list[str] = []

    def words(self, message: Message | str) -> str:
        """Return a message in the language of the page."""
        return translate(message, self.language)

    def say(self, message: Message | str) -> None:
        """Add a message in words; an empty one is a blank line."""
        if message:
            self.add(self.words(message))
        else:
            self.blank()

    def add(self, text: str, spans: Sequence[Span] = (), *, strong: bool = False) -> None:
        """Add text, wrapped; nothing where it is empty."""
        if not text:
            return
        style = self._style
        # Bold inside bold cannot be seen: a strong line is marked by its spans alone.
        lines = wrapped(text, spans, width=self._width, style=style, indent=self.indent)
        self._lines.extend(style.strong(line) if strong and not spans else line for line in lines)

    def snippet(self, hit: Hit) -> None:
        """Add the window of a hit: its text as one paragraph, its tables as tables."""
        parts = list(stretches(hit.text, hit.tables))
        for place, (start, end, part) in enumerate(parts):
            before = hit.cut[0] and place == 0 and not (part and part.header)
            after = hit.cut[1] and place == len(parts) - 1
            if part:
                self.add("…" if before else "")
                self._table(hit.text, hit.spans, part, skipped=bool(part.header))
                self.add("…" if after else "")
            else:
                dots = "… " if before else ""
                spans = spans_inside(hit.spans, start, end)
                moved = [(first + len(dots), last + len(dots)) for first, last in spans]
                text = hit.text[start:end].replace("\n", " ")
                self.add(dots + text + (" …" if after else ""), moved)

    def blocks(
        self,
        text: str,
        spans: Sequence[Span],
        tables: Sequence[TablePart],
        *,
        skipped: bool = False,
    ) -> None:
        """Add a whole passage: its lines, its tables as tables.

        Args:
            text: of the passage.
            spans: its marks.
            tables: in it.
            skipped: the rows above the first of a table that goes on are not shown.
        """
        for start, end, part in stretches(text, tables):
            if start:
                self.blank()
            if part:
                self._table(text, spans, part, skipped=skipped and bool(part.header))
            else:
                self.add(text[start:end], spans_inside(spans, start, end))

    def _table(self, text: str, spans: Sequence[Span], part: TablePart, *, skipped: bool) -> None:
        grid = read_grid(text, spans, part)
        style, indent = self._style, self.indent
        self._lines += table_lines(
            grid, width=self._width, style=style, indent=indent, skipped=skipped
        )

    def aside(self, text: str) -> None:
        """Add a dim line that is never cut: an id is there to be copied."""
        self._lines.append(self.indent + self._style.dim(safe_line(text)))

    def remark(self, text: str) -> None:
        """Add faint text, wrapped."""
        lines = wrapped(
            safe_line(text), (), width=self._width, style=self._style, indent=self.indent
        )
        self._lines.extend(map(self._style.dim, lines))

    def blank(self) -> None:
        """Add a blank line, unless the last one is blank."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """Return the page."""
        return "\n".join(self._lines).rstrip("\n") + "\n"
