"""Read the mark of an enumerated line: "1.2 Dira", "B. Ada", "(iv) Masharti".

A line comes in, its Enumeration goes out. The mark may touch the name: "1.Majukumu",
"1.1.1SIFA". A letter may also be a Roman numeral, so it has a value in each system; the
lines around it decide (``line_filters.heading_series``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Enumeration", "read_enumeration"]

_NUMBER = re.compile(
    r"(?:\d{1,2}\.\s+(?=\d{1,2}[.)]\s))?"  # the number of a list before the author's own
    r"(\d{1,3}(?:\.\d{1,3})+|\d{1,3}(?=[.):])|\d{1,2}(?=\s+[A-Z]{3}))[.):]?"
    r"(?:\s+|(?<=[.)])(?=[A-Z])|(?<=\d)(?=[A-Z][A-Za-z]{2}))[-–—]?\s*(?=\S)"
)
_UPPER = re.compile(r"\(?([A-Z]|[IVXL]{1,6})\)?[.):](?:\s+|(?=[A-Z]{2}))(?=\S)")
_LOWER = re.compile(r"\(?([a-z]|[ivxl]{1,6})\)?[.):]\s*(?=[A-Z\"“‘'(])")
_ROMAN: Mapping[str, int] = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The mark of an enumerated line."""

    style: str  # "number" or "letter"
    rank: tuple[int, ...]  # the parts of a number, without closing zeros; () of a letter
    key: str  # what the lines of one list share: number0, number1, letter, small
    end: int  # the name starts here
    values: tuple[tuple[str, int], ...]  # (system, place in its series), one for each reading


def read_enumeration(body: str) -> Enumeration | None:
    """Return the mark at the start of a line, or None.

    >>> read_enumeration("1.1.1SIFA").rank, read_enumeration("xviii. Kitengo").values
    ((1, 1, 1), (('roman', 18),))
    >>> read_enumeration("I. Idara ya Afya").values
    (('letter', 9), ('roman', 1))
    """
    if match := _NUMBER.match(body):
        parts = [int(part) for part in match[1].split(".")]
        key = f"number{len(parts) - 1}"
        while len(parts) > 1 and parts[-1] == 0:
            parts.pop()
        return Enumeration("number", tuple(parts), key, match.end(), ())
    if match := _UPPER.match(body):
        return Enumeration("letter", (), "letter", match.end(), _values(match[1].lower()))
    if match := _LOWER.match(body):
        return Enumeration("letter", (), "small", match.end(), _values(match[1]))
    return None


def _values(mark: str) -> tuple[tuple[str, int], ...]:
    values = []
    if len(mark) == 1:
        values.append(("letter", ord(mark) - ord("a") + 1))
    if all(sign in _ROMAN for sign in mark):
        numbers = [_ROMAN[sign] for sign in mark]
        pairs = zip(numbers, [*numbers[1:], 0], strict=True)
        values.append(("roman", sum(-n if n < after else n for n, after in pairs)))
    return tuple(values)
