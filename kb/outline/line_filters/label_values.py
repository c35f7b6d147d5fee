"""Classify labels and their values as text: what a page says of itself in a box beside its text.

    OFISI INAYOHUSIKA                KITENGO CHA SHERIA
    Wizara ya Maji                   Legal Unit
    THAMANI                          KITENGO CHA UGAVI
    Inafaa                           Procurement Unit

A label in capitals has a few words below it, and then comes the next label. A heading has text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine

__all__ = ["filter_label_values"]

_MAX_VALUES, _MAX_WORDS = 3, 9
"""Lines of the value of a label, and words of one."""

_MAX_VERB = 3
"""Words of a value with a verb: "Inafaa"."""

_MIN_LABELS, _MIN_KNOWN = 2, 4
"""Labels from which they are a box; more where they name kinds of sections."""


def filter_label_values(page: PageLines) -> PageLines:
    """Return the page with its labels and their values as text.

    >>> from kb.outline.line_filters.base import page_lines
    >>> page = page_lines("OFISI HUSIKA\\nShule ya Gati\\nTHAMANI\\nInafaa\\nGati ni ya umma.")
    >>> [its.sort for its in filter_label_values(page).shapes]
    ['text', 'text', 'text', 'text', 'text']
    """
    seen, shapes = page
    result = list(shapes)
    first = 0
    while first < len(seen):
        labels: list[int] = []
        stop = first
        while _is_label(shapes, stop) and (end := _values(seen, shapes, stop + 1)) > stop + 1:
            labels.append(stop)
            stop = end
        if len(labels) > 1:  # the last has no more lines than the others
            stop = min(stop, labels[-1] + max(b - a for a, b in pairwise(labels)))
        known = all(shapes[i].known is not None for i in labels)
        if len(labels) >= (_MIN_KNOWN if known else _MIN_LABELS):
            result[first:stop] = [replace(its, sort="text") for its in shapes[first:stop]]
        first = max(stop, first + 1)
    return PageLines(seen, result)


def _is_label(shapes: Sequence[Shape], i: int) -> bool:
    return i < len(shapes) and shapes[i].sort == "short" and shapes[i].style == "caps"


def _values(seen: Sequence[TextLine], shapes: Sequence[Shape], first: int) -> int:
    """Return the line after the values that begin directly below a label; no value: *first*."""
    stop = first
    while stop < len(seen) and stop - first < _MAX_VALUES and not _is_label(shapes, stop):
        its = shapes[stop]
        words = {"short": _MAX_WORDS, "text": _MAX_VERB}.get(its.sort, 0)
        brief = its.style == "plain" and 0 < its.words <= words and not (its.stop or its.detail)
        if not brief or its.colon or (stop == first and seen[stop].above):
            break
        stop += 1
    return stop
