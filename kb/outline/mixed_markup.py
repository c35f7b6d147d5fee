"""Mend the outline of a page whose markup names only some of its headings.

Takes a document and the marks of its markup, gives marks. Tags are taken at
their word, and what a page does not tag is text, with two exceptions where the
page itself says otherwise: a numbered line that plainly names a kind ("1.0 Dira"),
with the others of its series, and an untagged question beside a tagged one. Each stands below the
tagged heading above it. Where at least half of the tags mark sentences that
lead in a list, the tags know nothing of headings, and shape decides.
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
_NUMBERED = re.compile(r"\s*\d{1,3}[.):]")


def shape_decides(document: Document) -> PlainPage | None:
    """Return the page as its shapes show it, where its tags mark lead-ins; None where they do not.

    Its right tags must be among what is found; else they are all there is to go by.
    """
    tags = document.headings if document.headings and document.pages is None else ()
    wrong = [tag for tag in tags if is_lead_in(tag.text)]
    if len(wrong) < _MIN_WRONG or 2 * len(wrong) < len(tags):
        return None
    page = find_headings(document.text, document.id)
    found = {_plain(page.title), *(_plain(heading.text) for heading in page.headings)}
    right = {_plain(tag.text) for tag in tags} - {_plain(tag.text) for tag in wrong}
    return page if right <= found else None


def with_untagged(document: Document, marks: Sequence[HeadingMark]) -> list[HeadingMark]:
    """Return the marks with the headings that the page numbers or asks, and does not tag."""
    if not marks or document.pages is not None or not _may_lack(document.text, marks):
        return list(marks)
    found = find_headings(document.text, document.id).headings
    asked = any(mark.text.endswith("?") for mark in marks)
    series = {heading.candidate.shape.key for heading in found if _names_kind(heading)}
    starts = [mark.start for mark in marks]
    result = list(marks)
    for heading in found:
        its = heading.candidate.shape
        numbered = its.key in series
        if not (numbered or (asked and heading.text.endswith("?"))):
            continue
        place = bisect_right(starts, heading.start)
        upper = marks[place - 1] if place else None
        if upper is not None and heading.start < upper.end:
            continue  # tagged
        level = (upper.level if upper else marks[0].level) + (len(its.rank) if numbered else 1)
        result.append(
            HeadingMark(
                heading.text, level, heading.start, heading.end, heading.before, heading.after,
                "number" if numbered else "shape",
            )
        )  # fmt: skip
    return sorted(result, key=lambda mark: mark.start)


def _may_lack(text: str, marks: Sequence[HeadingMark]) -> bool:
    """Tell at a glance whether a page can lack such tags: most do not."""
    asked = "?\n" in text and any(mark.text.endswith("?") for mark in marks)
    return asked or any(_NUMBERED.match(line) and match_kind(line) for line in text.split("\n"))


def _names_kind(heading: PlainHeading) -> bool:
    its = heading.candidate.shape
    known = its.known if its.style == "number" else None
    return known is not None and known.plainly and known.surely


def _plain(line: str) -> str:
    return " ".join(line.rstrip(": .").split()).casefold()
