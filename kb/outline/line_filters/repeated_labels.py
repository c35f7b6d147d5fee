"""Classify a label that only repeats the heading above it as a lead-in."""

from __future__ import annotations

from dataclasses import replace

from kb.outline.line_filters.base import PageLines

__all__ = ["filter_repeated_labels"]


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
            if whole and upper.words > this.words:
                result[i] = replace(this, sort="lead-in")
    return PageLines(seen, result)
