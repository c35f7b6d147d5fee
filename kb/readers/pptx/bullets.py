"""Mark the items of lists on a slide.

A paragraph comes in, the marker before its text goes out ("- ", "2. "), with its indent. A
paragraph that says nothing of bullets has those of its shape, of the layout, of the master.
"""

from __future__ import annotations

import re
from typing import Any

from kb.readers.numerals import in_letters, in_roman
from kb.readers.open_xml import attribute_of, descend, tag_of
from kb.readers.pptx.placeholders import Placeholders

__all__ = ["Bullets"]

_LEVEL = re.compile("[0-8]")
_START = re.compile(r"\d{1,5}")


class Bullets:
    """The bullets of one shape, and the current number of each of its lists."""

    def __init__(self, shape: Any, placeholders: Placeholders) -> None:
        inherited = [descend(one, "txBody", "lstStyle") for one in placeholders.inherited(shape)]
        own = descend(shape, "txBody", "lstStyle")
        self._styles = [
            s for s in (own, *inherited, placeholders.list_style(shape)) if s is not None
        ]
        self._counts: dict[int, int] = {}

    def marker(self, paragraph: Any, *, empty: bool = False) -> str:
        """Return the marker of an item with its indent; "" for a paragraph that is none.

        Args:
            paragraph: of the shape, in reading order.
            empty: it has no text; PowerPoint does not count it.
        """
        properties = descend(paragraph, "pPr")
        written = attribute_of(properties, "lvl") or "0"
        level = int(written) if _LEVEL.fullmatch(written) else 0
        bullet = self._bullet(properties, level)
        if empty:
            return ""
        for deeper in [at for at in self._counts if at > level]:
            del self._counts[deeper]
        if bullet is None or tag_of(bullet) == "buNone":
            self._counts.pop(level, None)
            return ""
        if tag_of(bullet) != "buAutoNum":
            self._counts.pop(level, None)
            return "  " * level + "- "
        start = attribute_of(bullet, "startAt") or "1"
        first = int(start) if _START.fullmatch(start) else 1
        number = self._counts.get(level, first - 1) + 1
        self._counts[level] = number
        return "  " * level + _written(attribute_of(bullet, "type") or "", number) + " "

    def _bullet(self, properties: Any, level: int) -> Any:
        """Return the element that says which bullet a paragraph has, or None."""
        levels = [descend(style, f"lvl{level + 1}pPr") for style in self._styles]
        for source in (properties, *levels):
            for element in () if source is None else source:
                if tag_of(element) in {"buNone", "buChar", "buAutoNum", "buBlip"}:
                    return element
        return None


def _written(type: str, number: int) -> str:
    """Return a number as a type of numbering writes it: "alphaLcParenR" is "a)"."""
    if type.startswith("alpha"):
        body = in_letters(number)
    elif type.startswith("roman"):
        body = in_roman(number)
    else:
        body = str(number)
    body = body.upper() if "Uc" in type else body
    if type.endswith("ParenBoth"):
        return f"({body})"
    if type.endswith("ParenR"):
        return f"{body})"
    return body if type.endswith("Plain") else f"{body}."
