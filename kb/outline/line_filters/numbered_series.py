"""Classify every line of a series 1.0, 2.0, 3.0 as a heading, if two of them are headings."""

from __future__ import annotations

from dataclasses import replace

from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import MAX_LETTERS, MAX_WORDS

__all__ = ["filter_numbered_series"]

_MIN_HEADINGS = 2
"""Headings of a series from which its other lines are headings too."""


def filter_numbered_series(page: PageLines) -> PageLines:
    """Return the page with every line of a series 1.0, 2.0, 3.0 as a heading, if two are headings.

    A line of the series may end in a full stop. Lists are not numbered in this way: the
    zero is there because 1.1 and 1.2 follow.
    """
    seen, shapes = page
    result = list(shapes)
    of_series = [i for i, its in enumerate(shapes) if its.key == "number1" and len(its.rank) == 1]
    if sum(shapes[i].sort == "short" for i in of_series) < _MIN_HEADINGS:
        return PageLines(seen, result)
    for i in of_series:
        body = seen[i].body
        fits = len(body.split()) <= MAX_WORDS + 1 and len(body) <= MAX_LETTERS
        headed = i + 1 < len(seen) and shapes[i + 1].sort in {"text", "lead-in"}
        if shapes[i].sort == "item" and fits and headed and not body.endswith((":", ";", ",")):
            stop = body.endswith(".")
            result[i] = replace(shapes[i], sort="short", end=shapes[i].end - stop)
    return PageLines(seen, result)
