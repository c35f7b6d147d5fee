"""Set aside the short lines of a page that are no headings because of where they stand.

Takes the shapes of lines, gives them with some made "item", "lead-in" or
"text": enumerated lines that follow one another are a list; several short
lines between two blank ones are an address, or a list without marks; and the
page's own name, standing again, is the start of an address.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kb.sections.lines import Line
from kb.sections.runs import Candidate
from kb.sections.shapes import Shape, announces

__all__ = ["bare_name", "sort_of", "without_blocks", "without_lists", "without_names"]

LEAST_LINES = 3
"""Of a block of short lines; two are a heading and its child, or its text."""

BRIEF = 8
"""Words of a line of an address, at most."""


def without_lists(shapes: Sequence[Shape]) -> list[Shape]:
    """Set aside lists: enumerated lines that follow one another, and what leads in a list."""
    result = list(shapes)
    for i, this in enumerate(shapes):
        if this.sort != "short":
            continue
        below = shapes[i + 1] if i + 1 < len(shapes) else None
        led = i > 0 and shapes[i - 1].sort == "lead-in" and below is not None
        if (i and _of_one_list(shapes[i - 1], this)) or (below and _of_one_list(this, below)):
            result[i] = replace(this, sort="item")
        elif led and this.style == "number" and below and below.sort == "item":
            result[i] = replace(this, sort="item")  # an item with items of its own
        elif this.colon and below and below.sort == "item" and this.style == "plain":
            result[i] = replace(this, sort="lead-in")
    return result


def _of_one_list(upper: Shape, lower: Shape) -> bool:
    if not upper.key or upper.key != lower.key:
        return False
    # The last line of a table of contents and the first heading are two things.
    return upper.style != "number" or upper.rank == (*lower.rank[:-1], lower.rank[-1] - 1)


def without_blocks(
    seen: Sequence[Line], shapes: Sequence[Shape], candidates: Sequence[Candidate]
) -> list[Shape]:
    """Set aside addresses and lists without marks: several short lines between two blank ones.

    Only the first line of such a block may head the others.
    """
    result = list(shapes)
    starts = [i for i, line in enumerate(seen) if line.above]
    for start, stop in zip(starts[1:], [*starts[2:], len(seen)], strict=True):
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
    return its.sort == "short" or (its.detail and its.words <= BRIEF)


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
    return shapes[i].sort
