"""Read the text of one paragraph of a Word file.

A paragraph comes in; its text goes out, with what is anchored in it (text boxes, drawings)
and the notes that it refers to, in reading order. Codes of fields are left out, of ruby
text the base remains.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.readers.docx.elements import shown
from kb.readers.docx.fields import Fields, is_generated
from kb.readers.docx.symbols import symbol
from kb.readers.open_xml import attribute_of, descend, tag_of

__all__ = ["InlineReader", "InlineText", "goes_on"]

_SIGNS: Mapping[str, str] = {
    "br": "\n",
    "cr": "\n",
    "den": "/",  # of a fraction, between its two parts
    "noBreakHyphen": "-",
    "p": " ",  # a paragraph inside a drawing
    "ptab": " ",
    "tab": " ",
}
_LEFT_OUT = frozenset(
    ("delInstrText", "delText", "pPr", "rPr", "rt", "rubyPr", "sectPr", "sdtPr")
)  # fmt: skip
_ANCHORED = frozenset({"chart", "relIds", "textpath", "txbxContent"})
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_NOTES = frozenset({"endnoteReference", "footnoteReference"})


@dataclass(slots=True)
class InlineText:
    """What one paragraph contains."""

    parts: list[str] = field(default_factory=list)
    anchored: list[Any] = field(default_factory=list)  # text boxes and drawings
    notes: list[Any] = field(default_factory=list)  # references to them

    @property
    def text(self) -> str:
        """The characters of the paragraph."""
        return "".join(self.parts)


class InlineReader:
    """Reads paragraph after paragraph, because a field may begin in one and end in another."""

    def __init__(self, body: Any) -> None:
        self._fields = Fields(body)

    def read(self, paragraph: Any) -> InlineText:
        """Return the text of the next paragraph, and what is anchored in it."""
        result = InlineText()
        waiting = [shown(paragraph)]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
            elif self._enters(node, result):
                waiting.append(shown(node))
        return result

    def _enters(self, node: Any, result: InlineText) -> bool:
        """Take what one element says; return whether its children are read too."""
        name = tag_of(node)
        if name == "fldChar":
            result.parts.append(self._fields.sign(node))
        elif name == "instrText":
            self._fields.code(node.text or "")
        elif name in _LEFT_OUT or (name == "fldSimple" and is_generated(_code(node))):
            pass
        elif self._fields.hidden:
            return True  # a sign in it may end the field
        elif name == "t":
            result.parts.append(_characters(node))
        elif name == "sym":
            font, code = attribute_of(node, "font") or "", attribute_of(node, "char") or ""
            result.parts.append(symbol(font, code))
        elif name in _ANCHORED:
            result.anchored.append(node)
        elif name in _NOTES:
            result.notes.append(node)
        else:
            result.parts.append(_SIGNS.get(name, ""))
            return True
        return False


def _code(node: Any) -> str:
    return attribute_of(node, "instr") or ""


def goes_on(paragraph: Any) -> bool:
    """Tell whether a paragraph goes on in the next one: its end is deleted, or it is a drop cap."""
    marks = descend(paragraph, "pPr", "rPr")
    gone = {"del", "moveFrom"} & {tag_of(mark) for mark in (() if marks is None else marks)}
    drop = attribute_of(descend(paragraph, "pPr", "framePr"), "dropCap")
    return bool(gone) or drop in {"drop", "margin"}


def _characters(node: Any) -> str:
    """Return the text of a run; signs of a symbol font become characters."""
    text = (node.text or "").replace("\n", " ")
    if not _PRIVATE.search(text):
        return text
    font = attribute_of(descend(node.getparent(), "rPr", "rFonts"), "ascii") or "Symbol"
    return _PRIVATE.sub(lambda sign: symbol(font, f"{ord(sign[0]):x}"), text)
