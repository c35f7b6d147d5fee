"""Detect headings by type, where a format has type and marks no headings.

The paragraphs of a document with their type come in, headings go out. A heading is a
short line, all in bold or larger than the text, with another line below it. The largest
type is the outermost level. Where half of a document or more is bold, bold is no sign of
a heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.cleaning import clean
from kb.document import Heading

__all__ = ["MAX_LETTERS", "MAX_WORDS", "StyledLine", "by_type", "reads_as_heading"]

MAX_WORDS = 16
MAX_LETTERS = 120
LARGER = 1.12
"""Ratio to the size of the text from which type is larger, and not only another font."""

_MAX_LEVELS = 6


@dataclass(frozen=True, slots=True)
class StyledLine:
    """A paragraph and its type."""

    text: str
    start: int  # offset in the document's text
    size: float  # in points
    bold: bool  # all of it
    kind: str = "text"  # or heading, item (numbered), bullet, table, title, subtitle
    level: int | None = None  # of a heading that the markup names
    numbered: bool = False  # the format puts a number before it


def reads_as_heading(text: str) -> bool:
    """Tell whether the words of a line can be a heading: it is short and ends no sentence.

    >>> reads_as_heading("Dira ya Wakala"), reads_as_heading("Kuwa kinara wa huduma.")
    (True, False)
    """
    body = text.strip()
    return (
        0 < len(body) <= MAX_LETTERS
        and len(body.split()) <= MAX_WORDS
        and sum(c.isalpha() for c in body) >= max(2, 0.4 * len(body.replace(" ", "")))
        and not body.endswith((".", ",", ";", "…"))
    )


def by_type(lines: Sequence[StyledLine]) -> tuple[Heading, ...]:
    """Return the headings among *lines* in reading order; empty where type marks none."""
    written = Counter[float]()
    bold = 0
    for line in lines:
        written[line.size] += len(line.text)
        bold += len(line.text) if line.bold else 0
    if not written:
        return ()
    body = written.most_common(1)[0][0]
    in_bold = bold < 0.5 * written.total()
    chosen = [
        line
        for line, below in zip(lines, (*lines[1:], None))
        if below is not None
        and "\n" not in line.text
        and reads_as_heading(line.text)
        and (line.size >= LARGER * body or (line.bold and in_bold))
    ]
    ranks = sorted({(-line.size, not line.text.isupper()) for line in chosen})
    headings = []
    for line in chosen:
        text = clean(line.text)
        level = ranks.index((-line.size, not line.text.isupper())) + 1
        rule = "size" if line.size >= LARGER * body else "bold"
        headings.append(
            Heading(text, min(level, _MAX_LEVELS), line.start, line.start + len(text), rule)
        )
    return tuple(headings)
