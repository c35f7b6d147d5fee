"""Find the headings of a page that marks none, by shape and neighbours.

Takes text, gives the page's title and its headings in reading order, each
with what ``levels`` needs to nest it. The steps: cut the text into lines, see
what each can be by itself (``shapes``), set aside lists, take the title off
the top (``head``), and weigh each run of short lines (``runs``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.document import Span
from kb.outline import page_header as head
from kb.outline.line_filters.boilerplate import (
    without_buttons,
    without_echoes,
    without_footer,
    without_labels,
    without_people,
)
from kb.outline.line_filters.labelled_records import with_records
from kb.outline.line_filters.list_announcements import announced, without_announcements
from kb.outline.line_filters.list_items import (
    bare_name,
    sort_of,
    with_series,
    without_blocks,
    without_lists,
    without_names,
    without_tasks,
)
from kb.outline.line_shape import Shape, announces, begins_with, shape, subject
from kb.outline.lines import Line, lines
from kb.outline.runs import Candidate, headings_of_run

__all__ = ["Found", "Page", "find"]

_MOST_LABEL = 3
"""Words of a label: "Jina la mradi:"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A heading of a page, and how it was found."""

    candidate: Candidate
    text: str
    start: int
    end: int
    before: int  # the text above it ends here
    after: int  # its own text starts here, or later
    announced_by: int | None = None  # place of the heading whose text announced it; -1: the opening
    bare: bool = False  # nothing stands between it and the next heading
    opens: bool = False  # its text ends by announcing what comes next


@dataclass(frozen=True, slots=True)
class Page:
    """A page without markup, read."""

    title: str
    headings: tuple[Found, ...]
    title_span: Span | None = None  # of the line on top that gives the title


def find(text: str, id: str) -> Page:
    """Return the title and headings of a text.

    Args:
        text: the whole page.
        id: the document's name, which gives the title where nothing else does.
    """
    every = lines(text)
    # Few blank lines may stand anywhere; many part the page into blocks.
    spaced = sum(line.above > 0 for line in every[1:]) > max(2, 0.1 * len(every))
    seen, shapes = _seen(every)
    sources = announced(seen, shapes)
    candidates = _candidates(seen, shapes, sources)
    if written := head.letter(seen):
        chosen = _of_letter(candidates, written)
        return Page(written.subject, _found(text, seen, candidates, chosen, sources))
    if spaced:
        shapes = without_blocks(seen, shapes, candidates)
    top = head.lines_on_top(seen, shapes)
    below = seen[top].body if top < len(seen) else ""
    titles = head.title_lines(candidates[:top], below)
    names = {bare_name(line) for line in seen[:titles] if begins_with(line.body, "institution")}
    shapes = without_names(seen, shapes, candidates, names)
    chosen = _chosen(seen, shapes, candidates, titles, spaced)
    if titles:
        chosen = _without_title(seen, candidates, chosen, bare_name(seen[titles - 1]))
    found = _found(text, seen, candidates, chosen, sources)
    if titles:
        line = seen[titles - 1]
        return Page(line.body.rstrip(". "), found, (line.start, line.after))
    return Page(_title(seen, shapes, chosen) or head.from_file_name(id), found)


def _seen(every: Sequence[Line]) -> tuple[list[Line], list[Shape]]:
    """Return the lines to be weighed and what each can be, lists and furniture set aside."""
    seen, shapes = without_buttons(every, [shape(line) for line in every])
    for step in (
        with_records,
        with_series,
        without_lists,
        without_people,
        without_footer,
        without_labels,
        without_echoes,
        without_tasks,
        without_announcements,
    ):
        shapes = step(seen, shapes)
    return seen, shapes


def _of_letter(candidates: Sequence[Candidate], written: head.Letter) -> set[int]:
    """Choose the headings of a letter: only what it numbers or marks."""
    return {
        i
        for i in range(written.first + 1, written.closing)
        if candidates[i].shape.sort == "short"
        and candidates[i].shape.style in {"part", "number", "mark"}
    }


def _title(seen: Sequence[Line], shapes: Sequence[Shape], chosen: set[int]) -> str | None:
    """Return a title from a page that has no line for it: what it is about, or its top heading."""
    first = next((line for line, s in zip(seen, shapes, strict=True) if s.sort == "text"), None)
    about = subject(first.body) if first else None
    if about is None and 0 in chosen and shapes[0].words > 2:
        return seen[0].body.strip("#* :")
    return about


def _candidates(
    seen: Sequence[Line], shapes: Sequence[Shape], sources: Mapping[int, int]
) -> list[Candidate]:
    capitals = [line.body for line, s in zip(seen, shapes, strict=True) if _shouts(s)]
    # One line in capitals is an acronym or a shout, however often; several beside others a style.
    marks = len(set(capitals)) > 1 and len(capitals) < 0.9 * len(shapes)
    return [
        Candidate(line, s, i in sources, marks and s.style == "caps")
        for i, (line, s) in enumerate(zip(seen, shapes, strict=True))
    ]


def _shouts(its: Shape) -> bool:
    return its.sort == "short" and its.style == "caps"


def _chosen(
    seen: Sequence[Line],
    shapes: Sequence[Shape],
    candidates: Sequence[Candidate],
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
            if seen[stop - 1].pressed:
                break
        before = sort_of(seen, shapes, i - 1) if i > titles else "start"
        ends = stop == len(seen) or seen[stop - 1].pressed
        after = "end" if ends else sort_of(seen, shapes, stop)
        first = i
        if spaced and before == "text":
            # Right under a paragraph, on a page that parts with blank lines: its last words.
            while first < stop and not seen[first].above and not candidates[first].strong:
                first += 1
        run = candidates[first:stop]
        chosen.update(first + place for place in headings_of_run(run, before, after))
        i = stop
    return _once(seen, candidates, chosen)


def _once(seen: Sequence[Line], candidates: Sequence[Candidate], chosen: set[int]) -> set[int]:
    """Leave out a heading that stands again before any other: it heads nothing new."""
    order = sorted(chosen)
    again = {
        i
        for last, i in pairwise(order)
        if _same(seen[last], seen[i]) and (last == i - 1 or not candidates[i].explicit)
    }
    return chosen - again


def _without_title(
    seen: Sequence[Line], candidates: Sequence[Candidate], chosen: set[int], title: str
) -> set[int]:
    """Leave out the title where it stands again before the first heading: it heads the page."""
    for i in sorted(chosen):
        if bare_name(seen[i]) != title or candidates[i].explicit:
            return {j for j in chosen if j >= i}
    return set()


def _same(one: Line, other: Line) -> bool:
    return one.body.casefold() == other.body.casefold()


def _opens(last: Line) -> bool:
    """Tell whether the last line of a text announces what comes next; a mere label does not."""
    return announces(last.body) and len(last.body.split()) > _MOST_LABEL


def _found(
    text: str,
    seen: Sequence[Line],
    candidates: Sequence[Candidate],
    chosen: set[int],
    sources: Mapping[int, int],
) -> tuple[Found, ...]:
    order = sorted(chosen)
    found = []
    for place, i in enumerate(order):
        candidate, line = candidates[i], seen[i]
        stop = order[place + 1] if place + 1 < len(order) else len(seen)
        first = i + 1
        while first < stop and _same(seen[first], line):
            first += 1
        own = seen[first:stop]
        source = sources.get(i)
        found.append(
            Found(
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
    return tuple(found)
