"""Classify tasks without marks as a list: consecutive infinitives below their lead-in."""

from __future__ import annotations

from dataclasses import replace

from kb.outline.line_filters.base import PageLines
from kb.outline.neighbours import TASK, sort_of
from kb.outline.sentences import is_infinitive

__all__ = ["filter_task_lists"]


def filter_task_lists(page: PageLines) -> PageLines:
    """Return the page with consecutive infinitives below a lead-in as the items of a list."""
    seen, shapes = page
    result = list(shapes)
    stop = 0
    for i in range(len(seen) - 1):
        if i < stop or sort_of(seen, shapes, i) != "lead-in":
            continue
        stop = i + 1
        while stop < len(seen) and shapes[stop].style == "plain" and is_infinitive(seen[stop].body):
            stop += 1
        tasks = shapes[i + 1 : stop]
        # Values may begin so too: Kuthamini Wateja, and its explanation below.
        paired = all(its.sort == ("text" if j % 2 else "short") for j, its in enumerate(tasks))
        if len(tasks) > 1 and not (paired and len(tasks) % 2 == 0):
            result[i + 1 : stop] = [replace(its, sort="item", key=TASK) for its in tasks]
    return PageLines(seen, result)
