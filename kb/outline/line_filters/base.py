"""The interface of every line filter: the lines of a page in, the lines of the page out.

A filter decides about lines for one reason. It changes the sort of a line (``Shape.sort``),
or drops the line. ``LINE_FILTERS`` in this package lists the filters in their order, as an
analyser lists its token filters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from kb.outline.line_shape import Shape, line_shape
from kb.outline.lines import TextLine, split_lines

__all__ = ["LABEL", "LineFilter", "PageLines", "page_lines", "words_of"]

LABEL = re.compile(r"[^\W\d][\w'’/ -]{0,28}:(?=\s|$)")
"""A label and its colon at the start of a line: "Jina:"."""

_WORD = re.compile(r"\w+")


class PageLines(NamedTuple):
    """The lines of a page without markup, and the shape of each; both have one length."""

    lines: Sequence[TextLine]
    shapes: Sequence[Shape]


class LineFilter(Protocol):
    """One decision about the lines of a page."""

    def __call__(self, page: PageLines, /) -> PageLines:
        """Return the page after the decision. The page that came in is not changed."""


def page_lines(text: str) -> PageLines:
    """Return the lines of a text, each with its own shape.

    >>> [its.sort for its in page_lines("Dira\\n\\nKuwa kinara wa huduma.").shapes]
    ['short', 'text']
    """
    lines = split_lines(text)
    return PageLines(lines, [line_shape(line) for line in lines])


def words_of(line: TextLine) -> list[str]:
    """Return the words of a line in lower case."""
    return [word.lower() for word in _WORD.findall(line.body)]
