"""Number the items of lists and the headings, as LibreOffice shows them.

The levels of a list style come in, and the paragraphs of a list one by one; the label
before each goes out: "1.", "2.1", "Sura ya 3". No paragraph contains its number: office
programs count when they show the file, and so does this module.

A paragraph at a level below one that has no number yet counts the missing levels from
their first number: the first clause of a text is 1.1 even where no 1 precedes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.readers.numerals import in_letters, in_roman
from kb.readers.opendocument.names import odf_count, odf_name, odf_value

__all__ = ["MAX_LEVEL", "ListCounter", "OdfListLevel", "list_levels"]

MAX_LEVEL = 10
_MAX_NUMBER = 10_000
"""The largest number in letters or Roman numerals: a larger one would fill the memory."""

_PLACE = re.compile(r"%(\d{1,2})%")
_PATTERNS = ("loext:num-list-format", "style:num-list-format")


@dataclass(frozen=True, slots=True)
class OdfListLevel:
    """How one level of a list style labels its paragraphs; the default is LibreOffice's."""

    form: str = "1"  # "1", "a", "A", "i", "I", "01, 02, 03, …"; "": no number
    prefix: str = ""
    suffix: str = "."
    shown: int = 1  # how many levels the label shows, its own included
    first: int = 1
    pattern: str = ""  # "%1%.%2%)": takes the place of prefix, suffix and shown
    repeats: bool = False  # after z comes aa, bb, not aa, ab
    bullet: bool = False
    consecutive: bool = False  # all levels of the list count together


def list_levels(style: Any) -> dict[int, OdfListLevel]:
    """Return the levels of a list style or the outline style, from 1."""
    levels: dict[int, OdfListLevel] = {}
    for element in style:
        kind = odf_name(element)
        level = odf_count(element, "text:level", 0)
        if not kind.startswith(("text:list-level-style-", "text:outline-level-style")):
            continue
        if not 1 <= level <= MAX_LEVEL:
            continue
        levels[level] = OdfListLevel(
            odf_value(element, "style:num-format"),
            odf_value(element, "style:num-prefix"),
            odf_value(element, "style:num-suffix"),
            max(1, odf_count(element, "text:display-levels")),
            odf_count(element, "text:start-value"),
            next(filter(None, (odf_value(element, name) for name in _PATTERNS)), ""),
            odf_value(element, "style:num-letter-sync") == "true",
            kind.endswith(("bullet", "image")),
            odf_value(style, "text:consecutive-numbering") == "true",
        )
    return levels


class ListCounter:
    """The current number of each level of one list."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._last = 0  # the number that was given last, at any level

    def count(
        self,
        levels: Mapping[int, OdfListLevel],
        level: int,
        *,
        restart: bool = False,
        start: int | None = None,
    ) -> None:
        """Count a paragraph.

        Args:
            levels: those of the style in force.
            level: that of the paragraph, from 1.
            restart: count from the first number of the level again.
            start: the number of this paragraph, if the file names it.
        """
        for upper in range(1, level):
            self._numbers.setdefault(upper, levels.get(upper, OdfListLevel()).first)
        for deeper in [at for at in self._numbers if at > level]:
            del self._numbers[deeper]
        if restart:
            self._numbers.pop(level, None)
        its = levels.get(level, OdfListLevel())
        above = self._last if its.consecutive else self._numbers.get(level, its.first - 1)
        self._last = self._numbers[level] = above + 1 if start is None else start

    def label(self, levels: Mapping[int, OdfListLevel], level: int) -> str:
        """Return the label of the paragraph that was counted last; "" for a bullet.

        >>> clauses = {1: OdfListLevel(), 2: OdfListLevel(suffix="", shown=2)}
        >>> counter = ListCounter()
        >>> for level in (1, 2, 2): counter.count(clauses, level)
        >>> counter.label(clauses, 2)
        '1.2'
        """
        its = levels.get(level, OdfListLevel())
        if its.bullet:
            return ""
        if its.pattern:
            return self._patterned(levels, its.pattern, has_number=bool(its.form)).strip()
        above = range(max(1, level - its.shown + 1), level + 1) if its.form else ()
        numbers = (self._written(levels, upper) for upper in above)
        return f"{its.prefix}{'.'.join(n for n in numbers if n is not None)}{its.suffix}".strip()

    def _patterned(
        self, levels: Mapping[int, OdfListLevel], pattern: str, *, has_number: bool
    ) -> str:
        """Return a pattern with its numbers; what follows a level without number goes with it."""
        before, *parts = _PLACE.split(pattern)
        label = before
        if not has_number:  # of its own: those of the levels above go too
            return before + (parts[-1] if parts else "")
        for place, following in zip(parts[::2], parts[1::2], strict=True):
            if (number := self._written(levels, int(place))) is not None:
                label += number + following
        return label

    def _written(self, levels: Mapping[int, OdfListLevel], level: int) -> str | None:
        """Return the number of a level; "" for a bullet, None for a level without number."""
        its = levels.get(level, OdfListLevel())
        number = self._numbers.get(level, its.first)
        if its.bullet or not its.form:
            return "" if its.bullet else None
        if its.form.startswith("0"):
            return f"{number:02d}"
        if its.form not in "aAiI" or not 1 <= number <= _MAX_NUMBER:
            return str(number)
        if its.form in "iI":
            written = in_roman(number)
        else:
            written = in_letters(number) if its.repeats else _letters(number)
        return written.upper() if its.form in "AI" else written


def _letters(number: int) -> str:
    """Return a number in letters: after z come aa, ab."""
    written = ""
    while number:
        number, letter = divmod(number - 1, 26)
        written = chr(ord("a") + letter) + written
    return written
