"""Open a PDF, or refuse it with a reason; read its pages, bookmarks and metadata."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.pdf.pdfium.text import copied_text

__all__ = ["bookmark_entries", "metadata_text", "open_pages", "opened"]

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY
_MAX_BOOKMARKS, _MAX_DEPTH = 5_000, 12


@contextmanager
def opened(data: bytes, max_pages: int) -> Iterator[Any]:
    """Open a PDF for as long as it is read.

    Args:
        data: the whole file.
        max_pages: a PDF with more pages is refused.

    Raises:
        Unreadable: it is no PDF, is damaged or encrypted, or has too many pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_refusal(error)) from error
    try:
        if len(document) > max_pages:
            raise Unreadable(
                Message(
                    "more than {limit} pages; split it, or raise KISIMA_PARSE_PAGES",
                    limit=f"{max_pages:,}",
                )
            )
        yield document
    finally:
        document.close()


def _refusal(error: Exception) -> Message:
    if getattr(error, "err_code", 0) in (_PASSWORD, _SECURITY):
        return Message("encrypted; remove the password")
    return Message("a damaged PDF; save or print it to PDF again")


def open_pages(document: Any) -> Iterator[Any | None]:
    """Yield each page of a document; it is closed before the next one. None: a broken page."""
    from pypdfium2 import raw

    for number in range(len(document)):
        page = raw.FPDF_LoadPage(document, number)
        try:
            yield page or None
        finally:
            if page:
                raw.FPDF_ClosePage(page)


def bookmark_entries(document: Any) -> Iterator[tuple[str, int, int]]:
    """Yield title, level from 1, and page from 0 of each bookmark that leads to a page."""
    from pypdfium2 import raw

    seen: set[int] = set()
    stack = [raw.FPDFBookmark_GetFirstChild(document, None)]
    while stack and len(seen) < _MAX_BOOKMARKS:
        mark = stack.pop()
        address = ctypes.addressof(mark.contents) if mark else 0
        if not mark or address in seen:
            continue
        seen.add(address)
        destination = raw.FPDFBookmark_GetDest(document, mark)
        if not destination:
            action = raw.FPDFBookmark_GetAction(mark)
            destination = raw.FPDFAction_GetDest(document, action) if action else None
        page = raw.FPDFDest_GetDestPageIndex(document, destination) if destination else -1
        if page >= 0:
            yield one_line(copied_text(_title, mark)), len(stack) + 1, page
        stack.append(raw.FPDFBookmark_GetNextSibling(document, mark))
        if len(stack) < _MAX_DEPTH:
            stack.append(raw.FPDFBookmark_GetFirstChild(document, mark))


def _title(mark: Any, buffer: Any, length: int) -> int:
    from pypdfium2 import raw

    return int(raw.FPDFBookmark_GetTitle(mark, buffer, length))


def metadata_text(document: Any, name: str) -> str:
    """Return an entry of the metadata of a document, such as ``Title``."""
    return one_line(str(document.get_metadata_value(name) or ""))
