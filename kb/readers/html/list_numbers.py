"""Number the items of lists as browsers show them: 3., b., IV.

Attributes of ``<ol>`` and ``<li>`` come in, the marker of the next item goes out. ``type`` and
``list-style-type`` say in which letters, ``start``, ``value`` and ``reversed`` where to count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.readers.numerals import in_letters, in_roman

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["ListNumbers"]

_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?(none|(?:lower|upper)-(?:alpha|latin|roman))")
_OF_TYPE: Mapping[str, str] = {
    "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip
_INTEGER = re.compile(r"-?\d{1,5}")
_MAX_LETTERS = 3_000
"""A greater number is written in figures, as browsers do with Roman numerals above 3999."""


class ListNumbers:
    """Counts the items of one list.

    Args:
        node: the element of the list.

    Attributes:
        numbers_headings: headings in it show their numbers; lists of cards, with a class of
            the site, have none to the eye.
    """

    def __init__(self, node: LexborNode) -> None:
        self._ordered = node.tag == "ol"
        self._form = _form(node) or "decimal"
        self._step = -1 if "reversed" in node.attributes else 1
        items = len([child for child in node.iter() if child.tag == "li"]) if self._step < 0 else 1
        self._next = _integer(node, "start", items)
        self.numbers_headings = self._ordered and (
            "class" not in node.attributes or not {"type", "start"}.isdisjoint(node.attributes)
        )

    def marker(self, item: LexborNode) -> str:
        """Return what is shown before the next item: "- " where items have no number."""
        if not self._ordered:
            return "- "
        number = _integer(item, "value", self._next)
        self._next = number + self._step
        form = _form(item) or self._form
        return "- " if form == "none" else f"{_written(number, form)}. "


def _form(node: LexborNode) -> str:
    style = _STYLE.search((node.attributes.get("style") or "").lower())
    return style[1] if style else _OF_TYPE.get(node.attributes.get("type") or "", "")


def _integer(node: LexborNode, name: str, otherwise: int) -> int:
    written = (node.attributes.get(name) or "").strip()
    return int(written) if _INTEGER.fullmatch(written) and written.isascii() else otherwise


def _written(number: int, form: str) -> str:
    """Return a number in one of the forms of CSS.

    >>> [_written(4, form) for form in ("decimal", "lower-alpha", "upper-roman")]
    ['4', 'd', 'IV']
    """
    if form == "decimal" or not 0 < number <= _MAX_LETTERS:
        return str(number)
    written = in_roman(number) if form.endswith("roman") else in_letters(number)
    return written.upper() if form.startswith("upper") else written
