"""Find the headings of a page that marks none, by their shape and their neighbours.

A text comes in; the title of the page and its headings in reading order go out, each
with the facts that ``levels`` needs to nest it. The steps:

1. cut the text into lines (``lines``) and classify each by itself (``line_shape``);
2. mark what is no heading: buttons, lists, labels, addresses (``line_filters``);
3. read the title at the top (``page_header``);
4. decide about each run of short lines (``runs``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.document import Span
from kb.outline.announcements import announced_lines
from kb.outline.first_words import begins_with, subject
from kb.outline.letters import Letter, letter
from kb.outline.line_filters import apply_line_filters
from kb.outline.line_filters.address_blocks import AddressBlocks
from kb.outline.line_filters.base import PageLines, page_lines
from kb.outline.line_filters.repeated_names import RepeatedNames
from kb.outline.line_shape import Shape, ends_in_lead_in
from kb.outline.lines import TextLine
from kb.outline.neighbours import bare_name, sort_of
from kb.outline.page_header import (
    is_unit,
    lines_on_top,
    title_lines,
    title_place,
)
from kb.outline.repeated_titles import dated_title, is_trail, repeated_title
from kb.outline.runs import HeadingCandidate, headings_of_run

__all__ = ["PlainHeading", "PlainPage", "find_headings"]

_MAX_OFFICE = 6
"""Words of the holder of an office above a page; the first longer text is its opening."""

_MAX_LABEL = 3
"""Words of a label: "Jina la mradi:"."""


@dataclass(frozen=True, slots=True)
class PlainHeading:
    """A heading of a page without markup, and what decides its level."""

    candidate: HeadingCandidate
    text: str
    start: int
    end: int
    before: int  # the text above it ends here
    after: int  # its own text starts here, or later
    announced_by: int | None = None  # place of the heading whose text announced it; -1: the opening
    bare: bool = False  # there is no text between it and the next heading
    opens: bool = False  # its text ends with a lead-in to what comes next


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page without markup: its title and its headings."""

    title: str | None  # None: no line gives it
    headings: tuple[PlainHeading, ...]
    title_span: Span | None = None  # of the line on top that gives the title
    headed: bool = False  # its first line is a heading
    published: bool = False  # the title is the name of its publisher


def find_headings(text: str) -> PlainPage:
    """Return the title and headings of a text."""
    page = page_lines(text)
    # A few blank lines mean nothing; many of them divide the page into blocks.
    spaced = sum(line.above > 0 for line in page.lines[1:]) > max(2, 0.1 * len(page.lines))
    seen, shapes = apply_line_filters(page)
    sources = announced_lines(seen, shapes)
    candidates = _candidates(seen, shapes, sources)
    if written := letter(seen):
        chosen = _of_letter(candidates, written)
        return PlainPage(written.subject, _headings(text, seen, candidates, chosen, sources))
    if spaced:
        shapes = AddressBlocks(candidates)(PageLines(seen, shapes)).shapes
    top = lines_on_top(seen, shapes)
    below = seen[top].body if top < len(seen) else ""
    again = repeated_title(seen, shapes)
    if again is None:
        again = dated_title(page.lines, seen)
    titles = title_lines(candidates[:top], below, shapes[top:]) if again is None else again + 1
    names = {bare_name(line) for line in seen[:titles] if begins_with(line.body, "institution")}
    names |= {
        bare_name(line)
        for line in seen[titles:]
        if begins_with(line.body, "state") or is_trail(line)
    }
    shapes = RepeatedNames(candidates, names)(PageLines(seen, shapes)).shapes
    chosen = _chosen(seen, shapes, candidates, titles, spaced)
    title = seen[title_place(seen[:titles])] if titles else None
    if title is not None:
        chosen = _without_title(seen, candidates, chosen, bare_name(title))
    headings = _headings(text, seen, candidates, chosen, sources)
    if title is not None:
        published = begins_with(title.body, "institution")
        span = (title.start, title.after)
        return PlainPage(title.body.rstrip(".; "), headings, span, published=published)
    return PlainPage(_title(seen, shapes, chosen), headings, headed=0 in chosen)


def _of_letter(candidates: Sequence[HeadingCandidate], written: Letter) -> set[int]:
    """Return the headings of a letter: only the lines that it numbers or marks."""
    return {
        i
        for i in range(written.first + 1, written.closing)
        if candidates[i].shape.sort == "short"
        and candidates[i].shape.style in {"part", "number", "mark"}
    }


