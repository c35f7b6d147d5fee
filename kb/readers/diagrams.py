"""Read diagrams (SmartArt) and charts from the parts that hold their data.

The root of a part comes in; the items of a diagram with their depth, or the rows of a chart,
go out. Word, Excel and PowerPoint keep both in the same parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kb.cleaning import one_line
from kb.readers.open_xml import attribute_of, descend

__all__ = ["chart_rows", "diagram_items"]

_NODES = frozenset({"node", "asst", "doc"})
_ORDER = re.compile(r"\d{1,9}")
_MAX_DEPTH = 20
_MAX_POINTS = 2_000
"""Rows of a chart that are read."""


def diagram_items(root: Any) -> list[tuple[int, str]]:
    """Return the items of a diagram, the first below the second that it hangs on.

    Args:
        root: of the part with its data; None gives nothing.

    Returns:
        Depth from 0, and text, in the order of the diagram.
    """
    texts: dict[str, str] = {}
    top = None
    for point in _children(descend(root, "ptLst")):
        id, kind = attribute_of(point, "modelId"), attribute_of(point, "type") or "node"
        if id is None or kind not in _NODES:
            continue
        top = id if kind == "doc" else top
        texts[id] = one_line(" ".join(t.text or "" for t in point.iter("{*}t")))
    below: dict[str, list[tuple[int, str]]] = {}
    for link in _children(descend(root, "cxnLst")):
        source, target = attribute_of(link, "srcId"), attribute_of(link, "destId")
        if (attribute_of(link, "type") or "parOf") == "parOf" and source and target in texts:
            order = attribute_of(link, "srcOrd") or "0"
            below.setdefault(source, []).append(
                (int(order) if _ORDER.fullmatch(order) else 0, target)
            )
    items: list[tuple[int, str]] = []
    seen: set[str] = set()
    for start in ([top] if top else []) + list(texts):
        items += _items(start, texts, below, seen)
    return items


def _items(
    start: str,
    texts: Mapping[str, str],
    below: Mapping[str, list[tuple[int, str]]],
    seen: set[str],
) -> Iterator[tuple[int, str]]:
    """Yield the items from one on, each once: the links of a damaged diagram form circles."""
    waiting = [(0, start)]
    while waiting:
        depth, id = waiting.pop()
        if id in seen:
            continue
        seen.add(id)
        if texts.get(id):
            yield min(depth, _MAX_DEPTH), texts[id]
            depth += 1
        waiting += [(depth, one) for _, one in sorted(below.get(id, ()), reverse=True)]


def chart_rows(root: Any) -> tuple[str, list[list[str]]]:
    """Return the title of a chart, and its data as a table: a row a category, a column a series.

    Args:
        root: of the part of the chart; None gives nothing.
    """
    chart = descend(root, "chart")
    title = one_line(" ".join(_texts(descend(chart, "title", "tx", "rich"), "t")))
    series = [] if chart is None else list(chart.iter("{*}ser"))
    categories: dict[int, str] = {}
    columns: list[dict[int, str]] = []
    names: list[str] = []
    for one in series:
        names.append(one_line(" ".join(_texts(descend(one, "tx"), "v"))))
        for number, label in (
            _points(descend(one, "cat")) or _points(descend(one, "xVal"))
        ).items():
            categories.setdefault(number, label)
        columns.append(_points(descend(one, "val")) or _points(descend(one, "yVal")))
    numbers = sorted({number for column in (categories, *columns) for number in column})
    rows = [
        [categories.get(number, ""), *(column.get(number, "") for column in columns)]
        for number in numbers[:_MAX_POINTS]
    ]
    return title, [["", *names], *rows] if rows else []


def _points(values: Any) -> dict[int, str]:
    """Return the values that a program stored with a chart, by their number."""
    points: dict[int, str] = {}
    for point in () if values is None else values.iter("{*}pt"):
        number = attribute_of(point, "idx") or ""
        if _ORDER.fullmatch(number):
            value = one_line(" ".join(_texts(point, "v")))
            points[int(number)] = (
                (points[int(number)] + " " + value) if int(number) in points else value
            )
    return points


def _texts(element: Any, name: str) -> list[str]:
    return [] if element is None else [one.text or "" for one in element.iter(f"{{*}}{name}")]


def _children(element: Any) -> Iterator[Any]:
    return iter(() if element is None else element)
