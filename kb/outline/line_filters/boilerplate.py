"""Set aside what stands around the text of a web page: buttons, names, labels.

Takes lines and their shapes, gives them without what a visitor presses or
looks at and does not read. Copied pages are full of it, and all of it is
short, starts large and ends without a stop, as headings do. What tells it
apart: a button says only what pressing it does ("Soma zaidi"), and stands
again and again; a person's name begins with a form of address and has an
office beside it; an empty form has one label under the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb.outline.line_shape import Shape
from kb.outline.lines import Line
from kb.outline.tables import rows

__all__ = [
    "without_buttons",
    "without_echoes",
    "without_footer",
    "without_labels",
    "without_people",
]

_BUTTON, _PRESSED, _ADDRESS = (
    frozenset(row["word"] for row in rows("words.tsv") if row["role"] == role)
    for role in ("button", "pressed", "address")
)
_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"[^\W\d][\w'’/ -]{0,28}:(?=\s|$)")
_MOST_BUTTON = 3
"""Words of a button that is known by standing again and again."""

_OFTEN = 3
_MOST_NAME = 6
"""Words of a name with its form of address."""

_MOST_BETWEEN = 2
"""Lines between two names of a list of people: an office, and what it is of."""
_OFFICES = {"uongozi", "viongozi", "menejimenti", "wakurugenzi"}
"""Forms that head a list of people, and are no person's office."""

_LEAST_CONTACTS = 2
"""Lines of an address at the foot of a page."""

_MOST_CONTACT = 8
_PLAIN = {"", "plain", "caps"}
_FORM = 3
"""Labels under one another that make a form; two may be a heading and its child."""


def without_buttons(
    seen: Sequence[Line], shapes: Sequence[Shape]
) -> tuple[list[Line], list[Shape]]:
    """Leave out lines that only say what pressing them does; the next line starts a block.

    >>> from kb.outline.lines import lines
    >>> from kb.outline.line_shape import shape
    >>> seen = lines("Ada\\nNi bure.\\nSoma zaidi\\nMuda\\nWiki moja.")
    >>> [line.body for line in without_buttons(seen, [shape(line) for line in seen])[0]]
    ['Ada', 'Ni bure.', 'Muda', 'Wiki moja.']
    """
    repeated = _repeated(seen, shapes)
    kept: list[Line] = []
    kept_shapes: list[Shape] = []
    left_out = False
    for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
        last = i > 0 and not line.above and i + 1 < len(seen) and seen[i + 1].above > 0
        if _is_button(line, repeated, last=last):
            left_out = True
            if kept:
                kept[-1] = replace(kept[-1], pressed=True)
            continue
        kept.append(replace(line, above=max(line.above, 1)) if left_out and kept else line)
        kept_shapes.append(its)
        left_out = False
    return (kept, kept_shapes) if kept else (list(seen), list(shapes))


def _is_button(line: Line, repeated: set[str], *, last: bool) -> bool:
    words = _words(line)
    if not words:
        return not any(c.isalnum() for c in line.body)  # arrows, stars
    if line.body.endswith((".", ":", "?")) or line.rule:
        return False
    # One word alone may head what it names ("Jisajili", in a guide), but not as last of its block.
    pressed = (len(words) > 1 or last) and (_BUTTON | _PRESSED).issuperset(words)
    return (pressed and not _BUTTON.isdisjoint(words)) or " ".join(words) in repeated


def _words(line: Line) -> list[str]:
    return [word.lower() for word in _WORD.findall(line.body)]


def _repeated(seen: Sequence[Line], shapes: Sequence[Shape]) -> set[str]:
    """Return short lines that stand again and again and head nothing, or one another."""
    places: dict[str, list[int]] = {}
    for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
        if 0 < its.words <= _MOST_BUTTON and _may_be_button(its):
            places.setdefault(" ".join(_words(line)), []).append(i)
    shorts = [i for i, its in enumerate(shapes) if its.sort == "short"]
    return {
        name
        for name, at in places.items()
        if len(at) >= (2 if name in _BUTTON else _OFTEN)
        and (_ends_blocks(seen, shapes, at, name in _BUTTON) or not _parted(shorts, at))
    }


def _may_be_button(its: Shape) -> bool:
    known = its.known is not None and its.known.plainly
    return its.sort == "short" and its.style in {"plain", "caps"} and not (its.colon or known)


def _ends_blocks(
    seen: Sequence[Line], shapes: Sequence[Shape], at: Sequence[int], known: bool
) -> bool:
    """Tell whether neither text nor a list ever stands right under a line.

    Args:
        known: the line is a button by its words, and needs no gap below it.
    """
    below = [i + 1 for i in at if i + 1 < len(seen)]
    return all(shapes[i].sort == "short" and (known or seen[i].above > 0) for i in below)


