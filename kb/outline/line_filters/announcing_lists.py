"""Classify a list that announces headings as a list: all its lines occur again below."""

from __future__ import annotations

from dataclasses import replace

from kb.outline.announcements import MAX_ITEMS, ListNames, leads
from kb.outline.line_filters.base import PageLines

__all__ = ["filter_announcing_lists"]


def filter_announcing_lists(page: PageLines) -> PageLines:
    """Return the page with each announcing list as items: short lines that all occur again below."""
    seen, shapes = page
    result = list(shapes)
    names = ListNames(seen, shapes)
    for i, line in enumerate(seen[:-2]):
        if shapes[i + 1].sort != "short" or not leads(line, shapes[i]):
            continue
        stop = i + 1
        while (
            stop < min(len(seen), i + MAX_ITEMS)
            and shapes[stop].sort == "short"
            and next(names.later(seen[stop].body, stop + 1), None) is not None
        ):
            stop += 1
        if stop - i > 2:  # one line alone is no list
            for j in range(i + 1, stop):
                result[j] = replace(shapes[j], sort="item")
    return PageLines(seen, result)
