"""Read workbooks: each sheet is a section, its rows are tables.

The bytes of an Excel file come in; its text, headings and tables go out. The heading of a sheet
is its name, unless it is the only one and has the name that Excel gave it. Cells are read as
they are shown: numbers and dates by their format, formulas by the value that Excel stored.
Hidden sheets are not read, because Excel does not show them, and a warning names them; rows and
columns that a filter hides are read. Text boxes, diagrams and charts follow the cells.

The walk is over lxml's events and not openpyxl's or calamine's (docs/decisions/0019).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.document_title import choose_title
from kb.readers.layout import TextLayout
from kb.readers.open_xml import (
    Relation,
    attribute_of,
    core_title,
    descend,
    main_part,
    open_package,
    relations_of,
    tag_of,
)
from kb.readers.sheet_names import MAX_SHEETS, is_sheet_heading, unread_sheets
from kb.readers.xlsx.blocks import SheetBlock, sheet_blocks
from kb.readers.xlsx.drawings import write_drawings
from kb.readers.xlsx.sheet import read_sheet, read_strings
from kb.readers.xlsx.styles import cell_styles

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = "2"
LIBRARIES = ("lxml",)


class _Listed(NamedTuple):
    """A sheet in the list of the workbook."""

    name: str
    part: str
    hidden: bool


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text of a workbook, a section a sheet.

    Raises:
        Unreadable: the bytes are no workbook, are encrypted, or would do harm to open.
    """
    package = open_package(data, ".xlsx")
    main = main_part(package) or "xl/workbook.xml"
    workbook = package.tree(main)
    relations = relations_of(package, main)
    sheets = _listed(workbook, relations)
    if not sheets:
        raise Unreadable(Message("not a whole Excel file (no sheets); save it again"))
    shown = [sheet for sheet in sheets if not sheet.hidden]
    strings = read_strings(package.part(_part(relations, "sharedStrings")))
    styles = cell_styles(package.tree(_part(relations, "styles")))
    from_1904 = attribute_of(descend(workbook, "workbookPr"), "date1904") in {"1", "true"}
    layout = TextLayout()
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    warnings = list(unread_sheets(hidden, len(shown)))
    title = choose_title((), core_title(package) or "", ())
    for sheet in shown[:MAX_SHEETS]:
        cells = read_sheet(package.part(sheet.part) or b"", strings, styles, from_1904=from_1904)
        blocks = list(sheet_blocks(cells.rows))
        if is_sheet_heading(sheet.name, filled=bool(blocks), only=len(shown) == 1):
            layout.heading(sheet.name, 1)
        _write(layout, blocks)
        write_drawings(layout, package, sheet.part)
        if title is None and blocks and blocks[0].text:
            title = blocks[0].text
        if cells.cut:
            warnings.append(_cut(sheet.name, len(cells.rows)))
        if cells.uncomputed:
            warnings.append(
                Message.counted(
                    "{sheet}: {count} formula has no stored value; open and save it in Excel",
                    "{sheet}: {count} formulas have no stored value; open and save it in Excel",
                    count=cells.uncomputed,
                    sheet=sheet.name,
                )
            )
    headings = layout.headings()
    return Parsed(
        layout.text(),
        headings or None,
        title=title or (headings[0].text if len(headings) == 1 else None),
        tables=layout.tables(),
        warnings=tuple(warnings),
    )


def _listed(workbook: Any, relations: dict[str, Relation]) -> list[_Listed]:
    """Return the sheets of a workbook in their order; charts that fill a sheet are none."""
    sheets = []
    listed = descend(workbook, "sheets")
    for element in () if listed is None else listed:
        id = next((str(v) for key, v in element.items() if key.endswith("}id")), "")
        relation = relations.get(id)
        if tag_of(element) == "sheet" and relation is not None:
            state = element.get("state") or "visible"
            name = one_line(element.get("name") or "")
            sheets.append(_Listed(name, relation.part, state != "visible"))
    return sheets


def _part(relations: dict[str, Relation], kind: str) -> str:
    return next((one.part for one in relations.values() if one.kind == kind), "")


def _write(layout: TextLayout, blocks: Sequence[SheetBlock]) -> None:
    for block in blocks:
        if block.text:
            layout.block(block.text)
        else:
            layout.table(block.rows, block.header_rows)


def _cut(name: str, rows: int) -> Message:
    return Message(
        "{sheet}: only the first {rows} rows are read; split it", sheet=name, rows=f"{rows:,}"
    )
