"""Read image files: pages that were scanned or photographed, by OCR.

The bytes of a PNG, JPEG or TIFF come in; each frame is a page. The words of a page go the
same way as the letters of a PDF, so a scan has headings, too. Most images in a folder are
photos and logos: a file in which OCR reads few words is no document, and passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from kb.messages import Message
from kb.readers import pdf
from kb.readers.base import Parsed, Unreadable
from kb.readers.ocr.pictures import MIN_PIXELS, frames, grey_picture
from kb.readers.ocr.recognize import Ocr
from kb.readers.ocr.words import RecognizedPage
from kb.readers.pdf.glyphs import Layer, PdfPage, recognized_page

__all__ = ["LIBRARIES", "MAX_PAGES", "VERSION", "parse"]

VERSION = f"1.{pdf.VERSION}"  # its pages are read as those of a PDF
LIBRARIES = ("pillow",)

MAX_PAGES = 2_000

_MIN_WORDS = 10
_MIN_CONFIDENCE = 0.5

_NO_OCR = Message("pictures are read by OCR; install tesseract-ocr and tesseract-ocr-swa")
_NO_PAGE = Message("a picture without a page of text")
_TOO_SLOW = Message("OCR did not finish it in time; raise KISIMA_OCR_SECONDS")


def parse(data: bytes, *, max_pages: int = MAX_PAGES, ocr: Ocr | None = None) -> Parsed:
    """Return the text of the pages that an image file shows.

    Args:
        data: the file.
        max_pages: a file of more frames is refused.
        ocr: reads the pages; None: nothing can be read.

    Raises:
        Unreadable: it is damaged or too large; or it shows no page of text, or there is no
            OCR, and it is passed over.
    """
    if ocr is None:
        raise Unreadable(_NO_OCR, depends_on_ocr=True, passed_over=True)
    pages = [
        (frame.width, frame.height, ocr.read(partial(grey_picture, frame)))
        for frame in frames(data, max_pages)
        if max(frame.width, frame.height) >= MIN_PIXELS
    ]
    read = [page for _, _, page in pages if page is not None]
    if pages and not read:
        raise Unreadable(_TOO_SLOW, depends_on_ocr=True)
    if not _shows_text(read):
        raise Unreadable(_NO_PAGE, depends_on_ocr=True, passed_over=True)
    parsed = pdf.parse_pages(map(_pdf_page, pages), has_ocr=True)
    return replace(parsed, depends_on_ocr=True)


def _shows_text(pages: Sequence[RecognizedPage]) -> bool:
    """Tell whether a page of text was read, and not the pattern of a photo."""
    words = sum(page.words for page in pages)
    letters = sum(page.letters for page in pages)
    sure = sum(page.confidence * page.letters for page in pages) / max(1, letters)
    return words >= _MIN_WORDS and sure >= _MIN_CONFIDENCE


def _pdf_page(page: tuple[int, int, RecognizedPage | None]) -> PdfPage:
    width, height, read = page
    if read is None:
        return PdfPage((Layer(float(width), float(height), []),), is_scan=True, unread=True)
    return recognized_page(read)
