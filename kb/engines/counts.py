"""Order what was counted: most frequent first, equal ones by code points."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

__all__ = ["most_frequent_first"]


def most_frequent_first(counts: Mapping[str, int]) -> dict[str, int]:
    """Return what occurs at all, most frequent first; equal ones by code points.

    >>> most_frequent_first({"b": 1, "a": 1, "c": 2, "d": 0})
    {'c': 2, 'a': 1, 'b': 1}
    """
    ordered = sorted(counts.items())
    ordered.sort(key=itemgetter(1), reverse=True)  # equal counts stay in the order of values
    return {value: count for value, count in ordered if count > 0}
