"""Find the headings that an author made by hand, next to those that the markup names.

The paragraphs of a document with their type come in, in reading order; the headings that
the markup lacks go out. A writer marks one heading with a style, and makes the others
bold or larger by hand. Such a line is a heading where it is short, all in one type, and
has text of its own below it. No headings are: lead-ins in a sentence, whole paragraphs in
bold, captions, the labels of a form, and lines that follow one another in one type.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kb.document import Heading
from kb.readers.typography import LARGER, StyledLine, reads_as_heading

__all__ = ["unmarked_headings"]

_MAX_LEVELS = 6
_MAX_RUN = 2
"""Lines of one type that follow one another and may all be headings: "SURA YA 1", "Jina"."""

_MIN_BELOW = 3
"""Words below a heading; fewer were filled in below a label, or name the office of a person."""

_PROSE_WORDS = 8

_CAPTION = re.compile(
    r"(jedwali|kielelezo|mchoro|picha|chati|ramani|table|figure)\s+(na\.?\s*)?[\dIVX]",
    re.IGNORECASE,
)

_Look = tuple[float, bool]
"""Size with a minus, and whether in small letters: the outer look comes first."""


def unmarked_headings(lines: Sequence[StyledLine]) -> tuple[Heading, ...]:
    """Return the headings by type in reading order; those that the markup names are left out.

    Args:
        lines: everything that the document shows, in reading order.

    >>> body = StyledLine("Kila kaya itapanda miti mitano kila mwaka.", 30, 11.0, False)
    >>> marked = StyledLine("Sera", 0, 14.0, True, "heading", 1)
    >>> [h.level for h in unmarked_headings([marked, StyledLine("Miti", 6, 11.0, True), body])]
    [2]
    """
    written = Counter[float]()
    bold = 0
    for line in lines:
        if line.kind in {"text", "item", "bullet"}:
            written[line.size] += len(line.text)
            bold += len(line.text) if line.bold else 0
    if not written:
        return ()
    larger = LARGER * written.most_common(1)[0][0]
    in_bold = bold < 0.5 * written.total()
    stands_out = [
        line.kind in {"text", "item"}
        and "\n" not in line.text
        and (line.size >= larger or (line.bold and in_bold))
        and reads_as_heading(line.text)
        and not _CAPTION.match(line.text)
        for line in lines
    ]
    chosen = [lines[place] for place in _chosen(lines, stands_out)]
    levels = _levels(lines, chosen)
    return tuple(
        Heading(
            line.text,
            levels[_look(line)],
            line.start,
            line.start + len(line.text),
            "size" if line.size >= larger else "bold",
        )
        for line in chosen
    )


def _chosen(lines: Sequence[StyledLine], stands_out: Sequence[bool]) -> list[int]:
    """Return the places of the headings: runs of lines in one type, short and with text below."""
    marked = any(line.level is not None for line in lines)
    opening = _opening(lines, stands_out) if marked else 0
    chosen: list[int] = []
    start = 0
    while start < len(lines):
        stop = start + 1
        if stands_out[start]:
            while stop < len(lines) and stands_out[stop] and _alike(lines[start], lines[stop]):
                stop += 1
            below = lines[stop] if stop < len(lines) else None
            longest = 1 if lines[start].kind == "item" else _MAX_RUN if marked else len(lines)
            if below is None:
                stop -= 0 if marked else 1
                longest = 0 if marked else longest
            elif marked and (stop < opening or not _may_head(below)):
                longest = 0
            if stop - start <= longest:
                chosen += range(start, stop)
            stop = max(stop, start + 1)
        start = stop
    return chosen


def _opening(lines: Sequence[StyledLine], stands_out: Sequence[bool]) -> int:
    """Return where the text begins, below the lines of a cover."""
    for place, line in enumerate(lines):
        prose = line.kind == "text" and len(line.text.split()) >= _PROSE_WORDS
        if line.kind not in {"text", "title", "subtitle"} or (prose and not stands_out[place]):
            return place
    return len(lines)


def _may_head(below: StyledLine) -> bool:
    """Tell whether a line can be a heading of what is below it."""
    short = below.kind == "text" and len(below.text.split()) < _MIN_BELOW
    return below.level is None and not short


def _alike(one: StyledLine, other: StyledLine) -> bool:
    return (one.kind, one.bold, _look(one), _depth(one)) == (
        other.kind, other.bold, _look(other), _depth(other),
    )  # fmt: skip


def _depth(line: StyledLine) -> int:
    """Return how many numbers an item has before its text: 1.2 is below 1."""
    return len(re.findall(r"\w+", line.text.split()[0])) if line.kind == "item" else 0


def _levels(lines: Sequence[StyledLine], chosen: Sequence[StyledLine]) -> Mapping[_Look, int]:
    """Return the level of each look: below the marked headings that are as large or larger."""
    sizes: dict[int, float] = {}
    for line in lines:
        if line.level is not None:
            sizes[line.level] = min(line.size, sizes.get(line.level, line.size))
    levels: dict[_Look, int] = {}
    inner = 0
    for rank, look in enumerate(sorted({_look(line) for line in chosen})):
        above = [level for level, size in sizes.items() if size >= -look[0]]
        least = max(above) + 1 if above else min(sizes, default=1)
        inner = rank + 1 if not sizes else max(inner + 1 if above else 0, least)
        levels[look] = min(inner, _MAX_LEVELS)
    return levels


def _look(line: StyledLine) -> _Look:
    return -line.size, not line.text.isupper()
