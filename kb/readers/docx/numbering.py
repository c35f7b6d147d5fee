"""Number the items of Word's lists.

A paragraph comes in, the marker before its text goes out ("2.1", "-"). No paragraph
contains its number: Word counts the items when it shows the file, and so does this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.readers.docx.styles import WordStyle, attribute, child, local

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["Numbering"]

_PLACE = re.compile(r"%(\d)")
_LEVEL = re.compile("[0-8]")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MAX = 10_000
"""The largest number that is written; a larger one is damage, or would fill the memory."""


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


_WRITTEN: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "bullet"
    pattern: str = ""  # "%1.%2": the number of this level after that of the level above
    first: int = 1


class Numbering:
    """The lists of one file, and the current number of each."""

    def __init__(self, document: Document) -> None:
        self._lists: dict[str | None, dict[int, _Level]] = {}
        self._counts: dict[str | None, dict[int, int]] = {}
        element = _part(document)
        if element is None:
            return
        kinds = {
            attribute(kind, "abstractNumId"): _levels(kind)
            for kind in element
            if local(kind) == "abstractNum"
        }
        for one in element:
            if local(one) == "num":
                kind = attribute(child(one, "abstractNumId"), "val")
                self._lists[attribute(one, "numId")] = kinds.get(kind, {})

    def marker(self, paragraph: Any, style: WordStyle) -> str:
        """Return the marker of an item of a list, with its indent; "" for any other paragraph."""
        own = child(paragraph, "pPr", "numPr")
        number, depth = style.numbering or (None, None)
        if own is not None:
            number = attribute(child(own, "numId"), "val") or number
            depth = attribute(child(own, "ilvl"), "val") or depth
        if number in {None, "0"}:
            return ""
        place = int(depth) if depth and _LEVEL.fullmatch(depth) else 0
        levels = self._lists.get(number, {})
        level = levels.get(place, _Level())
        counts = self._counts.setdefault(number, {})
        for deeper in [at for at in counts if at > place]:
            del counts[deeper]
        counts[place] = counts.get(place, level.first - 1) + 1
        return "  " * place + (_written(level, levels, counts) or "-") + " "


def _written(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    if level.form not in _WRITTEN:
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        its = levels.get(at, level)
        count = counts.get(at, its.first)
        return _WRITTEN.get(its.form, str)(min(max(count, 1), _MAX))

    return _PLACE.sub(number, level.pattern).strip()


def _part(document: Document) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return relation.target_part.element
    return None


def _levels(kind: Any) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in kind:
        place = attribute(element, "ilvl") or ""
        if local(element) != "lvl" or not _LEVEL.fullmatch(place):
            continue
        start = attribute(child(element, "start"), "val") or ""
        levels[int(place)] = _Level(
            attribute(child(element, "numFmt"), "val") or "decimal",
            attribute(child(element, "lvlText"), "val") or "",
            int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1,
        )
    return levels
