"""Read a part in another format that Word shows inside a document (``altChunk``).

The name of a part comes in; its parse, or a warning that it was not read, goes out. Most
such parts are web pages, put there by the program that made the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from kb.document import Heading, Table
from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.layout import TextLayout
from kb.readers.package import Package
from kb.readers.registry import FORMATS, reader_of
from kb.readers.signatures import format_of_bytes

__all__ = ["add_parsed", "read_chunk"]

_MAX_INSIDE = 2
_WEB_ARCHIVE = re.compile(
    rb"\s*(?:mime-version|from|content-type|message-id|date|subject):", re.IGNORECASE
)
_TYPES: Mapping[str, str] = {
    "application/rtf": "rtf",
    "application/xhtml+xml": "html",
    "text/html": "html",
    "text/plain": "text",
    "text/rtf": "rtf",
}
_BLANK_LINE = re.compile(r"\n{2,}")


def read_chunk(package: Package, name: str, inside: int) -> tuple[Parsed | None, Message | None]:
    """Return the parse of a part, or a warning that says why there is none.

    Args:
        package: that has the part.
        name: of the part.
        inside: how many files the document itself is inside of.
    """
    data = package.part(name)
    if data is None:
        return None, Message("a part that is not in the file was not read: {part}", part=name)
    page = _page_of_archive(data) if _WEB_ARCHIVE.match(data) else None
    format = "html" if page is not None else _format(package, name, data)
    if format is None or inside >= _MAX_INSIDE:
        return None, Message("a part of the file was not read: {part}", part=name)
    try:
        if format == "docx":
            # Imported here: the reader of Word files reads this one through this module.
            from kb.readers.docx import parse_inside

            return parse_inside(data, inside + 1), None
        return reader_of(format).parse(data if page is None else page), None
    except Unreadable as error:
        return None, Message(
            "a part of the file was not read: {part}: {reason}", part=name, reason=error.reason
        )


def _format(package: Package, name: str, data: bytes) -> str | None:
    """Return the format of a part: by its first bytes, its suffix, or the type it is given."""
    suffix = PurePosixPath(name).suffix.lower()
    known = {suffix: format.name for format in FORMATS for suffix in format.suffixes}
    format = format_of_bytes(data) or known.get(suffix) or _TYPES.get(_type(package, name, suffix))
    return format if format in known.values() else None


def _type(package: Package, name: str, suffix: str) -> str:
    """Return the type that the package gives to a part; "" where it gives none."""
    root = package.tree("[Content_Types].xml")
    types = {}
    for element in () if root is None else root:
        key = element.get("PartName") or f".{element.get('Extension')}"
        types[key.lower()] = (element.get("ContentType") or "").partition(";")[0].strip().lower()
    return types.get(f"/{name}".lower()) or types.get(suffix) or ""


def _page_of_archive(data: bytes) -> bytes | None:
    """Return the web page in a page that was saved as one file (MHTML); None where it has none."""
    from email import message_from_bytes
    from email.errors import MessageError

    try:
        for part in message_from_bytes(data).walk():
            if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
                page = part.get_payload(decode=True)
                return page if isinstance(page, bytes) else None
    except (MessageError, ValueError, LookupError):
        pass
    return None


def add_parsed(layout: TextLayout, parsed: Parsed) -> None:
    """Add a parsed text to a layout, with its headings and tables."""
    marks: list[Heading | Table] = sorted(
        (*(parsed.headings or ()), *parsed.tables), key=lambda mark: mark.start
    )
    at = 0
    for mark in marks:
        if mark.start < at:
            continue
        _add_blocks(layout, parsed.text[at : mark.start])
        if isinstance(mark, Heading):
            layout.heading(mark.text, mark.level, mark.rule)
        else:
            rows = parsed.text[mark.start : mark.end].split("\n")
            headers = parsed.text[mark.start : mark.header].count("\n") + (mark.header > mark.start)
            layout.table([row.split(" |") for row in rows], headers)
        at = mark.end
    _add_blocks(layout, parsed.text[at:])


def _add_blocks(layout: TextLayout, text: str) -> None:
    for block in _BLANK_LINE.split(text.strip("\n")):
        layout.block(block)
