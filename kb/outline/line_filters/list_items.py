"""Set aside the short lines of a page that are no headings because of where they stand.

Takes the shapes of lines, gives them with some made "item", "lead-in" or
"text": enumerated lines that follow one another are a list; several short
lines between two blank ones are an address, or a list without marks; tasks
that a lead-in names one under the other (ku-…, ku-…) are one too; and the
page's own name, standing again, is the start of an address. The other way
round, one line of a series 1.0, 2.0, 3.0 is a heading if the others are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from kb.outline.line_shape import MOST_LETTERS, MOST_WORDS, Shape, announces
from kb.outline.lines import Line
from kb.outline.runs import Candidate
from kb.outline.sentences import is_infinitive

__all__ = [
    "bare_name",
    "sort_of",
    "with_series",
    "without_blocks",
    "without_lists",
    "without_names",
    "without_tasks",
]

LEAST_LINES = 3
"""Of a block of short lines; two are a heading and its child, or its text."""

TASK = "task"
"""Key of a line of a list of tasks."""

LEAST_IN_SERIES = 2
"""Headings that make others of their series headings too."""

BRIEF = 8
"""Words of a line of an address, at most."""


def without_lists(seen: Sequence[Line], shapes: Sequence[Shape]) -> list[Shape]:
    """Set aside lists: enumerated lines that follow one another, and what leads in a list."""
    result = list(shapes)
    for i, this in enumerate(shapes):
        if this.sort != "short":
            continue
        below = shapes[i + 1] if i + 1 < len(shapes) else None
        led = i > 0 and sort_of(seen, shapes, i - 1) == "lead-in" and below is not None
        known = this.known is not None and this.known.plainly
        if (i and _of_one_list(shapes[i - 1], this)) or (below and _of_one_list(this, below)):
            result[i] = replace(this, sort="item")
        elif led and this.style == "number" and below and below.sort == "item" and not known:
            _set_aside_list(result, i)  # an item with items of its own, and those after it
        elif this.colon and below and below.sort == "item" and this.style == "plain":
            result[i] = replace(this, sort="lead-in")
    return result


def _set_aside_list(shapes: list[Shape], first: int) -> None:
    """Make a numbered line an item, and each that goes on counting below the items under it."""
    last = shapes[first]
    for i in range(first, len(shapes)):
        this = shapes[i]
        goes_on = i == first or (
            this.key == last.key and this.rank == (*last.rank[:-1], last.rank[-1] + 1)
        )
        if goes_on and this.style == "number":
            shapes[i] = last = replace(this, sort="item")
        elif this.sort != "item":
            return


def _of_one_list(upper: Shape, lower: Shape) -> bool:
    if not upper.key or upper.key != lower.key:
        return False
    # The last line of a table of contents and the first heading are two things.
    return upper.style != "number" or upper.rank == (*lower.rank[:-1], lower.rank[-1] - 1)


def with_series(seen: Sequence[Line], shapes: Sequence[Shape]) -> list[Shape]:
    """Take every line of a series 1.0, 2.0, 3.0 for a heading, if two are: one may end in a stop.

    Nobody numbers the items of a list so; the nought is there for 1.1 and 1.2.
    """
    result = list(shapes)
    of_series = [i for i, its in enumerate(shapes) if its.key == "number1" and len(its.rank) == 1]
    if sum(shapes[i].sort == "short" for i in of_series) < LEAST_IN_SERIES:
        return result
    for i in of_series:
        body = seen[i].body
        fits = len(body.split()) <= MOST_WORDS + 1 and len(body) <= MOST_LETTERS
        headed = i + 1 < len(seen) and shapes[i + 1].sort in {"text", "lead-in"}
        if shapes[i].sort == "item" and fits and headed and not body.endswith((":", ";", ",")):
            stop = body.endswith(".")
            result[i] = replace(shapes[i], sort="short", end=shapes[i].end - stop)
    return result


def without_tasks(seen: Sequence[Line], shapes: Sequence[Shape]) -> list[Shape]:
    """Set aside tasks without marks: infinitives under one another, below what leads them in."""
    result = list(shapes)
    stop = 0
    for i in range(len(seen) - 1):
        if i < stop or sort_of(seen, shapes, i) != "lead-in":
            continue
        stop = i + 1
        while stop < len(seen) and shapes[stop].style == "plain" and is_infinitive(seen[stop].body):
            stop += 1
        tasks = shapes[i + 1 : stop]
        # Values with their text may begin so too: Kuthamini Wateja, and below it what it means.
        paired = all(its.sort == ("text" if j % 2 else "short") for j, its in enumerate(tasks))
        if len(tasks) > 1 and not (paired and len(tasks) % 2 == 0):
            result[i + 1 : stop] = [replace(its, sort="item", key=TASK) for its in tasks]
    return result


def without_blocks(
    seen: Sequence[Line], shapes: Sequence[Shape], candidates: Sequence[Candidate]
) -> list[Shape]:
    """Set aside addresses and lists without marks: several short lines between two blank ones.

    Only the first line of such a block may head the others.
    """
    result = list(shapes)
    starts = [i for i, line in enumerate(seen) if line.above]
    for start, stop in pairwise([*starts[1:], len(seen)]):
        block = range(start, stop)
        if len(block) < LEAST_LINES or not all(_brief(shapes[i]) for i in block):
            continue
        inner = (
            any(shapes[i].detail for i in block) or sort_of(seen, shapes, start - 1) == "lead-in"
        )
        for i in block:
            stands = candidates[i].explicit or candidates[i].announced
            if i == start:
                stands = stands or not inner or candidates[i].strong
            if shapes[i].sort == "short" and not stands:
                result[i] = replace(shapes[i], sort="text")
    return result


def _brief(its: Shape) -> bool:
    return its.sort == "short" or its.key == TASK or (its.detail and its.words <= BRIEF)


def without_names(
    seen: Sequence[Line],
    shapes: Sequence[Shape],
    candidates: Sequence[Candidate],
    names: Collection[str],
) -> list[Shape]:
    """Set aside lines that repeat the name of the page, or of who publishes it."""
    return [
        replace(its, sort="text")
        if its.sort == "short" and not this.explicit and bare_name(line) in names
        else its
        for line, its, this in zip(seen, shapes, candidates, strict=True)
    ]


def bare_name(line: Line) -> str:
    """Return what two lines that name the same thing share."""
    return line.body.rstrip(". ").casefold()


def sort_of(seen: Sequence[Line], shapes: Sequence[Shape], i: int) -> str:
    """Return what line *i* is to its neighbours: text that ends by announcing leads in."""
    if shapes[i].sort == "text" and announces(seen[i].body):
        return "lead-in"
    if shapes[i].key == TASK:
        return "lead-in"  # more may follow that is no infinitive
    return shapes[i].sort
