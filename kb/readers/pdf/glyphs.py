"""Read the letters of each page of a PDF, with their place and their type.

The bytes of a file come in, its PdfPages go out. A PDF says where each letter is drawn,
but not in which order people read the letters: some printers draw lines from right to
left. Therefore only the places decide the order.

Letters that run up, down or upside down are turned until they run to the right. They
make a layer of their own, after the other letters of the page. The values of form
fields and the comments on a page become letters, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kb.readers.pdf.pdfium.document import has_pictures, open_pages, opened
from kb.readers.pdf.pdfium.geometry import page_size
from kb.readers.pdf.pdfium.letters import GlyphFace, Letter, page_letters
from kb.readers.pdf.pdfium.overlays import Overlay, page_overlays

__all__ = ["MIN_LETTERS", "Glyph", "Layer", "PdfPage", "pages"]

_MAX_GLYPHS = 60_000
"""On one page. Some maps and drawings draw every dot as a letter."""

_MIN_TURNED = 8
"""Letters in another direction. Fewer are a mark in the margin, not text."""

_STRAIGHT = 0.98
"""The minimum cosine of the angle to an axis. Other text is a stamp across the page ("RASIMU")."""

MIN_LETTERS = 20
"""A page with fewer letters may be scanned, so it is searched for pictures."""

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


class Layer(NamedTuple):
    """The letters of a page that run in one direction, turned so that they run to the right."""

    width: float
    height: float
    glyphs: list[Glyph]


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The letters of one page."""

    layers: tuple[Layer, ...]  # the direction of main letters first
    pictures: bool  # searched for only on a page with few letters
    unmapped: int  # letters whose font does not say which they are

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return sum(len(layer.glyphs) for layer in self.layers)


def pages(data: bytes, max_pages: int) -> Iterator[PdfPage]:
    """Yield the pages of a PDF.

    Args:
        data: the file.
        max_pages: a PDF with more pages is refused.

    Raises:
        Unreadable: it is no PDF, is damaged or encrypted, or has too many pages.
    """
    with opened(data, max_pages) as document:
        for page in open_pages(document):
            if page is None:
                yield PdfPage((Layer(1.0, 1.0, []),), pictures=False, unmapped=0)
            else:
                yield _page(document, page)


def _page(document: Any, page: Any) -> PdfPage:
    width, height = page_size(page)
    directions: dict[int, list[Glyph]] = {0: []}
    unmapped = count = 0
    last = quarter = None
    for letter in page_letters(page):
        if letter is None:
            unmapped += 1
            continue
        run = letter[5]
        if run is not last:
            last, quarter = run, _quarter(run.face)
        if quarter is not None:
            directions.setdefault(quarter, []).append(_glyph(letter, quarter, width, height))
            count += 1
            if count >= _MAX_GLYPHS:
                break
    for overlay in page_overlays(document, page):
        directions[0].extend(_of_overlay(overlay))
    layers = _layers(directions, width, height)
    few = sum(len(layer.glyphs) for layer in layers) < MIN_LETTERS
    return PdfPage(layers, few and has_pictures(page), unmapped)


def _quarter(face: GlyphFace) -> int | None:
    """Return the direction of letters: 0 right, 1 up, 2 left, 3 down; None: another angle."""
    if not face.upright or face.size <= _SPECK:
        return None
    for quarter, along in enumerate((face.cos, face.sin, -face.cos, -face.sin)):
        if along > _STRAIGHT:
            return quarter
    return None


def _glyph(letter: Letter, quarter: int, width: float, height: float) -> Glyph:
    """Return a letter in the coordinates of its own direction."""
    text, left, bottom, right, top, (face, x, y) = letter
    if quarter == 0:
        x0, x1, base = left, right, y
    elif quarter == 1:
        x0, x1, base = bottom, top, width - x
    elif quarter == 2:
        x0, x1, base = width - right, width - left, height - y
    else:
        x0, x1, base = height - top, height - bottom, x
    return Glyph(_LIGATURES.get(text, text), x0, x1, base, face.size, face.bold, face.italic)


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
