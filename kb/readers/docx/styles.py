"""Read the styles of a Word file: outline level, type, list and title of a paragraph.

A paragraph comes in, its WordStyle goes out, with what the base styles add.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["WordStyle", "WordStyles", "attribute", "child", "local"]

_HEADING = re.compile("heading ([1-9])")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_BASES = 20
"""Base styles in one chain; a longer chain is a circle."""
_BODY = 9
"""The outline level of text: the paragraph is no heading, whatever its style."""


def local(element: Any) -> str:
    """Return the name of an element without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, *names: str) -> Any:
    """Return the first descendant down a path of names, or None."""
    for name in names:
        element = element.find(_W + name) if element is not None else None
    return element


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute of WordprocessingML, or None."""
    value = element.get(_W + name) if element is not None else None
    return None if value is None else str(value)


def _number(element: Any) -> int | None:
    value = attribute(element, "val") or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None


def _switched_on(element: Any) -> bool | None:
    return None if element is None else attribute(element, "val") not in {"0", "false", "off"}


@dataclass(frozen=True, slots=True)
class WordStyle:
    """One style of paragraphs, with the values of its base styles."""

    level: int | None = None  # outline level, from 0; 9 is body text
    size: int | None = None  # of type, in half points
    bold: bool | None = None
    numbering: tuple[str | None, str | None] | None = None  # its list and the level in it
    is_title: bool = False
    is_contents: bool = False  # an entry of a table of contents

    def over(self, base: WordStyle) -> WordStyle:
        """Return this style, with the values of *base* where this has none."""
        return WordStyle(
            base.level if self.level is None else self.level,
            base.size if self.size is None else self.size,
            base.bold if self.bold is None else self.bold,
            base.numbering if self.numbering is None else self.numbering,
            self.is_title or base.is_title,
            self.is_contents or base.is_contents,
        )


class WordStyles:
    """The styles of one file, by id."""

    def __init__(self, document: Document) -> None:
        self._elements = {
            attribute(element, "styleId"): element
            for element in document.styles.element
            if local(element) == "style" and attribute(element, "type") in {None, "paragraph"}
        }
        self._defaults = child(document.styles.element, "docDefaults", "rPrDefault", "rPr")
        self._read: dict[str | None, WordStyle] = {}

    @cached_property
    def _standard(self) -> str | None:
        return next(
            (id for id, e in self._elements.items() if attribute(e, "default") in {"1", "true"}),
            None,
        )

    def of(self, paragraph: Any) -> WordStyle:
        """Return the style of a paragraph."""
        id = attribute(child(paragraph, "pPr", "pStyle"), "val") or self._standard
        if id not in self._read:
            self._read[id] = self._style(id)
        return self._read[id]

    def _style(self, id: str | None) -> WordStyle:
        style = WordStyle()
        for _ in range(_MAX_BASES):
            element = self._elements.get(id)
            if element is None:
                break
            style = style.over(_own(element))
            id = attribute(child(element, "basedOn"), "val")
        defaults = WordStyle(size=_number(child(self._defaults, "sz")))
        return style.over(defaults)

    def level(self, paragraph: Any) -> int | None:
        """Return the level of a heading, from 1; None for any other paragraph."""
        own = _number(child(paragraph, "pPr", "outlineLvl"))
        level = self.of(paragraph).level if own is None else own
        return None if level is None or level >= _BODY else level + 1

    def rule(self, paragraph: Any) -> str:
        """Return the source of a heading's level: the paragraph ("outline") or its style."""
        own = child(paragraph, "pPr", "outlineLvl")
        return "style" if own is None else "outline"

    def type(self, paragraph: Any) -> tuple[float, bool]:
        """Return the largest type of a paragraph in points, and whether all of it is bold."""
        style = self.of(paragraph)
        sizes: list[int] = []
        bold = True
        for run in paragraph.iter(_W + "r"):
            if not any((t.text or "").strip() for t in run.iter(_W + "t")):
                continue
            sizes.append(_number(child(run, "rPr", "sz")) or style.size or 22)
            own = _switched_on(child(run, "rPr", "b"))
            bold = bold and bool(style.bold if own is None else own)
        return (max(sizes) / 2, bold) if sizes else (11.0, False)


def _own(element: Any) -> WordStyle:
    name = (attribute(child(element, "name"), "val") or "").lower()
    level = _number(child(element, "pPr", "outlineLvl"))
    if level is None and (heading := _HEADING.fullmatch(name)):
        # A built-in heading has its level even where the file does not contain it.
        level = int(heading[1]) - 1
    numbers = child(element, "pPr", "numPr")
    return WordStyle(
        level,
        _number(child(element, "rPr", "sz")),
        _switched_on(child(element, "rPr", "b")),
        None if numbers is None else _list_of(numbers),
        name == "title",
        name.startswith("toc ") and name[4:].isdigit(),
    )


def _list_of(numbers: Any) -> tuple[str | None, str | None]:
    return attribute(child(numbers, "numId"), "val"), attribute(child(numbers, "ilvl"), "val")
