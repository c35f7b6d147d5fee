"""Complete the outline of a page whose markup names only some of its headings.

A document and the marks of its markup come in, marks go out. A tagged line is a heading,
and an untagged line is text, with two exceptions:

- a numbered line that plainly names a kind ("1.0 Dira"), and the others of its series;
- an untagged question on a page where other questions are tagged.

Each of these is nested in the tagged heading above it, or beside it in its series. If at least half of the tags mark
sentences that lead in a list, the tags are ignored, and the shape of the lines decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from kb.document import Document
from kb.outline.heading_finder import PlainHeading, PlainPage, find_headings
from kb.outline.kinds import match_kind
from kb.outline.line_shape import is_lead_in
from kb.outline.tree import HeadingMark

__all__ = ["shape_decides", "with_untagged"]

_MIN_WRONG = 2
"""Tags on lead-ins from which the tags of a page are doubted."""

_NUMBERED = re.compile(r"\s*\d{1,3}[.):]")


def shape_decides(document: Document) -> PlainPage | None:
    """Return the page with headings by shape, if its tags mark lead-ins; else None.

    Every right tag must be among those headings; otherwise the tags decide.
    """
    tags = document.headings if document.headings and document.pages is None else ()
    wrong = [tag for tag in tags if is_lead_in(tag.text)]
    if len(wrong) < _MIN_WRONG or 2 * len(wrong) < len(tags):
        return None
    page = find_headings(document.text)
    detected = {_plain(page.title or ""), *(_plain(heading.text) for heading in page.headings)}
    right = {_plain(tag.text) for tag in tags} - {_plain(tag.text) for tag in wrong}
    return page if right <= detected else None


def with_untagged(document: Document, marks: Sequence[HeadingMark]) -> list[HeadingMark]:
    """Return the marks, and the untagged headings that are numbered or questions."""
    if not marks or document.pages is not None or not _may_lack(document.text, marks):
        return list(marks)
    detected = find_headings(document.text).headings
    questions = any(mark.text.endswith("?") for mark in marks)
    series = {heading.candidate.shape.key for heading in detected if _names_kind(heading)}
    shapes = {heading.start: heading.candidate.shape for heading in detected}
    starts = [mark.start for mark in marks]
    result = list(marks)
    for heading in detected:
        its = heading.candidate.shape
        numbered = its.key in series
        if not (numbered or (questions and heading.text.endswith("?"))):
            continue
        place = bisect_right(starts, heading.start)
        upper = marks[place - 1] if place else None
        if upper is not None and heading.start < upper.end:
            continue  # tagged
        below = len(its.rank) if numbered else 1
        above = shapes.get(upper.start) if upper else None
        if numbered and above is not None and above.key == its.key:
            below -= len(above.rank)  # the tagged heading above is of the series
        level = max((upper or marks[0]).level + below, 1)
        result.append(
            HeadingMark(
                heading.text, level, heading.start, heading.end, heading.before, heading.after,
                "number" if numbered else "shape",
            )
        )  # fmt: skip
    return sorted(result, key=lambda mark: mark.start)


def _may_lack(text: str, marks: Sequence[HeadingMark]) -> bool:
    """Tell by a quick look whether a page can lack such tags: few pages do."""
    questions = "?\n" in text and any(mark.text.endswith("?") for mark in marks)
    return questions or any(_NUMBERED.match(line) and match_kind(line) for line in text.split("\n"))


def _names_kind(heading: PlainHeading) -> bool:
    its = heading.candidate.shape
    known = its.known if its.style == "number" else None
    return known is not None and known.plainly and known.surely


def _plain(line: str) -> str:
    return " ".join(line.rstrip(": .").split()).casefold()
