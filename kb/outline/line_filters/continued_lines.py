"""Classify what goes on from the line above as text: "… ngazi ya kata na", then "Halmashauri".

A line that ends in a connective is not whole. Some pages break such lines anywhere, even
with a blank line between.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kb.outline.line_filters.base import PageLines

__all__ = ["filter_continued_lines"]

_OPEN = re.compile(r"\b(?:na|ya|wa|za|la|cha|vya|kwa|katika|au)$", re.IGNORECASE)


def filter_continued_lines(page: PageLines) -> PageLines:
    """Return the page with the second part of each broken line as text.

    >>> from kb.outline.line_filters.base import page_lines
    >>> page = page_lines("1. Kusimamia miradi ya kata na\\n\\nHalmashauri\\n\\nAda")
    >>> [its.sort for its in filter_continued_lines(page).shapes]
    ['item', 'text', 'short']
    """
    seen, shapes = page
    result = list(shapes)
    for i in range(1, len(seen)):
        goes_on = shapes[i - 1].sort != "short" and _OPEN.search(seen[i - 1].body)
        if goes_on and shapes[i].sort == "short" and shapes[i].style in {"plain", "caps"}:
            result[i] = replace(shapes[i], sort="text")
    return PageLines(seen, result)