def _title(seen: Sequence[TextLine], shapes: Sequence[Shape], chosen: set[int]) -> str | None:
    """Return a title for a page without a title line: its subject, or its top heading."""
    if 0 in chosen and is_unit(shapes[0], shapes[1:]):
        return seen[0].body.strip("#* :.")
    texts = (line for line, s in zip(seen, shapes, strict=True) if s.sort == "text")
    first = next((line for line in texts if len(line.body.split()) > _MAX_OFFICE), None)
    about = subject(first.body) if first else None
    if (
        about is None
        and 0 in chosen
        and shapes[0].words > 2
        and not (shapes[0].colon and len(chosen) > 1)
    ):
        return seen[0].body.strip("#* :.")
    return about


def _candidates(
    seen: Sequence[TextLine], shapes: Sequence[Shape], sources: Mapping[int, int]
) -> list[HeadingCandidate]:
    capitals = [line.body for line, s in zip(seen, shapes, strict=True) if _shouts(s)]
    # One line in capitals, however often, is an acronym or a shout. Several different ones, on a
    # page that also has other lines, are a style of headings.
    marks = len(set(capitals)) > 1 and len(capitals) < 0.9 * len(shapes)
    return [
        HeadingCandidate(line, s, i in sources, marks and s.style == "caps")
        for i, (line, s) in enumerate(zip(seen, shapes, strict=True))
    ]


def _shouts(its: Shape) -> bool:
    return its.sort == "short" and its.style == "caps"


def _chosen(
    seen: Sequence[TextLine],
    shapes: Sequence[Shape],
    candidates: Sequence[HeadingCandidate],
    titles: int,
    spaced: bool,
) -> set[int]:
    chosen: set[int] = set()
    i = titles
    while i < len(seen):
        if shapes[i].sort != "short":
            i += 1
            continue
        stop = i
        while stop < len(seen) and shapes[stop].sort == "short":
            stop += 1
            if seen[stop - 1].above_button:
                break
        before = sort_of(seen, shapes, i - 1) if i > titles else "title" if titles else "start"
        ends = stop == len(seen) or seen[stop - 1].above_button
        after = "end" if ends else sort_of(seen, shapes, stop)
        first = i
        if spaced and before == "text":
            # Directly below a paragraph, on a page with blank lines between blocks: its last words.
            while first < stop and not seen[first].above and not candidates[first].strong:
                first += 1
        run = candidates[first:stop]
        chosen.update(first + place for place in headings_of_run(run, before, after))
        i = stop
    return _once(seen, candidates, chosen)


def _once(
    seen: Sequence[TextLine], candidates: Sequence[HeadingCandidate], chosen: set[int]
) -> set[int]:
    """Leave out a heading that is repeated before any other one: it begins no new section."""
    order = sorted(chosen)
    again = {
        i
        for last, i in pairwise(order)
        if _same(seen[last], seen[i]) and (last == i - 1 or not candidates[i].explicit)
    }
    return chosen - again


def _without_title(
    seen: Sequence[TextLine], candidates: Sequence[HeadingCandidate], chosen: set[int], title: str
) -> set[int]:
    """Leave out the title where it is repeated before the first heading."""
    for i in sorted(chosen):
        if bare_name(seen[i]) != title or candidates[i].explicit:
            return {j for j in chosen if j >= i}
    return set()


def _same(one: TextLine, other: TextLine) -> bool:
    return one.body.casefold() == other.body.casefold()


def _opens(last: TextLine) -> bool:
    """Tell whether the last line of a text introduces what comes next; a short label does not."""
    return ends_in_lead_in(last.body) and len(last.body.split()) > _MAX_LABEL


def _headings(
    text: str,
    seen: Sequence[TextLine],
    candidates: Sequence[HeadingCandidate],
    chosen: set[int],
    sources: Mapping[int, int],
) -> tuple[PlainHeading, ...]:
    order = sorted(chosen)
    headings = []
    for place, i in enumerate(order):
        candidate, line = candidates[i], seen[i]
        stop = order[place + 1] if place + 1 < len(order) else len(seen)
        first = i + 1
        while first < stop and _same(seen[first], line):
            first += 1
        own = seen[first:stop]
        source = sources.get(i)
        headings.append(
            PlainHeading(
                candidate,
                text[candidate.shape.start : candidate.shape.end],
                candidate.shape.start,
                candidate.shape.end,
                line.start,
                line.after,
                None if source is None else bisect_right(order, source) - 1,
                bare=not own,
                opens=bool(own) and _opens(own[-1]),
            )
        )
    return tuple(headings)
