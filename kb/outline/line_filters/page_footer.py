"""Classify what ends a page as text: the name of its owner, the address, the contacts."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from kb.outline.details import is_contact
from kb.outline.first_words import begins_with
from kb.outline.line_filters.base import LABEL, PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine

__all__ = ["filter_page_footer"]

_MIN_CONTACTS = 2
"""Lines with contacts in an address at the end of a page."""

_MAX_CONTACT = 8
"""Words of a line of an address."""

_CALLS = frozenset(("wasiliana", "contact"))
"""First words of what a site, and not a page, says: "Wasiliana Nasi"."""

_PLAIN: AbstractSet[str] = {"", "plain", "caps"}


def filter_page_footer(page: PageLines) -> PageLines:
    """Return the page with the address at its end as text.

    Several such blocks on a page are the addresses of its offices, each with a heading.
    """
    seen, shapes = page
    result = list(shapes)
    for i in _closing_names(seen, shapes):
        result[i] = replace(shapes[i], sort="text")
    for i in _closing_contacts(seen, shapes):
        result[i] = replace(shapes[i], sort="text")
    contact = [_is_contact(line, its) for line, its in zip(seen, shapes, strict=True)]
    first = len(seen)
    while first > 0 and contact[first - 1]:
        first -= 1
    several = any(one.contact and other.contact for one, other in pairwise(shapes[:first]))
    details = sum(its.contact for its in shapes[first:])
    if details < _MIN_CONTACTS or several or first < 2:
        return PageLines(seen, result)
    for i in range(first - _is_owner(shapes[first - 1]), len(seen)):
        result[i] = replace(shapes[i], sort="text")
    return PageLines(seen, result)


def _closing_names(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> range:
    """Return the last lines of a page that only name institutions: there is nothing below them."""
    first = len(seen)
    while first > 2 and shapes[first - 1].sort == "short" and _names_owner(seen[first - 1]):
        first -= 1
    return range(first, len(seen))


def _closing_contacts(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> list[int]:
    """Return the headings "Wasiliana Nasi" at the end of a page, below which are numbers to call.

    An address with the name of an office is a section.
    """
    headings: list[int] = []
    i, contacts = len(seen), 0
    while i > 1:
        i -= 1
        words = words_of(seen[i])
        if contacts and words and words[0] in _CALLS and shapes[i].sort == "short":
            headings.append(i)
            contacts = 0
        elif is_contact(seen[i].body):
            contacts += 1
        elif len(words) > _MAX_CONTACT or shapes[i].sort != "item":
            break
    above = seen[: headings[-1]] if headings else ()
    return headings if any(len(line.body.split()) > _MAX_CONTACT for line in above) else []


def _names_owner(line: TextLine) -> bool:
    return begins_with(line.body, "institution") and not line.body.endswith((":", "?"))


def _is_contact(line: TextLine, its: Shape) -> bool:
    """Tell whether a line can be part of an address: a number to call, a label and its value."""
    label = LABEL.match(line.body) is not None and its.words <= _MAX_CONTACT
    return its.sort in {"text", "short"} and its.style in _PLAIN and (its.contact or label)


def _is_owner(its: Shape) -> bool:
    """Tell whether a line is the name above an address, and not the heading "Mawasiliano"."""
    explicit = its.style not in {"plain", "caps"}
    return (
        its.sort == "short"
        and not explicit
        and (its.known is None or its.known.kind not in {"mawasiliano", "maswali"})
    )
