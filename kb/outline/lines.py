"""Cut a text into the lines a reader sees: paragraphs whole, each with its place.

Takes text, gives Lines. A paragraph that an editor broke at the right margin
is one line again; blanks around a line are not part of it. Nothing here knows
what a heading is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["MARKER", "TextLine", "split_lines"]

MARKER = re.compile(
    r"(?:[-*+·»–—]|o(?=\s+[A-Z]))\s+|[•●○◦▪■□➢➤►▶✓✔‣\uf0a7\uf0b7\uf0d8\uf0fc]\s*(?=\S)|"
    r"[vqØü§](?=[A-Z][a-z])"  # Word's arrows, ticks and squares, copied as letters
)
"""What stands before an item of a list that is not numbered."""

_ENUMERATED = re.compile(
    r"\(?(?:\d+(?:\.\d+)*|[A-Za-z]|[ivxIVX]{1,5})[.):]\s*\S|\d+(?:\.\d+)+\s+\S"
)
_WORD = re.compile(r"\S+")
_UNDERLINE = re.compile(r"([=_~*-])\1{2,}|([-–—])\2{1,}")
_OPEN_END = re.compile(
    r"(?:[,–-]|\b(?:na|ya|wa|za|la|cha|vya|kwa|katika|au|pamoja|kama|hadi|and|of|the|to|in))$"
)
_MARGIN = (40, 120)
"""Editors break paragraphs between these columns; longer lines were never broken."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as a reader sees it: ``text[start:end] == body``, blanks stripped."""

    body: str
    start: int
    end: int
    above: int  # blank lines before it; many at the start of the text
    rule: str = ""  # the character that underlines it
    after: int = 0  # where the next line may start: behind the underline
    joined: bool = False  # a paragraph put together from several lines
    pressed: bool = False  # a button stood under it, and was left out


def split_lines(text: str) -> list[TextLine]:
    """Return the lines of *text*, none of them blank.

    >>> [line.body for line in split_lines("Dira\\n====\\n\\nKuwa kinara\\nwa huduma.")]
    ['Dira', 'Kuwa kinara\\nwa huduma.']
    """
    found: list[TextLine] = []
    margin = _margin(text)
    above, start = 1 << 10, 0
    for raw in text.split("\n"):
        body = raw.strip()
        begin = start + (raw.index(body[0]) if body else 0)
        end = begin + len(body)
        start += len(raw) + 1
        if not body:
            above += 1
            continue
        last = found[-1] if found else None
        if _UNDERLINE.fullmatch(body):
            if last and not above and not last.joined and not last.rule and len(body) > 2:
                found[-1] = TextLine(last.body, last.start, last.end, last.above, body[0], end)
            else:
                above += 1  # a rule across the page parts like a blank line
            continue
        if last and not above and _goes_on(last, body, margin):
            whole = text[last.start : end]
            found[-1] = TextLine(whole, last.start, end, last.above, "", end, joined=True)
        else:
            found.append(TextLine(body, begin, end, above, "", end))
        above = 0
    return found


def _margin(text: str) -> int:
    """Return the column at which lines were broken, or 0 where they were not."""
    raw = [line.rstrip() for line in text.split("\n")]
    broken = [
        len(line)
        for line, below in pairwise(raw)
        if len(line) >= _MARGIN[0] and below.strip()[:1].islower()
    ]
    if len(broken) < 2 or max(map(len, raw)) > _MARGIN[1] + 20:
        return 0
    return max(broken)


def _goes_on(last: TextLine, body: str, margin: int) -> bool:
    """Tell whether *body*, right under *last*, is the rest of its paragraph."""
    if last.rule or MARKER.match(body) or _ENUMERATED.match(body):
        return False
    tail = last.body.rpartition("\n")[2]
    if body[0].islower():
        return not tail.endswith((":", ";")) or last.joined
    if not margin or (tail.endswith((".", ":", ";", "?", "!")) and len(tail) < 0.8 * margin):
        return False
    if _OPEN_END.search(tail) and len(tail) > 0.6 * margin:
        return True
    first = _WORD.match(body)
    return len(tail) + 1 + len(first[0] if first else "") > margin and len(tail) > 0.7 * margin
