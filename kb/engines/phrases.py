"""Count how often the steps of a phrase occur in order, from the positions of each step."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

__all__ = ["count_starts"]


def count_starts(places: Sequence[AbstractSet[int]], gaps: Sequence[int], slop: int) -> int:
    """Return from how many first positions all the others can be reached.

    >>> count_starts([{0, 9}, {2, 11}], gaps=(2,), slop=0)
    2
    >>> count_starts([{0}, {3}], gaps=(2,), slop=0), count_starts([{0}, {3}], gaps=(2,), slop=1)
    (0, 1)
    """
    if not slop:
        offset, starts = 0, set(places[0])
        for gap, step in zip(gaps, places[1:], strict=True):
            offset += gap
            starts = {start for start in starts if start + offset in step}
        return len(starts)
    return sum(_reaches(start, places, gaps, slop) for start in places[0])


def _reaches(
    start: int, places: Sequence[AbstractSet[int]], gaps: Sequence[int], slop: int
) -> bool:
    """Say whether the other steps follow *start*, at most *slop* positions late in all."""
    late = {start: 0}  # where the steps so far may end, and how late at best
    for gap, (_, step) in zip(gaps, pairwise(places), strict=True):
        reached: dict[int, int] = {}
        for position, used in late.items():
            for more in range(slop - used + 1):
                place = position + gap + more
                if place in step:
                    reached[place] = min(reached.get(place, slop), used + more)
        late = reached
    return bool(late)
