"""Find the lists that announce headings: "… una muundo ufuatao," and then three names.

The lines of a page come in; for each announced line, the line that leads in its list goes
out. A page often lists its parts before it describes each of them. A line of such a list
is not a heading. But a later line with the same name is one, and it is nested in the
section that contains the list. The wording may differ a little (ya and wa, one word
more), so names are compared by their content words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kb.outline.line_shape import Shape, ends_in_lead_in
from kb.outline.lines import TextLine
from kb.outline.sentences import JOINING

__all__ = ["MAX_ITEMS", "ListNames", "announced_lines", "leads"]

MAX_ITEMS = 40
"""A longer list does not name the parts of the page."""

_NEAR = 50
"""How many lines with a common word are compared: some pages repeat one word everywhere."""

_SHARED = 0.75
"""Share of content words, of those of both names, that two wordings of one name have in common."""
_WORD = re.compile(r"\w+")
_REMARK = re.compile(r"\([^()]*\)")
"""What a list says of a name: "Ngazi ya kata (maafisa ugani)"."""


class ListNames:
    """The short lines of a page, indexed by their content words."""

    def __init__(self, seen: Sequence[TextLine], shapes: Sequence[Shape]) -> None:
        self._content: dict[int, frozenset[str]] = {}
        self._lines: dict[str, list[int]] = {}
        for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
            if its.sort == "short":
                self._content[i] = _content(line.body)
                for word in self._content[i]:
                    self._lines.setdefault(word, []).append(i)

    def later(self, name: str, first: int) -> Iterator[int]:
        """Yield the lines from *first* on that have the same name as *name*."""
        content = _content(name)
        near: set[int] = set()
        for word in content:
            places = self._lines.get(word, [])
            start = bisect_left(places, first)
            near.update(places[start : start + _NEAR])
        for i in sorted(near):
            other = self._content[i]
            if len(content & other) >= _SHARED * len(content | other):
                yield i


def _content(body: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(_REMARK.sub(" ", body)))
    return frozenset(word for word in words if word not in JOINING and len(word) > 1)


def leads(line: TextLine, its: Shape) -> bool:
    """Tell whether a line can lead in a list: it ends in "zifuatazo", a colon, or a comma."""
    return its.sort != "item" and (
        its.sort == "lead-in" or line.body.endswith((",", ";")) or ends_in_lead_in(line.body)
    )


def announced_lines(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> dict[int, int]:
    """Return, for each line that a list above announces, the line that leads in the list."""
    names = ListNames(seen, shapes)
    sources: dict[int, int] = {}
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
                sources.setdefault(j, i)
    return sources
