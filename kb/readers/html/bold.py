"""Find the headings that an author made bold, beside those with tags.

The tagged headings of a page and its lines come in, all headings go out. The rule is that of
Word files (``kb.readers.unmarked``): one tagged heading does not switch off the look for bold
ones. A page without tagged headings is left to ``kb.outline``, which sees the shape of lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.document import Heading
from kb.readers.html.blocks import HtmlLine
from kb.readers.unmarked import unmarked_headings

__all__ = ["with_bold"]

_DEEPEST = 6


def with_bold(tagged: Sequence[Heading], lines: Sequence[HtmlLine]) -> tuple[Heading, ...]:
    """Return the headings of a page in reading order.

    Args:
        tagged: those that the markup names.
        lines: everything that the page shows, in reading order.
    """
    if not tagged:
        return ()
    enclosing = {one.line.start: one.enclosing for one in lines if one.line.kind == "text"}
    bold = [
        replace(heading, level=min(enclosing[heading.start] + 1, _DEEPEST))
        for heading in unmarked_headings([one.line for one in lines])
    ]
    return tuple(sorted((*tagged, *bold), key=lambda heading: heading.start))
