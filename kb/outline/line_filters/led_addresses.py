"""Classify addresses inside a text as text: names and contacts below the line that leads them in.

Anuani ya barua ni kama ifuatavyo:
Katibu Tawala
S.L.P 544
MTWARA
"""

from __future__ import annotations

from dataclasses import replace

from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import Shape
from kb.outline.neighbours import sort_of

__all__ = ["filter_led_addresses"]

_MIN_CONTACTS = 2
_MAX_WORDS = 8
"""Words of a line of an address."""


def filter_led_addresses(page: PageLines) -> PageLines:
    """Return the page with the addresses that a lead-in introduces as text."""
    seen, shapes = page
    result = list(shapes)
    stop = 0
    for i in range(len(seen) - 1):
        if i < stop or sort_of(seen, shapes, i) != "lead-in":
            continue
        stop = i + 1
        while stop < len(seen) and _is_line(shapes[stop]):
            stop += 1
        if sum(its.contact for its in shapes[i + 1 : stop]) >= _MIN_CONTACTS:
            result[i + 1 : stop] = [replace(its, sort="text") for its in shapes[i + 1 : stop]]
    return PageLines(seen, result)


def _is_line(its: Shape) -> bool:
    plain = its.style in {"plain", "caps"} and its.words <= _MAX_WORDS
    return plain and its.sort in {"short", "text"} and not its.stop
