"""Read the rows of drawn pages: running lines are dropped, columns are put in order.

The rows of each page come in, its lines in reading order, its notes and footnotes go out.
Margins are those of the page itself; of a page that shows none, those of most pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kb.readers.pdf import columns
from kb.readers.pdf.columns import Margins, PageText
from kb.readers.pdf.lines import RowPiece
from kb.readers.pdf.running_lines import without_running_lines

__all__ = ["DrawnPage", "page_texts"]


class DrawnPage(NamedTuple):
    """The rows of a page that run in one direction."""

    page: int  # from 0
    width: float  # points
    height: float
    rows: list[list[RowPiece]]


def page_texts(drawn: Sequence[DrawnPage]) -> list[PageText]:
    """Return the text of the pages, without their running lines."""
    kept = without_running_lines([(page.height, page.rows) for page in drawn])
    sizes: Counter[float] = Counter()
    for page in kept:
        for row in page.rows:
            for piece in row:
                sizes[piece.size] += len(piece.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    edges = [
        columns.margins(page.rows, body, layer.width)
        for page, layer in zip(kept, drawn, strict=True)
    ]
    usual = _usual([own for own in edges if own])
    read = []
    for page, own, layer in zip(kept, edges, drawn, strict=True):
        margins = own or usual or _any(layer.width)
        one = columns.read_columns(page.rows, body, margins, usual or _any(layer.width), layer.page)
        one.footnotes.extend(columns.row_line(row, margins, layer.page) for row in page.copies)
        read.append(one)
    return read


def _usual(edges: Sequence[Margins]) -> Margins | None:
    """Return the margins that most pages have."""
    lefts = Counter(round(own.left / 4) for own in edges)
    if not lefts:
        return None
    left = lefts.most_common(1)[0][0]
    return next(own for own in edges if round(own.left / 4) == left)


def _any(width: float) -> Margins:
    return Margins(0.12 * width, 0.88 * width, width)
