"""Tell what runs along the pages from what they say: running headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kb.readers.pdf.lines import RowPiece

__all__ = ["without"]

Rows = Sequence[Sequence[RowPiece]]

_EDGE = 0.13
"""Of a page's height, from the top and from the foot: beyond it nothing runs along."""
_ROWS = 3
_LEAST, _SHARE = 3, 0.15
"""On how many pages, and on what share of them, a line must stand to be a running one."""

_NUMBER = re.compile(
    r"[\W_]*(?:(?:uk(?:urasa)?|page|pg?|kurasa)\.?\s*)?"
    r"(?:\d{1,4}|[ivxlc]{1,8})(?:\s*(?:/|kati ya|of|wa|ya)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def without(pages: Sequence[tuple[float, Rows]]) -> list[list[Sequence[RowPiece]]]:
    """Return the rows of every page without what runs along them.

    Args:
        pages: the height of each page, and its rows from top to bottom.
    """
    seen: Counter[str] = Counter()
    for height, rows in pages:
        seen.update({_key(rows[i]) for i in _at_edges(height, rows)})
    least = max(_LEAST, _SHARE * len(pages))
    running = {key for key, count in seen.items() if count >= least}
    kept: list[list[Sequence[RowPiece]]] = []
    for height, rows in pages:
        gone = _gone(height, rows, running)
        kept.append([row for i, row in enumerate(rows) if i not in gone])
    return kept


def _gone(height: float, rows: Rows, running: set[str]) -> set[int]:
    """Return which rows of a page run along; only from its edges inwards, never past text."""
    edges = _at_edges(height, rows)
    gone: set[int] = set()
    for order in (edges, edges[::-1]):
        for i in order:
            text = _text(rows[i])
            if _key(rows[i]) not in running and not _NUMBER.fullmatch(text):
                break
            gone.add(i)
    return gone


def _at_edges(height: float, rows: Rows) -> list[int]:
    last = len(rows) - 1
    return [
        i
        for i, row in enumerate(rows)
        if (i < _ROWS and row[0].y > (1 - _EDGE) * height)
        or (i > last - _ROWS and row[0].y < _EDGE * height)
    ]


def _text(row: Sequence[RowPiece]) -> str:
    return " ".join(piece.text for piece in row)


def _key(row: Sequence[RowPiece]) -> str:
    """Return what a running line has in common on every page: all but its numbers."""
    return _DIGITS.sub("#", _text(row))
