"""Take the letters of a PDF from its pages, each with its place and its type.

pdfminer.six reads the pages; nothing of its layout analysis is used. A PDF
says where each letter stands, and not in which order people read them: some
printers draw lines from right to left, letter by letter. Whoever goes by the
places reads those too.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Unreadable

if TYPE_CHECKING:
    from pdfminer.layout import LTChar

__all__ = ["Glyph", "PdfPage", "pages"]

_MAX_GLYPHS = 60_000
"""On one page. Maps and drawings set every speck as a letter."""

_MAX_DEPTH = 20
_LIGATURES: Mapping[str, str] = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st", "\u00a0": " ",
}  # fmt: skip
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC = ("italic", "oblique")


class Glyph(NamedTuple):
    """One letter as it is drawn."""

    text: str
    x0: float
    x1: float
    y: float  # of its baseline, from the foot of the page
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page as it is drawn."""

    width: float
    height: float
    glyphs: list[Glyph]
    pictures: int
    unmapped: int  # letters whose font does not say which they are


def pages(data: bytes, max_pages: int) -> Iterator[PdfPage]:
    """Yield the pages of a PDF.

    Args:
        data: the file.
        max_pages: a PDF with more pages is refused.

    Raises:
        Unreadable: it is no PDF, is damaged or encrypted, or has too many pages.
    """
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        resources = PDFResourceManager()
        device = PDFPageAggregator(resources, laparams=None)
        interpreter = PDFPageInterpreter(resources, device)
        listed = list(islice(PDFPage.create_pages(document), max_pages + 1))
        _check_count(len(listed), max_pages)
        for page in listed:
            interpreter.process_page(page)
            yield _page(device.get_result())
    except (Unreadable, MemoryError):
        raise
    except PDFException as error:
        raise Unreadable(_refusal(error)) from error
    # A crafted or cut-off PDF raises nearly anything from inside pdfminer.
    except Exception as error:
        raise Unreadable(_refusal(error)) from error


def _check_count(count: int, max_pages: int) -> None:
    if count > max_pages:
        raise Unreadable(
            Message(
                "more than {limit} pages; split it, or raise KISIMA_PARSE_PAGES",
                limit=f"{max_pages:,}",
            )
        )


def _refusal(error: Exception) -> Message:
    name = type(error).__name__
    if "Password" in name or "Encryption" in name:
        return Message("encrypted; remove the password")
    reason = one_line(str(error))[:100] or name
    return Message("a damaged PDF ({cause}); save or print it to PDF again", cause=reason)


def _page(layout: Any) -> PdfPage:
    from pdfminer.layout import LTChar, LTContainer, LTImage

    glyphs: list[Glyph] = []
    pictures = unmapped = 0
    stack: list[tuple[Iterator[Any], int]] = [(iter(layout), 0)]
    while stack and len(glyphs) < _MAX_GLYPHS:
        items, depth = stack[-1]
        for item in items:
            if isinstance(item, LTChar):
                text = item.get_text()
                if text.startswith("(cid:"):
                    unmapped += 1
                elif glyph := _glyph(item, text):
                    glyphs.append(glyph)
            elif isinstance(item, LTImage):
                pictures += 1
            elif isinstance(item, LTContainer) and depth < _MAX_DEPTH:
                stack.append((iter(item), depth + 1))
                break
        else:
            stack.pop()
    return PdfPage(layout.width, layout.height, glyphs, pictures, unmapped)


def _glyph(char: LTChar, text: str) -> Glyph | None:
    a, b, c, d, _, y = char.matrix
    # Stamps across the page ("RASIMU") and text up the margin are not running text.
    if abs(b) > 0.2 * abs(a) or abs(c) > 0.4 * abs(d) or a <= 0 or char.size <= 0.5:
        return None
    name = char.fontname.rpartition("+")[2].lower()
    return Glyph(
        _LIGATURES.get(text, text),
        char.x0,
        char.x1,
        y,
        char.size,
        any(word in name for word in _BOLD),
        any(word in name for word in _ITALIC),
    )