def _parted(shorts: Sequence[int], at: Sequence[int]) -> bool:
    """Tell whether another short line stands between two of a kind, as headings would."""
    return any(shorts[bisect_right(shorts, first)] < last for first, last in pairwise(at))


def without_people(seen: Sequence[Line], shapes: Sequence[Shape]) -> list[Shape]:
    """Set aside lists of people: names with a form of address, and the offices beside them."""
    result = list(shapes)
    named = [i for i, line in enumerate(seen) if _is_person(line, shapes[i])]
    for first, last in pairwise(named):
        between = shapes[first + 1 : last]
        if len(between) > _MOST_BETWEEN or any(its.sort != "short" for its in between):
            continue
        for i in range(first, last + 1):
            result[i] = replace(shapes[i], sort="text")
        for i in (first - 1, last + 1):
            if 0 <= i < len(seen) and _is_office(shapes[i]):
                result[i] = replace(shapes[i], sort="text")
    return result


def without_footer(seen: Sequence[Line], shapes: Sequence[Shape]) -> list[Shape]:
    """Set aside the address a page ends with: whose page it is, and how to reach them.

    Where a page has several such blocks, they are its offices, each with its heading.
    """
    result = list(shapes)
    contact = [_is_contact(line, its) for line, its in zip(seen, shapes, strict=True)]
    first = len(seen)
    while first > 0 and contact[first - 1]:
        first -= 1
    several = any(one and other for one, other in pairwise(contact[:first]))
    details = sum(its.contact for its in shapes[first:])
    if details < _LEAST_CONTACTS or several or first < 2:
        return result
    for i in range(first - _signs(shapes[first - 1]), len(seen)):
        result[i] = replace(shapes[i], sort="text")
    return result


def _is_contact(line: Line, its: Shape) -> bool:
    """Tell whether a line can be part of an address: a number to call, a label and its value."""
    label = _LABEL.match(line.body) is not None and its.words <= _MOST_CONTACT
    return its.sort in {"text", "short"} and its.style in _PLAIN and (its.contact or label)


def _signs(its: Shape) -> bool:
    """Tell whether a line is a name above an address, and not the heading "Mawasiliano"."""
    explicit = its.style not in {"plain", "caps"}
    return (
        its.sort == "short"
        and not explicit
        and (its.known is None or its.known.kind not in {"mawasiliano", "maswali"})
    )


def _is_person(line: Line, its: Shape) -> bool:
    brief = its.words <= _MOST_NAME and its.style == "plain" and not (its.stop or its.detail)
    return brief and its.sort in {"short", "text"} and not _ADDRESS.isdisjoint(_words(line)[:1])


def _is_office(its: Shape) -> bool:
    known = its.known if its.sort == "short" else None
    return known is not None and known.kind == "uongozi" and known.form not in _OFFICES


def without_labels(seen: Sequence[Line], shapes: Sequence[Shape]) -> list[Shape]:
    """Set aside the labels of an empty form: "Jina:", and "Mtaa:" right under it."""
    result = list(shapes)
    i = 0
    while i < len(seen):
        stop = i
        while stop < len(seen) and _is_label(seen[stop], shapes[stop]):
            stop += 1
        one_word = stop - i > 1 and _is_empty(shapes[i]) and shapes[i].words == 1
        if stop - i >= _FORM or (one_word and shapes[i + 1].sort == "text"):
            for j in range(i, stop):
                if _is_empty(shapes[j]) and j + 1 < len(seen) and (j + 1 < stop or j > i):
                    result[j] = replace(shapes[j], sort="text")
        i = max(stop, i + 1)
    return result


def _is_label(line: Line, its: Shape) -> bool:
    return _LABEL.match(line.body) is not None and (line.body.endswith(":") or not its.detail)


def _is_empty(its: Shape) -> bool:
    known = its.known is not None and its.known.plainly
    return its.sort == "short" and its.style == "plain" and its.colon and not known


def without_echoes(seen: Sequence[Line], shapes: Sequence[Shape]) -> list[Shape]:
    """Make a label that only repeats the heading above it lead in what stands below it."""
    result = list(shapes)
    for i in range(1, len(seen)):
        this, upper = shapes[i], shapes[i - 1]
        if not (this.sort == upper.sort == "short" and this.colon and this.style == "plain"):
            continue
        if upper.known and this.known and this.known.form == upper.known.form:
            whole = this.words == this.known.form.count(" ") + 1
            if whole and upper.words > this.words:
                result[i] = replace(this, sort="lead-in")
    return result
