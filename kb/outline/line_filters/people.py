"""Classify lists of people as text: names with a form of address, and their offices.

    Bi. Neema Tunda
    Mkurugenzi Mkuu

A name begins with a form of address. Two names with no more than an office between them
are a list.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.tables import outline_table

__all__ = ["filter_people", "is_person"]

_ADDRESS = frozenset(row["word"] for row in outline_table("words.tsv") if row["role"] == "address")
_MAX_NAME = 6
"""Words of a name with its form of address."""

_MAX_BETWEEN = 2
"""Lines between two names of a list: an office, and its department."""

_OFFICES: AbstractSet[str] = {"uongozi", "viongozi", "menejimenti", "wakurugenzi"}
"""Headings of lists of people; these are not the office of one person."""


def filter_people(page: PageLines) -> PageLines:
    """Return the page with lists of people as text: the names and the offices next to them."""
    seen, shapes = page
    result = list(shapes)
    people = [i for i, line in enumerate(seen) if is_person(line, shapes[i])]
    for first, last in pairwise(people):
        between = shapes[first + 1 : last]
        if len(between) > _MAX_BETWEEN or any(its.sort != "short" for its in between):
            continue
        for i in range(first, last + 1):
            result[i] = replace(shapes[i], sort="text")
        for i in (first - 1, last + 1):
            if 0 <= i < len(seen) and _is_office(shapes[i]):
                result[i] = replace(shapes[i], sort="text")
    return PageLines(seen, result)


def is_person(line: TextLine, its: Shape) -> bool:
    """Tell whether a line is a name with a form of address: "Bi. Neema Tunda"."""
    brief = its.words <= _MAX_NAME and its.style == "plain" and not (its.stop or its.detail)
    return brief and its.sort in {"short", "text"} and not _ADDRESS.isdisjoint(words_of(line)[:1])


def _is_office(its: Shape) -> bool:
    known = its.known if its.sort == "short" else None
    return known is not None and known.kind == "uongozi" and known.form not in _OFFICES
