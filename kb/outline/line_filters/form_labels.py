"""Classify the labels of an empty form as text: "Jina:", and "Mtaa:" directly below it."""

from __future__ import annotations

from dataclasses import replace

from kb.outline.line_filters.base import LABEL, PageLines
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine

__all__ = ["filter_form_labels"]

_MIN_LABELS = 3
"""Consecutive labels of a form; two may be a heading and its child."""


def filter_form_labels(page: PageLines) -> PageLines:
    """Return the page with the labels of an empty form as text."""
    seen, shapes = page
    result = list(shapes)
    i = 0
    while i < len(seen):
        stop = i
        while stop < len(seen) and _is_label(seen[stop], shapes[stop]):
            stop += 1
        one_word = stop - i > 1 and _is_empty(shapes[i]) and shapes[i].words == 1
        if stop - i >= _MIN_LABELS or (one_word and shapes[i + 1].sort == "text"):
            for j in range(i, stop):
                if _is_empty(shapes[j]) and j + 1 < len(seen) and (j + 1 < stop or j > i):
                    result[j] = replace(shapes[j], sort="text")
        i = max(stop, i + 1)
    return PageLines(seen, result)


def _is_label(line: TextLine, its: Shape) -> bool:
    return LABEL.match(line.body) is not None and (line.body.endswith(":") or not its.detail)


def _is_empty(its: Shape) -> bool:
    known = its.known is not None and its.known.plainly
    return its.sort == "short" and its.style == "plain" and its.colon and not known
