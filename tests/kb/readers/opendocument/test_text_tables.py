"""Tables of an OpenDocument text: rows, headers, and those that only place text."""

from __future__ import annotations

import pytest

from kb.readers import odt
from tests.kb.readers.making_opendocument import (
    cell,
    item,
    items,
    levels,
    opendocument,
    para,
    rows,
)
from tests.kb.readers.opendocument.texts import BODY, BOLD, PROSE, table_texts


def test_a_table_has_its_rows_and_its_header():
    """The file names the header rows, or the first row is all in bold."""
    named = rows([cell("Kata"), cell("Visima")], [cell("Msoga"), cell("3")], headers=1)
    assert table_texts(odt.parse(opendocument(named))) == [("Kata | Visima", "\nMsoga | 3")]
    bold = [cell(para(word, "B")) for word in ("Kata", "Visima")]
    parsed = odt.parse(opendocument(rows(bold, [cell("Msoga"), cell("3")]), styles=BOLD))
    assert table_texts(parsed) == [("Kata | Visima", "\nMsoga | 3")]
    plain = rows([cell("Msoga"), cell("3")], [cell("Lugoba"), cell("4")])
    assert table_texts(odt.parse(opendocument(plain))) == [("", "Msoga | 3\nLugoba | 4")]


def test_a_table_in_a_table_is_read_once():
    """In the last cell its rows are rows; in another it is text of the cell: always in order."""
    inner = rows([cell("Pampu"), cell("laki nne")], [cell("Tangi"), cell("laki mbili")])
    last = rows([cell("Vifaa"), cell(inner)], [cell("Jumla"), cell("laki sita")])
    assert odt.parse(opendocument(last)).text == (
        "Vifaa\nPampu | laki nne\nTangi | laki mbili\nJumla | laki sita\n"
    )
    middle = rows([cell("Vifaa"), cell(inner), cell("bora")], [cell("Jumla"), cell(), cell("sita")])
    assert odt.parse(opendocument(middle)).text == (
        "Vifaa | Pampu ¦ laki nne Tangi ¦ laki mbili | bora\nJumla | | sita\n"
    )


def test_places_that_a_cell_covers_stay_empty():
    """A cell over two columns is read once, and the next cell stays in its column."""
    wide = "<table:covered-table-cell><text:p>SIRI</text:p></table:covered-table-cell>"
    table = rows(
        [cell("Kata", 'table:number-columns-spanned="2"'), wide, cell("Visima")],
        [cell("Msoga"), cell("mashariki"), cell("3")],
    )
    assert odt.parse(opendocument(table)).text == "Kata | | Visima\nMsoga | mashariki | 3\n"


@pytest.mark.parametrize("count", ["3", "999999999", "-1", "x"])
def test_repeated_cells_have_a_limit(count):
    """One element may stand for many cells and rows; a million of them fill no memory."""
    table = rows([cell("a", f'table:number-columns-repeated="{count}"'), cell("b")]).replace(
        "<table:table-row>", f'<table:table-row table:number-rows-repeated="{count}">'
    )
    text = odt.parse(opendocument(table)).text
    assert text.startswith("a | a | a | b\n" * 3 if count == "3" else "a")
    assert len(text) < 2_000_000


def test_numbers_in_cells_are_read():
    """The first column is often an automatic list of empty paragraphs."""
    number = items(item(""), more='text:continue-numbering="true"')
    table = rows([cell(number), cell("Kima")], [cell(number), cell("Nyani")])
    style = levels('style:num-format="1" style:num-suffix="."')
    assert odt.parse(opendocument(table, styles=style)).text == "1. | Kima\n2. | Nyani\n"


def test_columns_of_prose_are_read_one_after_the_other():
    """A page set in two columns by a table is no table; a cell of many in prose makes none."""
    columns = rows([cell(PROSE * 2), cell(BODY + PROSE * 2)])
    assert odt.parse(opendocument(columns)).tables == ()
    data = rows(
        [cell("1"), cell("Uchimbaji"), cell(PROSE * 2)], [cell("2"), cell("Ujenzi"), cell("x")]
    )
    assert len(odt.parse(opendocument(data)).tables) == 1
