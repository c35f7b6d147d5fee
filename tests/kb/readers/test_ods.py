"""OpenDocument spreadsheets: a sheet is a section, its rows are tables."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.readers import ods
from kb.readers.base import Unreadable
from kb.readers.opendocument import tables
from tests.kb.readers.making_opendocument import (
    cell,
    flat_opendocument,
    opendocument,
    para,
    rows,
    sheet,
)

HIDDEN = (
    '<style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def read(*sheets: str, **more):
    """Return the parse of a spreadsheet."""
    return ods.parse(opendocument(*sheets, kind="spreadsheet", **more))


def test_a_sheet_is_a_section_and_its_rows_a_table():
    """The name is the heading; a line above is a title, blank rows part tables."""
    parsed = read(
        sheet(
            "Bajeti",
            ["BAJETI YA MAJI"],
            [""],
            ["Kata", "Visima"],
            ["Msoga", "3"],
            [""],
            ["", "Jina", "Simu"],
            ["", "Asha", "0754"],
            ["Chanzo: Halmashauri"],
        ),
        sheet("Watu", ["Jina", "Kata"], ["Asha", "Msoga"]),
    )
    assert parsed.text == (
        "Bajeti\n\nBAJETI YA MAJI\n\nKata | Visima\nMsoga | 3\n\nJina | Simu\nAsha | 0754\n\n"
        "Chanzo: Halmashauri\n\nWatu\n\nJina | Kata\nAsha | Msoga\n"
    )
    assert [(h.text, h.level) for h in parsed.headings] == [("Bajeti", 1), ("Watu", 1)]
    headers = [parsed.text[table.start : table.header] for table in parsed.tables]
    assert headers == ["Kata | Visima", "Jina | Simu", "Jina | Kata"]
    assert parsed.title == "BAJETI YA MAJI"


def test_the_name_of_an_empty_sheet_is_read_if_a_person_chose_it():
    """It may part the sheets; "Sheet2", which the program added, says nothing."""
    parsed = read(sheet("Idara"), sheet("Watu", ["Jina", "Kata"]), sheet("Sheet2"))
    assert [h.text for h in parsed.headings] == ["Idara", "Watu"]


@pytest.mark.parametrize(("name", "headings"), [("Sheet1", []), ("Laha1", []), ("Maji", ["Maji"])])
def test_the_only_sheet_is_no_section_if_it_has_no_name_of_its_own(name, headings):
    """What the program named says nothing."""
    assert [h.text for h in read(sheet(name, ["Kata", "Visima"])).headings] == headings


def test_cells_are_read_as_they_are_shown():
    """Dates, percentages and money have the text of the file; a cell without text has its value."""
    table = rows(
        [
            cell("3 Machi 2021", 'office:value-type="date" office:date-value="2021-03-03"'),
            cell("12.5%", 'office:value-type="percentage" office:value="0.125"'),
            cell("TSh 5,000", 'office:value-type="currency" office:value="5000"'),
            cell("", 'office:value-type="float" office:value="7"'),
        ]
    )
    assert read(table).text == "3 Machi 2021 | 12.5% | TSh 5,000 | 7\n"


def test_hidden_sheets_are_named_and_not_read():
    """No program shows them; hidden rows are read, because a filter hides them."""
    parsed = read(
        sheet("Wazi", ["a", "b"]).replace(
            "<table:table-row>", '<table:table-row table:visibility="filter">'
        ),
        sheet("Siri", ["c", "d"], more='table:style-name="ta2"'),
        styles=HIDDEN,
    )
    assert parsed.text == "Wazi\n\na | b\n"
    assert [str(warning) for warning in parsed.warnings] == ["hidden sheets are not read: Siri"]


def test_text_boxes_on_a_sheet_are_read_after_its_cells():
    """A remark in a box is part of the sheet; a comment is not."""
    box = f"<table:shapes><draw:frame><draw:text-box>{para('Angalizo')}</draw:text-box></draw:frame></table:shapes>"
    note = "<office:annotation><text:p>SIRI</text:p></office:annotation>"
    table = rows([cell(note + para("a")), cell("b")]).replace(
        "<table:table>", f"<table:table>{box}"
    )
    assert read(table).text == "a | b\n\nAngalizo\n"


def test_a_chart_on_a_sheet_gives_its_title_only():
    """Its data are the cells of the sheet, which were read already."""
    chart = f"<office:chart><chart:title>{para('Mvua')}</chart:title>{rows([cell('a'), cell('1')])}</office:chart>"
    content = flat_opendocument().replace(b"<office:text></office:text>", chart.encode())
    box = '<table:shapes><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></table:shapes>'
    table = rows([cell("a"), cell("1")]).replace("<table:table>", f"<table:table>{box}")
    assert read(table, members=[("Object 1/content.xml", content)]).text == "a | 1\n\nMvua\n"


def test_a_sheet_that_is_too_long_is_cut_with_a_warning(monkeypatch):
    """The rows up to the limit are read, and the clerk learns that there are more."""
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    parsed = read(sheet("Watu", *([f"a{i}", "b"] for i in range(5))))
    assert parsed.text.splitlines()[-1] == "a2 | b"
    assert "the rest was not read" in str(parsed.warnings[0])


@pytest.mark.parametrize("count", ["1048576", "99999999999", "-5"])
def test_repeated_cells_of_a_sheet_have_a_limit(count):
    """LibreOffice writes the empty rest of a sheet as one cell and one row with a count."""
    rest = f'<table:table-cell table:number-columns-repeated="{count}"/>'
    empty = f'<table:table-row table:number-rows-repeated="{count}">{rest}</table:table-row>'
    full = (
        f'<table:table-row table:number-rows-repeated="{count}">{cell("a")}{rest}</table:table-row>'
    )
    parsed = read(f"<table:table>{empty}{full}{empty}</table:table>")
    assert set(parsed.text.split()) == {"a"}
    assert len(parsed.text) < 10_000


def test_another_kind_is_refused():
    """The reason names the right suffix."""
    with pytest.raises(Unreadable, match=r"rename it to end in \.odt"):
        ods.parse(opendocument(para("Maji")))


WORD = st.text("abcdefghijkmnoprstuvwyz", min_size=1, max_size=8)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(st.lists(WORD, min_size=1, max_size=5), min_size=1, max_size=6),
        min_size=1,
        max_size=4,
    )
)
def test_every_cell_comes_out_once_and_in_order(sheets):
    """Word for word, sheet by sheet, row by row."""
    parsed = read(*(sheet(f"Jedwali la {i}", *each) for i, each in enumerate(sheets)))
    headings = {heading.text for heading in parsed.headings}
    lines = [line for line in parsed.text.splitlines() if line and line not in headings]
    written = [row for each in sheets for row in each]
    assert [line.split(" | ") for line in lines] == written
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings)
