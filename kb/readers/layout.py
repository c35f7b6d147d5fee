"""Build the text of a document from blocks, with the offsets of its headings.

Blocks in reading order come in from a reader; the text, its headings and its tables go
out, and ``text[heading.start : heading.end]`` is exactly the heading. A blank line separates
blocks, a line end separates the lines of a list or a table.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.cleaning import clean, one_line
from kb.document import Heading, Table

__all__ = ["TextLayout"]


class TextLayout:
    """Text under construction."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []
        self._tables: list[Table] = []

    def __len__(self) -> int:
        """Return how many code points are written."""
        return self._length

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

    def table(self, rows: Sequence[Sequence[str]], header_rows: int = 0) -> int:
        """Add a table after a blank line and return its start; empty rows are left out.

        Args:
            rows: the text of each cell. A cell becomes one line, and "|" in it becomes "¦".
            header_rows: how many of the first rows name the columns.

        >>> layout = TextLayout()
        >>> _ = layout.table([["Wadhifa", "Anayeteua"], ["Afisa", "Waziri"]], header_rows=1)
        >>> print(layout.text().replace(" ", "_"), layout.tables())
        Wadhifa_|_Anayeteua
        Afisa_|_Waziri
         (Table(start=0, end=34, header=19),)
        """
        lines = [_row(cells) for cells in rows]
        start = header = end = self._length
        gap = "\n\n"
        for number, line in enumerate(lines):
            if not line:
                continue
            at = self._add(line, gap)
            if gap == "\n\n":
                start = header = at
            if number < header_rows:
                header = self._length
            end, gap = self._length, "\n"
        if end > start:
            self._tables.append(Table(start, end, header))
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

    def tables(self) -> tuple[Table, ...]:
        """Return the tables in reading order."""
        return tuple(self._tables)


def _row(cells: Sequence[str]) -> str:
    """Return a row as one line; the place of an empty cell is kept before a full one."""
    tidy = [one_line(clean(cell)).replace("|", "¦") for cell in cells]
    while tidy and not tidy[-1]:
        tidy.pop()
    return " |".join(f" {cell}" if cell else "" for cell in tidy).strip()
