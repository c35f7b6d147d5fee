"""What a document with scanned pages needs: even sizes, stretches, refusals, warnings.

Numbers and rows of pages come in. The rows of pages that were read by OCR get even sizes
of type, because a size that was measured differs from line to line, and headings are
found by their size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.document import Recognized
from kb.messages import Message
from kb.readers.pdf.lines import RowPiece

__all__ = [
    "even_sizes",
    "recognized_stretches",
    "scan_refusal",
    "scan_warnings",
    "unmapped_refusal",
]

_SAME_SIZE = 0.08
"""Sizes that differ by less than this share are one: OCR measures a size to 5 %."""
_DOUBTFUL = 0.6
"""A page whose words are less sure than this is named to the clerk."""
_MAX_SHOWN = 20

_SCANNED = Message(
    "its pages are pictures without text; install tesseract-ocr and tesseract-ocr-swa, "
    "then run: kisima index"
)
_TOO_SLOW = Message(
    "its pages are pictures, and OCR read none of them in its time; "
    "raise KISIMA_OCR_SECONDS or KISIMA_OCR_PAGES"
)

_UNMAPPED = Message(
    "its fonts do not say which letters they draw; install tesseract-ocr and tesseract-ocr-swa, "
    "then run: kisima index"
)
_UNMAPPED_UNREAD = Message(
    "its fonts do not say which letters they draw, and OCR could not read them; save it again"
)

Rows = list[list[RowPiece]]


def even_sizes(pages: Sequence[Rows]) -> list[Rows]:
    """Return the rows of pages that were read by OCR, with few sizes of type.

    The size of most letters takes in the sizes next to it, and so on with the rest.
    """
    weights: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            for piece in row:
                weights[piece.size] += len(piece.text)
    size_of = _classes(weights)
    return [
        [[replace(piece, size=size_of[piece.size]) for piece in row] for row in rows]
        for rows in pages
    ]


def _classes(weights: Mapping[float, int]) -> dict[float, float]:
    """Return the size that each size becomes.

    >>> _classes({11.0: 900, 11.5: 300, 16.0: 40, 15.0: 10})
    {11.0: 11.0, 11.5: 11.0, 16.0: 16.0, 15.0: 16.0}
    """
    size_of: dict[float, float] = {}
    for size in sorted(weights, key=lambda size: -weights[size]):
        near = [taken for taken in size_of.values() if abs(taken - size) <= _SAME_SIZE * taken]
        size_of[size] = min(near, key=lambda taken: abs(taken - size)) if near else size
    return size_of


def recognized_stretches(
    text: str, pages: Sequence[int], confidences: Mapping[int, float]
) -> tuple[Recognized, ...]:
    """Return the stretches of a text that OCR read: one for each page that has text.

    Args:
        text: of the document.
        pages: where each page starts in it.
        confidences: of each page that OCR read, by its number from 0.
    """
    ends = (*pages[1:], len(text))
    return tuple(
        Recognized(pages[page], ends[page], round(confidence, 3))
        for page, confidence in sorted(confidences.items())
        if ends[page] > pages[page]
    )


def scan_refusal(*, has_ocr: bool) -> Message:
    """Return why a document of scanned pages was not read."""
    return _TOO_SLOW if has_ocr else _SCANNED


def unmapped_refusal(*, has_ocr: bool) -> Message:
    """Return why a document is refused whose fonts do not say which letters they draw."""
    return _UNMAPPED_UNREAD if has_ocr else _UNMAPPED


def scan_warnings(
    unread: Sequence[int], confidences: Mapping[int, float], *, has_ocr: bool
) -> tuple[Message, ...]:
    """Return what the clerk must know of the scanned pages.

    Args:
        unread: pages that are pictures and were not read, from 0.
        confidences: of each page that OCR read.
        has_ocr: OCR was there to read them.
    """
    warnings = []
    if unread and has_ocr:
        warnings.append(
            Message(
                "pages that OCR did not finish: {pages}; "
                "raise KISIMA_OCR_PAGES or KISIMA_OCR_SECONDS",
                pages=_listed(unread),
            )
        )
    elif unread:
        warnings.append(
            Message(
                "pages that are pictures only, not read: {pages}; "
                "install tesseract-ocr and tesseract-ocr-swa",
                pages=_listed(unread),
            )
        )
    doubtful = sorted(page for page, sure in confidences.items() if 0 < sure < _DOUBTFUL)
    if doubtful:
        warnings.append(
            Message(
                "pages that OCR is unsure of: {pages}; scan them again, straight and at 300 dpi",
                pages=_listed(doubtful),
            )
        )
    return tuple(warnings)


def _listed(pages: Sequence[int]) -> str:
    """Return the numbers of pages as people count them.

    >>> _listed([0, 3])
    '1, 4'
    """
    shown = ", ".join(str(page + 1) for page in pages[:_MAX_SHOWN])
    return f"{shown} …" if len(pages) > _MAX_SHOWN else shown
