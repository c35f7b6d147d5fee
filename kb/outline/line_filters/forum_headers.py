"""Drop what a forum says of the author of a text: a rank, a day, and numbers.

    Mdau wa Gati
    JF-Expert Member
    Jun 3, 2023
    357
    621

They are between the title of a page and its text, and look like names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine

__all__ = ["filter_forum_headers"]

_NUMBER = re.compile(r"[-•\s]*\d[\d.,]*")
_ABOUT = re.compile(
    r"(?:joined|posts|messages|likes|points|reaction score|alijiunga|machapisho)\b.*", re.IGNORECASE
)
_DAY = re.compile(r"[-•\s]*(?:joined\s*:?\s*)?\w{3,9}\.? \d{1,2}, \d{4}", re.IGNORECASE)
_MAX_NAME = 4
"""Words of a name, and of a rank."""

_MIN_NUMBERS = 2


def filter_forum_headers(page: PageLines) -> PageLines:
    """Return the page without the headers of its authors.

    >>> from kb.outline.line_filters.base import page_lines
    >>> page = page_lines("Ada\\nMdau\\nMember\\nJun 3, 2023\\n357\\n621\\nAda ni bure.")
    >>> [line.body for line in filter_forum_headers(page).lines]
    ['Ada', 'Ada ni bure.']
    """
    seen, shapes = page
    dropped: set[int] = set()
    for i, line in enumerate(seen):
        if i in dropped or not _DAY.fullmatch(line.body):
            continue
        stop = i + 1
        while stop < len(seen) and (
            _NUMBER.fullmatch(seen[stop].body) or _ABOUT.fullmatch(seen[stop].body)
        ):
            stop += 1
        if stop - i - 1 >= _MIN_NUMBERS:
            dropped.update(range(_first(seen, shapes, i), stop))
    if not dropped or len(dropped) == len(seen):
        return page
    kept = [i for i in range(len(seen)) if i not in dropped]
    lines = [
        replace(seen[i], above=max(1, seen[i].above)) if i - 1 in dropped else seen[i] for i in kept
    ]
    return PageLines(lines, [shapes[i] for i in kept])


def _first(seen: Sequence[TextLine], shapes: Sequence[Shape], day: int) -> int:
    """Return the line of the author's name: at most a rank is between it and the day."""
    first = day
    while first > max(1, day - 3) and _is_name(seen[first - 1], shapes[first - 1]):
        first -= 1
    return first


def _is_name(line: TextLine, its: Shape) -> bool:
    about = _ABOUT.fullmatch(line.body) is not None
    return about or (its.sort in {"short", "text"} and 0 < len(line.body.split()) <= _MAX_NAME)
