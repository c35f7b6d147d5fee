"""The table of formats: the suffixes of each, and the module that reads it.

The error for an unknown format is made from this table, and tests compare the pages
docs/documents.md and docs/sw/nyaraka.md with it. The module of a reader is imported when
a file needs it.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from kb.extras import require_extra
from kb.messages import Message
from kb.metadata.sidecar import SUFFIX
from kb.readers.base import Container, FormatReader, Parsed, ScanReader, Unreadable
from kb.readers.signatures import ALSO_READ_AS, reader_for

if TYPE_CHECKING:
    from kb.readers.ocr.recognize import Ocr

__all__ = [
    "FORMATS",
    "Format",
    "format_of",
    "parse_bytes",
    "read_through",
    "reader_of",
    "reader_version",
    "reads_scans",
    "sidecar_for",
    "suffixes",
]


class Format(NamedTuple):
    """One format of documents."""

    name: str  # as Document.format has it; its reader is the module kb.readers.<name>
    suffixes: tuple[str, ...]  # of file names, in lower case; the usual one first
    through: str = ""  # the format that LibreOffice converts it to, before it is read
    scans: bool = False  # its pages may be pictures; its reader takes ``ocr``


FORMATS = (
    Format("text", (".txt", ".text")),
    Format("csv", (".csv", ".tsv")),
    Format("markdown", (".md", ".markdown")),
    Format("html", (".html", ".htm")),
    Format("docx", (".docx", ".docm", ".dotx", ".dotm")),
    Format("odt", (".odt", ".ott", ".fodt")),
    Format("ods", (".ods", ".ots", ".fods")),
    Format("odp", (".odp", ".otp", ".fodp")),
    Format("pdf", (".pdf",), scans=True),
    Format("image", (".png", ".jpg", ".jpeg", ".tif", ".tiff"), scans=True),
    Format("doc", (".doc", ".dot"), through="odt"),
    Format("xls", (".xls", ".xlt"), through="ods"),
    Format("ppt", (".ppt", ".pps", ".pot"), through="odp"),
    Format("pptx", (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm")),
    Format("xlsx", (".xlsx", ".xlsm", ".xltx", ".xltm")),
    Format("rtf", (".rtf",)),
    Format("epub", (".epub",)),
    Format("eml", (".eml",)),
)


def suffixes() -> tuple[str, ...]:
    """Return the suffixes of all formats, in the order of the table.

    >>> suffixes()[:2]
    ('.txt', '.text')
    """
    return tuple(suffix for format in FORMATS for suffix in format.suffixes)


def format_of(path: Path | str) -> str | None:
    """Return the name of the format of a file, or None where it has no reader.

    >>> format_of(Path("SERA.TXT")), format_of(Path("picha.psd"))
    ('text', None)
    """
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122  # a walk asks this of every file
    return next((format.name for format in FORMATS if suffix in format.suffixes), None)


def read_through(format: str) -> str:
    """Return the format that LibreOffice converts another to; "" where it is read as it is.

    >>> read_through("doc"), read_through("docx")
    ('odt', '')
    """
    return next((row.through for row in FORMATS if row.name == format), "")


def reads_scans(format: str) -> bool:
    """Tell whether the reader of a format takes ``ocr``.

    >>> reads_scans("pdf"), reads_scans("docx")
    (True, False)
    """
    return any(row.scans for row in FORMATS if row.name == format)


def reader_of(format: str) -> FormatReader:
    """Return the reader of a format, by the name of the format."""
    require_extra("documents")
    module = "libreoffice" if read_through(format) else format
    return cast(FormatReader, importlib.import_module(f"kb.readers.{module}"))


def reader_version(format: str) -> str:
    """Return the versions of a reader and its libraries; they decide its result.

    >>> reader_version("markdown").split("+")[0]
    'markdown-3'
    """
    known = {row.name for row in FORMATS}
    others = sorted(known & ALSO_READ_AS.get(format, frozenset()))
    return "+".join(dict.fromkeys(part for name in (format, *others) for part in _versions(name)))


def _versions(format: str) -> tuple[str, ...]:
    module = reader_of(format)
    libraries = (f"{name}-{importlib.metadata.version(name)}" for name in module.LIBRARIES)
    target = read_through(format)
    return (f"{format}-{module.VERSION}", *libraries, *(_versions(target) if target else ()))


def parse_bytes(
    data: bytes,
    format: str,
    *,
    inside: Sequence[str] = (),
    max_pages: int = 2_000,
    ocr: Ocr | None = None,
) -> Parsed:
    """Return the parse of a file, or of a document in it, by the reader that fits the bytes.

    Args:
        data: the whole file.
        format: the format that its suffix says.
        inside: the way to a document in it: the name of an attachment, of one in that, …
        max_pages: a document of more pages is refused.
        ocr: reads pages that are pictures; None where there is none.

    Raises:
        Unreadable: the bytes are not a document that a reader reads.
    """
    for name in inside:
        container = reader_of(reader_for(format, data))
        if not hasattr(container, "attachment"):
            raise Unreadable(Message("this file contains no other documents"))
        data = cast(Container, container).attachment(data, name)
        if not data.strip():
            raise Unreadable(Message("the file is empty"))
        format = format_of(Path(name)) or ""
        if not format:
            known = " ".join(sorted(suffixes()))
            raise Unreadable(
                Message("no reader for this kind of file; these are read: {known}", known=known)
            )
    actual = reader_for(format, data)
    reader = reader_of(actual)
    if reads_scans(actual):
        parsed = cast(ScanReader, reader).parse(data, max_pages=max_pages, ocr=ocr)
    else:
        parsed = reader.parse(data, max_pages=max_pages)
    return parsed if actual == format else replace(parsed, format=actual)


def sidecar_for(name: str) -> str | None:
    """Return the name of the document to which a sidecar belongs; None for any other file.

    >>> sidecar_for("sera/maji.pdf.toml"), sidecar_for("mipangilio.toml")
    ('sera/maji.pdf', None)
    """
    document = name.removesuffix(SUFFIX)
    return document if document != name and format_of(document) else None
