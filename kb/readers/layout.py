"""Lay out readable lines, and remember where each heading came to stand.

Readers of marked-up formats send blocks in reading order; out come the text
and headings whose offsets slice it exactly. Blocks are parted by a blank
line, the lines of a list or a table by a line end only.
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
        """Add a paragraph, after a blank line, and return where it starts; line ends are kept."""
        return self._add(clean(text).strip("\n").rstrip(), "\n\n")

    def line(self, text: str) -> int:
        """Add a line right under the one before: a list item, a row; return where it starts."""
        return self._add(clean(text).strip("\n").rstrip(), "\n")

    def heading(self, text: str, level: int, rule: str = "markup") -> int:
        """Add a heading on a line of its own, return where it starts; without text, nothing is added.

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
        """Return all that was added."""
        return "".join((*self._parts, "\n")) if self._parts else ""

    def headings(self) -> tuple[Heading, ...]:
        """Return the headings in reading order."""
        return tuple(self._headings)
