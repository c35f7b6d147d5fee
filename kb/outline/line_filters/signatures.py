"""Classify the holder of an office as text: a name, and the office below it.

    Zawadi K. Bonde
    MKURUGENZI MTENDAJI
    HALMASHAURI YA WILAYA YA PWANI

It signs the end of a notice. On top of the page of a department it is dropped, so that the
title below it is seen. Names with a form of address: ``people``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from kb.outline.first_words import begins_with
from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.sentences import JOINING

__all__ = ["filter_signatures"]

_OFFICES: AbstractSet[str] = {
    "officer", "director", "commissioner", "secretary", "chairman", "chairperson", "manager",
    "minister", "registrar",
}  # fmt: skip
_NAME = re.compile(r"(?:[A-Z][A-Za-z'’]*\.?\s*){2,4}")
_LISTS: AbstractSet[str] = {"uongozi", "viongozi", "menejimenti", "wakurugenzi", "wakuu wa"}
"""Forms of the kind uongozi that are no office of one person."""

_HEADS = frozenset(("mkuu", "kaimu", "mkurugenzi", "meneja", "afisa"))
_MAX_HEAD, _MAX_OFFICE, _MAX_DATE = 5, 8, 3
_ISSUED = re.compile(r"(?:i|li|u|ki)metolewa na\s*[:;.-]*", re.IGNORECASE)
"""The line above the signature of a notice."""


def filter_signatures(page: PageLines) -> PageLines:
    """Return the page with each holder of an office, and what the office belongs to, as text."""
    seen, shapes = page
    result = list(shapes)
    issued = False
    for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
        issued = issued and its.sort == "short" and its.style in {"plain", "caps"}
        if issued:
            result[i] = replace(its, sort="text")
        issued = issued or _ISSUED.fullmatch(line.body) is not None
    top = next((i for i, its in enumerate(shapes) if its.sort != "short"), len(seen))
    dropped: set[int] = set()
    for i in range(1, len(seen)):
        if i >= top and _is_office(seen[i - 1], shapes[i - 1]) and _is_date(shapes[i]):
            result[i - 1] = replace(shapes[i - 1], sort="text")  # below a foreword
        if not (_is_office(seen[i], shapes[i]) and _is_name(seen[i - 1], shapes[i - 1])):
            continue
        result[i - 1 : i + 1] = [replace(its, sort="text") for its in shapes[i - 1 : i + 1]]
        if i < top - 1 or _stands_first(seen, shapes, i):
            dropped.update((i - 1, i))
        elif _signs(seen, shapes, i):
            result[i + 1] = replace(shapes[i + 1], sort="text")
    if len(seen) > 2 and _heads_unit(seen[0], shapes[0]) and _is_name(seen[1], shapes[1]):
        dropped.update((0, 1))
    kept = [i for i in range(len(seen)) if i not in dropped]
    return PageLines([seen[i] for i in kept], [result[i] for i in kept])


def _heads_unit(line: TextLine, its: Shape) -> bool:
    """Tell whether a line is the office of who heads a unit: "Mkuu wa Kitengo"."""
    return _is_office(line, its) and words_of(line)[0] in _HEADS and its.words <= _MAX_HEAD


def _stands_first(seen: Sequence[TextLine], shapes: Sequence[Shape], office: int) -> bool:
    """Tell whether a page begins with the holder of an office, and its title is below."""
    return office == 1 and office + 1 < len(seen) and shapes[office + 1].sort == "short"


def _is_office(line: TextLine, its: Shape) -> bool:
    if its.sort != "short" or its.style not in {"plain", "caps"} or its.words > _MAX_OFFICE:
        return False
    known = its.known
    holder = known is not None and known.kind == "uongozi" and known.form not in _LISTS
    return holder or not _OFFICES.isdisjoint(words_of(line))


def _is_date(its: Shape) -> bool:
    return its.detail and not its.contact and its.words <= _MAX_DATE


def _is_name(line: TextLine, its: Shape) -> bool:
    words = words_of(line)
    person = its.sort in {"short", "text"} and _NAME.fullmatch(line.body) is not None
    named = its.known is None and JOINING.isdisjoint(words)
    return (
        person
        and named
        and not any(begins_with(line.body, role) for role in ("institution", "document", "part"))
    )


def _signs(seen: Sequence[TextLine], shapes: Sequence[Shape], office: int) -> bool:
    """Tell whether the line below an office is the institution it belongs to, and ends the page."""
    below = office + 1
    if below >= len(seen) or not begins_with(seen[below].body, "institution"):
        return False
    after = shapes[below + 1] if below + 1 < len(seen) else None
    return shapes[below].sort == "short" and (
        after is None or after.contact or after.sort != "short"
    )
