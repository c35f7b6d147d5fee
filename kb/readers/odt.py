"""Read OpenDocument texts: headings by outline level, lists, tables, notes.

The bytes of a file come in (.odt, a template .ott, or .fodt, which is one XML file), its text
and headings go out. LibreOffice writes every heading as ``text:h`` with its level, whatever
the name of its style; a paragraph whose style has a level is a heading too. Next to these,
and where there are none, short lines all in bold or in larger type are headings. Headings,
clauses and items have the numbers that LibreOffice shows.

The walk is over the XML (docs/decisions/0014-own-opendocument-reader.md). The headers of pages
are read once, behind the text. Deleted text, comments, footers and generated indexes are left
out.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.readers.base import Parsed
from kb.readers.document_title import choose_title
from kb.readers.letterhead import read_letterhead
from kb.readers.opendocument.container import OdfFile, open_opendocument
from kb.readers.opendocument.walk import BlockWalk
from kb.readers.opendocument.writing import BlockWriter
from kb.readers.unmarked import unmarked_headings

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = "4"
LIBRARIES = ("lxml",)


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text of an OpenDocument text and its headings.

    Raises:
        Unreadable: the bytes are no OpenDocument text, are damaged or encrypted, or would do
            harm to open.
    """
    file = open_opendocument(data, "office:text")
    walk = BlockWalk(file)
    writer = BlockWriter()
    writer.write(walk.over(file.body))
    layout = writer.layout
    letterhead = read_letterhead(_headers(file), layout.text())
    layout.block(letterhead.text)
    by_type = unmarked_headings(writer.lines)
    headings = sorted((*layout.headings(), *by_type), key=lambda heading: heading.start)
    return Parsed(
        layout.text(),
        tuple(headings) or None,
        title=choose_title(writer.title, file.title, writer.lines, headings),
        tables=layout.tables(),
        warnings=(*walk.warnings(), *file.warnings()),
        publisher=letterhead.institution,
    )


def _headers(file: OdfFile) -> Iterator[str]:
    """Yield the text of each header of pages."""
    for region in file.headers:
        writer = BlockWriter()
        writer.write(BlockWalk(file).over(region))
        yield writer.layout.text()
