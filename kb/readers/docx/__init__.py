"""Read Word files: paragraphs, lists, tables and notes in reading order.

The bytes of a file come in (.docx, with macros .docm, a template .dotx or .dotm), its text
and headings go out. A heading is a paragraph with an outline level: its own, else that of
its style, else that of the base of its style. The name of a style decides nothing, because
offices rename and translate styles ("Kichwa 1"). Next to these, and where there are none,
short lines all in bold or in larger type are headings. Headings, clauses and items have the
numbers that Word shows.

The walk is over the XML, by names without namespaces, so Strict Open XML is read too
(docs/decisions/0013-own-word-reader.md). The language setting of a file is ignored: in
Swahili files it is usually en-US. The headers of pages are read once, behind the text.
Deleted text, field codes, comments, footers and generated tables of contents are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.readers.base import Parsed, Unreadable
from kb.readers.document_title import choose_title
from kb.readers.docx.parts import DAMAGED, WordParts
from kb.readers.docx.walk import BodyWalk
from kb.readers.letterhead import read_letterhead
from kb.readers.open_xml import core_title, open_package
from kb.readers.unmarked import unmarked_headings

__all__ = ["LIBRARIES", "VERSION", "parse", "parse_inside"]

VERSION = "3"
LIBRARIES = ("lxml",)


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text of a Word file and its headings.

    Raises:
        Unreadable: the bytes are no Word file, are encrypted, would do harm to open, or have
            no text that can be read.
    """
    return parse_inside(data, 0)


def parse_inside(data: bytes, inside: int) -> Parsed:
    """Return the parse of a Word file that is a part of another.

    Args:
        data: the whole file.
        inside: how many files it is inside of.
    """
    parts = WordParts(open_package(data, ".docx"))
    walk = BodyWalk(parts, inside)
    walk.over(parts.body)
    text = walk.layout.text()
    if not text.strip() and parts.main in parts.package.damaged:
        raise Unreadable(DAMAGED)
    letterhead = read_letterhead(_headers(parts, inside), text)
    walk.layout.block(letterhead.text)
    by_type = unmarked_headings(walk.lines)
    headings = sorted((*walk.layout.headings(), *by_type), key=lambda heading: heading.start)
    return Parsed(
        walk.layout.text(),
        tuple(headings) or None,
        title=choose_title(walk.title, core_title(parts.package) or "", walk.lines, headings),
        tables=walk.layout.tables(),
        warnings=(*walk.warnings, *parts.warnings()),
        publisher=letterhead.institution,
    )


def _headers(parts: WordParts, inside: int) -> Iterator[str]:
    """Yield the text of each header of pages."""
    for root in parts.headers():
        walk = BodyWalk(parts, inside)
        walk.over(root)
        yield walk.layout.text()
