"""Read OpenDocument spreadsheets: each sheet is a section, its rows are tables.

The bytes of a file come in (.ods, a template .ots, or .fods, which is one XML file), its
text, headings and tables go out. The heading of a sheet is its name, unless it is the only
one and has the name that the program gave it. Cells are read as they are shown: the file
holds dates, percentages and amounts of money as text too. Hidden sheets are not read, because
no program shows them, and a warning names them; hidden rows and columns are read.
"""

from __future__ import annotations

from typing import Any

from kb.cleaning import one_line
from kb.readers.base import Parsed
from kb.readers.document_title import choose_title
from kb.readers.opendocument.container import open_opendocument
from kb.readers.opendocument.names import odf_name, odf_value
from kb.readers.opendocument.sheets import sheet_parts
from kb.readers.opendocument.styles import OdfStyles
from kb.readers.opendocument.walk import BlockWalk
from kb.readers.opendocument.writing import BlockWriter
from kb.readers.sheet_names import MAX_SHEETS, is_sheet_heading, unread_sheets

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = "2"
LIBRARIES = ("lxml",)


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text of a spreadsheet, a section a sheet.

    Raises:
        Unreadable: the bytes are no OpenDocument spreadsheet, are damaged or encrypted, or
            would do harm to open.
    """
    file = open_opendocument(data, "office:spreadsheet")
    styles = OdfStyles(file.style_lists)
    sheets = [element for element in file.body if odf_name(element) == "table:table"]
    shown = [sheet for sheet in sheets if styles.is_displayed(odf_value(sheet, "table:style-name"))]
    walk = BlockWalk(file, chart_rows=False)
    writer = BlockWriter()
    for sheet in shown[:MAX_SHEETS]:
        blocks = list(sheet_parts(sheet, walk))
        name = _name(sheet)
        if is_sheet_heading(name, filled=bool(blocks), only=len(shown) == 1):
            writer.layout.heading(name, 1)
        writer.write(blocks)
    hidden = [_name(sheet) for sheet in sheets if sheet not in shown]
    first = next((line.text for line in writer.lines[:1] if line.kind == "text"), None)
    return Parsed(
        writer.layout.text(),
        writer.layout.headings(),
        title=choose_title(writer.title, file.title, ()) or first,
        tables=writer.layout.tables(),
        warnings=(*walk.warnings(), *file.warnings(), *unread_sheets(hidden, len(shown))),
    )


def _name(sheet: Any) -> str:
    return one_line(odf_value(sheet, "table:name"))
