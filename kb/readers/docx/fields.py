"""Follow the fields of a Word file: their results are shown, their codes are not.

A field is four signs in the text: it begins, its code, the code ends, the result ends. It
may run over many paragraphs, and contain other fields. A field that never ends hides
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.readers.docx.elements import count_of, is_switched_on
from kb.readers.open_xml import attribute_of, descend, tag_of

__all__ = ["Fields", "is_generated"]

_GENERATED = ("TOC", "INDEX", "TOA")
_GONE = frozenset({"del", "moveFrom"})


_MAX_CODE = 100
"""Characters of a code that are kept: its first word says what it makes."""


@dataclass(slots=True)
class _Field:
    begin: Any
    inside_hidden: bool
    code: str = ""
    hidden: bool = True  # here is its code, or its result is a list of contents


class Fields:
    """The fields of one body.

    Args:
        body: whose fields are followed, in reading order.
    """

    def __init__(self, body: Any) -> None:
        self._whole = _whole_fields(body)
        self._open: list[_Field] = []

    @property
    def hidden(self) -> bool:
        """Whether the text here is a code, or a generated table of contents."""
        return bool(self._open) and (self._open[-1].hidden or self._open[-1].inside_hidden)

    def code(self, text: str) -> None:
        """Take a piece of a code."""
        if self._open and len(self._open[-1].code) < _MAX_CODE:
            self._open[-1].code += text

    def sign(self, sign: Any) -> str:
        """Pass one of the signs; return the text that Word shows for a form field there."""
        kind = attribute_of(sign, "fldCharType")
        if kind == "begin" and sign in self._whole:
            self._open.append(_Field(sign, self.hidden))
        elif kind == "separate" and self._open:
            self._open[-1].hidden = is_generated(self._open[-1].code)
        elif kind == "end" and self._open:
            field = self._open.pop()
            return "" if field.inside_hidden or not field.hidden else _choice(field.begin)
        return ""


def is_generated(code: str) -> bool:
    """Tell whether the code of a field makes a list of contents, or an index.

    >>> is_generated(' TOC "1-3" '), is_generated("PAGEREF _Toc1")
    (True, False)
    """
    name, *_ = code.split() or [""]
    return name.upper() in _GENERATED


def _whole_fields(body: Any) -> frozenset[Any]:
    """Return the signs that begin a field which also ends."""
    begun: list[Any] = []
    whole: list[Any] = []
    for sign in body.iter("{*}fldChar"):
        if any(tag_of(above) in _GONE for above in sign.iterancestors()):
            continue
        kind = attribute_of(sign, "fldCharType")
        if kind == "begin":
            begun.append(sign)
        elif kind == "end" and begun:
            whole.append(begun.pop())
    return frozenset(whole)


def _choice(sign: Any) -> str:
    """Return what Word shows for a field of a form: a chosen entry, a box; "" for any other."""
    box = descend(sign, "ffData", "checkBox")
    if box is not None:
        ticked = is_switched_on(box, "checked")
        return "☒" if (is_switched_on(box, "default") if ticked is None else ticked) else "☐"
    entries = descend(sign, "ffData", "ddList")
    names = [attribute_of(one, "val") or "" for one in (() if entries is None else entries)
             if tag_of(one) == "listEntry"]  # fmt: skip
    chosen = count_of(entries, "result") or 0
    return names[chosen] if chosen < len(names) else ""
