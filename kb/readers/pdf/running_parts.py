"""Part running headers whose text changes: "Ripoti ya Mwaka" and the name of the chapter.

The rows of pages come in. A row at an edge of the page, of which one piece is the same on
many pages, becomes two: that piece, which ``running_lines`` drops, and the rest. The rest
is kept where its text occurs nowhere else. A cell that also recurs below, as in a table,
is no running header.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from kb.readers.pdf.lines import RowPiece

__all__ = ["parted_rows"]

Row = Sequence[RowPiece]
Key = tuple[str, int, int, float]
"""Text, edge, height in steps, and size of a piece."""

_MIN_PAGES, _MIN_SHARE = 3, 0.4
"""The minimum number of pages with the piece that recurs, and their minimum share."""


def parted_rows(
    pages: Sequence[Sequence[Row]], key_of: Callable[[int, int, RowPiece], Key | None]
) -> list[list[Row]]:
    """Return the rows of pages, with the headers that change cut into two.

    Args:
        pages: the rows of each page from top to bottom.
        key_of: returns what a piece in a row of a page must have in common with others;
            None if the row is not at an edge, or the piece is a page number.
    """
    seen: Counter[Key] = Counter()
    keys: list[dict[int, list[Key | None]]] = []
    for number, rows in enumerate(pages):
        own = {
            i: own_keys
            for i, row in enumerate(rows)
            if len(row) > 1 and any(own_keys := [key_of(number, i, piece) for piece in row])
        }
        keys.append(own)
        texts = Counter(piece.text for row in rows for piece in row)
        seen.update({key for row in own.values() for key in row if key and texts[key[0]] == 1})
    enough = max(_MIN_PAGES, _MIN_SHARE * len(pages))
    running = {key for key, count in seen.items() if count >= enough}
    places = {
        (number, i)
        for number, own in enumerate(keys)
        for i, row in own.items()
        if any(key in running for key in row) and any(key and key not in running for key in row)
    }
    said = {
        _text(row)
        for number, rows in enumerate(pages)
        for i, row in enumerate(rows)
        if (number, i) not in places
    }
    return [
        [
            part
            for i, row in enumerate(rows)
            for part in (
                _parts(row, keys[number][i], running, said) if (number, i) in places else [row]
            )
        ]
        for number, rows in enumerate(pages)
    ]


def _parts(row: Row, keys: Sequence[Key | None], running: set[Key], said: set[str]) -> list[Row]:
    """Return the piece that recurs next to the edge, and the rest if it is not said elsewhere."""
    same = [piece for piece, key in zip(row, keys, strict=True) if key in running]
    rest = [piece for piece in row if piece not in same]
    text = _text([piece for piece, key in zip(row, keys, strict=True) if key and piece in rest])
    if text in said:
        return [same]
    said.add(text)
    at_foot = any(key and key[1] for key in keys)
    return [rest, same] if at_foot else [same, rest]


def _text(row: Row) -> str:
    return " ".join(piece.text for piece in row).casefold()
