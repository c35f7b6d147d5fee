"""Read pictures of pages by OCR, where Tesseract is installed.

    tesseract   the program: its version and languages; a picture ─► hOCR, under limits
    hocr        hOCR ─► lines of words with boxes and confidence
    words       boxes ─► words on a straight page, each with its size of type
    pictures    image files and bitmaps ─► grey pictures  (Pillow)
    recognize   a page ─► its words; finds out how the page is turned

Pictures come in, RecognizedPages go out. The readers of PDFs and of images make lines,
headings and paragraphs of them, as they do of letters that a PDF draws. Why the program
and no binding: docs/decisions/0015-tesseract.md
"""

from __future__ import annotations

__all__: list[str] = []
