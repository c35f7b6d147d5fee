"""Read the styles of an OpenDocument file: type and title of a paragraph, kind of a list.

The name of a style comes in, an OdtStyle goes out, with the values of its parent styles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from odfdo import Document, Element

__all__ = ["OdtStyle", "OdtStyles"]

_POINTS = re.compile(r"(\d{1,3}(?:\.\d+)?)pt")
_MAX_BASES = 20
"""Parent styles in one chain; a longer chain is a circle."""

_DEFAULT_SIZE = 12.0
"""Points of type where no style has a size."""


@dataclass(frozen=True, slots=True)
class OdtStyle:
    """One style, with the values of its parent styles."""

    size: float = _DEFAULT_SIZE
    bold: bool = False
    is_title: bool = False


class OdtStyles:
    """The styles of one file, by name."""

    def __init__(self, document: Document) -> None:
        self._styles: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        for part in ("styles", "content"):
            try:
                root = document.get_part(part).root  # type: ignore[union-attr]  # these two are XML
            # A file without styles is read without them.
            except Exception:  # noqa: S112
                continue
            for element in root.get_elements("descendant::style:style"):
                self._styles[str(element.get_attribute("style:name"))] = element
            for element in root.get_elements("descendant::text:list-style"):
                self._lists[str(element.get_attribute("style:name"))] = element
        self.of = cache(self._of)

    def _of(self, name: str) -> OdtStyle:
        size: float | None = None
        bold: bool | None = None
        is_title = False
        for _ in range(_MAX_BASES):
            element = self._styles.get(name)
            if element is None:
                break
            is_title = is_title or name == "Title"
            for properties in element.get_elements("style:text-properties"):
                points = _POINTS.fullmatch(str(properties.get_attribute("fo:font-size") or ""))
                weight = properties.get_attribute("fo:font-weight")
                size = float(points[1]) if size is None and points else size
                bold = (
                    str(weight) in {"bold", "600", "700", "800", "900"}
                    if (bold is None and weight)
                    else bold
                )
            name = str(element.get_attribute("style:parent-style-name") or "")
        return OdtStyle(_DEFAULT_SIZE if size is None else size, bool(bold), is_title)

    def numbered(self, name: str, depth: int) -> bool:
        """Tell whether the items of a list are numbered at a depth, from 0."""
        element = self._lists.get(name)
        if element is None:
            return False
        for level in element.children:
            if str(level.get_attribute("text:level")) == str(depth + 1):
                return level.tag == "text:list-level-style-number"
        return False
