"""The words of numbers and dates: numerals with their agreement, months.

The numerals and months are in the tables of kb.swahili. This module adds the forms that
agree with a noun (*wajumbe watano*), and the English months, which Swahili letters also use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kb.swahili.data import table_rows

__all__ = ["FIRST", "MONTH", "Vocabulary", "vocabulary"]

MONTH = "mwezi"
"""Before a month's number: *mwezi wa nne*."""
FIRST = "kwanza"
"""The ordinal that is no numeral: *sura ya kwanza*."""

_FIGURE = re.compile("[0-9]")
_COUNTED = frozenset(
    {"jozi", "dazeni", "korija", "grosi"}
)  # a dozen is counted, and counts nothing
_PLURALS = ("wa", "mi", "ma", "vi", "pa")
_AGREEING = ("wili", "tatu", "nne", "tano", "nane")
_ONE = ("mmoja", "kimoja")  # umoja is union, pamoja together
_ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The value of each word as a numeral or a month."""

    numbers: Mapping[str, int]
    months: Mapping[str, int]
    names: tuple[str, ...]  # the standard name of each month
    dated: frozenset[str]  # a date is looked for around these: the months, and mwezi
    every: frozenset[str]  # every word that can begin a number or a date, but for figures

    def is_in(self, words: Iterable[str], text: str) -> bool:
        """Return whether a text can contain a number or a date at all.

        >>> vocabulary().is_in(["dira", "ya", "wakala"], "Dira ya Wakala")
        False
        """
        return _FIGURE.search(text) is not None or not self.every.isdisjoint(words)


@cache
def vocabulary() -> Vocabulary:
    """Return the words of the tables and the forms made from them, parsed once.

    >>> vocabulary().numbers["watano"], vocabulary().months["disemba"]
    (5, 12)
    """
    numbers = {
        word: int(value)
        for word, value, _ in table_rows("numbers.tsv", ("word", "value", "gloss"))
        if value.isdigit() and word not in _COUNTED
    }
    for stem in _AGREEING:
        numbers |= {prefix + stem: numbers[stem] for prefix in _PLURALS}
    numbers |= dict.fromkeys(_ONE, 1)
    months: dict[str, int] = {}
    names = []
    for name, month, variants in table_rows("months.tsv", ("name", "month", "variants")):
        names.append(name)
        months |= dict.fromkeys([name, *variants.split("|")], int(month))
    del months["-"]
    for number, name in enumerate(_ENGLISH_MONTHS, 1):
        months |= {name: number, name[:3]: number}
    dated, every = frozenset({*months, MONTH}), frozenset({*numbers, *months, FIRST})
    return Vocabulary(numbers, months, tuple(names), dated, every)
