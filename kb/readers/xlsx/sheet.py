"""Read the cells of one sheet, row by row, without a tree of the whole sheet.

The bytes of a sheet's part come in; its filled cells go out. A sheet may say that it has a
million rows: only cells that are there cost anything, and no more than a number of them are read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kb.cleaning import one_line
from kb.readers.open_xml import tag_of
from kb.readers.package import SAFE_XML
from kb.readers.xlsx.number_formats import shown_number
from kb.readers.xlsx.styles import CellStyle

__all__ = ["MAX_CELLS", "MAX_ROWS", "Sheet", "SheetCell", "read_sheet", "read_strings", "rich_text"]

MAX_ROWS = 20_000
"""Filled rows of a sheet that are read."""
MAX_CELLS = 200_000
"""Filled cells of a sheet that are read."""

_MAX_MERGED = 20_000
_MAX_LETTERS = 32_767  # of a cell, as Excel has it
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_NUMBER = re.compile(r"\d{1,7}")


class SheetCell(NamedTuple):
    """A filled cell."""

    text: str
    is_number: bool = False  # or a date
    bold: bool = False


@dataclass(slots=True)
class Sheet:
    """The filled cells of a sheet: by row, then by column, both from 1."""

    rows: dict[int, dict[int, SheetCell]] = field(default_factory=dict)
    cut: bool = False  # it has more than was read
    uncomputed: int = 0  # formulas without a stored value


def read_sheet(
    data: bytes,
    strings: Sequence[str],
    styles: Sequence[CellStyle],
    *,
    from_1904: bool = False,
) -> Sheet:
    """Return the filled cells of a sheet; those hidden under a merged cell are left out.

    Args:
        data: the part of the sheet.
        strings: the shared strings of the workbook.
        styles: the styles of its cells.
        from_1904: how its dates are counted.
    """
    sheet = Sheet()
    cells = last = merged = 0
    for element in _elements(data, ("row", "mergeCell")):
        if tag_of(element) == "mergeCell":
            merged += 1
            if merged <= _MAX_MERGED:
                _drop_covered(sheet.rows, element.get("ref") or "")
            continue
        written = element.get("r") or ""
        last = int(written) if _NUMBER.fullmatch(written) else last + 1
        if sheet.cut:
            continue
        row: dict[int, SheetCell] = {}
        column = 0
        for one in element:
            if tag_of(one) != "c":
                continue
            place = _REFERENCE.fullmatch(one.get("r") or "")
            column = _column(place[1]) if place else column + 1
            cell = _cell(one, strings, styles, from_1904)
            if cell is not None and cell.text:
                row[column] = cell
            elif cell is None:
                sheet.uncomputed += 1
        if row:
            cells += len(row)
            sheet.rows[last] = row
            sheet.cut = len(sheet.rows) >= MAX_ROWS or cells >= MAX_CELLS
    sheet.rows = {number: sheet.rows[number] for number in sorted(sheet.rows) if sheet.rows[number]}
    return sheet


def _elements(data: bytes, names: Sequence[str]) -> Iterator[Any]:
    """Yield the elements with these names, each as it ends; what is before it is let go."""
    from lxml import etree

    parser = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        **SAFE_XML,
    )
    try:
        for _, element in parser:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        return  # a damaged end: what came before it is read


def read_strings(data: bytes | None) -> list[str]:
    """Return the shared strings of a workbook; none where it has no such part."""
    return [] if data is None else [rich_text(one) for one in _elements(data, ("si",))]


def rich_text(element: Any) -> str:
    """Return the text of a string with parts in several fonts, without its reading aids."""
    parts: list[str] = []
    for node in element:
        if tag_of(node) == "t":
            parts.append(node.text or "")
        elif tag_of(node) == "r":
            parts += [one.text or "" for one in node if tag_of(one) == "t"]
    return one_line("".join(parts)[:_MAX_LETTERS])


def _cell(
    element: Any, strings: Sequence[str], styles: Sequence[CellStyle], from_1904: bool
) -> SheetCell | None:
    """Return the cell as it is shown; None for a formula without a stored value."""
    number = element.get("s") or "0"
    style = styles[int(number)] if number.isdecimal() and int(number) < len(styles) else CellStyle()
    value = next((one for one in element if tag_of(one) == "v"), None)
    written = "" if value is None else value.text or ""
    match element.get("t") or "n":
        case "s":
            known = written.isdecimal() and len(written) < 8 and int(written) < len(strings)
            return SheetCell(strings[int(written)] if known else "", bold=style.bold)
        case "inlineStr":
            inner = next((one for one in element if tag_of(one) == "is"), None)
            return SheetCell("" if inner is None else rich_text(inner), bold=style.bold)
        case "b":
            return SheetCell(
                "TRUE" if written == "1" else "FALSE" if written else "", bold=style.bold
            )
        case "e":
            return SheetCell("")  # an error, "#REF!", is no content
        case "str" | "d":
            return SheetCell(one_line(written[:_MAX_LETTERS]), bold=style.bold)
    if not written:
        formula = any(tag_of(one) == "f" for one in element)
        return None if formula else SheetCell("")
    try:
        shown = shown_number(float(written), style.code, from_1904=from_1904)
    except (ValueError, OverflowError):
        return SheetCell(one_line(written[:_MAX_LETTERS]), bold=style.bold)
    return SheetCell(one_line(shown), is_number=True, bold=style.bold)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _drop_covered(rows: dict[int, dict[int, SheetCell]], reference: str) -> None:
    """Drop the cells that a merged cell hides: all but its first."""
    corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    if len(corners) != 2 or corners[0] is None or corners[1] is None:
        return
    (left, top), (right, bottom) = ((_column(c[1]), int(c[2])) for c in corners if c)
    # The smaller of the two: a merged cell may claim a million rows.
    numbers = range(top, bottom + 1) if bottom - top < len(rows) else list(rows)
    for number in numbers:
        if top <= number <= bottom and number in rows:
            row = rows[number]
            for column in [c for c in row if left <= c <= right and (c, number) != (left, top)]:
                del row[column]
