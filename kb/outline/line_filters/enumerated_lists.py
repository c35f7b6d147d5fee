"""Classify consecutive enumerated lines as a list, and the line before a list as a lead-in.

The items of a list are short and begin with a capital, as headings do. The items of one
list have the same kind of mark, and consecutive numbers. Numbered capitals that no lead-in
introduces, on a page whose headings are in capitals, are headings whose lists were lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import Shape
from kb.outline.neighbours import sort_of

__all__ = ["filter_enumerated_lists"]


_MIN_LOUD = 3
"""Lines in capitals, without numbers, from which capitals are a style of headings."""


def filter_enumerated_lists(page: PageLines) -> PageLines:
    """Return the page with consecutive enumerated lines as items, and what leads in a list."""
    seen, shapes = page
    result = list(shapes)
    loud = sum(its.sort == "short" and its.style == "caps" for its in shapes) >= _MIN_LOUD
    led_in = False
    for i, this in enumerate(shapes):
        if not this.key:
            led_in = sort_of(seen, shapes, i) == "lead-in"
        if this.sort != "short" or this.series or (loud and this.caps and not led_in):
            continue
        below = shapes[i + 1] if i + 1 < len(shapes) else None
        led = i > 0 and sort_of(seen, shapes, i - 1) == "lead-in" and below is not None
        known = this.known is not None and this.known.plainly
        if (
            (i and _of_one_list(shapes[i - 1], this))
            or (below and _of_one_list(this, below))
            or _continues_list(result, i)
        ):
            result[i] = replace(this, sort="item")
        elif led and this.style == "number" and below and below.sort == "item" and not known:
            _set_aside_list(result, i)  # an item with items of its own, and the items after it
        elif this.colon and below and below.sort == "item" and this.style == "plain":
            result[i] = replace(this, sort="lead-in")
    return PageLines(seen, result)


def _set_aside_list(shapes: list[Shape], first: int) -> None:
    """Make a numbered line an item, and the lines that continue its numbers below its own items."""
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


def _continues_list(shapes: Sequence[Shape], place: int) -> bool:
    """Tell whether a line has the next number of an item above it, with only items between."""
    this = shapes[place]
    above = place - 1
    while above >= 0 and shapes[above].sort == "item":
        if this.style == "number" and shapes[above].key == this.key:
            return _of_one_list(shapes[above], this)
        above -= 1
    return False


def _of_one_list(upper: Shape, lower: Shape) -> bool:
    if not upper.key or upper.key != lower.key:
        return False
    # The last line of a table of contents and the first heading are not one list.
    return upper.style != "number" or upper.rank == (*lower.rank[:-1], lower.rank[-1] - 1)
