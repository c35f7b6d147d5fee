"""Tell which words of a sentence are a telephone number, an e-mail address or a time of day.

A telephone number has at least seven figures (*0762 118 903*, *+255 26 296 5520*) or is a short
code that a label or a verb announces (*piga 113*, *Simu: 112*, *\\*152\\*00#*).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.index.schema import TokenColumns
from kb.search.evidence_words import shows

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["is_email", "is_phone", "is_time"]

_MIN_FIGURES, _MAX_FIGURES = 7, 13
_MAX_CODE = 5  # figures of a short code: 112, 15200
_LABEL = 3  # tokens from a label to its number: Simu ya bure: 112
_BEGINS = re.compile(r"0|25\d|1[58]0\d")  # a trunk prefix, East Africa, a toll-free number
_GAP = re.compile(r"[ )(./-]{0,3}")  # between the groups of one number
_CODE_MARK = "*#"
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?!\d)")
_HOUR = "saa"


def is_phone(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a word is figures of a telephone number."""
    if not columns.surfaces[i].isdigit():
        return False
    start, end = columns.starts[i], columns.ends[i]
    if text[start - 1 : start] in _CODE_MARK[:1] and text[end : end + 1] in _CODE_MARK and start:
        return True
    first = last = i
    while first and _goes_on(text, columns, first - 1):
        first -= 1
    while last + 1 < len(columns) and _goes_on(text, columns, last):
        last += 1
    figures = "".join(columns.surfaces[first : last + 1])
    if _MIN_FIGURES <= len(figures) <= _MAX_FIGURES:
        plus = text[max(0, columns.starts[first] - 2) : columns.starts[first]].strip()[-1:] == "+"
        return plus or _BEGINS.match(figures) is not None
    return len(figures) <= _MAX_CODE and any(
        shows("phone", columns, k) for k in range(max(0, first - _LABEL), first)
    )


def _goes_on(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether two neighbours are groups of figures of one number."""
    between = text[columns.ends[i] : columns.starts[i + 1]]
    both = columns.surfaces[i].isdigit() and columns.surfaces[i + 1].isdigit()
    return both and _GAP.fullmatch(between) is not None


def is_email(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a word is of an e-mail address: it is before its @, or after it."""
    start, end = columns.starts[i], columns.ends[i]
    return text[end : end + 1] == "@" or (start > 0 and text[start - 1] == "@")


def is_time(text: str, columns: TokenColumns, tokens: Span, i: int) -> bool:
    """Tell whether a word is of a time of day: *saa 2*, *10:30*."""
    if i > tokens[0] and columns.surfaces[i - 1] == _HOUR:
        return any(term[-1:].isdigit() for term in columns.terms[i])
    return _CLOCK.match(text, columns.starts[i]) is not None
