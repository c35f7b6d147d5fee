"""Make the first line of each record a heading, where a page writes records label by label.

    Kozi: Ushonaji        ◄ heads the record
    Muda: miezi mitatu

Takes lines and their shapes, gives them with the first line of each record a
heading. A page of courses, projects, words or questions goes through the same
labels again and again; the label that opens every round names what the record
is about.
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
"""Of the value that names a record; a longer one tells something."""


def filter_labelled_records(page: PageLines) -> PageLines:
    """Make the first line of each record a heading, on a page that has at least three."""
    seen, shapes = page
    result = list(shapes)
    pairs = {i: found for i, line in enumerate(seen) if (found := _pair(line, shapes[i]))}
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
    """Tell whether a label names one record after the other."""
    asked = all(value.endswith("?") and len(value.split()) <= MAX_WORDS for value in values)
    if len(at) < (_MIN_QUESTIONS if asked else _MIN_RECORDS):
        return False
    if not asked and not all(_names(value) for value in values):
        return False
    if any(shapes[i].detail for i in at) or len(set(values)) < len(values):
        return False
    # A short line above each label names the record already.
    headed = sum(i > 0 and shapes[i - 1].sort == "short" for i in at)
    follows = all(j - i > 1 for i, j in pairwise(at)) and at[-1] + 1 < len(seen)
    return follows and headed <= 1


def _names(value: str) -> bool:
    return (
        value[0].isupper()
        and len(value.split()) <= _MAX_WORDS
        and not value.endswith((".", ";", ","))
    )
