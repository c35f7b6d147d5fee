"""Numbers in words: *elfu mbili na kumi na tisa*; in figures with signs: *1,000*, *1.000.000*.

A ``WordLine`` comes in, its ``Numbers`` go out. A numeral names its scale before its count:
elfu mbili, mia tano; figures may come first: 3.5 milioni. An addend follows with *na*; before tens and more the *na* may be
missing. One ambiguity remains: *elfu kumi na tano* is fifteen thousand, or five and ten
thousand. Both values are returned, the commoner first.

Source: Ashton (1944) on numerals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kb.normalization.mentions import Mention, WordLine
from kb.normalization.vocabulary import FIRST, vocabulary

__all__ = ["Numbers", "numbers"]

_GROUPED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?")
_POINTED = re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})(,[0-9]+)?")
"""Of two groups and more: 3.500 may be three and a half."""
_WITHOUT_CENTS = re.compile(r"([0-9]{4,})([.,]0{1,2})")
_NUMBERED = frozenset({"ibara", "kifungu", "sehemu", "sura", "aya", "toleo", "namba", "na", "ip"})
"""What has numbers with points: behind these words (and *ya*), groups are no thousands."""
_COUNT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}|,[0-9]{1,2})?")  # milioni 3.5
_CONNECTIVES = frozenset({"wa", "ya", "la", "cha", "za", "vya", "pa", "kwa"})
_HUNDRED = 100
_THOUSAND = 1000
_TWO_THOUSAND = 2000  # alfeni, which takes no count

_Parsed = tuple[int, int]  # a value, and the index after its last word


class Numbers(NamedTuple):
    """The numbers of one line."""

    mentions: tuple[Mention, ...]
    starting: Mapping[int, tuple[int, tuple[int, ...]]]  # first word: (after the last, values)
    ending: Mapping[int, int]  # last word: first word


def numbers(line: WordLine) -> Numbers:
    """Return the numbers of *line* that can be written otherwise."""
    parser = _Parser(line)
    known = vocabulary().every
    mentions: list[Mention] = []
    starting: dict[int, tuple[int, tuple[int, ...]]] = {}
    after = 0  # words before this one belong to a number already
    for i in [i for i, word in enumerate(line.words) if word in known or word[0].isdigit()]:
        if i < after:
            continue
        word = line.words[i]
        if term := _figures(line, i):
            mentions.append(Mention("number", i, i, ((i, term),)))
        if counted := parser.counted_before(i):
            after, value = counted
            starting[i] = after, (value,)
            mentions.append(Mention("number", i, after - 1, ((i, str(value)),)))
            continue
        parsed = parser.at(i) if word in known else None
        if parsed is None:
            continue
        after, values = starting[i] = parsed
        mentions.append(Mention("number", i, after - 1, tuple((i, str(value)) for value in values)))
    ending = {end - 1: first for first, (end, _) in starting.items()}
    return Numbers(tuple(mentions), starting, ending)


def _figures(line: WordLine, i: int) -> str:
    """Return a number in figures without its signs; "" where it has none, or is none.

    >>> [_figures(WordLine([word], [0], [9], word), 0) for word in
    ...  ("3,500,000.00", "3.500.000", "3500000.00", "3.5.1", "3.500")]
    ['3500000', '3500000', '3500000', '', '']
    """
    word = line.words[i]
    if "," not in word and "." not in word:
        return ""
    number = _GROUPED.fullmatch(word) or _WITHOUT_CENTS.fullmatch(word)
    if number is None and (number := _POINTED.fullmatch(word)) is not None:
        before = line.word(i - 1)
        if (line.word(i - 2) if before in _CONNECTIVES else before) in _NUMBERED:
            return ""
    if number is None:
        return ""
    whole = number[1].replace(",", "").replace(".", "")
    cents = (number[2] or "")[1:]
    return whole + (f".{cents}" if cents.strip("0") else "")


class _Parser:
    """Parses number words at one place of a line; every parse is a value and its end."""

    def __init__(self, line: WordLine) -> None:
        self._line = line
        self._values = vocabulary().numbers

    def at(self, i: int) -> tuple[int, tuple[int, ...]] | None:
        """Return where the number that starts at word *i* ends, and all its possible values."""
        line = self._line
        word = line.words[i]
        if word == FIRST and line.word(i - 1) in _CONNECTIVES and line.follows(i - 1):
            return i + 1, (1,)
        if word not in self._values or self._is_idiom(i):
            return None
        parses = list(self._number(i, limit=None))
        end = max(after for _, after in parses)
        return end, tuple(dict.fromkeys(value for value, after in parses if after == end))

    def counted_before(self, i: int) -> tuple[int, int] | None:
        """Return the end and the value of a scale behind its figures: *3.5 milioni*."""
        scale = self._value(i + 1)
        count = self._line.words[i]
        if scale is None or not _THOUSAND <= scale != _TWO_THOUSAND or not self._line.follows(i):
            return None
        if not _COUNT.fullmatch(count) or self._counted(i + 1, scale)[0][1] != i + 2:
            return None  # "kaya 40 elfu mbili" has a count behind its scale
        if self._line.word(i - 1).isdecimal() and self._line.follows(i - 1):
            return None  # the end of a longer number
        value = _times(count, scale)
        return (i + 2, value) if value else None

    def _is_idiom(self, i: int) -> bool:
        """Return whether the word is half of *moja kwa moja*, "directly"."""
        word = self._line.word
        return word(i) == "moja" and (
            (word(i + 1) == "kwa" and word(i + 2) == "moja")
            or (word(i - 1) == "kwa" and word(i - 2) == "moja")
        )

    def _value(self, i: int) -> int | None:
        return self._values.get(self._line.word(i))

    def _number(self, i: int, limit: int | None) -> Iterator[_Parsed]:
        """Yield parses of a number below *limit*, longest counts first."""
        scale = self._value(i)
        if scale is None or scale < _THOUSAND:
            yield from self._below_thousand(i)
            return
        if limit is not None and scale >= limit:
            return
        for base, after in self._counted(i, scale):
            whole_hundreds = base // scale % _HUNDRED == 0 and not self._is_joint(after)
            for rest, end in self._rest(after, limit=scale):
                # What follows "elfu mia mbili" without "na" is counted too: elfu mia mbili arobaini.
                if rest >= _HUNDRED or not whole_hundreds:
                    yield base + rest, end
            yield base, after

    def _counted(self, i: int, scale: int) -> list[_Parsed]:
        """Return a scale word with its count: elfu mbili, milioni 3.5; alone it counts one."""
        if scale != _TWO_THOUSAND and self._line.follows(i):
            word = self._line.words[i + 1]
            if _COUNT.fullmatch(word) and (amount := _times(word, scale)):
                return [(amount, i + 2)]
            counts = [(count * scale, after) for count, after in self._below_thousand(i + 1)]
            if counts:
                return counts
        return [(scale, i + 1)]

    def _below_thousand(self, i: int) -> Iterator[_Parsed]:
        value = self._value(i)
        if value is None or value >= _THOUSAND:
            return
        if value < _HUNDRED:
            yield from self._below_hundred(i)
            return
        after = i + 1
        if value == _HUNDRED and self._line.follows(i):
            count = self._value(i + 1)
            if count is not None and 1 <= count <= 9:
                value, after = value * count, i + 2
        for rest, end in self._rest(after, limit=_HUNDRED):
            yield value + rest, end
        yield value, after

    def _below_hundred(self, i: int) -> Iterator[_Parsed]:
        value = self._value(i)
        if value is None or value >= _HUNDRED:
            return
        if value >= 10 and value % 10 == 0 and self._is_joint(i + 1):
            unit = self._value(i + 2)
            if unit is not None and 1 <= unit <= 9:
                yield value + unit, i + 3
        yield value, i + 1

    def _rest(self, i: int, *, limit: int) -> Iterator[_Parsed]:
        """Yield the addends of a number that ends before word *i*."""
        joint = self._is_joint(i)
        if not joint and not self._line.follows(i - 1):
            return
        start = i + 1 if joint else i
        # Without "na" a unit would be a count (mia tano), and is no part of the number after one.
        minimum = 1 if joint else 10
        addends = self._below_hundred(start) if limit == _HUNDRED else self._number(start, limit)
        yield from (addend for addend in addends if minimum <= addend[0] < limit)

    def _is_joint(self, i: int) -> bool:
        """Return whether word *i* is the *na* between two words of a number."""
        line = self._line
        return line.word(i) == "na" and line.follows(i - 1) and line.follows(i)


def _times(count: str, scale: int) -> int:
    """Return a count in figures times a scale; 0 where that is no whole number.

    >>> _times("3.5", 1_000_000), _times("3,25", 1_000_000), _times("0.0001", 1000)
    (3500000, 3250000, 0)
    """
    whole, _, part = count.replace(",", ".").partition(".")
    amount, rest = divmod(int(whole + part) * scale, 10 ** len(part))
    return 0 if rest else amount
