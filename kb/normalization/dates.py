"""Days and months with a year, in figures, in words, in Swahili and in English.

    17/12/2010  17-12-2010  17.12.2010  2010-12-17
    17 Desemba 2010  tarehe 17 Disemba, mwaka 2010  17th December 2010  December 17, 2010
    tarehe kumi na saba mwezi wa kumi na mbili mwaka elfu mbili na kumi
    Desemba 2010  mwezi wa nne 2012

A ``WordLine`` and its ``Numbers`` come in, Mentions go out. Without a year nothing is a date:
*30/6*, *uk. 12/15*. Three figures that are joined to others (a reference, a telephone)
are no date, nor are figures behind *Na.* or *nambari*. A month's other name (*Disemba*)
gets the term of its usual one, with or without a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kb.normalization.mentions import Mention, WordLine
from kb.normalization.numbers import Numbers
from kb.normalization.vocabulary import MONTH, vocabulary

__all__ = ["dates"]

_LOOSE = re.compile(r"[\s,.\-–]{1,4}")  # between the words of a date: 17 Desemba, 2010
_DAY = re.compile(r"(0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_YEAR = re.compile(r"(?:1[89]|2[01])[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_DOTTED = re.compile(r"([0-9]{1,4})\.([0-9]{1,2})\.([0-9]{1,4})")
_SEPARATORS = frozenset("/-–.")
_BEFORE_MONTH = frozenset({"ya", "wa", MONTH, "of"})
_BEFORE_YEAR = frozenset({"ya", "wa", "mwaka", "of"})
_MAX_BETWEEN = 3
_BEFORE_DAY = frozenset({"tarehe", "trh", "tar", "siku"})
_NUMBERED = frozenset({"namba", "nambari", "kumb", "kumbukumbu", "simu", "ref"})
_ABBREVIATED = frozenset({"na", "no", "gn"})  # "Na." is namba; "na" is and
_MIN_NAME = 5
"""Letters from which another name is a month without a year; "may" and "mar" are not."""

_Part = tuple[int, int]  # a value, and the index of its word


def dates(line: WordLine, numbers: Numbers) -> Iterator[Mention]:
    """Yield the dates of *line*, and the months under another name than the usual one.

    Args:
        line: the words.
        numbers: its numbers, for days, months and years in words.
    """
    parser = _DateParser(line, numbers)
    known = vocabulary()
    after = 0  # figures before this word belong to a date already
    for i in [i for i, word in enumerate(line.words) if word in known.dated or word[0].isdigit()]:
        word = line.words[i]
        if word[0].isdigit():
            if i >= after:
                mention = parser.figures(i)
                if mention is not None:
                    after = mention.last + 1
                    yield mention
        elif word in known.months:
            yield from parser.around_month(i, known.months[word])
            usual = known.names[known.months[word] - 1]
            if word != usual and len(word) >= _MIN_NAME:
                yield Mention("month", i, i, ((i, usual),))
        else:
            yield from parser.around_mwezi(i)


class _DateParser:
    """Parses a date around one word of a line."""

    def __init__(self, line: WordLine, numbers: Numbers) -> None:
        self._line, self._numbers = line, numbers

    # --- in figures ---

    def figures(self, i: int) -> Mention | None:
        """Return the date that is written in figures from word *i* on."""
        line = self._line
        dotted = _DOTTED.fullmatch(line.words[i])
        if dotted:
            separator, last, parts, places = ".", i, dotted.groups(), (i, i, i)
        else:
            separator, last = line.gap(i), i + 2
            if separator not in _SEPARATORS or line.gap(i + 1) != separator:
                return None
            parts, places = tuple(line.words[i : i + 3]), (i, i + 1, i + 2)
        if not all(part.isdecimal() and part.isascii() for part in parts):
            return None
        if self._is_part_of_more(i, last, separator) or self._is_numbered(i):
            return None
        if len(parts[0]) == 4:
            parts, places = parts[::-1], places[::-1]
        day, month, year = parts
        if len(day) > 2 or len(month) > 2 or not _YEAR.fullmatch(year):
            return None
        term = _day_term(int(year), int(month), int(day))
        if term is None:
            return None
        terms = [(places[0], term), (places[1], term[:-3])]
        if dotted:
            terms.append((i, year))
        return Mention("date", i, last, tuple(terms))

    def _is_part_of_more(self, first: int, last: int, separator: str) -> bool:
        """Return whether figures are joined to others: 0712-10-11-2010, AB/17/12/2010."""
        line = self._line
        joined = {separator, "/"}
        before = line.gap(first - 1) if first else line.text[: line.starts[0]][-1:]
        return before in joined or before.endswith("+") or line.gap(last) in joined

    def _is_numbered(self, i: int) -> bool:
        """Return whether the word before introduces a number: Na. 12/10/2019."""
        word = self._line.word(i - 1)
        return word in _NUMBERED or (word in _ABBREVIATED and "." in self._line.gap(i - 1))

    # --- with a month's name, or "mwezi wa" and its number ---

    def around_month(self, i: int, month: int) -> Iterator[Mention]:
        """Yield the date around a month's name: 17 Desemba 2010, December 17, 2010."""
        year = self._year_after(i)
        if year is not None:
            yield self._mention((month, i), self._day_before(i), year, i)
            return
        day = self._english_day(i)
        if day is not None:
            year = self._year_after(day[1])
            if year is not None:
                yield self._mention((month, i), day, year, i)

    def around_mwezi(self, i: int) -> Iterator[Mention]:
        """Yield the date around "mwezi wa nne" or "mwezi wa 4"; word *i* is "mwezi"."""
        line = self._line
        at = i + 1
        if line.word(at) == "wa" and line.follows(i):
            at += 1
        if not line.follows(at - 1):
            return
        last, month = at, 0
        if _MONTH.fullmatch(line.words[at]):
            month = int(line.words[at])
        elif at in self._numbers.starting:
            after, values = self._numbers.starting[at]
            last, month = after - 1, values[0]
        year = self._year_after(last) if 1 <= month <= 12 else None
        if year is not None:
            yield self._mention((month, at), self._day_before(i), year, i)

    def _mention(self, month: _Part, day: _Part | None, year: _Part, middle: int) -> Mention:
        """Return a date of its parts; a day that the month does not have is left out."""
        number, place = month
        day_term = _day_term(year[0], number, day[0]) if day else None
        terms = [(place, f"d:{year[0]:04}-{number:02}")]
        first = middle
        if day and day_term:
            terms.insert(0, (day[1], day_term))
            first = min(middle, day[1])
        last = self._numbers.starting[year[1]][0] - 1 if self._is_spelled(year[1]) else year[1]
        return Mention("date", first, last, tuple(terms))

    def _is_spelled(self, i: int) -> bool:
        return i in self._numbers.starting

    def _near(self, i: int) -> bool:
        """Return whether word *i* and the next can belong to one date."""
        return _LOOSE.fullmatch(self._line.gap(i)) is not None

    def _day_before(self, i: int) -> _Part | None:
        """Return the day before the month at word *i*."""
        line = self._line
        at = i - 1
        while at >= 0 and i - at <= _MAX_BETWEEN and line.words[at] in _BEFORE_MONTH:
            if not self._near(at):
                return None
            at -= 1
        if at < 0 or not self._near(at):
            return None
        figures = _DAY.fullmatch(line.words[at])
        if figures:
            return (int(figures[1]), at) if not self._is_numbered(at) else None
        first = self._numbers.ending.get(at)
        if first is None or line.word(first - 1) not in _BEFORE_DAY:
            return None  # "watu watano Desemba 2010": five people, not the fifth
        return self._numbers.starting[first][1][0], first

    def _english_day(self, i: int) -> _Part | None:
        """Return the day of "December 17, 2010"; word *i* is the month."""
        figures = _DAY.fullmatch(self._line.word(i + 1)) if self._near(i) else None
        return (int(figures[1]), i + 1) if figures else None

    def _year_after(self, i: int) -> _Part | None:
        """Return the year that follows word *i*."""
        line = self._line
        at = i
        while self._near(at) and line.word(at + 1) in _BEFORE_YEAR and at - i < _MAX_BETWEEN:
            at += 1
        if not self._near(at):
            return None
        at += 1
        if _YEAR.fullmatch(line.words[at]):
            return int(line.words[at]), at
        if at in self._numbers.starting:
            for value in self._numbers.starting[at][1]:
                if _FIRST_YEAR <= value <= _LAST_YEAR:
                    return value, at
        return None


def _day_term(year: int, month: int, day: int) -> str | None:
    """Return the term of a day, None where the calendar has no such day."""
    try:
        return f"d:{date(year, month, day).isoformat()}"
    except ValueError:
        return None
