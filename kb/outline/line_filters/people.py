"""Make lists of people text: names with a form of address, and the offices next to them.

    Bi. Neema Tunda
    Mkurugenzi Mkuu

A name begins with a form of address. Two names with at most an office between them make
a list.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.tables import outline_table

__all__ = ["filter_people"]

_ADDRESS = frozenset(row["word"] for row in outline_table("words.tsv") if row["role"] == "address")
_MAX_NAME = 6
"""Words of a name with its form of address."""

_MAX_BETWEEN = 2
"""Lines between two names of a list: an office, and what it is of."""

_OFFICES: AbstractSet[str] = {"uongozi", "viongozi", "menejimenti", "wakurugenzi"}
"""Forms that head a list of people, and are no person's office."""


def filter_people(page: PageLines) -> PageLines:
    """Set aside lists of people: names with a form of address, and the offices beside them."""
    seen, shapes = page
    result = list(shapes)
    named = [i for i, line in enumerate(seen) if _is_person(line, shapes[i])]
    for first, last in pairwise(named):
        between = shapes[first + 1 : last]
        if len(between) > _MAX_BETWEEN or any(its.sort != "short" for its in between):
            continue
        for i in range(first, last + 1):
            result[i] = replace(shapes[i], sort="text")
        for i in (first - 1, last + 1):
            if 0 <= i < len(seen) and _is_office(shapes[i]):
                result[i] = replace(shapes[i], sort="text")
    return PageLines(seen, result)


def _is_person(line: TextLine, its: Shape) -> bool:
    brief = its.words <= _MAX_NAME and its.style == "plain" and not (its.stop or its.detail)
    return brief and its.sort in {"short", "text"} and not _ADDRESS.isdisjoint(words_of(line)[:1])


def _is_office(its: Shape) -> bool:
    known = its.known if its.sort == "short" else None
    return known is not None and known.kind == "uongozi" and known.form not in _OFFICES
