"""Classify the first line of each record as a heading, on a page of labelled records.

    Kozi: Ushonaji        ◄ the heading of the record
    Muda: miezi mitatu

A page of courses, projects, words or questions repeats the same labels for each record.
The value of the first label of a record is the name of the record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kb.outline.kinds import match_kind
from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import MAX_WORDS, Shape
from kb.outline.lines import TextLine

__all__ = ["filter_labelled_records"]

_PAIR = re.compile(r"([^\W\d]\w*(?: \w+){0,2})\s?:\s*(\S.*)")
_MIN_RECORDS = 3
_MIN_QUESTIONS = 2
_MAX_WORDS = 8
"""Words of the name of a record; a longer value is a statement."""


def filter_labelled_records(page: PageLines) -> PageLines:
    """Return the page with the first line of each record as a heading, where it has enough records."""
    seen, shapes = page
    result = list(shapes)
    pairs = {i: pair for i, line in enumerate(seen) if (pair := _pair(line, shapes[i]))}
    places: dict[str, list[int]] = {}
    for i, (label, _) in pairs.items():
        places.setdefault(label, []).append(i)
    rounds = [at for at in places.values() if len(at) >= _MIN_QUESTIONS]
    if not rounds:
        return PageLines(seen, result)
    leading = min(rounds, key=lambda at: at[0])
    if _opens(seen, shapes, leading, [pairs[i][1] for i in leading]):
        for i in leading:
            body = seen[i].body
            start = seen[i].start
            result[i] = Shape(
                "short", "record", (), start, start + len(body), len(body.split()), match_kind(body)
            )
    return PageLines(seen, result)


def _pair(line: TextLine, its: Shape) -> tuple[str, str] | None:
    """Return the label of a line and its value."""
    match = _PAIR.fullmatch(line.body)
    if match is None or line.joined or its.sort == "item":
        return None
    return match[1].casefold(), match[2]


def _opens(
    seen: Sequence[TextLine], shapes: Sequence[Shape], at: Sequence[int], values: Sequence[str]
) -> bool:
    """Tell whether a label is the first of every record, and its values are the names."""
    questions = all(value.endswith("?") and len(value.split()) <= MAX_WORDS for value in values)
    if len(at) < (_MIN_QUESTIONS if questions else _MIN_RECORDS):
        return False
    if not questions and not all(_names(value) for value in values):
        return False
    if any(shapes[i].detail for i in at) or len(set(values)) < len(values):
        return False
    # Where a short line is above each label, that line is the name of the record.
    headed = sum(i > 0 and shapes[i - 1].sort == "short" for i in at)
    follows = all(j - i > 1 for i, j in pairwise(at)) and at[-1] + 1 < len(seen)
    return follows and headed <= 1


def _names(value: str) -> bool:
    return (
        value[0].isupper()
        and len(value.split()) <= _MAX_WORDS
        and not value.endswith((".", ";", ","))
    )
