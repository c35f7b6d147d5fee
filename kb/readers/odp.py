"""Read OpenDocument presentations: each slide is a section, with its notes.

The bytes of a file come in (.odp, a template .otp, or .fodp, which is one XML file), its text,
headings and tables go out. The heading of a slide is its title; of a slide without one its
first line, where that is short. A page is a slide, so that answers name its number. The text
of a slide comes as it is seen, from top to bottom and from left to right; then its notes.
Slide numbers, dates and footers of the master are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.document_title import choose_title
from kb.readers.opendocument.blocks import CellGrid, OdfParagraph, block_words
from kb.readers.opendocument.container import open_opendocument
from kb.readers.opendocument.names import odf_name, odf_value
from kb.readers.opendocument.places import place_on_slide
from kb.readers.opendocument.walk import BlockWalk
from kb.readers.opendocument.writing import BlockWriter
from kb.readers.typography import reads_as_heading

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = "1"
LIBRARIES = ("lxml",)

_OF_MASTER = frozenset({"header", "footer", "date-time", "page-number"})


def parse(data: bytes, *, max_pages: int = 2_000) -> Parsed:
    """Return the text of a presentation, a section a slide.

    Raises:
        Unreadable: the bytes are no OpenDocument presentation, are damaged or encrypted, would
            do harm to open, or it has more slides than *max_pages*.
    """
    file = open_opendocument(data, "office:presentation")
    slides = [element for element in file.body if odf_name(element) == "draw:page"]
    if len(slides) > max_pages:
        limit = f"{max_pages:,}"
        raise Unreadable(
            Message("more than {limit} pages; split it, or raise KISIMA_PARSE_PAGES", limit=limit)
        )
    walk = BlockWalk(file)
    writer = BlockWriter()
    starts: list[int] = []
    for slide in slides:
        end, written = writer.layout.block(""), len(writer.lines)
        writer.write(_slide(slide, walk))
        starts.append(next((line.start for line in writer.lines[written:]), end))
    headings = writer.layout.headings()
    return Parsed(
        writer.layout.text(),
        headings,
        title=(
            next((h.text for h in headings if h.start == 0), None)
            or choose_title((), file.title, ())
            or next((h.text for h in headings), None)
        ),
        pages=tuple(starts),
        tables=writer.layout.tables(),
        warnings=(*walk.warnings(), *file.warnings()),
    )


def _slide(slide: Any, walk: BlockWalk) -> Iterator[OdfParagraph | CellGrid]:
    """Yield the blocks of a slide: its title, its other shapes, its notes."""
    shapes = [s for s in slide if odf_value(s, "presentation:class") not in _OF_MASTER]
    titles = [s for s in shapes if odf_value(s, "presentation:class") == "title"]
    title = one_line(" ".join(block_words(block) for block in walk.over(titles)))
    if title:
        yield OdfParagraph(title, level=1, rule="markup")
    others = sorted((shape for shape in shapes if shape not in titles), key=place_on_slide)
    blocks = walk.over(others)
    yield from blocks if title else _with_heading(blocks)
    for notes in slide.iterchildren("{*}notes"):
        yield from walk.over(s for s in notes if odf_value(s, "presentation:class") == "notes")


def _with_heading(blocks: Iterable[OdfParagraph | CellGrid]) -> Iterator[OdfParagraph | CellGrid]:
    """Yield the blocks of a slide without a title; its first line is the heading if short."""
    rest = iter(blocks)
    for block in rest:
        if isinstance(block, OdfParagraph) and reads_as_heading(block.text):
            yield replace(block, level=1, rule="shape", marker=None)
        else:
            yield block
        if block_words(block):
            break
    yield from rest
