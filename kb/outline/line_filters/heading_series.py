"""Classify enumerated lines that each have text of their own as headings, whatever their mark.

    i. Idara ya Afya         ◄ headings:           i. Mlezi        ◄ items
    Inasimamia zahanati.       each has text       ii. Mhasibu
    ii. Idara ya Elimu.
    Inasimamia shule.

The lines of a list follow one another; the headings of a series do not. A full stop or
another end mark after a name changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.outline.enumerations import read_enumeration
from kb.outline.line_filters.base import PageLines
from kb.outline.line_shape import MAX_LETTERS, MAX_WORDS, Shape
from kb.outline.lines import TextLine
from kb.outline.neighbours import sort_of

__all__ = ["filter_heading_series"]

_MIN_HEADINGS = 2
"""Headings of a series 1.0, 2.0 from which its other lines are headings too."""

_LOUD = 0.75
"""Share of capitals or kinds in a series from which two texts are enough."""

Places = tuple[tuple[str, int], ...]
"""The places that a mark can have in a series, one for each system of counting."""


def filter_heading_series(page: PageLines) -> PageLines:
    """Return the page with every series of names that have text of their own as headings."""
    seen, shapes = page
    result = list(shapes)
    for series in _series(seen, shapes):
        if _are_headings(shapes, series) and not _is_nested_list(seen, shapes, series):
            for i in series:
                result[i] = _heading(shapes[i])
    _complete_numbers(seen, result)
    return PageLines(seen, result)


def _series(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> list[list[int]]:
    """Return the lines of each series: the same kind of mark, counting on by one."""
    open_series: dict[tuple[str, tuple[int, ...]], tuple[list[int], Places]] = {}
    closed: list[list[int]] = []
    for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
        mark = read_enumeration(line.body) if its.style in {"number", "letter"} else None
        if mark is None or line.joined:
            continue
        places = mark.values or (("number", mark.rank[-1]),)
        key = (mark.key, mark.rank[:-1])
        last = open_series.get(key)
        goes_on = (
            tuple(p for p in places if (p[0], p[1] - 1) in last[1]) if last is not None else ()
        )
        if last is not None and goes_on:
            last[0].append(i)
            open_series[key] = (last[0], goes_on)
        else:
            open_series[key] = ([i], places)
            closed.append(open_series[key][0])
    return closed


def _are_headings(shapes: Sequence[Shape], series: Sequence[int]) -> bool:
    """Tell whether the lines of a series are names, and most have text of their own."""
    if not all(shapes[i].sort == "short" or shapes[i].name_end for i in series):
        return shapes[series[0]].sort == "short" and all(_has_list(shapes, i) for i in series)
    heads = [i for i in series if _has_text(shapes, i)]
    if len(series) == 1:
        its = shapes[series[0]]
        decimal = len(its.rank) > 1  # 1.1 is seldom the number of an item, and (i) often is
        return bool(heads) and (decimal or its.caps or (_shouts(its) and its.key != "small"))
    inner = [i for i in heads if i != series[-1]]  # what is below the last may be another list
    most = 2 * len(inner) >= len(series) - 1
    loud = sum(_shouts(shapes[i]) for i in series) >= _LOUD * len(series)
    return most or (len(inner) > 1 and loud)


def _is_nested_list(
    seen: Sequence[TextLine], shapes: Sequence[Shape], series: Sequence[int]
) -> bool:
    """Tell whether a lead-in introduces the lines, and all they have below are items of their own.

    Some may have none, and a heading may follow the last.
    """
    first = series[0]
    led = first > 0 and sort_of(seen, shapes, first - 1) == "lead-in"
    below = [shapes[i + 1] for i in series[:-1] if i + 1 not in series]
    after = shapes[series[-1] + 1 : series[-1] + 2]
    items = all(its.sort == "item" for its in below)
    ends = all(its.sort == "item" or (below and its.sort == "short") for its in after)
    return led and items and ends and not _shouts(shapes[first])


def _has_list(shapes: Sequence[Shape], i: int) -> bool:
    """Tell whether a line of the length of a heading has a list with signs below it."""
    brief = shapes[i].words <= MAX_WORDS and shapes[i].end - shapes[i].start <= MAX_LETTERS
    return brief and i + 1 < len(shapes) and shapes[i + 1].key == "mark"


def _has_text(shapes: Sequence[Shape], i: int) -> bool:
    """Tell whether a line has something below it that is no line of its own series."""
    if i + 1 >= len(shapes):
        return False
    this, below = shapes[i], shapes[i + 1]
    if below.style in {"number", "letter"}:
        return below.key != this.key and len(below.rank) >= len(this.rank)
    return True


def _shouts(its: Shape) -> bool:
    known = its.known
    return its.caps or (known is not None and known.plainly)


def _heading(its: Shape) -> Shape:
    """Return the shape of an enumerated line as a heading."""
    end = its.end if its.sort == "short" else its.name_end or its.end - its.stop
    return replace(its, sort="short", end=end, series=True)


def _complete_numbers(seen: Sequence[TextLine], shapes: list[Shape]) -> None:
    """Make every line of a series 1.0, 2.0, 3.0 a heading, if two are.

    Lists are not numbered in this way: the zero is there because 1.1 and 1.2 follow. So a
    line of the series may be a sentence.
    """
    of_series = [i for i, its in enumerate(shapes) if its.key == "number1" and len(its.rank) == 1]
    if sum(shapes[i].sort == "short" for i in of_series) < _MIN_HEADINGS:
        return
    for i in of_series:
        body = seen[i].body
        fits = len(body.split()) <= MAX_WORDS + 1 and len(body) <= MAX_LETTERS
        headed = i + 1 < len(seen) and shapes[i + 1].key != "number1"
        if shapes[i].sort == "item" and fits and headed and not body.endswith((":", ";", ",")):
            stop = body.endswith(".")
            shapes[i] = replace(shapes[i], sort="short", end=shapes[i].end - stop)
