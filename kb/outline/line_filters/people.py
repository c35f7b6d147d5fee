"""Classify lists of people as text: names with a form of address, and their offices.

    Bi. Neema Tunda
    Mkurugenzi Mkuu

A name begins with a form of address. Two names with no more than an office between them
are a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.tables import words_of_role

__all__ = ["filter_people", "is_person"]

_ADDRESS = frozenset(words_of_role("address"))
_MAX_NAME = 6
"""Words of a name with its form of address."""

_MAX_BETWEEN = 2
"""Lines between two names of a list: an office, and its department."""

_HOLDER = re.compile(
    r"(?:[A-Z][\w.'’]+ ){2,4}[-–] (?:Ag\.? |Kaimu )?"
    r"(?:\w+ ){0,3}(?:Director|Manager|Officer|Secretary|Mkurugenzi|Katibu|Meneja|Mwenyekiti)\b.{0,40}"
)
"""A name and an office on one line: "Zawadi Bonde - Kaimu Mkurugenzi"."""

_MAX_BROKEN, _MAX_OFFICE = 5, 8
"""Lines of offices that are broken over lines, and words of one."""

_ENGLISH: AbstractSet[str] = {"director", "manager", "officer", "secretary", "commissioner"}

_OFFICES: AbstractSet[str] = {"uongozi", "viongozi", "menejimenti", "wakurugenzi"}
"""Headings of lists of people; these are not the office of one person."""


def filter_people(page: PageLines) -> PageLines:
    """Return the page with lists of people as text: the names and the offices next to them."""
    seen, shapes = page
    result = list(shapes)
    holders = {i for i, line in enumerate(seen) if i and _HOLDER.fullmatch(line.body)}
    for i in holders:
        result[i] = replace(shapes[i], sort="text")
    people = [i for i, line in enumerate(seen) if i in holders or is_person(line, shapes[i])]
    for first, last in pairwise(people):
        between = range(first + 1, last)
        if not _are_offices(seen, shapes, between):
            continue
        for i in range(first, last + 1):
            result[i] = replace(shapes[i], sort="text")
        for i in (first - 1, last + 1):
            if 0 <= i < len(seen) and (_is_office(shapes[i]) or _names_office(seen[i], shapes[i])):
                result[i] = replace(shapes[i], sort="text")
    return PageLines(seen, result)


def is_person(line: TextLine, its: Shape) -> bool:
    """Tell whether a line is a name with a form of address: "Bi. Neema Tunda"."""
    brief = its.words <= _MAX_NAME and its.style == "plain" and not (its.stop or its.detail)
    return brief and its.sort in {"short", "text"} and not _ADDRESS.isdisjoint(words_of(line)[:1])


def _are_offices(seen: Sequence[TextLine], shapes: Sequence[Shape], between: range) -> bool:
    """Tell whether the lines between two names are offices; in English they may be broken."""
    few = len(between) <= _MAX_BETWEEN and all(shapes[i].sort == "short" for i in between)
    broken = len(between) <= _MAX_BROKEN and all(shapes[i].sort != "item" for i in between)
    brief = all(0 < shapes[i].words <= _MAX_NAME and not shapes[i].stop for i in between)
    named = any(_names_office(seen[i], shapes[i]) for i in between)
    return few or (broken and brief and named)


def _names_office(line: TextLine, its: Shape) -> bool:
    """Tell whether a line is an English office: "Director of Finance"."""
    return its.words <= _MAX_OFFICE and not _ENGLISH.isdisjoint(words_of(line))


def _is_office(its: Shape) -> bool:
    known = its.known if its.sort == "short" else None
    return known is not None and known.kind == "uongozi" and known.form not in _OFFICES
