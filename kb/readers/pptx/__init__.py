"""Read presentations: each slide is a section, with what is said about it.

The bytes of a PowerPoint file come in; its text, headings and tables go out. The heading of a
slide is its title; of a slide without one its first line, where that is short. A page is a
slide, so that answers name its number. The text of a slide comes as it is seen: top to bottom,
left before right; then its notes. Hidden slides are read, because a hand-out has them.

Slide numbers, dates and footers, comments, and pictures are left out. The walk is over lxml's
trees and not python-pptx's, which refuses what PowerPoint opens (docs/decisions/0019).
"""

from __future__ import annotations

from typing import Any

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.document_title import choose_title
from kb.readers.layout import TextLayout
from kb.readers.open_xml import (
    core_title,
    descend,
    main_part,
    open_package,
    relations_of,
)
from kb.readers.package import Package
from kb.readers.pptx.shapes import Block, Slide
from kb.readers.typography import reads_as_heading

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = "2"
LIBRARIES = ("lxml",)


def parse(data: bytes, *, max_pages: int = 2_000) -> Parsed:
    """Return the text of a presentation, a section a slide.

    Raises:
        Unreadable: the bytes are no presentation, are encrypted, would do harm to open, or it
            has more slides than *max_pages*.
    """
    package = open_package(data, ".pptx")
    main = main_part(package) or "ppt/presentation.xml"
    names = _slides(package, main)
    if not names:
        raise Unreadable(Message("not a whole PowerPoint file (no slides); save it again"))
    if len(names) > max_pages:
        raise Unreadable(
            Message(
                "more than {limit} pages; split it, or raise KISIMA_PARSE_PAGES",
                limit=f"{max_pages:,}",
            )
        )
    layout = TextLayout()
    starts: list[int] = []
    embedded: list[str] = []
    title = None
    for number, name in enumerate(names, 1):
        slide = Slide(package, name)
        blocks = slide.blocks()
        starts.append(_write(layout, blocks))
        if number == 1:
            title = next((one_line(b.text) for b in blocks if b.kind == "title"), None)
        if slide.has_embedded:
            embedded.append(str(number))
    headings = layout.headings()
    listed = ", ".join(embedded)
    warning = Message("embedded files are not read (slides {numbers})", numbers=listed)
    return Parsed(
        layout.text(),
        headings or None,
        title=(
            choose_title((title,) if title else (), core_title(package) or "", ())
            or next((h.text for h in headings), None)
        ),
        pages=tuple(starts),
        tables=layout.tables(),
        warnings=(warning,) if embedded else (),
    )


def _slides(package: Package, main: str) -> list[str]:
    """Return the parts of the slides in the order of the presentation."""
    relations = relations_of(package, main)
    listed = descend(package.tree(main), "sldIdLst")
    ids = [_relation_id(one) for one in (() if listed is None else listed)]
    slides = [relations[id].part for id in ids if id in relations]
    # A presentation whose list is damaged still has its slides.
    return slides or sorted(
        (one.part for one in relations.values() if one.kind == "slide"),
        key=lambda part: (len(part), part),
    )


def _relation_id(element: Any) -> str:
    """Return the id of a relation: "id" in a namespace, next to an "id" in none."""
    return next((str(v) for key, v in element.items() if key.endswith("}id")), "")


def _write(layout: TextLayout, blocks: list[Block]) -> int:
    """Add a slide to the text, and return where it starts."""
    end = layout.block("")
    start = None
    has_title = any(block.kind == "title" for block in blocks)
    for position, block in enumerate(blocks):
        if block.kind == "title":
            at = layout.heading(block.text, 1)
        elif block.kind == "table":
            at = layout.table(block.rows, block.header_rows)
        elif block.kind == "item":
            at = layout.line(block.text)
        elif not has_title and position == 0 and reads_as_heading(block.text):
            at = layout.heading(block.text, 1, "shape")
        else:
            at = layout.block(block.text)
        start = at if start is None else start
    return end if start is None else start
