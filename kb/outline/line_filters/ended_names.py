"""Classify names that end in a full stop, or in a colon before a list, as headings.

    Kurejesha huduma.                ◄       Masharti:         ◄
    Mamlaka itarejesha huduma …              - Picha mbili
    Kusitisha huduma.                ◄       Utaratibu:        ◄
    Mamlaka itasitisha huduma …              - Jaza fomu

Such a line is a heading where it plainly names a kind, or is in capitals, or where the page
has several: then it is the habit of its author.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.neighbours import sort_of
from kb.outline.sentences import is_infinitive
from kb.outline.tables import words_of_role

__all__ = ["filter_ended_names"]

_DASHED = re.compile(r":$|[:;]\s*[-–—]+$")
_SURELY_ENDED = re.compile(r"[:;,]\s*[-–—]*$")
_MIN_HABIT = 2
"""Names with the same end mark from which they are headings."""

_NOTES = frozenset(words_of_role("note"))
_EXAMPLES = frozenset(("mfano", "mathalan", "example"))
"""Notes whose list goes on from the text above."""

_MIN_CUT = 2
"""Words of a name with an ellipsis."""

_SHARED = 3
_MAX_WORDS = 9
"""Words of a name with a full stop, unless it is sure to be one; more are a sentence."""

_MIN_PARAGRAPH = 8
"""Words of a line from which it is the text of the name above it, and no other name."""


def filter_ended_names(page: PageLines) -> PageLines:
    """Return the page with names that only an end mark kept from being headings as headings."""
    seen, shapes = page
    result = [
        replace(its, sort="lead-in") if its.sort == "short" and _is_note(line, its) else its
        for line, its in zip(seen, shapes, strict=True)
    ]
    others = {_beginning(line) for line, its in zip(*page, strict=True) if its.sort == "short"}
    for ends in (_ends_with_stop, _ends_with_colon):
        names = [i for i in range(len(seen)) if ends(seen, shapes, i)]
        if ends is _ends_with_colon and len(names) >= _MIN_HABIT:
            names += [i for i in range(len(seen) - 1) if _is_note_above_list(seen, shapes, i)]
        for i in names:
            shared = ends is _ends_with_stop and _beginning(seen[i]) in others
            if len(names) >= _MIN_HABIT or _is_sure(shapes[i]) or shared:
                end = shapes[i].name_end or shapes[i].end
                result[i] = replace(shapes[i], sort="short", end=end, colon=False)
    return PageLines(seen, result)


def _is_note(line: TextLine, its: Shape) -> bool:
    """Tell whether a line with a colon announces examples or a remark: "Mfano wa biashara:"."""
    return its.colon and its.style == "plain" and words_of(line)[0] in _NOTES


def _is_note_above_list(seen: Sequence[TextLine], shapes: Sequence[Shape], i: int) -> bool:
    """Tell whether a line is a note by itself above a list, as "Masharti:" is: "Zingatia:"."""
    alone = len(words_of(seen[i])) == 1 and _is_note(seen[i], shapes[i])
    return alone and words_of(seen[i])[0] not in _EXAMPLES and shapes[i + 1].sort == "item"


def _beginning(line: TextLine) -> tuple[str, ...]:
    """Return the first words of a line; the headings of one page often share them."""
    return tuple(words_of(line)[:_SHARED])


def _is_sure(its: Shape) -> bool:
    return its.caps or (its.known is not None and its.known.plainly)


def _ends_with_stop(seen: Sequence[TextLine], shapes: Sequence[Shape], i: int) -> bool:
    """Tell whether a line is a name with a full stop, above a paragraph or a list."""
    this, body = shapes[i], seen[i].body
    name = this.sort == "text" and this.name_end and body.endswith((".", "…"))
    if not name or this.style not in {"plain", "caps"} or i + 1 == len(seen):
        return False
    listed = (
        i > 0 and not seen[i].above and _is_ended(shapes[i - 1]) and not _is_sure(shapes[i - 1])
    )
    led = i > 0 and sort_of(seen, shapes, i - 1) == "lead-in" and not _is_sure(this)
    if body.endswith(("…", "..")) and this.words < _MIN_CUT and this.known is None:
        return False  # a teaser that was cut off
    long = this.words > _MAX_WORDS and not _is_sure(this)
    if long or listed or led or is_infinitive(seen[i + 1].body):
        return False
    if _is_sure(this) and _is_ended(shapes[i + 1]):
        i += 1  # "Utangulizi." above "Ukaguzi wa ndani." and its text
        return i + 1 < len(seen) and _is_content(seen[i + 1], shapes[i + 1])
    return _is_sure(this) or _is_content(seen[i + 1], shapes[i + 1])


def _is_content(line: TextLine, its: Shape) -> bool:
    paragraph = its.sort == "text" and len(line.body.split()) >= _MIN_PARAGRAPH
    return paragraph or its.detail or its.sort in {"item", "lead-in"}


def _is_ended(its: Shape) -> bool:
    return its.sort == "text" and its.name_end > 0


def _ends_with_colon(seen: Sequence[TextLine], shapes: Sequence[Shape], i: int) -> bool:
    """Tell whether a line is a name with a colon above a list, or with ":-" above its text."""
    this, body = shapes[i], seen[i].body
    if (
        this.style not in {"plain", "caps"}
        or i + 1 == len(seen)
        or set(words_of(seen[i])) <= _NOTES
    ):
        return False
    if this.sort == "short" and this.colon:
        return shapes[i + 1].sort == "item"
    ended = _SURELY_ENDED if this.caps and shapes[i + 1].sort == "text" else _DASHED
    dashed = this.name_end and ended.search(body) is not None
    return bool(dashed) and shapes[i + 1].sort in {"item", "text", "lead-in"}
