"""Classify tasks without marks as a list: consecutive infinitives below their lead-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.neighbours import TASK, sort_of
from kb.outline.sentences import is_infinitive

__all__ = ["filter_task_lists"]


_MAX_NAMES = 2
_MIN_TASKS = 4
"""Infinitives that are a list without a lead-in."""


def filter_task_lists(page: PageLines) -> PageLines:
    """Return the page with consecutive infinitives as the items of a list.

    Below a lead-in two are a list; elsewhere it takes more, and no blank lines between.
    """
    seen, shapes = page
    result = list(shapes)
    stop = 0
    for i in range(len(seen) - 1):
        if i < stop:
            continue
        led = sort_of(seen, shapes, i) == "lead-in"
        stop = i + 1
        while stop < len(seen) and _is_task(seen[stop], shapes[stop]):
            if not led and stop > i + 1 and seen[stop].above:
                break
            stop += 1
            if not led and stop - i > 2:
                stop = _over_names(seen, shapes, stop)
        tasks = shapes[i + 1 : stop]
        if not led and len(tasks) < _MIN_TASKS:
            continue
        # Values may begin so too: Kuthamini Wateja, and its explanation below.
        paired = all(its.sort == ("text" if j % 2 else "short") for j, its in enumerate(tasks))
        if len(tasks) > 1 and not (paired and len(tasks) % 2 == 0):
            result[i + 1 : stop] = [replace(its, sort="item", key=TASK) for its in tasks]
    return PageLines(seen, result)


def _over_names(seen: Sequence[TextLine], shapes: Sequence[Shape], stop: int) -> int:
    """Return the next task where only a name or two are between: "Usimamizi wa tovuti"."""
    for i in range(stop, min(stop + _MAX_NAMES + 1, len(seen))):
        if seen[i].above:
            return stop
        if _is_task(seen[i], shapes[i]):
            return i
        if shapes[i].sort != "short" or shapes[i].style != "plain" or shapes[i].colon:
            return stop
    return stop


def _is_task(line: TextLine, its: Shape) -> bool:
    return its.style == "plain" and is_infinitive(line.body)
