"""Tables of Word files: rows stay rows, and a table that only places text is read as text."""

from __future__ import annotations

import pytest

from kb.readers import docx
from tests.kb.readers.making_word import Part, para, table, wordml

BOLD = "<w:b/>"
LEVEL = '<w:outlineLvl w:val="1"/>'
DIRA = "Kuwa kituo bora cha kupima kina cha maji ya ziwa."
DHAMIRA = "Kupima maji kila wiki na kuchapisha vipimo kwa wote."


def read(body, **styles):
    """Return the parse of a document with this body."""
    return docx.parse(wordml(body, styles))


def headings(parsed):
    """Return each heading and the text directly below it."""
    starts = [h.start for h in parsed.headings or ()] + [len(parsed.text)]
    return [
        (h.text, parsed.text[h.end : stop].strip())
        for h, stop in zip(parsed.headings or (), starts[1:], strict=True)
    ]


LAYOUTS = {
    "heading and text in a cell": [[para("Dira", LEVEL) + para(DIRA), para("Dhamira", LEVEL) + para(DHAMIRA)]],
    "bold line and text in a cell": [[para("Dira", run=BOLD) + para(DIRA), para("Dhamira", run=BOLD) + para(DHAMIRA)]],
    "headings above their texts": [[para("Dira", LEVEL), para("Dhamira", LEVEL)], [DIRA, DHAMIRA]],
    "bold lines above their texts": [[para("Dira", run=BOLD), para("Dhamira", run=BOLD)], [DIRA, DHAMIRA]],
    "headings next to their texts": [[para("Dira", LEVEL), DIRA], [para("Dhamira", LEVEL), DHAMIRA]],
    "one column": [[para("Dira", LEVEL)], [DIRA], [para("Dhamira", LEVEL)], [DHAMIRA]],
    "a frame in a frame": [[table([table([para("Dira", LEVEL) + para(DIRA)])]) + para("Dhamira", LEVEL) + para(DHAMIRA)]],
}  # fmt: skip


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS)
def test_headings_in_a_layout_table_are_headings(rows):
    """Each has its own text below it, wherever its cell is."""
    parsed = read(para("Kituo cha Vipimo", '<w:outlineLvl w:val="0"/>') + table(*rows))
    assert headings(parsed)[1:] == [("Dira", DIRA), ("Dhamira", DHAMIRA)]
    assert parsed.tables == ()


DATA = {
    "plain": [["Kipimo", "Kina"], ["Gati", "4"]],
    "headings name the columns": [[para("Kipimo", LEVEL), para("Kina", LEVEL)], ["Gati", "4"], ["Bandari", "9"]],
    "long texts in cells": [["Lengo", "Mkakati"], [para(DIRA) + para(DHAMIRA), "1"], [DIRA, "2"]],
    "a bold label in a row": [[para("Jina", run=BOLD), "Asha"], [para("Umri", run=BOLD), "40"]],
}  # fmt: skip


@pytest.mark.parametrize("rows", DATA.values(), ids=DATA)
def test_a_table_with_data_keeps_its_rows(rows):
    """A figure without its row says nothing."""
    parsed = read(para("Utangulizi wa kituo hiki.") + table(*rows))
    (its,) = parsed.tables
    assert parsed.text[its.start : its.end].count("\n") == len(rows) - 1
    assert parsed.headings is None


def test_the_header_is_marked_or_bold_or_bold_by_the_style_of_the_table():
    """It is repeated where a long table is cut."""

    def header(xml, **styles):
        parsed = read(xml, **styles)
        (its,) = parsed.tables
        return parsed.text[its.start : its.header]

    rows = ["Gati", "4"], ["Bandari", "9"]
    marked = table(["Kipimo", "Kina"], *rows).replace(
        "<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1
    )
    assert header(marked) == "Kipimo | Kina"
    assert (
        header(table([para("Kipimo", run=BOLD), para("Kina", run=BOLD)], *rows)) == "Kipimo | Kina"
    )
    styled = table(["Kipimo", "Kina"], *rows).replace(
        "<w:tbl>",
        '<w:tbl><w:tblPr><w:tblStyle w:val="Gridi"/><w:tblLook w:val="04A0"/></w:tblPr>',
    )
    style = (
        '<w:styles><w:style w:type="table" w:styleId="Gridi"><w:tblStylePr w:type="firstRow">'
        "<w:rPr><w:b/></w:rPr></w:tblStylePr></w:style></w:styles>"
    )
    assert header(styled, **{"styles.xml": Part("styles", style)}) == "Kipimo | Kina"
    assert header(table(["Kipimo", "Kina"], *rows)) == ""
    assert header(table(*([para(c, run=BOLD) for c in row] for row in rows))) == ""


def test_a_merged_cell_is_read_once_and_keeps_the_places_of_the_others():
    """A figure stays below the name of its column."""
    span = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    first = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    body = (
        f"<w:tbl><w:tr><w:tc>{span}{para('Mwaka')}</w:tc><w:tc>{para('Jumla')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{first}{para('Mapato')}</w:tc><w:tc>{para('1')}</w:tc><w:tc>{para('2')}</w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{para('3')}</w:tc><w:tc>{para('4')}</w:tc></w:tr>"
        "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>"
        f"<w:tc>{para('5')}</w:tc></w:tr></w:tbl>"
    )
    assert read(body).text == "Mwaka | | Jumla\nMapato | 1 | 2\n| 3 | 4\n| 5\n"


def test_a_deleted_row_and_a_deleted_cell_are_not_read():
    """Tracked changes: what Word would print is read."""
    cell, gone = "<w:tc>{}</w:tc>", "<w:tc><w:tcPr><w:cellDel/></w:tcPr>{}</w:tc>"
    body = (
        f"<w:tbl><w:tr>{cell.format(para('a'))}{cell.format(para('b'))}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell.format(para('c'))}{cell.format(para('d'))}</w:tr>"
        f"<w:tr>{cell.format(para('e'))}{gone.format(para('f'))}</w:tr></w:tbl>"
    )
    assert read(body).text == "a | b\ne\n"


def test_a_nested_table_is_read_once_in_its_cell():
    """Its words are between those of the cells around it."""
    inner = table(["ndani 1", "ndani 2"], ["ndani 3", "ndani 4"])
    body = table(["a", para("kabla") + inner + para("baada"), "z"], ["b", "c", "d"])
    assert read(body).text == "a | kabla ndani 1 ndani 2 ndani 3 ndani 4 baada | z\nb | c | d\n"


def test_a_heading_over_the_whole_width_divides_a_table():
    """Forms have such rows; the rows below it are its section."""
    wide = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{para("Sehemu B", LEVEL)}</w:tc></w:tr>'
    body = table(["Jina", "Asha"], ["Umri", "40"]).replace("</w:tr><w:tr>", f"</w:tr>{wide}<w:tr>")
    parsed = read(body)
    assert parsed.text == "Jina | Asha\n\nSehemu B\n\nUmri | 40\n"
    assert len(parsed.tables) == 2


def test_columns_of_prose_are_read_one_after_the_other():
    """A newsletter is laid out in a table of one row."""
    column = [para(f"{DIRA} {DIRA} {i}") + para(f"{DHAMIRA} {DHAMIRA} {i}") for i in range(2)]
    parsed = read(table(column))
    assert parsed.tables == ()
    assert parsed.text.count("\n\n") == 3
