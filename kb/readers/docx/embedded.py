"""Read what a Word file keeps in other parts: diagrams, charts, parts in other formats.

An element that refers to a part comes in; what the part shows goes out. Each part is read
once. One that cannot be read is a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kb.messages import Message
from kb.readers.base import Parsed
from kb.readers.diagrams import chart_rows, diagram_items
from kb.readers.docx.chunks import read_chunk
from kb.readers.docx.parts import WordParts
from kb.readers.open_xml import attribute_of, tag_of

__all__ = ["Drawing", "Embedded"]


class Drawing(NamedTuple):
    """The words of a drawing."""

    title: str = ""
    items: Sequence[tuple[int, str]] = ()  # depth and text
    rows: Sequence[Sequence[str]] = ()  # of a chart; the first one names the columns


class Embedded:
    """The parts that the body of a file refers to.

    Args:
        parts: of the file.
        inside: how many files this one is inside of.
    """

    def __init__(self, parts: WordParts, inside: int) -> None:
        self.warnings: list[Message] = []
        self._parts = parts
        self._inside = inside
        self._used: set[str] = set()

    def drawing(self, element: Any) -> Drawing:
        """Return the words of a diagram, a chart, or letters drawn in a shape (WordArt)."""
        match tag_of(element):
            case "textpath":
                return Drawing(attribute_of(element, "string") or "")
            case "relIds":
                return Drawing(items=diagram_items(self._root(attribute_of(element, "dm"))))
            case _:
                return Drawing(*_chart(self._root(attribute_of(element, "id"))))

    def _root(self, relation: str | None) -> Any:
        """Return the root of a part; None where it was read before, or cannot be."""
        name = self._parts.name_of(relation)
        if name in self._used:
            return None
        self._used.add(name or "")
        root = None if name is None else self._parts.package.tree(name)
        if root is None:
            part = name or relation or ""
            self.warnings.append(Message("a drawing was not read: {part}", part=part))
        return root

    def chunk(self, element: Any) -> Parsed | None:
        """Return the parse of a part in another format; None where it was read, or cannot be."""
        name = self._parts.name_of(attribute_of(element, "id")) or ""
        if name in self._used:
            return None
        if not name:
            missing = Message(
                "a part that is not in the file was not read: {part}", part=tag_of(element)
            )
            self.warnings.append(missing)
            return None
        self._used.add(name)
        parsed, warning = read_chunk(self._parts.package, name, self._inside)
        if warning is not None:
            self.warnings.append(warning)
        self.warnings += () if parsed is None else parsed.warnings
        return parsed


def _chart(root: Any) -> tuple[str, Sequence[tuple[int, str]], Sequence[Sequence[str]]]:
    title, rows = chart_rows(root)
    return title, (), rows
