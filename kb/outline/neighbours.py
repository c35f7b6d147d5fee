"""Classify a line for its neighbours: a text whose last sentence introduces a list leads it in."""

from __future__ import annotations

from collections.abc import Sequence

from kb.outline.line_shape import Shape, ends_in_lead_in
from kb.outline.lines import TextLine

__all__ = ["TASK", "bare_name", "sort_of"]

TASK = "task"
"""Key of a line of a list of tasks."""


def sort_of(seen: Sequence[TextLine], shapes: Sequence[Shape], i: int) -> str:
    """Return the sort of line *i* for the lines next to it; text that ends in a lead-in is one."""
    if shapes[i].sort == "text" and ends_in_lead_in(seen[i].body):
        return "lead-in"
    if shapes[i].key == TASK:
        return "lead-in"  # further items may begin with another word
    return shapes[i].sort


def bare_name(line: TextLine) -> str:
    """Return the name in a line, in the form in which names are compared."""
    return line.body.rstrip(". ").casefold()
