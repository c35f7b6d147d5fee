"""Write the number of a list item in the form that Word shows.

A number and the name of its form come in ("upperRoman"), the number as written goes out.
Forms of scripts that Swahili is not written in become plain digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.readers.numerals import in_letters, in_roman

__all__ = ["written_number"]

_MAX = 10_000
"""The largest number that is written; a larger one is damage, or would fill the memory."""

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
          "eighteen", "nineteen")  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Mapping[str, str] = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_MARKS = "*†‡§"


def written_number(number: int, form: str) -> str:
    """Return a number as a list shows it.

    Args:
        number: from 0.
        form: a ``numFmt`` of Word; one that is not known is written in digits.

    >>> written_number(4, "lowerRoman"), written_number(28, "upperLetter")
    ('iv', 'BB')
    >>> written_number(7, "decimalZero"), written_number(2, "ordinal"), written_number(21, "cardinalText")
    ('07', '2nd', 'Twenty-one')
    """
    return _FORMS.get(form, str)(min(max(number, 0), _MAX))


def _ordinal(number: int) -> str:
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _cardinal_text(number: int) -> str:
    """Return a number below 100 in English words: Word has no Swahili ones."""
    if number >= 100:
        return str(number)
    if number < 20:
        return _UNITS[number].capitalize()
    unit = f"-{_UNITS[number % 10]}" if number % 10 else ""
    return f"{_TENS[number // 10]}{unit}".capitalize()


def _ordinal_text(number: int) -> str:
    if number >= 100:
        return _ordinal(number)
    head, hyphen, last = _cardinal_text(number).lower().rpartition("-")
    last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{head}{hyphen}{last}".capitalize()


def _marks(number: int) -> str:
    place = max(number, 1) - 1
    return _MARKS[place % len(_MARKS)] * min(place // len(_MARKS) + 1, 50)


_FORMS: Mapping[str, Callable[[int], str]] = {
    "cardinalText": _cardinal_text,
    "chicago": _marks,
    "decimalEnclosedCircle": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalZero": lambda number: f"{number:02d}",
    "hex": lambda number: f"{number:X}",
    "lowerLetter": lambda number: in_letters(max(number, 1)),
    "lowerRoman": lambda number: in_roman(max(number, 1)),
    "none": lambda _: "",
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "ordinalText": _ordinal_text,
    "upperLetter": lambda number: in_letters(max(number, 1)).upper(),
    "upperRoman": lambda number: in_roman(max(number, 1)).upper(),
}
