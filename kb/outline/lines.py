"""Cut a text into lines with their offsets; a paragraph is one line.

A text comes in, TextLines go out. Some editors break paragraphs at the right margin;
such a paragraph becomes one line again. Blanks around a line are not part of it. This
module knows nothing of headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["MARKER", "TextLine", "split_lines"]

MARKER = re.compile(
    r"(?:[-*+·»–—>]|o(?=\s+\w)|v(?=\s+[A-Z]))\s+|[•‣\u2190-\u21ff\u25a0-\u25ff\u2700-\u2767\u2776-\u27bf"
    r"\u2b00-\u2bff\uf000-\uf0ff]\s*(?=\S)|"
    r"[qØü§¨](?:\s+(?=[^\W\d])|(?=[A-Z][a-z]))|v(?=[A-Z][a-z])"  # Word's signs, copied as letters
)
"""The mark before an item of a list that is not numbered."""

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
    """One line, without the blanks around it: ``text[start:end] == body``."""

    body: str
    start: int
    end: int
    above: int  # blank lines before it; many at the start of the text
    rule: str = ""  # the character that underlines it
    after: int = 0  # the next line may start here: after the underline
    joined: bool = False  # a paragraph joined from several lines
    above_button: bool = False  # the line below it was a button, and was left out


def split_lines(text: str) -> list[TextLine]:
    """Return the lines of *text*, none of them blank.

    >>> [line.body for line in split_lines("Dira\\n====\\n\\nKuwa kinara\\nwa huduma.")]
    ['Dira', 'Kuwa kinara\\nwa huduma.']
    """
    lines: list[TextLine] = []
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
        last = lines[-1] if lines else None
        if _UNDERLINE.fullmatch(body):
            if last and not above and not last.joined and not last.rule and len(body) > 2:
                lines[-1] = TextLine(last.body, last.start, last.end, last.above, body[0], end)
            else:
                above += 1  # a rule across the page separates as a blank line does
            continue
        repeated = len(lines) > 1 and lines[-1].body == lines[-2].body  # a name, and whole
        if last and not above and not repeated and _goes_on(last, body, margin):
            whole = text[last.start : end]
            lines[-1] = TextLine(whole, last.start, end, last.above, "", end, joined=True)
        else:
            lines.append(TextLine(body, begin, end, above, "", end))
        above = 0
    return lines


def _margin(text: str) -> int:
    """Return the column at which the editor broke lines, or 0 where it broke none."""
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
    """Tell whether *body*, directly below *last*, continues its paragraph."""
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
