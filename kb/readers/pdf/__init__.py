"""Read PDFs: the text of their pages in reading order, under its headings.

    glyphs      letters with their places, and the values of form fields  (PDFium);
                pages that are pictures, by OCR
    lines       letters ─► rows of pieces
    running_lines  running headers, footers and page numbers dropped
    tables      rows whose pieces share the edges of columns
    columns     rows ─► lines in reading order; notes in the margin; footnotes
    page_texts  the steps so far, page by page
    contents    the table of contents set aside
    cover       the title
    bookmarks   headings from the outline of the PDF  (PDFium)
    headings    headings by their type; their nesting
    unmarked    if there is an outline: headings by type that it lacks
    articles    captions of a law's articles from its margin
    paragraphs  lines ─► text, hyphens rejoined, pages remembered
    scans       what pages that were read by OCR need

Bytes come in, a Parsed goes out. A PDF contains no words, only letters with places.
Words, lines and headings are inferred here. A file whose letters do not make words
is refused with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.ocr.recognize import Ocr
from kb.readers.pdf import bookmarks, contents, cover, glyphs, scans
from kb.readers.pdf.articles import MarginText, margin_text
from kb.readers.pdf.columns import PageText, PdfLine
from kb.readers.pdf.contents import Contents
from kb.readers.pdf.footnotes import add_footnotes
from kb.readers.pdf.headings import Face, Head, face_of, heads, levels, without_drawings
from kb.readers.pdf.lines import glyph_rows
from kb.readers.pdf.numbering import Number
from kb.readers.pdf.page_texts import DrawnPage, page_texts
from kb.readers.pdf.paragraphs import Text
from kb.readers.pdf.pdfium.document import opened
from kb.readers.pdf.unmarked import beside_bookmarks
from kb.readers.pdf.words import known_in

__all__ = ["LIBRARIES", "MAX_PAGES", "VERSION", "parse", "parse_pages"]

VERSION = "6"
LIBRARIES = ("pypdfium2",)

MAX_PAGES = 2_000

_NO_PAGES = Message("it has no pages that can be read; save or print it to PDF again")
_SCATTERED = Message("its letters do not join into words; run: ocrmypdf --force-ocr -l swa")


def parse(data: bytes, *, max_pages: int = MAX_PAGES, ocr: Ocr | None = None) -> Parsed:
    """Return the text of a PDF, its headings, and where its pages start.

    Args:
        data: the file.
        max_pages: a PDF of more pages is refused.
        ocr: reads the pages that are pictures; None: they are not read.

    Raises:
        Unreadable: it is no PDF, is damaged or encrypted, has too many pages, or
            contains no text whose letters make words.
    """
    with opened(data, max_pages) as document:
        pages = glyphs.pages(document, ocr.read if ocr else None)
        return parse_pages(
            pages, lambda: bookmarks.read_bookmarks(document), has_ocr=ocr is not None
        )


def parse_pages(
    pages: Iterable[glyphs.PdfPage],
    outline: Callable[[], bookmarks.Bookmarks] = bookmarks.Bookmarks,
    *,
    has_ocr: bool,
) -> Parsed:
    """Return the document that letters on pages make.

    Args:
        pages: in their order.
        outline: returns the bookmarks; called behind the last page.
        has_ocr: OCR was there to read the pages that are pictures.

    Raises:
        Unreadable: there are no pages, or their letters do not make words.
    """
    drawn: list[DrawnPage] = []
    turned: list[DrawnPage] = []
    letters = unmapped = 0
    unread: list[int] = []
    confidences: dict[int, float] = {}
    is_scan = False
    for number, page in enumerate(pages):
        layers = [
            DrawnPage(number, layer.width, layer.height, glyph_rows(layer.glyphs))
            for layer in page.layers
        ]
        drawn.append(layers[0])
        turned.extend(layers[1:])
        letters += page.letters
        unmapped += page.unmapped
        is_scan = is_scan or page.is_scan
        if page.unread:
            unread.append(number)
        if page.confidence is not None:
            confidences[number] = page.confidence
    if not drawn:
        raise Unreadable(_NO_PAGES)
    if letters < glyphs.MIN_LETTERS * max(1, len(drawn)) and unread:
        raise Unreadable(scans.scan_refusal(has_ocr=has_ocr), depends_on_ocr=True)
    if unmapped > glyphs.MAX_UNMAPPED * (letters + unmapped):
        raise Unreadable(scans.unmapped_refusal(has_ocr=has_ocr), depends_on_ocr=True)
    evened = scans.even_sizes([drawn[number].rows for number in confidences])
    for number, rows in zip(confidences, evened, strict=True):
        drawn[number] = drawn[number]._replace(rows=rows)
    read = page_texts(drawn)
    for layer, sideways in zip(turned, page_texts(turned), strict=True):
        read[layer.page].lines.extend(sideways.lines)
    lines = [line for page_text in read for line in page_text.lines]
    if _is_scattered(lines):
        raise Unreadable(_SCATTERED)
    parsed = _parsed(lines, read, outline())
    return replace(
        parsed,
        recognized=scans.recognized_stretches(parsed.text, parsed.pages or (), confidences),
        warnings=scans.scan_warnings(unread, confidences, has_ocr=has_ocr),
        depends_on_ocr=is_scan,
    )


def _is_scattered(lines: Sequence[PdfLine]) -> bool:
    """Tell whether too many words are one letter long."""
    words = [word for line in lines for word in line.text.split()]
    alone = sum(len(word) == 1 and word.isalpha() for word in words)
    return len(words) > 50 and alone > 0.4 * len(words)


def _parsed(lines: list[PdfLine], read: Sequence[PageText], outline: bookmarks.Bookmarks) -> Parsed:
    face = face_of(lines)
    front = cover.stop_of_cover(lines, len(read))
    title = cover.title_of(lines[:front]) if front else None
    notes = {number: page.notes for number, page in enumerate(read) if page.notes}
    table = contents.find_contents(lines, notes)
    margin = margin_text(lines, notes, table.entries, max(front, table.stop))
    headings_of_outline = bookmarks.bookmark_heads(outline.bookmarks, lines)
    by_type = _headings_by_type(lines, face, front, table, margin, title)
    nested = (
        beside_bookmarks(headings_of_outline, by_type, lines)
        if headings_of_outline
        else levels(by_type)
    )
    text = _text(lines, read, face, nested, margin, table)
    headings = text.layout.headings()
    return Parsed(
        text.layout.text(),
        headings or None,
        title=title or outline.title,
        pages=text.pages(len(read)),
        tables=text.layout.tables(),
    )


def _headings_by_type(
    lines: Sequence[PdfLine],
    face: Face,
    front: int,
    table: Contents,
    margin: MarginText,
    title: str | None,
) -> list[Head]:
    """Return the headings by type and the articles of a law, without cover and contents."""
    chosen = [
        head
        for head in heads(lines, face)
        if head.first >= front
        and not (table.first < head.first < table.stop)
        and head.first not in margin.captions
        and not cover.repeats(head.text, title)
    ]
    chosen = [head for head in without_drawings(chosen, lines) if lines[head.first].row is None]
    chosen += [
        Head(
            i, i, f"{caption.number}. {caption.text}", caption.rule, face.size, False, False,
            Number(article=True),
        )
        for i, caption in margin.captions.items()
    ]  # fmt: skip
    return sorted(chosen, key=lambda head: (head.first, head.stop))


def _text(
    lines: Sequence[PdfLine],
    read: Sequence[PageText],
    face: Face,
    nested: Sequence[Head],
    margin: MarginText,
    table: Contents,
) -> Text:
    text = Text(face, known_in(lines))
    at: Mapping[int, Head] = {head.first: head for head in nested}
    skip = 0
    page = 0
    for i, line in enumerate(lines):
        if line.page > page:
            for number in range(page, line.page):
                add_footnotes(text, read[number].footnotes)
            page = line.page
        head = at.get(i)
        if head:
            text.head(line, head.text, head.level, head.rule)
            skip = max(skip, head.stop)
        rest = margin.captions[i].rest if head and i in margin.captions else None
        if i < skip:
            pass
        elif table.first <= i < table.stop:
            text.entry(line)
        elif line.row is not None and not head:
            text.row(line, line.row)
        else:
            text.line(line, rest, apart=rest is not None)
        if i in margin.notes:
            text.add_note(f"[{margin.notes[i]}]")
    for number in range(page, len(read)):
        add_footnotes(text, read[number].footnotes)
    text.close()
    return text
