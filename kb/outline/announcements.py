"""Lists that announce headings: "… una muundo ufuatao," and three lines to come.

A page often lists its parts before it treats them one by one. A line of such
a list is not a heading, but it tells which later line is one, and where it
belongs: under the section that announced it. The wording may differ a little
(ya and wa, a word more), so names are compared by their content words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kb.outline.line_shape import Shape, announces_list
from kb.outline.lines import TextLine
from kb.outline.sentences import JOINING

__all__ = ["MAX_ITEMS", "ListNames", "announced_lines", "leads"]

MAX_ITEMS = 40
"""A longer list is no table of what the page treats."""

_NEAR = 50
"""How many lines with a word in common are looked at: pages may repeat one word all along."""

_SHARED = 0.75
_WORD = re.compile(r"\w+")


class ListNames:
    """The short lines of a page, found by what they name."""

    def __init__(self, seen: Sequence[TextLine], shapes: Sequence[Shape]) -> None:
        self._content: dict[int, frozenset[str]] = {}
        self._lines: dict[str, list[int]] = {}
        for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
            if its.sort == "short":
                self._content[i] = _content(line.body)
                for word in self._content[i]:
                    self._lines.setdefault(word, []).append(i)

    def later(self, name: str, first: int) -> Iterator[int]:
        """Yield the lines from *first* on that name the same thing as *name*."""
        wanted = _content(name)
        near: set[int] = set()
        for word in wanted:
            places = self._lines.get(word, [])
            start = bisect_left(places, first)
            near.update(places[start : start + _NEAR])
        for i in sorted(near):
            other = self._content[i]
            if len(wanted & other) >= _SHARED * len(wanted | other):
                yield i


def _content(body: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(body))
    return frozenset(word for word in words if word not in JOINING and len(word) > 1)


def leads(line: TextLine, its: Shape) -> bool:
    """Tell whether a line ends as if a list came next: by "zifuatazo", a colon, or a comma."""
    return its.sort != "item" and (
        its.sort == "lead-in" or line.body.endswith((",", ";")) or announces_list(line.body)
    )


def announced_lines(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> dict[int, int]:
    """Return for each line that a list above it announced, the line that led in the list."""
    names = ListNames(seen, shapes)
    found: dict[int, int] = {}
    for i in range(len(seen) - 1):
        if shapes[i + 1].sort != "item" or not leads(seen[i], shapes[i]):
            continue
        stop = i + 1
        while stop < len(seen) and shapes[stop].sort == "item":
            stop += 1
        if stop - i > MAX_ITEMS:
            continue
        for item in seen[i + 1 : stop]:
            for j in names.later(item.body, stop):
                found.setdefault(j, i)
    return found
