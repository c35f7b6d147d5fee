"""Classify addresses and lists without marks as text: short lines between two blank ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.outline.details import is_contact
from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.neighbours import TASK, sort_of
from kb.outline.runs import HeadingCandidate

__all__ = ["AddressBlocks"]

_MIN_LINES = 3
"""Lines of a block; two lines are a heading and its child, or its text."""

_MAX_BRIEF, _MAX_LINE, _MIN_CONTACTS = 8, 10, 2
"""Words of the longest line of an address, also with its number; and lines with contacts."""


@dataclass(frozen=True, slots=True)
class AddressBlocks:
    """Classifies several short lines between two blank ones as text.

    Only the first of them may be a heading of the others.
    """

    candidates: Sequence[HeadingCandidate]  # one a line: what the page says of each

    def __call__(self, page: PageLines) -> PageLines:
        """Return the page with its address blocks as text."""
        seen, shapes = page
        result = list(shapes)
        starts = [i for i, line in enumerate(seen) if line.above]
        for start, stop in pairwise([*starts[1:], len(seen)]):
            block = range(start, stop)
            brief = all(_brief(shapes[i]) for i in block) or _is_address(seen, shapes, block)
            if len(block) < _MIN_LINES or not brief:
                continue
            inner = (
                any(shapes[i].detail for i in block)
                or sort_of(seen, shapes, start - 1) == "lead-in"
            )
            for i in block:
                heading = self.candidates[i].explicit or self.candidates[i].announced
                if i == start:
                    heading = heading or not inner or self.candidates[i].strong
                if shapes[i].sort == "short" and not heading:
                    result[i] = replace(shapes[i], sort="text")
        return PageLines(seen, result)


def _is_address(seen: Sequence[TextLine], shapes: Sequence[Shape], block: range) -> bool:
    """Tell whether a block is an address: short lines, of which some are numbers to call."""
    contacts = sum(is_contact(seen[i].body) for i in block)
    short = all(len(seen[i].body.split()) <= _MAX_LINE for i in block)
    return contacts >= _MIN_CONTACTS and short and all(shapes[i].sort != "item" for i in block)


def _brief(its: Shape) -> bool:
    return its.sort == "short" or its.key == TASK or (its.detail and its.words <= _MAX_BRIEF)
