"""Build the text of a document from blocks, with the offsets of its headings.

Blocks in reading order come in from a reader; the text and the headings go out, and
``text[heading.start : heading.end]`` is exactly the heading. A blank line separates
blocks, a line end separates the lines of a list or a table.
"""

from __future__ import annotations

from kb.cleaning import clean, one_line
from kb.document import Heading

__all__ = ["TextLayout"]


class TextLayout:
    """Text under construction."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []

    def block(self, text: str) -> int:
        """Add a paragraph after a blank line and return its start; its line ends are kept."""
        return self._add(clean(text).strip("\n").rstrip(), "\n\n")

    def line(self, text: str) -> int:
        """Add a line directly below the last one (a list item, a row) and return its start."""
        return self._add(clean(text).strip("\n").rstrip(), "\n")

    def heading(self, text: str, level: int, rule: str = "markup") -> int:
        """Add a heading on a line of its own and return its start; an empty one adds nothing.

        Args:
            text: the heading, perhaps on several lines.
            level: 1 is outermost.
            rule: what made it a heading, as ``Heading.rule`` has it.
        """
        line = one_line(text)
        start = self._add(line, "\n\n")
        if line:
            self._headings.append(Heading(line, level, start, start + len(line), rule))
        return start

    def _add(self, text: str, gap: str) -> int:
        if not text.strip():
            return self._length
        if self._parts:
            self._parts.append(gap)
            self._length += len(gap)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start

    def text(self) -> str:
        """Return the whole text."""
        return "".join((*self._parts, "\n")) if self._parts else ""

    def headings(self) -> tuple[Heading, ...]:
        """Return the headings in reading order."""
        return tuple(self._headings)
