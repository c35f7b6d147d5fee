"""Number the items of Word's lists, and the headings and clauses that are items of one.

A paragraph comes in, its number goes out ("2.1"). No paragraph contains its number: Word
counts the items when it shows the file, and so does this module. Every item counts, empty
ones too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from kb.cleaning import one_line
from kb.readers.docx.elements import count_of, value_of
from kb.readers.docx.list_levels import ListDefinition, ListLevel, list_definitions
from kb.readers.docx.number_forms import written_number
from kb.readers.docx.styles import WordStyle, WordStyles

__all__ = ["ListNumber", "Numbering"]

_PLACE = re.compile("%([1-9])")
_WORD = re.compile(r"[^\W\d_]{3}")
_DEEPEST = 8


class ListNumber(NamedTuple):
    """What Word shows before an item."""

    text: str  # "2.1", "(a)"; "" for a bullet, and where the list hides its numbers
    depth: int  # from 0
    bullet: bool


class Numbering:
    """The lists of one file, and the current number of each.

    Args:
        root: of the part with the lists; None where the file has none.
        styles: of the file.
    """

    def __init__(self, root: Any, styles: WordStyles) -> None:
        self._lists = list_definitions(root, lambda style: styles.named(style).list_id)
        self._counts: dict[str | None, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, paragraph: Any, style: WordStyle) -> ListNumber | None:
        """Count a paragraph and return its number; None where it is no item of a list."""
        number, place = self._list_of(paragraph, style)
        if number in {None, "", "0"}:
            return None
        one = self._lists.get(number or "")
        if one is None:
            # A file without its lists still says which paragraphs are items.
            return None if self._lists else ListNumber("", place, bullet=True)
        counts = self._counts.setdefault(one.counted_as, {})
        self._count(number or "", one, counts, place)
        level = one.levels.get(place, ListLevel())
        if level.form == "bullet":
            literal = one_line(level.pattern) if _WORD.search(level.pattern) else ""
            return ListNumber(literal, place, bullet=not literal)
        return ListNumber("" if level.hidden else _written(level, one, counts), place, bullet=False)

    def _list_of(self, paragraph: Any, style: WordStyle) -> tuple[str | None, int]:
        """Return the list of a paragraph and its level there: its own, or those of its style."""
        number = value_of(paragraph, "pPr", "numPr", "numId") or style.list_id
        place = count_of(paragraph, "pPr", "numPr", "ilvl")
        if place is None:
            place = self._place_of(style, self._lists.get(number or "", ListDefinition()))
        return number, min(place, _DEEPEST)

    def _place_of(self, style: WordStyle, one: ListDefinition) -> int:
        """Return the level that a list, or the style itself, gives to a style."""
        linked = {level.style: place for place, level in one.levels.items() if level.style}
        for id, depth in style.depths:
            place = linked.get(id, depth)
            if place is not None:
                return place
        return 0

    def _count(self, number: str, one: ListDefinition, counts: dict[int, int], place: int) -> None:
        for deeper in [at for at in counts if at > place]:
            restart = one.levels.get(deeper, ListLevel()).restart
            if restart is None or place < restart:
                del counts[deeper]
        if (number, place) not in self._begun:
            self._begun.add((number, place))
            if place in one.starts:
                counts.pop(place, None)
        for upper in range(place):
            # An item 1.1 without a 1 above it: the next item of the upper level is 2.
            counts.setdefault(upper, _first(one, upper))
        counts[place] = counts.get(place, _first(one, place) - 1) + 1


def _first(one: ListDefinition, place: int) -> int:
    return one.starts.get(place, one.levels.get(place, ListLevel()).first)


def _written(level: ListLevel, one: ListDefinition, counts: Mapping[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        its = one.levels.get(at, level)
        form = "decimal" if level.legal and its.form != "none" else its.form
        return written_number(counts.get(at, _first(one, at)), form).zfill(its.digits)

    return one_line(_PLACE.sub(number, level.pattern))
