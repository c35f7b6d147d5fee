"""Read the characters of one paragraph, and what is anchored in it.

A paragraph comes in, an OdfLine goes out: its text, its type, its notes and its text
boxes. Fields give the text that the program wrote into them last. Comments and marks of an
index are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from kb.readers.opendocument.names import odf_count, odf_name, odf_value
from kb.readers.opendocument.styles import DEFAULT_SIZE, OdfStyle, OdfStyles

__all__ = ["NOT_READ", "OdfLine", "read_inline"]

NOT_READ = frozenset(
    (
        "office:annotation", "office:annotation-end", "office:event-listeners", "office:forms",
        "office:binary-data", "svg:title", "svg:desc", "table:title", "table:desc",
        "text:alphabetical-index", "text:illustration-index", "text:number", "text:object-index",
        "text:ruby-text", "text:script", "text:table-index", "text:table-of-content",
        "text:tracked-changes", "text:user-index",
    )
)  # fmt: skip
"""Elements whose text is not shown, or only repeats what is shown elsewhere."""

_MAX_REPEATED = 100
"""Blanks may be written once with a count; a larger count is damage, or meant to do harm."""

_BLANKS = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")


@dataclass(slots=True)
class OdfLine:
    """A paragraph: its characters, and what is anchored in it."""

    text: str = ""
    size: float = DEFAULT_SIZE  # of its largest type, in points
    bold: bool = False  # all of it
    notes: list[Any] = field(default_factory=list)  # elements: footnotes and endnotes
    shapes: list[Any] = field(default_factory=list)  # elements: frames, text boxes, controls


def read_inline(paragraph: Any, style: OdfStyle, styles: OdfStyles) -> OdfLine:
    """Return the text of a paragraph whose style is *style*.

    A run of blanks and line ends in the XML is one blank; a line break of the text stays.
    """
    if not len(paragraph):  # fast path: most cells of a sheet
        text = _collapsed(paragraph.text).strip()
        return OdfLine(text, style.size or DEFAULT_SIZE, bool(text and style.bold))
    result = OdfLine()
    runs = list(_runs(paragraph, style, styles, result))
    types = [its for text, its in runs if text.strip()]
    result.text = "".join(text for text, _ in runs).strip()
    result.size = max((its.size or DEFAULT_SIZE for its in types), default=DEFAULT_SIZE)
    result.bold = bool(types) and all(its.bold for its in types)
    return result


def _runs(
    element: Any, style: OdfStyle, styles: OdfStyles, result: OdfLine
) -> Iterator[tuple[str, OdfStyle]]:
    """Yield stretches of text with their type; notes and shapes go into *result*."""
    yield _collapsed(element.text), style
    for node in element:
        name = odf_name(node)
        if name == "text:s":
            yield " " * min(odf_count(node, "text:c"), _MAX_REPEATED), style
        elif name == "text:tab":
            yield " ", style
        elif name == "text:line-break":
            yield "\n", style
        elif name == "text:note":
            result.notes.append(node)
        elif name.startswith(("draw:", "dr3d:")) and name != "draw:a":
            result.shapes.append(node)
        elif not isinstance(node.tag, str):  # a reference to an entity
            pass
        elif name not in NOT_READ and odf_value(node, "text:display") != "none":
            yield from _runs(node, _span(node, style, styles), styles, result)
        yield _collapsed(node.tail), style


def _collapsed(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "")


def _span(node: Any, style: OdfStyle, styles: OdfStyles) -> OdfStyle:
    """Return the style of a stretch inside another."""
    if odf_name(node) not in {"text:span", "text:a"}:
        return style
    own = styles.span(odf_value(node, "text:style-name"))
    if own.size is None and own.bold is None:
        return style
    return replace(
        style,
        size=style.size if own.size is None else own.size,
        bold=style.bold if own.bold is None else own.bold,
    )
