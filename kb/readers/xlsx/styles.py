"""Read how the cells of a workbook look: the code of their numbers, and whether they are bold.

The part of the styles comes in; by the number of a style, its CellStyle goes out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kb.readers.open_xml import attribute_of, descend, tag_of
from kb.readers.xlsx.number_formats import BUILT_IN

__all__ = ["CellStyle", "cell_styles"]


class CellStyle(NamedTuple):
    """How a cell looks."""

    code: str = ""  # of its number format
    bold: bool = False


def cell_styles(root: Any) -> list[CellStyle]:
    """Return the styles of cells in their order; none where *root* is None."""
    codes = dict(BUILT_IN)
    for element in _children(descend(root, "numFmts")):
        if number := _number(element, "numFmtId"):
            codes[number] = attribute_of(element, "formatCode") or ""
    bold = [_is_bold(font) for font in _children(descend(root, "fonts"))]
    styles = []
    for element in _children(descend(root, "cellXfs")):
        font = _number(element, "fontId")
        its_bold = bold[font] if font < len(bold) else False
        styles.append(CellStyle(codes.get(_number(element, "numFmtId"), ""), its_bold))
    return styles


def _is_bold(font: Any) -> bool:
    element = descend(font, "b")
    return element is not None and attribute_of(element, "val") not in {"0", "false"}


def _children(element: Any) -> list[Any]:
    return [one for one in element if tag_of(one)] if element is not None else []


def _number(element: Any, name: str) -> int:
    written = attribute_of(element, name) or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
