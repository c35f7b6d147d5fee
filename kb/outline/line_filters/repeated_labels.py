"""Classify a label that only repeats the heading above it as a lead-in."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.outline.kinds import kind_of
from kb.outline.line_filters.base import PageLines

__all__ = ["filter_repeated_labels"]

_AND = re.compile(r"\s(?:na|and|&)\s|,\s")


def filter_repeated_labels(page: PageLines) -> PageLines:
    """Return the page with each label that repeats the heading above it as a lead-in."""
    seen, shapes = page
    result = list(shapes)
    for i in range(1, len(seen)):
        this, upper = shapes[i], shapes[i - 1]
        if not (this.sort == upper.sort == "short" and this.colon and this.style == "plain"):
            continue
        if upper.known and this.known and this.known.form == upper.known.form:
            whole = this.words == this.known.form.count(" ") + 1
            if whole and upper.words > this.words and not _joins_kinds(seen[i - 1].body):
                result[i] = replace(this, sort="lead-in")
    return PageLines(seen, result)


def _joins_kinds(heading: str) -> bool:
    """Tell whether a heading names two kinds, of which a label below it is one: "Dira na Dhima".

    >>> _joins_kinds("2. Dira na Dhima ya Idara"), _joins_kinds("Majukumu ya Idara")
    (True, False)
    """
    kinds = [kind_of(name) for name in _AND.split(heading)]
    return len(kinds) - kinds.count(None) > 1
