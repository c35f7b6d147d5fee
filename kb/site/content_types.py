"""Which answers of a server are documents, and with which suffix each is kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from kb.readers.registry import format_of
from kb.site.addresses import Address

__all__ = ["HTML", "is_document_link", "suffix_of"]

HTML = ".html"
_SUFFIXES: Mapping[str, str] = {
    "text/html": HTML,
    "application/xhtml+xml": HTML,
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/epub+zip": ".epub",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}
_UNSPECIFIC = frozenset({"", "application/octet-stream", "binary/octet-stream"})


def suffix_of(content_type: str, address: Address) -> str | None:
    """Return the suffix of a page's format; None where it is no document that is read.

    Args:
        content_type: as the server gives it, without parameters; "" where it gives none.
        address: of the page; its suffix decides where the server does not know.

    >>> from kb.site.addresses import read_address
    >>> suffix_of("text/html", read_address("https://maji.example/huduma.php"))
    '.html'
    """
    suffix = _SUFFIXES.get(content_type)
    if content_type in _UNSPECIFIC:
        suffix = _suffix(address)
    return suffix if suffix and format_of(Path(f"_{suffix}")) else None


def is_document_link(address: Address) -> bool:
    """Tell whether an address names a document that is no web page, by its suffix."""
    suffix = _suffix(address)
    return suffix != HTML and suffix in _SUFFIXES.values()


def _suffix(address: Address) -> str:
    return PurePosixPath(address.path).suffix.lower()
