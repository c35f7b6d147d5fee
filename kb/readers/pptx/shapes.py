"""Read the shapes of one slide, in the order in which they are seen.

A slide comes in, blocks of text go out: its title, paragraphs, items of lists, tables, and its
notes. Where a placeholder has no place or no bullet of its own, its layout has them, or its
master. Groups are read as one shape; diagrams (SmartArt) and charts from their data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.diagrams import chart_rows, diagram_items
from kb.readers.open_xml import Relation, attribute_of, descend, relations_of, tag_of
from kb.readers.package import Package
from kb.readers.pptx.bullets import Bullets
from kb.readers.pptx.order import visual_order
from kb.readers.pptx.placeholders import Placeholders, is_title, placeholder_of

__all__ = ["Block", "Slide"]

_LEFT_OUT = frozenset({"sldNum", "dt", "ftr", "hdr"})
"""Placeholders that repeat on every slide."""

_COUNTED = frozenset({"slidenum", "slidecount"})
_SHAPES = frozenset({"sp", "grpSp", "graphicFrame", "AlternateContent"})
_MAX_DEPTH = 30


class Block(NamedTuple):
    """A part of a slide's text."""

    kind: str  # title, text, item or table
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    header_rows: int = 0


class Slide:
    """One slide of a package.

    Args:
        package: the file.
        part: path of the slide in it.
    """

    def __init__(self, package: Package, part: str) -> None:
        self.has_embedded = False  # it has a file of another program, which is not read
        self._package = package
        self._relations = relations_of(package, part)
        self._root = package.tree(part)
        self._placeholders = Placeholders(package, self._related("slideLayout"))

    def blocks(self) -> list[Block]:
        """Return the blocks of the slide: its title first, its notes last."""
        tree = descend(self._root, "cSld", "spTree")
        blocks = [] if tree is None else list(self._below(tree, 0))
        titles = [block for block in blocks if block.kind == "title"]
        rest = [block for block in blocks if block.kind != "title"]
        if titles:
            joined = " ".join(one_line(block.text) for block in titles)
            rest.insert(0, Block("title", joined))
        return [*rest, *self._notes()]

    def _related(self, kind: str) -> str:
        return next((one.part for one in self._relations.values() if one.kind == kind), "")

    def _notes(self) -> Iterator[Block]:
        """Yield the paragraphs of the speaker's notes."""
        notes = self._package.tree(self._related("notesSlide"))
        for shape in () if notes is None else notes.iter("{*}sp"):
            if placeholder_of(shape).kind == "body":
                for paragraph in _paragraphs(shape):
                    if text := _text(paragraph):
                        yield Block("text", text)

    def _below(self, tree: Any, depth: int) -> Iterator[Block]:
        """Yield the blocks of the shapes in a tree or group, in the order of their places."""
        if depth > _MAX_DEPTH:
            raise Unreadable(Message("nested too deep to read"))
        shapes = [one for one in tree if tag_of(one) in _SHAPES]
        places = [self._placeholders.place(one) for one in shapes]
        held = [placeholder_of(one).kind is not None for one in shapes]
        for number in visual_order(places, held):
            yield from self._shape(shapes[number], depth)

    def _shape(self, shape: Any, depth: int) -> Iterator[Block]:
        match tag_of(shape):
            case "grpSp":
                yield from self._below(shape, depth + 1)
            case "AlternateContent":
                # The choices are the same thing for newer and for older programs.
                for choice in shape:
                    blocks = list(self._below(choice, depth + 1))
                    if blocks:
                        yield from blocks
                        return
            case "graphicFrame":
                yield from self._graphic(shape)
            case _:
                yield from self._text_shape(shape)

    def _text_shape(self, shape: Any) -> Iterator[Block]:
        placeholder = placeholder_of(shape)
        if placeholder.kind in _LEFT_OUT:
            return
        if is_title(placeholder):
            if title := one_line(" ".join(map(_text, _paragraphs(shape)))):
                yield Block("title", title)
            return
        bullets = Bullets(shape, self._placeholders)
        for paragraph in _paragraphs(shape):
            text = _text(paragraph)
            if marker := bullets.marker(paragraph, empty=not text):
                yield Block("item", marker + one_line(text))
            elif text:
                yield Block("text", text)

    def _graphic(self, frame: Any) -> Iterator[Block]:
        data = descend(frame, "graphic", "graphicData")
        for element in () if data is None else data:
            match tag_of(element):
                case "tbl":
                    header = (attribute_of(descend(element, "tblPr"), "firstRow") or "0") != "0"
                    yield Block("table", rows=_rows(element), header_rows=int(header))
                case "relIds":
                    part = self._relation(attribute_of(element, "dm"))
                    for level, text in diagram_items(self._package.tree(part)):
                        yield Block("item", "  " * level + "- " + text)
                case "chart":
                    part = self._relation(attribute_of(element, "id"))
                    title, rows = chart_rows(self._package.tree(part))
                    if title:
                        yield Block("text", title)
                    if rows:
                        yield Block("table", rows=rows, header_rows=1)
                case "oleObj":
                    self.has_embedded = True
                case "AlternateContent":
                    self.has_embedded = any(True for _ in element.iter("{*}oleObj"))

    def _relation(self, id: str | None) -> str:
        return self._relations.get(id or "", Relation("", "")).part


def _paragraphs(shape: Any) -> list[Any]:
    body = descend(shape, "txBody")
    return [] if body is None else [one for one in body if tag_of(one) == "p"]


def _rows(table: Any) -> list[list[str]]:
    return [
        [
            one_line(" ".join(_text(paragraph) for paragraph in cell.iter("{*}p")))
            for cell in row
            if tag_of(cell) == "tc"
        ]
        for row in table
        if tag_of(row) == "tr"
    ]


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph, without the number of the slide."""
    parts: list[str] = []
    for node in paragraph.iter():
        match tag_of(node):
            case "t" if not _is_counted(node):
                parts.append(node.text or "")
            case "br":
                parts.append("\n")
            case "tab":
                parts.append(" ")
    return "".join(parts).strip()


def _is_counted(text: Any) -> bool:
    """Tell whether a text is a field that PowerPoint counts, such as the number of the slide."""
    above = text.getparent()
    kind = attribute_of(above, "type") or "" if tag_of(above) == "fld" else ""
    return kind in _COUNTED
