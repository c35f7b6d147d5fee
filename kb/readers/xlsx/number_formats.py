"""Write a number as Excel shows it: 1,234,567 or 18% or 09/03/2021.

A value and the code of its format come in ("#,##0.00"), text goes out. Common formats are
followed: decimals, thousands, percent, currency, leading zeros, dates, times. A code that is not
understood gives the plain number. Dates in figures are written with the day first even where the
code has the month first: "3/9/2021" would be read as the third of September.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

__all__ = ["BUILT_IN", "is_date_format", "shown_number"]

BUILT_IN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm",
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@",
}  # fmt: skip
"""Codes of the formats that a file names by number only. 14 is the date in the order of the country."""

_ASIDE = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^-\]]*)[^\]]*\]|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE
)
_DATE_PART = re.compile(r"\[h+\]|\[m+\]|\[s+\]|y+|m+|d+|h+|s+(?:\.0+)?|am/pm|a/p", re.IGNORECASE)
_DIGITS = re.compile(r"[#0?](?:[#0?,]*[#0?])?(,*)(?:\.([#0?]*))?(E[+-]0+)?", re.IGNORECASE)
_MAX_SERIAL = 2_958_466  # the day after 31 December 9999
_MAX_DIGITS = 15  # what Excel keeps of a number
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class _Section(NamedTuple):
    """One section of a code: the pattern, with literal text taken out."""

    pattern: str  # each literal as one private character
    literals: tuple[str, ...]


def shown_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """Return a number as a cell shows it.

    Args:
        value: the number; a date is the count of days.
        code: of the format; "" or "General" is the plain number.
        from_1904: days are counted from 1904, as old Macs did.

    >>> shown_number(1234567, "#,##0"), shown_number(0.18, "0%"), shown_number(44264, "dd/mm/yyyy")
    ('1,234,567', '18%', '09/03/2021')
    """
    if code in {"", "General", "@"}:
        return _plain(value)
    sections = _sections(code)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if is_date_format(code):
        return _moment(value, section, from_1904)
    return _number(value, section)


@lru_cache(maxsize=1024)
def is_date_format(code: str) -> bool:
    """Tell whether a code shows a date or a time.

    >>> is_date_format("d mmm yyyy"), is_date_format('0.0 "days"'), is_date_format("[Red]0")
    (True, False, False)
    """
    if code in {"", "General", "@"}:
        return False
    pattern = _sections(code)[0].pattern
    return "general" not in pattern.lower() and bool(re.search(r"[ymdhs]", pattern, re.IGNORECASE))


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    """Return the sections of a code; literals are replaced by characters of private use."""
    literals: list[str] = []

    def aside(match: re.Match[str]) -> str:
        text = next((group for group in match.groups() if group is not None), "")
        if not text or len(literals) > 100:
            return ""
        literals.append(text)
        return chr(0xE000 + len(literals) - 1)

    parts = _ASIDE.sub(aside, code[:255]).split(";")
    return tuple(_Section(part, tuple(literals)) for part in parts)


def _with_literals(text: str, section: _Section) -> str:
    for place, literal in enumerate(section.literals):
        text = text.replace(chr(0xE000 + place), literal)
    return text


def _plain(value: float) -> str:
    if value == int(value) and abs(value) < 10**_MAX_DIGITS:
        return str(int(value))
    return f"{value:.10g}"


def _number(value: float, section: _Section) -> str:
    pattern = section.pattern
    digits = _DIGITS.search(pattern)
    if digits is None or "/" in pattern or _DIGITS.search(pattern, digits.end()):
        # No digits: only text is shown, as in "-" for zero. Fractions and the like: the number.
        return (
            _plain(value)
            if re.search("[#0?]|general", pattern, re.IGNORECASE)
            else _with_literals(pattern.strip(), section)
        )
    scale, decimals, exponent = len(digits[1]), len(digits[2] or ""), digits[3]
    value = value * 100 ** pattern.count("%") / 1000**scale
    if exponent:
        body = f"{value:.{decimals}E}"
    else:
        whole = digits[0].partition(".")[0]
        body = _rounded(value, decimals, (digits[2] or "").count("0"))
        body = _padded(body, whole.count("0"), grouped="," in whole.rstrip(","))
    return _with_literals(
        pattern[: digits.start()] + body + pattern[digits.end() :], section
    ).strip()


def _rounded(value: float, decimals: int, least: int) -> str:
    """Return a number with *decimals* decimals, half rounded up; zeros after the *least* go."""
    try:
        step = Decimal(1).scaleb(-decimals)
        text = f"{Decimal(repr(value)).quantize(step, ROUND_HALF_UP):f}"
    except InvalidOperation:
        return _plain(value)
    while decimals > least and text.endswith("0"):
        text, decimals = text[:-1], decimals - 1
    return text.rstrip(".")


def _padded(text: str, zeros: int, *, grouped: bool) -> str:
    sign = "-" if text.startswith("-") else ""
    whole, dot, decimals = text.removeprefix("-").partition(".")
    whole = whole.zfill(zeros) if zeros else whole.lstrip("0") if dot else whole
    if grouped and whole.isdigit():
        whole = f"{int(whole):,}".zfill(zeros) if zeros <= len(whole) else whole
    return sign + whole + dot + decimals


def _moment(value: float, section: _Section, from_1904: bool) -> str:
    """Return a date or a time; the plain number where it is none."""
    day = value + 1462 if from_1904 else value
    if not 0 <= day < _MAX_SERIAL:
        return _plain(value)
    # Excel counts a 29 February 1900 that was none.
    start = dt.datetime(1899, 12, 30 if day >= 60 else 31)  # noqa: DTZ001  a cell has no zone
    moment = start + dt.timedelta(days=int(day), milliseconds=round((day % 1) * 86_400_000))
    parts = _DATE_PART.findall(section.pattern)
    lower = [part.lower() for part in parts]
    if moment.microsecond and not any("." in part for part in lower):
        moment += dt.timedelta(microseconds=500_000)
    kinds = [_kind(lower, place) for place in range(len(lower))]
    if _is_month_first(kinds, lower):
        month, its_day = kinds.index("month"), kinds.index("day")
        kinds[month], kinds[its_day] = kinds[its_day], kinds[month]
    written = iter(
        _written(kind, part, moment, day, "am/pm" in lower or "a/p" in lower)
        for kind, part in zip(kinds, lower)
    )
    return _with_literals(_DATE_PART.sub(lambda _: next(written), section.pattern), section).strip()


def _kind(parts: list[str], place: int) -> str:
    """Return what a part of a date is; "m" is minutes next to hours or seconds."""
    part = parts[place]
    if part[0] != "m":
        return {"y": "year", "d": "day"}.get(part[0], "time")
    before = parts[place - 1] if place else ""
    after = parts[place + 1] if place + 1 < len(parts) else ""
    near_time = before.startswith(("h", "[h")) or after.startswith(("s", "[s"))
    return "minute" if near_time and len(part) < 3 else "month"


def _is_month_first(kinds: list[str], parts: list[str]) -> bool:
    """Tell whether a date in figures has its month before its day, and its year last."""
    dates = [(kind, part) for kind, part in zip(kinds, parts) if kind in {"month", "day", "year"}]
    return [kind for kind, _ in dates] == ["month", "day", "year"] and all(
        len(part) < 3 for kind, part in dates if kind != "year"
    )


def _written(kind: str, part: str, moment: dt.datetime, day: float, twelve: bool) -> str:
    """Return one part of a date or a time."""
    match kind, part:
        case "year", _:
            return f"{moment.year:04d}" if len(part) > 2 else f"{moment.year % 100:02d}"
        case "month", _ if len(part) > 2:
            name = _MONTHS[moment.month - 1]
            return name if len(part) == 4 else name[: 3 if len(part) == 3 else 1]
        case "day", _ if len(part) > 2:
            name = _DAYS[moment.weekday()]
            return name[:3] if len(part) == 3 else name
        case "month" | "day", _:
            number = moment.month if kind == "month" else moment.day
            return f"{number:02d}" if len(part) == 2 else str(number)
        case "minute", _:
            return f"{moment.minute:02d}"
        case _, "am/pm" | "a/p":
            name = "PM" if moment.hour >= 12 else "AM"
            return name if part == "am/pm" else name[0]
    return _clock(part, moment, day, twelve)


def _clock(part: str, moment: dt.datetime, day: float, twelve: bool) -> str:
    if part.startswith("["):
        seconds = round(day * 86_400)
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[part[1]])
    if part.startswith("h"):
        hour = (moment.hour % 12 or 12) if twelve else moment.hour
        return f"{hour:02d}" if len(part) > 1 else str(hour)
    seconds_part, dot, decimals = part.partition(".")
    second = f"{moment.second:02d}" if len(seconds_part) > 1 else str(moment.second)
    return second + (dot + f"{moment.microsecond:06d}"[: len(decimals)] if dot else "")
