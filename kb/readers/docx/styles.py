"""Read the styles of a Word file: outline level, type, list and title of a paragraph.

A paragraph comes in, its WordStyle goes out, with what the base styles add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.readers.docx.elements import count_of, is_switched_on, shown, value_of
from kb.readers.open_xml import attribute_of, descend, tag_of

__all__ = ["WordStyle", "WordStyles", "text_runs"]

_HEADING = re.compile("heading ?([1-9])")
_POINTS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)pt")
_MAX_BASES = 20
"""Base styles in one chain; a longer chain is a circle."""
_BODY = 9
"""The outline level of text: the paragraph is no heading, whatever its style."""
_DEFAULT_SIZE = 22
"""Half points, where no style has a size."""


@dataclass(frozen=True, slots=True)
class WordStyle:
    """One style, with the values of its base styles."""

    level: int | None = None  # outline level, from 0; 9 is body text
    size: int | None = None  # of type, in half points
    bold: bool | None = None
    list_id: str | None = None
    depths: tuple[tuple[str, int | None], ...] = ()  # id and level in the list: its own, its bases'
    is_title: bool = False
    is_subtitle: bool = False
    is_contents: bool = False  # an entry of a table of contents

    def over(self, base: WordStyle) -> WordStyle:
        """Return this style, with the values of *base* where this has none."""
        return WordStyle(
            base.level if self.level is None else self.level,
            base.size if self.size is None else self.size,
            base.bold if self.bold is None else self.bold,
            base.list_id if self.list_id is None else self.list_id,
            self.depths + base.depths,
            self.is_title or base.is_title,
            self.is_subtitle or base.is_subtitle,
            self.is_contents or base.is_contents,
        )


class WordStyles:
    """The styles of one file, by id.

    Args:
        root: of the part with the styles; None where the file has none.
    """

    def __init__(self, root: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._standard = ""
        for element in () if root is None else root:
            id = attribute_of(element, "styleId") if tag_of(element) == "style" else None
            if id is None:
                continue
            self._elements[id] = element
            kind = attribute_of(element, "type") or "paragraph"
            if kind == "paragraph" and attribute_of(element, "default") in {"1", "true"}:
                self._standard = id
        self._size = _size(root, "docDefaults", "rPrDefault", "rPr")
        self._read: dict[str, WordStyle] = {}

    def of(self, paragraph: Any) -> WordStyle:
        """Return the style of a paragraph."""
        return self.named(value_of(paragraph, "pPr", "pStyle") or self._standard)

    def named(self, id: str) -> WordStyle:
        """Return the style with an id. One that the file lacks is what its id says."""
        if id not in self._read:
            style = WordStyle()
            for element in self._chain(id):
                style = style.over(_own(element))
            if id not in self._elements:
                style = _by_name(id)
            self._read[id] = style
        return self._read[id]

    def _chain(self, id: str) -> Iterator[Any]:
        for _ in range(_MAX_BASES):
            element = self._elements.get(id)
            if element is None:
                return
            yield element
            id = value_of(element, "basedOn") or ""

    def level(self, paragraph: Any) -> int | None:
        """Return the level of a heading, from 1; None for any other paragraph."""
        own = count_of(paragraph, "pPr", "outlineLvl")
        level = self.of(paragraph).level if own is None else own
        return None if level is None or level >= _BODY else level + 1

    def rule(self, paragraph: Any) -> str:
        """Return the source of a heading's level: the paragraph ("outline") or its style."""
        own = descend(paragraph, "pPr", "outlineLvl")
        return "style" if own is None else "outline"

    def type(self, paragraph: Any) -> tuple[float, bool]:
        """Return the largest type of a paragraph in points, and whether all of it is bold."""
        style = self.of(paragraph)
        sizes: list[int] = []
        bold = True
        for run, text in text_runs(paragraph):
            if not text.strip():
                continue
            named = value_of(run, "rPr", "rStyle")
            by_name = self.named(named) if named in self._elements else WordStyle()
            own = WordStyle(size=_size(run, "rPr"), bold=is_switched_on(run, "rPr", "b"))
            look = own.over(by_name).over(style)
            sizes.append(look.size or self._size or _DEFAULT_SIZE)
            bold = bold and bool(look.bold)
        return (max(sizes) / 2, bold) if sizes else (_DEFAULT_SIZE / 2, False)

    def first_row_is_bold(self, table: Any) -> bool:
        """Tell whether the style of a table shows its first row in bold."""
        look = descend(table, "tblPr", "tblLook")
        marked = attribute_of(look, "firstRow")
        if marked is None:
            value = attribute_of(look, "val") or ""
            marked = (
                "1" if re.fullmatch("[0-9A-Fa-f]{1,8}", value) and int(value, 16) & 0x20 else "0"
            )
        if marked not in {"1", "true", "on"}:
            return False
        for element in self._chain(value_of(table, "tblPr", "tblStyle") or ""):
            for part in element.iterchildren("{*}tblStylePr"):
                if attribute_of(part, "type") == "firstRow":
                    return bool(is_switched_on(part, "rPr", "b"))
        return False


def text_runs(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """Yield each run of a paragraph and its text, without what is anchored in it."""
    for run in shown(paragraph):
        if tag_of(run) == "fldSimple":
            yield from text_runs(run)
        elif tag_of(run) == "r":
            yield run, "".join(t.text or "" for t in shown(run) if tag_of(t) == "t")


def _size(element: Any, *path: str) -> int | None:
    """Return a size of type in half points; Strict Open XML may write it in points."""
    size = count_of(element, *path, "sz")
    if size is None and (points := _POINTS.fullmatch(value_of(element, *path, "sz") or "")):
        size = round(2 * float(points[1]))
    return size


def _own(element: Any) -> WordStyle:
    name = (value_of(element, "name") or "").lower()
    by_name = _by_name(name)
    level = count_of(element, "pPr", "outlineLvl")
    return WordStyle(
        # A built-in heading has its level even where the file does not contain it.
        by_name.level if level is None else level,
        _size(element, "rPr"),
        is_switched_on(element, "rPr", "b"),
        value_of(element, "pPr", "numPr", "numId"),
        ((attribute_of(element, "styleId") or "", count_of(element, "pPr", "numPr", "ilvl")),),
        by_name.is_title,
        by_name.is_subtitle,
        by_name.is_contents,
    )


def _by_name(name: str) -> WordStyle:
    """Return what the name of a built-in style says by itself."""
    name = name.lower()
    heading = _HEADING.fullmatch(name)
    return WordStyle(
        level=int(heading[1]) - 1 if heading else None,
        is_title=name == "title",
        is_subtitle=name == "subtitle",
        is_contents=re.fullmatch("toc ?[1-9]", name) is not None,
    )
