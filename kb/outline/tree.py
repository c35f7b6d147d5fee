"""Build a document's sections: spans, paths, anchors, children.

Headings with their levels come in, Sections go out. A section contains its heading and
its own text. The text below a deeper heading belongs to the section of that heading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kb.document import Section, Span
from kb.outline.kinds import kind_of

__all__ = ["OPENING", "HeadingMark", "sections", "slug"]

OPENING = "mwanzo"
"""Anchor of the text before the first heading."""

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_MAX_SLUG = 80


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A heading, its span, and where the text above it ends and its own text starts."""

    text: str
    level: int  # only compared: a larger level is nested in a smaller one
    start: int
    end: int
    before: int  # the text above it ends here
    after: int  # its own text starts here, or later
    rule: str


def slug(heading: str) -> str:
    """Return the anchor of a heading: ASCII, lower case, hyphens; never empty.

    >>> slug("Sisi ni nani?"), slug("Ada: 5%"), slug("???")
    ('sisi-ni-nani', 'ada-5', 'sehemu')
    """
    plain = unicodedata.normalize("NFKD", heading.replace("'", "").replace("’", ""))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    short = _NOT_SLUG.sub("-", ascii_only).strip("-")[:_MAX_SLUG].strip("-")
    return short or "sehemu"


def sections(text: str, marks: Sequence[HeadingMark], opening: Span) -> tuple[Section, ...]:
    """Return the sections of *text* in reading order.

    Args:
        marks: its headings in reading order.
        opening: the span of the text before the first heading.
    """
    marks = _without_copies(text, marks)
    anchors = _Anchors()
    result: list[Section] = []
    start, end = _stripped(text, *opening)
    if start < end:
        result.append(
            Section(None, 0, (), None, anchors.new(OPENING), start, end, start, rule="opening")
        )
    path: list[HeadingMark] = []
    first_child: dict[int, list[tuple[str, str]]] = {}
    owners: list[int] = []  # place in *result* of each heading of the path
    for place, mark in enumerate(marks):
        while path and path[-1].level >= mark.level:
            path.pop()
            owners.pop()
        path.append(mark)
        stop = marks[place + 1].before if place + 1 < len(marks) else len(text)
        body, end = _stripped(text, mark.after, stop)
        headings = tuple(_shown(m.text) for m in path)
        anchor = anchors.new(slug(headings[-1]))
        if owners:
            first_child.setdefault(owners[-1], []).append((headings[-1], anchor))
        owners.append(len(result))
        if body >= end:
            body = end = mark.after
        result.append(
            Section(
                headings[-1], len(path), headings, kind_of(headings[-1]), anchor,
                mark.start, end, body, rule=mark.rule,
            )
        )  # fmt: skip
    return tuple(
        _with_children(section, tuple(first_child.get(i, ()))) for i, section in enumerate(result)
    )


def _with_children(section: Section, children: tuple[tuple[str, str], ...]) -> Section:
    return section._replace(children=children) if children else section


def _without_copies(text: str, marks: Sequence[HeadingMark]) -> list[HeadingMark]:
    """Leave out each heading that repeats the one above it with no text between; it is text."""
    kept: list[HeadingMark] = []
    reached = 0  # where the last heading or copy ends
    for mark in marks:
        if not kept or not _same(kept[-1], mark) or text[reached : mark.before].strip():
            kept.append(mark)
        reached = mark.after
    return kept


def _same(one: HeadingMark, other: HeadingMark) -> bool:
    return _shown(one.text).casefold() == _shown(other.text).casefold()


def _shown(heading: str) -> str:
    return " ".join(heading.split())


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class _Anchors:
    """Gives each heading an anchor of its own: a repeated one gets -2, then -3."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._reached: dict[
            str, int
        ] = {}  # the last number of each name: 10,000 of one name stay fast

    def new(self, name: str) -> str:
        """Return *name*, or its first numbered form that is free."""
        number = self._reached.get(name, 1)
        anchor = name if number == 1 else f"{name}-{number}"
        while anchor in self._taken:
            number += 1
            anchor = f"{name}-{number}"
        self._reached[name] = number
        self._taken.add(anchor)
        return anchor
