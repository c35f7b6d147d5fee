"""Excel files as offices make them."""

from __future__ import annotations

import pytest

from kb.readers import xlsx
from kb.readers.base import Unreadable
from kb.readers.xlsx import sheet as reading
from tests.kb.readers.making_formats import as_strict, cell, package_of, sheet, workbook

HEADER = [cell("A1", "Jina"), cell("B1", "Kiasi")]


def read(*sheets, **more):
    return xlsx.parse(workbook(*sheets, **more))


def warnings(parsed):
    return [str(warning) for warning in parsed.warnings]


def test_a_sheet_is_a_section_and_its_rows_are_a_table():
    """A name that a person gave heads the sheet; text over numbers names the columns."""
    rows = [HEADER, [cell("A2", "Asha"), cell("B2", 5000)], [cell("A3", "Juma"), cell("B3", 70)]]
    parsed = read(
        ("Mishahara", sheet(rows)), ("Sheet2", sheet([[cell("C3", "Mwisho wa orodha.")]]))
    )
    assert parsed.text == (
        "Mishahara\n\nJina | Kiasi\nAsha | 5000\nJuma | 70\n\nSheet2\n\nMwisho wa orodha.\n"
    )
    assert [(h.text, h.level) for h in parsed.headings] == [("Mishahara", 1), ("Sheet2", 1)]
    (table,) = parsed.tables
    assert parsed.text[table.start : table.header].strip() == "Jina | Kiasi"


def test_the_only_sheet_needs_no_name_of_excels():
    """ "Sheet1" is no heading; a title above the table is the document's."""
    rows = {2: [cell("B2", "Orodha ya Shule")], 4: HEADER, 5: [cell("A5", "Asha"), cell("B5", 1)]}
    parsed = read(("Sheet1", sheet(rows)))
    assert (parsed.headings, parsed.title) == (None, "Orodha ya Shule")
    assert parsed.text == "Orodha ya Shule\n\nJina | Kiasi\nAsha | 1\n"


def test_cells_are_read_as_they_are_shown():
    """Dates, thousands and percentages have their formats, formulas their stored values."""
    codes = ["dd/mm/yyyy", "#,##0", "0%", '"TSh" #,##0.00']
    rows = [
        [cell("A1", 44264, style=1), cell("B1", 1234567, style=2), cell("C1", 0.18, style=3)],
        [cell("A2", 9.5, style=4, formula="SUM(B1)"), cell("B2", "Sawa", kind="str", formula="A1")],
        [
            cell("A3", 1, kind="b"),
            cell("B3", "#REF!", kind="e"),
            cell("C3", "2021-03-09", kind="d"),
        ],
    ]
    text = read(("Sheet1", sheet(rows)), formats=codes).text
    assert text == "09/03/2021 | 1,234,567 | 18%\nTSh 9.50 | Sawa\nTRUE | | 2021-03-09\n"
    old = read(
        ("Sheet1", sheet([[cell("A1", 42802, style=1)]])), formats=codes, properties='date1904="1"'
    )
    assert old.text == "09/03/2021\n"


def test_strings_are_shared_and_rich():
    """A text in several fonts is one text; what helps to pronounce it is none."""
    strings = [
        "<t>Dira</t>",
        "<r><t>Ng’</t></r><r><rPr><b/></rPr><t>ombe</t></r><rPh><t>x</t></rPh>",
    ]
    row = [cell("A1", 1, kind="s"), cell("B1", 0, kind="s"), cell("C1", 9, kind="s")]
    assert read(("Sheet1", sheet([row])), strings=strings).text == "Ng’ombe | Dira\n"


def test_a_merged_cell_is_read_once():
    """What lies hidden under it is not shown, so it is not read."""
    rows = [[cell("A1", "Kata"), cell("B1", "siri"), cell("C1", "Idadi")],
            [cell("A2", "siri"), cell("B2", "Msoga"), cell("C2", 4)]]  # fmt: skip
    merged = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A1:A1048576"/></mergeCells>'
    assert read(("Sheet1", sheet(rows, after=merged))).text == "Kata | | Idadi\n| Msoga | 4\n"


def test_hidden_sheets_are_named_and_not_read():
    """Excel does not show them: they hold lists for other sheets, or what was to be hidden."""
    parsed = read(("Wazi", sheet([HEADER])), ("Siri", sheet([HEADER])), hidden=["Siri"])
    assert "Siri" not in parsed.text
    assert warnings(parsed) == ["hidden sheets are not read: Siri"]


