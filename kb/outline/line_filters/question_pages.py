"""Classify the questions of a page of questions as headings: long ones, and those without a mark.

Q1. Nani anaweza kujiunga na Mfuko.     ◄ marked by its letter
A. Kila mwenye kitambulisho.
Kwa mwaka huu … miradi mingapi?         ◄ one of several with a question mark
Ada ni kiasi gani                       ◄ among questions
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import MAX_WORDS, Shape
from kb.outline.lines import TextLine

__all__ = ["filter_question_pages"]

_MIN_QUESTIONS = 2
_MAX_WORDS = 30
"""Words of a question with its mark, on a page of questions."""

_ASKED = re.compile(r"(?:q|s|swali)\s*\d{0,3}\s*[.:)]\s*\S.*", re.IGNORECASE | re.DOTALL)
_ANSWERED = re.compile(r"(?:a|j|jibu)\s*\d{0,3}\s*[.:)]\s*\S.*", re.IGNORECASE | re.DOTALL)
_SENTENCE_END = re.compile(r"[.?!]\s+\S")
_ASKING = frozenset(
    ("nini", "nani", "gani", "lini", "wapi", "vipi", "ngapi", "mangapi", "mingapi", "kiasi",
     "je", "kwanini", "ipi", "upi", "zipi", "yapi", "wangapi", "how", "what", "who", "when", "where", "why")
)  # fmt: skip


def filter_question_pages(page: PageLines) -> PageLines:
    """Return the page with its questions as headings, where it has at least two."""
    seen, shapes = page
    result = list(shapes)
    asked = [
        i
        for i in range(len(seen) - 1)
        if _ASKED.fullmatch(seen[i].body) and _ANSWERED.fullmatch(seen[i + 1].body)
    ]
    marked = [i for i in range(len(seen) - 1) if _is_marked(seen, shapes, i)]
    for of_page in (asked, marked):
        if len(of_page) >= _MIN_QUESTIONS:
            for i in of_page:
                result[i] = _question(seen[i], shapes[i], numbered=of_page is asked)
    if len(marked) >= _MIN_QUESTIONS:
        for i in range(len(seen) - 1):
            if _is_unmarked(seen, shapes, i):
                result[i] = _question(seen[i], shapes[i], numbered=False)
    return PageLines(seen, result)


def _question(line: TextLine, its: Shape, *, numbered: bool) -> Shape:
    """Return the shape of a line as the heading of its answer."""
    if its.sort == "short" and not numbered:
        return its
    style = "record" if numbered else its.style or "plain"
    words = len(line.body.split())
    end = line.start + len(line.body.rstrip("."))
    return replace(its, sort="short", style=style, start=line.start, end=end, words=words)


def _is_marked(seen: Sequence[TextLine], shapes: Sequence[Shape], i: int) -> bool:
    """Tell whether a line is one question with its mark, and an answer is below it."""
    body = seen[i].body
    whole = body.endswith("?") and body[0].isupper() and not _SENTENCE_END.search(body)
    brief = len(body.split()) <= _MAX_WORDS and shapes[i].sort != "item"
    return whole and brief and not seen[i + 1].body.endswith("?")


def _is_unmarked(seen: Sequence[TextLine], shapes: Sequence[Shape], i: int) -> bool:
    """Tell whether a line asks something and lacks its mark."""
    this, body = shapes[i], seen[i].body
    asks = not _ASKING.isdisjoint(words_of(seen[i]))
    whole = body[0].isupper() and body[-1].isalpha() and len(body.split()) <= MAX_WORDS
    answer = shapes[i + 1].sort == "text" and len(seen[i + 1].body.split()) > 2
    return asks and whole and answer and this.sort == "text" and this.style == "plain"
