"""What a line is to the lines next to it: the end of a text may lead in what follows."""

from __future__ import annotations

from collections.abc import Sequence

from kb.outline.line_shape import Shape, announces_list
from kb.outline.lines import TextLine

__all__ = ["TASK", "bare_name", "sort_of"]

TASK = "task"
"""Key of a line of a list of tasks."""


def sort_of(seen: Sequence[TextLine], shapes: Sequence[Shape], i: int) -> str:
    """Return what line *i* is to its neighbours: text that ends by announcing leads in."""
    if shapes[i].sort == "text" and announces_list(seen[i].body):
        return "lead-in"
    if shapes[i].key == TASK:
        return "lead-in"  # more may follow that is no infinitive
    return shapes[i].sort


def bare_name(line: TextLine) -> str:
    """Return what two lines that name the same thing share."""
    return line.body.rstrip(". ").casefold()
