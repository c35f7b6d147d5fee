"""Classify what goes on from the line above as text: "… ngazi ya kata na", then "Halmashauri".

A line that ends in a connective is not whole, and neither is a sentence that ends in a comma.
Some pages break such lines anywhere, even with a blank line between.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kb.outline.line_filters.base import PageLines

__all__ = ["filter_continued_lines"]

_MIN_SENTENCE = 8
"""Words of a text with a comma at its end; fewer are a name, or an item of a list."""

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
        above = seen[i - 1].body
        listed = shapes[i - 1].sort in {"short", "item"} or seen[i].above
        comma = not listed and above.endswith(",") and len(above.split()) >= _MIN_SENTENCE
        goes_on = comma or (shapes[i - 1].sort != "short" and _OPEN.search(above))
        if goes_on and shapes[i].sort == "short" and shapes[i].style in {"plain", "caps"}:
            result[i] = replace(shapes[i], sort="text")
    return PageLines(seen, result)
