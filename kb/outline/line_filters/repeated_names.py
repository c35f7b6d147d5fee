"""Classify lines that repeat the name of the page, or of its publisher, as text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kb.outline.line_filters.base import PageLines
from kb.outline.neighbours import bare_name
from kb.outline.runs import HeadingCandidate

__all__ = ["RepeatedNames"]


@dataclass(frozen=True, slots=True)
class RepeatedNames:
    """Classifies the lines that consist of one of the given names as text."""

    candidates: Sequence[HeadingCandidate]  # one a line: what the page says of each
    names: Collection[str]  # as ``bare_name`` gives them

    def __call__(self, page: PageLines) -> PageLines:
        """Return the page with the repeated names as text."""
        shapes = [
            replace(its, sort="text")
            if its.sort == "short" and not this.explicit and bare_name(line) in self.names
            else its
            for line, its, this in zip(*page, self.candidates, strict=True)
        ]
        return PageLines(page.lines, shapes)
