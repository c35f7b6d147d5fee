"""Read the letters of each page of a PDF, with their place and their type.

An open document comes in, its PdfPages go out. A PDF says where each letter is drawn,
but not in which order people read the letters: some printers draw lines from right to
left. Therefore only the places decide the order.

Letters that run up, down or upside down are turned until they run to the right. They
make a layer of their own, after the other letters of the page. The values of form
fields and the comments on a page become letters, too. A page that is a picture, or whose
fonts do not say which letters they draw, is read by OCR where the caller has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, repeat
from typing import Any, NamedTuple

from kb.readers.ocr.recognize import Render
from kb.readers.ocr.words import RecognizedPage, RecognizedWord
from kb.readers.pdf.pdfium.document import open_pages
from kb.readers.pdf.pdfium.geometry import page_size
from kb.readers.pdf.pdfium.letters import GlyphFace, Run, page_runs
from kb.readers.pdf.pdfium.overlays import Overlay, page_overlays
from kb.readers.pdf.pdfium.render import picture_share, rendered

__all__ = [
    "MAX_UNMAPPED",
    "MIN_LETTERS",
    "Glyph",
    "Layer",
    "PdfPage",
    "Recognize",
    "pages",
    "recognized_page",
]

Recognize = Callable[[Render], RecognizedPage | None]
"""Reads a page by OCR; None if it does not."""

_MAX_GLYPHS = 60_000
"""On one page. Some maps and drawings draw every dot as a letter."""

_MIN_TURNED = 8
"""Letters in another direction. Fewer are a mark in the margin, not text."""

_STRAIGHT = 0.98
"""The minimum cosine of the angle to an axis. Other text is a stamp across the page ("RASIMU")."""

MIN_LETTERS = 20
"""A page with fewer letters is scanned if it contains a picture."""
_MAX_STAMP, _WHOLE_PAGE = 150, 0.7
"""A page with fewer letters is scanned if one picture covers this share of it: programs
for scanning write their names, a number or a date on the page."""
MAX_UNMAPPED = 0.3
"""The share of unknown letters above which the known ones do not make words."""

_LIGATURES: Mapping[str, str] = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st", "\u00a0": " ",
}  # fmt: skip
_SPECK = 0.5  # points: smaller letters are not read
_FIELD_SIZE = 11.0  # points: the size of the letters of a form field; only its box is known


class Glyph(NamedTuple):
    """One letter."""

    text: str
    x0: float
    x1: float
    y: float  # of its baseline, from the foot of the page
    size: float
    bold: bool
    italic: bool


_new_glyph = partial(tuple.__new__, Glyph)
"""Makes a Glyph of its fields in half the time of a call of Glyph."""


class Layer(NamedTuple):
    """The letters of a page that run in one direction, turned so that they run to the right."""

    width: float
    height: float
    glyphs: list[Glyph]


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The letters of one page."""

    layers: tuple[Layer, ...]  # the direction of main letters first
    unmapped: int = 0  # letters whose font does not say which they are
    is_scan: bool = False  # only OCR reads it as a whole
    unread: bool = False  # it is a picture, and OCR did not read it
    confidence: float | None = None  # of OCR, 0 to 1; None: the letters are the PDF's own

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return sum(len(layer.glyphs) for layer in self.layers)


def pages(document: Any, recognize: Recognize | None = None) -> Iterator[PdfPage]:
    """Yield the pages of an open PDF.

    Args:
        document: as ``opened`` gives it.
        recognize: reads a page by OCR; None: there is no OCR.
    """
    for page in open_pages(document):
        if page is None:
            yield PdfPage((Layer(1.0, 1.0, []),))
        else:
            yield _page(document, page, recognize)


def _page(document: Any, page: Any, recognize: Recognize | None) -> PdfPage:
    drawn = _drawn_page(document, page)
    few = drawn.letters < _MAX_STAMP
    share = picture_share(page) if few else 0.0
    is_picture = drawn.letters < MIN_LETTERS and share > 0
    is_unmapped = drawn.unmapped > MAX_UNMAPPED * (drawn.letters + drawn.unmapped)
    if not (is_picture or is_unmapped or share >= _WHOLE_PAGE):
        return drawn
    read = recognize(lambda quarter: rendered(page, quarter)) if recognize else None
    if read is None:
        return replace(drawn, is_scan=True, unread=is_picture)
    if not is_unmapped and read.letters <= 2 * drawn.letters:
        return replace(drawn, is_scan=True)  # a cover with a photo: its own letters are surer
    return recognized_page(read)


