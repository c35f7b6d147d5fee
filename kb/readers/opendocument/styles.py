"""Read the styles of an OpenDocument file: outline level, list, type and title of a paragraph.

The name of a style comes in, an OdfStyle goes out, with the values of its parent styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from kb.readers.opendocument.names import odf_has, odf_name, odf_value
from kb.readers.opendocument.numbering import OdfListLevel, list_levels

__all__ = ["DEFAULT_SIZE", "OdfStyle", "OdfStyles"]

_LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)(pt|%)")
_LEVEL = re.compile("[1-9]|10")
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_PROPERTIES = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}text-properties"
_MAX_PARENTS = 20
"""Parent styles in one chain; a longer chain is a circle."""

DEFAULT_SIZE = 12.0
"""Points of type where no style has a size."""


@dataclass(frozen=True, slots=True)
class OdfStyle:
    """One style, with the values of its parent styles."""

    size: float | None = None  # of type, in points
    bold: bool | None = None
    level: int | None = None  # of a heading, from 1
    list_style: str = ""
    unnumbered: bool = False  # a heading that the outline does not number
    is_title: bool = False
    is_subtitle: bool = False


class OdfStyles:
    """The styles of one file, by name.

    Args:
        style_lists: the elements that hold styles. What a later one names has priority.
    """

    def __init__(self, style_lists: Iterable[Any]) -> None:
        self._styles: dict[tuple[str, str], Any] = {}
        lists: dict[str, Mapping[int, OdfListLevel]] = {}
        outline: Mapping[int, OdfListLevel] = {}
        for style_list in style_lists:
            for element in style_list:
                name = odf_value(element, "style:name")
                match odf_name(element):
                    case "style:style" | "style:default-style":
                        self._styles[odf_value(element, "style:family"), name] = element
                    case "text:list-style":
                        lists[name] = list_levels(element)
                    case "text:outline-style":
                        outline = list_levels(element)
        self.outline = outline  # the numbering of headings; empty where they have no numbers
        self.lists: Mapping[str, Mapping[int, OdfListLevel]] = {"Outline": outline, **lists}
        self.paragraph = cache(partial(self._of, "paragraph"))
        self.span = cache(partial(self._of, "text"))

    def is_displayed(self, name: str) -> bool:
        """Tell whether a table with this style is shown."""
        element = self._styles.get(("table", name))
        properties = () if element is None else element.iterchildren("{*}table-properties")
        return all(odf_value(one, "table:display") != "false" for one in properties)

    def _of(self, family: str, name: str) -> OdfStyle:
        """Return the style of a name, with the values of its parents and of the default style."""
        chain: list[Any] = []
        names: set[str] = set()
        while name and name not in names and len(chain) < _MAX_PARENTS:
            names.add(name)
            element = self._styles.get((family, name))
            if element is None:
                break
            chain.append(element)
            name = odf_value(element, "style:parent-style-name")
        if (default := self._styles.get((family, ""))) is not None:
            chain.append(default)
        size = bold = None
        for properties in (p for element in reversed(chain) for p in element.iter(_PROPERTIES)):
            size = _size(odf_value(properties, "fo:font-size"), size)
            if weight := odf_value(properties, "fo:font-weight"):
                bold = weight in _BOLD
        level = _first(chain, "style:default-outline-level")
        return OdfStyle(
            size,
            bold,
            int(level) if _LEVEL.fullmatch(level) else None,
            _first(chain, "style:list-style-name"),
            _is_unnumbered(chain),
            "Title" in names,
            "Subtitle" in names,
        )


def _is_unnumbered(chain: Sequence[Any]) -> bool:
    """Tell whether a heading's style, up to the one with its level, names an empty list style."""
    for element in chain:
        if odf_has(element, "style:list-style-name"):
            return not odf_value(element, "style:list-style-name")
        if odf_value(element, "style:default-outline-level"):
            return False
    return False


def _size(written: str, above: float | None) -> float | None:
    """Return a size in points; "150%" is that of the size above."""
    length = _LENGTH.fullmatch(written)
    if length is None:
        return above
    number = float(length[1])
    return number if length[2] == "pt" else (above or DEFAULT_SIZE) * number / 100


def _first(chain: Sequence[Any], name: str) -> str:
    """Return an attribute of the first style of a chain that has it, be it empty."""
    return next((odf_value(element, name) for element in chain if odf_has(element, name)), "")