def test_blank_rows_and_columns_are_dropped_and_part_tables():
    """A remark below a table is a paragraph; a table goes on behind a blank row."""
    rows = {
        1: [cell("B1", "Jina"), cell("D1", "Kiasi")],
        2: [cell("B2", "Asha"), cell("D2", 1)],
        4: [cell("B4", "Juma"), cell("D4", 2)],
        5: [cell("B5", "Chanzo: NBS")],
        9: [cell("A9", "Mkoa"), cell("B9", "Wakazi"), cell("C9", "Eneo")],
        10: [cell("A10", "Pwani"), cell("B10", 3), cell("C10", 4)],
    }
    parsed = read(("Sheet1", sheet(rows)))
    assert parsed.text == (
        "Jina | Kiasi\nAsha | 1\nJuma | 2\n\nChanzo: NBS\n\nMkoa | Wakazi | Eneo\nPwani | 3 | 4\n"
    )
    assert len(parsed.tables) == 2


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([HEADER, [cell("A2", "Asha"), cell("B2", 1)]], 1),
        ([HEADER, [cell("A2", "Asha"), cell("B2", "Msoga")]], 1),
        ([[cell("A1", "Jina", style=1), cell("B1", "Kata", style=1)],
          [cell("A2", "Asha"), cell("B2", "Msoga")]], 1),
        ([[cell("A1", "Asha"), cell("B1", "Ilala")], [cell("A2", "Juma"), cell("B2", "Bahi")]], 0),
        ([[cell("A1", "Asha"), cell("B1", 1)], [cell("A2", "Juma"), cell("B2", 2)]], 0),
        ([[cell("A1", "Jina"), cell("B1", "Nusu mwaka")],
          [cell("A2", "Mwajiriwa"), cell("B2", "Jan"), cell("C2", "Jun")],
          [cell("A3", "Asha"), cell("B3", 1), cell("C3", 2)]], 2),
    ],
)  # fmt: skip
def test_the_rows_that_name_the_columns_are_known(rows, count):
    """Text over numbers, bold over plain, known names, a second row below merged names."""
    parsed = read(("Sheet1", sheet(rows)))
    (table,) = parsed.tables
    assert len(parsed.text[table.start : table.header].splitlines()) == count


def test_a_sheet_that_says_it_is_endless_costs_only_its_cells():
    """Two cells in two corners are 17 thousand million places; and only so many rows are read."""
    rows = {1: [cell("A1", "Mwanzo")], 1048576: [cell("XFD1048576", "Mwisho")]}
    assert read(("Sheet1", sheet(rows))).text == "Mwanzo\n\nMwisho\n"


def test_a_long_sheet_is_cut_and_the_clerk_is_told(monkeypatch):
    """The first rows are better than none, and the warning says how many they are."""
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    rows = [[cell(f"A{n}", f"Asha {n}"), cell(f"B{n}", n)] for n in range(1, 9)]
    parsed = read(("Kaya", sheet(rows)))
    assert parsed.text == "Kaya\n\nAsha 1 | 1\nAsha 2 | 2\nAsha 3 | 3\n"
    assert warnings(parsed) == ["Kaya: only the first 3 rows are read; split it"]


def test_a_formula_without_a_value_is_told():
    """A program that writes formulas and computes none leaves cells that only Excel can fill."""
    row = [cell("A1", "Jumla"), cell("B1", "", kind="n", formula="SUM(A2:A9)")]
    parsed = read(("Sheet1", sheet([row])))
    assert parsed.text == "Jumla\n"
    assert warnings(parsed) == ["Sheet1: 1 formula has no stored value; open and save it in Excel"]


def test_text_boxes_over_the_cells_are_read():
    """Officers write remarks into them."""
    drawing = '<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="urn:a"><xdr:sp><xdr:txBody><a:p><a:r><a:t>Angalizo muhimu</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'
    home = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = f'<Relationships><Relationship Id="r" Type="{home}/drawing" Target="../drawings/d.xml"/></Relationships>'
    more = {"xl/drawings/d.xml": drawing, "xl/worksheets/_rels/sheet1.xml.rels": rels}
    assert read(("Sheet1", sheet([HEADER])), more=more).text == "Jina | Kiasi\n\nAngalizo muhimu\n"


def test_strict_and_damaged_files_are_read():
    """Excel opens them, so a person expects it."""
    rows = [HEADER, [cell("A2", "Asha"), cell("B2", 1)]]
    assert (
        xlsx.parse(as_strict(workbook(("Sheet1", sheet(rows))))).text == "Jina | Kiasi\nAsha | 1\n"
    )
    cut = sheet(rows).partition("</sheetData>")[0]
    assert read(("Sheet1", cut)).text == "Jina | Kiasi\nAsha | 1\n"
    gone = workbook(("Sheet1", sheet(rows)), ("Sheet2", sheet([])), more={"xl/styles.xml": "<"})
    assert "Asha | 1" in xlsx.parse(gone).text


def test_entities_are_not_expanded():
    """A billion laughs are as short as they are written."""
    bomb = "<!DOCTYPE w [" + "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12)
    ) + "]>"  # fmt: skip
    part = sheet([[cell("A1", "Dira")], ["<c r='A2' t='inlineStr'><is><t>&e11;</t></is></c>"]])
    part = part.replace("?>", "?>" + bomb, 1)
    assert len(read(("Sheet1", part)).text) < 100


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04", "damaged"),
        (package_of({"a.xml": "<a/>"}), "no sheets"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted, or of an older format.*\\.xlsx"),
    ],
)
def test_what_is_no_workbook_is_refused(data, reason):
    """A reason that says what to do."""
    with pytest.raises(Unreadable, match=reason):
        xlsx.parse(data)