def recognized_page(read: RecognizedPage) -> PdfPage:
    """Return a page that was read by OCR, as letters."""
    glyphs = [glyph for line in read.lines for word in line for glyph in _of_word(word)]
    layer = Layer(read.width, read.height, glyphs)
    return PdfPage((layer,), is_scan=True, confidence=read.confidence)


def _of_word(word: RecognizedWord) -> Iterable[Glyph]:
    """Yield the letters of a word, evenly over its box, and a blank behind them."""
    step = (word.x1 - word.x0) / len(word.text)
    for i, letter in enumerate((*word.text, " ")):
        x = word.x0 + i * step
        yield Glyph(letter, x, x + step, word.y, word.size, bold=False, italic=False)


def _drawn_page(document: Any, page: Any) -> PdfPage:
    """Return the letters that a page draws, and those of its form."""
    width, height = page_size(page)
    upright: list[Glyph] = []
    directions: dict[int, list[Glyph]] = {0: upright}
    unmapped = count = 0
    for run in page_runs(page):
        unmapped += run.unmapped
        quarter = _quarter(run.face)
        if quarter is None:
            continue
        make = _upright if quarter == 0 else partial(_sideways, quarter, width, height)
        directions.setdefault(quarter, []).extend(islice(make(run), _MAX_GLYPHS - count))
        count += len(run.texts)
        if count >= _MAX_GLYPHS:
            break
    for overlay in page_overlays(document, page):
        upright.extend(_of_overlay(overlay))
    return PdfPage(_layers(directions, width, height), unmapped)


def _quarter(face: GlyphFace) -> int | None:
    """Return the direction of letters: 0 right, 1 up, 2 left, 3 down; None: another angle."""
    if not face.upright or face.size <= _SPECK:
        return None
    for quarter, along in enumerate((face.cos, face.sin, -face.cos, -face.sin)):
        if along > _STRAIGHT:
            return quarter
    return None


def _upright(run: Run) -> Iterable[Glyph]:
    """Return letters that run to the right; they are most of all, so ``map`` makes them."""
    y, (size, bold, italic, *_) = run.y, run.face
    same = repeat(y), repeat(size), repeat(bold), repeat(italic)
    return map(_new_glyph, zip(_letters(run), run.lefts, run.rights, *same))


def _sideways(quarter: int, width: float, height: float, run: Run) -> Iterable[Glyph]:
    """Yield letters that are not upright in the coordinates of their own direction."""
    y, (size, bold, italic, *_) = run.y, run.face
    boxes = zip(_letters(run), run.lefts, run.bottoms, run.rights, run.tops, strict=True)
    for text, left, bottom, right, top in boxes:
        if quarter == 1:
            x0, x1, base = bottom, top, width - run.x
        elif quarter == 2:
            x0, x1, base = width - right, width - left, height - y
        else:
            x0, x1, base = height - top, height - bottom, run.x
        yield Glyph(text, x0, x1, base, size, bold, italic)


def _letters(run: Run) -> Sequence[str]:
    if _LIGATURES.keys().isdisjoint(run.texts):
        return run.texts
    return [_LIGATURES.get(text, text) for text in run.texts]


def _of_overlay(overlay: Overlay) -> Iterable[Glyph]:
    """Yield the letters of a form field or comment; they fill its box, line by line."""
    lines = [line.strip() for line in overlay.text.splitlines() if line.strip()]
    height = (overlay.top - overlay.bottom) / max(1, len(lines))
    size = min(_FIELD_SIZE, max(1.0, 0.7 * height))
    for number, line in enumerate(lines):
        y = overlay.top - (number + 0.75) * height
        step = size / 2
        for i, letter in enumerate(line):
            x = overlay.left + i * step
            yield Glyph(letter, x, x + step, y, size, bold=False, italic=False)


def _layers(
    directions: Mapping[int, list[Glyph]], width: float, height: float
) -> tuple[Layer, ...]:
    main = max(directions, key=lambda quarter: len(directions[quarter]))
    kept = [
        quarter
        for quarter, glyphs in directions.items()
        if quarter == main or len(glyphs) >= _MIN_TURNED
    ]
    kept.sort(key=lambda quarter: (quarter != main, quarter))
    return tuple(
        Layer(*((width, height) if quarter % 2 == 0 else (height, width)), directions[quarter])
        for quarter in kept
    )
