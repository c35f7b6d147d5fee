"""Order the shapes of a slide as they are seen.

Places come in, the order goes out: top to bottom, in one row left before right. Two columns of
placeholders with a heading each (the layout "Comparison") are read one after the other; boxes
that a person drew may be a table, and are read row by row.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["visual_order"]

Place = tuple[int, int]
"""How far from the top and from the left, in EMU: 360,000 are a centimetre."""

_SAME_ROW = 120_000
"""Difference in height below which shapes are in one row."""
_SAME_COLUMN = 360_000


def visual_order(places: Sequence[Place | None], held: Sequence[bool]) -> list[int]:
    """Return the numbers of shapes in the order in which they are seen.

    Args:
        places: of the shapes, as drawn; one without a place stays behind the one before it.
        held: whether each is a placeholder of the layout.

    >>> visual_order([(900_000, 0), (0, 900_000), (0, 0)], [False, False, False])
    [2, 1, 0]
    """
    known: list[Place] = []
    for place in places:
        known.append(place or (known[-1] if known else (0, 0)))
    rows: list[list[int]] = []
    for i in sorted(range(len(known)), key=lambda i: known[i][0]):
        if rows and known[i][0] - known[rows[-1][0]][0] <= _SAME_ROW:
            rows[-1].append(i)
        else:
            rows.append([i])
    rows = [sorted(row, key=lambda i: known[i][1]) for row in rows]

    def in_columns(upper: Sequence[int], lower: Sequence[int]) -> bool:
        return 1 < len(upper) == len(lower) and all(
            held[a] and held[b] and abs(known[a][1] - known[b][1]) <= _SAME_COLUMN
            for a, b in zip(upper, lower)
        )

    order: list[int] = []
    at = 0
    while at < len(rows):
        block = [rows[at]]
        while at + len(block) < len(rows) and in_columns(block[0], rows[at + len(block)]):
            block.append(rows[at + len(block)])
        order += [i for column in zip(*block) for i in column]
        at += len(block)
    return order
