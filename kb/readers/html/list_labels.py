"""The labels of list items in a web page, as a browser shows them: 1. a. iv. or a dash.

A list and its items come in, one after another; the label of each goes out. Source: the HTML
standard, "The ol element" (``type``, ``start``, ``reversed``) and "The li element" (``value``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kb.readers.numerals import in_letters, in_roman

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["ListLabels"]

_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b((?:lower|upper)-\w+|decimal|none)\b")
_NUMBER = re.compile(r"\s*(-?\d{1,5})")

_WRITINGS: Mapping[str, Callable[[int], str]] = {
    "a": in_letters,
    "A": lambda number: in_letters(number).upper(),
    "i": in_roman,
    "I": lambda number: in_roman(number).upper(),
}
_NAMES: Mapping[str, str] = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
"""Values of ``list-style-type``: the ``type`` that says the same."""


class ListLabels:
    """The labels of one list.

    Args:
        node: the element of the list: ol, ul, menu or dir.
    """

    def __init__(self, node: LexborNode) -> None:
        attributes = node.attributes
        self._numbered = node.tag == "ol"
        self._step = -1 if "reversed" in attributes else 1
        self._type = _type(node)
        own = sum(child.tag == "li" for child in node.iter())
        first = own if self._step < 0 else 1
        self._next = _number(attributes.get("start"), first)

    def next_label(self, item: LexborNode) -> str:
        """Return the label of the next item of the list, with a blank after it."""
        if not self._numbered or self._type == "none":
            return "- "
        number = _number(item.attributes.get("value"), self._next)
        self._next = number + self._step
        write = _WRITINGS.get(_type(item) or self._type, str)
        # Letters and Roman numerals begin at 1; a browser writes other numbers in figures.
        return f"{write(number) if 0 < number < 4_000 else number}. "


def _type(node: LexborNode) -> str:
    style = _STYLE.search((node.attributes.get("style") or "").lower())
    if style:
        return _NAMES.get(style[1], style[1])
    return node.attributes.get("type") or ""


def _number(written: str | None, default: int) -> int:
    read = _NUMBER.match(written or "")
    return int(read[1]) if read else default
