"""Numbers and codes that are written with or without signs between their parts.

A ``WordLine`` comes in, Mentions go out. Each has one term, the parts joined, on its first
word; so *0754112233* finds "0754 112 233" (``kb.highlight`` marks all three parts):

    telephone      0754 112 233, +255 754 112 233 (both 0754112233), 026-2160200,
                   (022) 2112233
    amount         1 250 000
    registration   T 123 ABC, KBX 123A, SU 4567, UVIKO-19, 19900101-12345-00001-23

Parts with a blank between them are joined only in these shapes, because most neighbours
are not one number: "mwaka 2019 2020", "NAMBA 5". A hyphen says itself that they are one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kb.normalization.mentions import Mention, WordLine

__all__ = ["MAX_PARTS", "codes", "national_number"]

_FIGURE = re.compile(r"\d")
_BLANK = re.compile("[ \u00a0\u202f]")
_HYPHEN = re.compile("[-\u2010-\u2014]")
_AREA = re.compile("\\)[ \u00a0-]?")
"""Behind the code of an area in brackets."""
_AMOUNT = re.compile(r"\d{1,3}(?: \d{3})+")
_TELEPHONE = re.compile(r"(?:0\d{1,4}|\d{3})(?: \d{2,7}){1,5}")
_REGISTRATION = re.compile(r"[A-Z]{1,3} \d{2,4} [A-Z]{2,3}|K[A-Z]{2} \d{3}[A-Z]|[A-Z]{2,5} \d{2,5}")
_HYPHENATED = re.compile(r"[^\W\d_]{1,8}(?: [^\W_]{1,8}){0,3} \d{1,8}|\d{1,8}(?: \d{1,8}){2,4}")
_COUNTRIES = ("254", "255", "256", "257", "250")  # of East Africa; 0 stands for them inside one
_SUBSCRIBER = 9  # digits of a telephone number after the code of its country
_MAX_HYPHENS = 4  # before the first figure, as _HYPHENATED has it
MAX_PARTS = 6
"""Parts of the longest code."""
_MIN_DIGITS, _MAX_DIGITS = 8, 20


def codes(line: WordLine) -> Iterator[Mention]:
    """Yield the numbers and codes of *line* that are written in parts, and telephone numbers.

    >>> text = "Piga 0754 112 233"
    >>> [one.terms for one in codes(WordLine(text.split(), [0, 5, 10, 14], [4, 9, 13, 17], text))]
    [((1, '0754112233'),)]
    """
    after = 0  # words before this one belong to a code already
    for i in _starts(line):
        if i < after:
            continue
        end = _end(line, i)
        if end > i:
            yield _mention(line, i, end)
        elif national := national_number(line.words[i]):
            yield Mention("code", i, i, ((i, national),))
        after = end + 1


def _starts(line: WordLine) -> list[int]:
    """Return in order the words that a code can start at; every other one is far from a figure.

    A code is a word with a figure, or has one after one word, or after up to four with hyphens.
    """
    starts: dict[int, None] = {}
    known = -1  # the last word with a figure
    for figure in _FIGURE.finditer(line.text):
        last = bisect_right(line.starts, figure.start()) - 1
        if last <= known or figure.start() >= line.ends[last]:
            continue
        known = first = last
        while first and (
            first == last or (last - first < _MAX_HYPHENS and _HYPHEN.fullmatch(line.gap(first)))
        ):
            first -= 1
        starts.update(dict.fromkeys(range(first, last + 1)))
    return sorted(starts)


def _end(line: WordLine, first: int) -> int:
    """Return the last word of the longest code that starts at a word; *first* where none does."""
    parts = [_surface(line, first)]
    if not (parts[0].isdecimal() or parts[0].isalpha()):
        return first
    longest = first
    gap = line.gap(first)
    area = parts[0].startswith("0") and _AREA.fullmatch(gap) is not None
    sign = _BLANK if area else next((s for s in (_BLANK, _HYPHEN) if s.fullmatch(gap)), None)
    last = first
    while (
        sign is not None
        and len(parts) < MAX_PARTS
        and (sign.fullmatch(line.gap(last)) or (area and last == first))
    ):
        last += 1
        parts.append(_surface(line, last))
        if _is_code(" ".join(parts), parts, hyphens=sign is _HYPHEN):
            longest = last
    return longest


def _is_code(written: str, parts: list[str], *, hyphens: bool) -> bool:
    if hyphens and _HYPHENATED.fullmatch(written):
        return True
    if _AMOUNT.fullmatch(written) or _REGISTRATION.fullmatch(written):
        return True
    digits = sum(map(len, parts))
    known = parts[0].startswith("0") or parts[0] in _COUNTRIES
    return (
        known and _MIN_DIGITS <= digits <= _MAX_DIGITS and _TELEPHONE.fullmatch(written) is not None
    )


def _mention(line: WordLine, first: int, last: int) -> Mention:
    joined = "".join(line.words[first : last + 1])
    term = national_number(joined) or joined
    return Mention("code", first, last, ((first, term),))


def national_number(number: str) -> str:
    """Return a telephone number as it is dialled inside its country; "" for any other word.

    >>> national_number("255754112233"), national_number("2010")
    ('0754112233', '')
    """
    country, rest = number[:3], number[3:]
    is_international = number.isdecimal() and country in _COUNTRIES and len(rest) == _SUBSCRIBER
    return f"0{rest}" if is_international else ""


def _surface(line: WordLine, i: int) -> str:
    return line.text[line.starts[i] : line.ends[i]]
