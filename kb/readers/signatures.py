"""Recognise a format by the first bytes of a file, whatever its name says.

Bytes come in, the name of a format goes out, or None. Offices send files with wrong
suffixes: most old ".doc" files that fail are RTF or web pages, which Word opens under any name.

    reader_for("doc", data)     the reader that fits the bytes
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

__all__ = ["ALSO_READ_AS", "format_of_bytes", "reader_for"]

_HEAD = 4_096
_MARKS = b"\xef\xbb\xbf \t\r\n\0"
"""What may be in front of the first sign: a byte order mark, blanks."""

_HTML = re.compile(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*(?:<!doctype html|<html|<head|<body|<meta )",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_ZIP = b"PK\x03\x04"
_MAIN_PARTS: Mapping[str, str] = {
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "xl/workbook.xml": "xlsx",
}
_TYPES: Mapping[bytes, str] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}
"""The first member of such an archive is its type, not packed."""

_CLEAR: AbstractSet[str] = frozenset(
    ("docx", "odt", "pdf", "rtf", "pptx", "odp", "xlsx", "ods", "epub")
)
"""Formats that the bytes name without doubt."""

ALSO_READ_AS: Mapping[str, AbstractSet[str]] = {
    **{name: _CLEAR - {name} for name in (*sorted(_CLEAR), "ppt")},
    **{name: (_CLEAR | {"html"}) - {name} for name in ("doc", "docx", "rtf", "xls")},
}
"""Format by suffix: the formats that a file with that suffix may be in truth."""


def format_of_bytes(data: bytes) -> str | None:
    """Return the name of the format that the bytes begin as, or None where no sign says.

    "ole" is the container of old Office files (.doc, .xls, .ppt, .msg) and of encrypted new ones.

    >>> format_of_bytes(b"{\\\\rtf1\\\\ansi Dira}"), format_of_bytes(b"<!DOCTYPE html><p>Dira")
    ('rtf', 'html')
    >>> format_of_bytes(b"\\xd0\\xcf\\x11\\xe0\\xa1\\xb1\\x1a\\xe1"), format_of_bytes(b"Dira")
    ('ole', None)
    """
    head = data[:_HEAD].lstrip(_MARKS)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "ole"
    if head.startswith(_ZIP):
        return _of_archive(data)
    return "html" if _HTML.match(head) else None


def _of_archive(data: bytes) -> str | None:
    """Return the format of a zip archive by its first members; None for any other archive."""
    declared = next((name for mark, name in _TYPES.items() if mark in data[30:120]), None)
    if declared:
        return declared
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    # A crafted list of members can raise nearly any exception.
    except Exception:
        return None
    return next((name for part, name in _MAIN_PARTS.items() if part in names), None)


def reader_for(format: str, data: bytes) -> str:
    """Return the format whose reader fits the bytes: *format*, unless they are clearly another.

    Args:
        format: the one that the suffix says.
        data: the whole file.

    >>> reader_for("docx", b"{\\\\rtf1 Dira}"), reader_for("pdf", b"<html>")
    ('rtf', 'pdf')
    """
    actual = format_of_bytes(data) if format in ALSO_READ_AS else None
    return actual if actual and actual in ALSO_READ_AS[format] else format
