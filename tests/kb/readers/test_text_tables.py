"""Tables of plain text: found by bars, tabs and aligned blanks; lists and prose are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers import text as reader
from kb.readers.text_tables import find_tables

TABLES = {
    "bars": "Huduma | Ada\nHati | 20,000\nRamani | 5,000",
    "edges": "| Wadhifa | Anayeteua |\n|---|---|\n| Afisa | Waziri |",
    "box": "+------+------+\n| Jina | Simu |\n+------+------+\n| Asha | 12   |\n+------+------+",
    "tabs": "Jina\tUmri\tKata\nAsha\t20\tIlala\n\t30\tTemeke",
    "blanks": "Na.   Jina            Somo\n1     Asha Juma       Hisabati\n2     Neema Paulo     Kemia",
    "figures to the right": "Zao         Kilo\nMahindi      120\nMtama      1,200",
    "header in the middle": (
        "MKOA        AWALI      DARASA LA I\n"
        "Bondeni     18,240        22,915\n"
        "Milimani     9,318        10,066\n"
        "JUMLA       27,558        32,981"
    ),
    "two blanks in a cell": (
        "Ujazo wa injini       Kodi\n501  - 1500 cc     185,000\nTrekta             150,000"
    ),
}
HEADERS = {
    "bars": "Huduma | Ada",
    "edges": "| Wadhifa | Anayeteua |",
    "box": "+------+------+\n| Jina | Simu |",
    "tabs": "Jina\tUmri\tKata",
    "blanks": "Na.   Jina            Somo",
    "figures to the right": "Zao         Kilo",
    "header in the middle": "MKOA        AWALI      DARASA LA I",
    "two blanks in a cell": "Ujazo wa injini       Kodi",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_found_with_its_header(name):
    """Between paragraphs, the table is exactly its rows; the text is not changed."""
    text = f"Ada ni hizi:\n\n{TABLES[name]}\n\nHulipwa kila mwaka.\n"
    parsed = reader.parse(text.encode())
    (table,) = parsed.tables
    assert parsed.text == text
    assert text[table.start : table.end] == TABLES[name]
    assert text[table.start : table.header] == HEADERS[name]


@pytest.mark.parametrize(
    "text",
    [
        "1.\tKushauri serikali\n2.\tKusimamia miradi\n3.\tKutoa elimu",
        "(a)  Kushauri serikali\n(b)  Kusimamia miradi\n(c)  Kutoa elimu",
        "•\tUwazi\n•\tUadilifu",
        "Mwenyekiti                 Katibu\nJuma Ali                   Asha Juma",
        "Leo tumekutana   na wananchi wa\nkata hii na      kuzungumza mambo\nmengi ya maji    na barabara.",
        "Neno  hili lina blanki\nmbili  katikati ya\nmstari wake  mmoja",
        "Nyumbani | Kuhusu | Mawasiliano",
        "\tAya yenye nafasi mbele\n\tna mstari wa pili",
        "=======\nKichwa\n=======",
    ],
)
def test_what_only_looks_like_a_table_is_none(text):
    """Lists, signatures, columns of prose, a menu of one line, indented paragraphs."""
    assert find_tables(text) == ()


def test_two_tables_are_two():
    """A blank line, or another separator, ends a table."""
    text = "A | B\nC | D\n\nE | F\nG | H\nI\tJ\nK\tL\n"
    assert [text[t.start : t.end] for t in find_tables(text)] == [
        "A | B\nC | D",
        "E | F\nG | H",
        "I\tJ\nK\tL",
    ]


@given(st.text("a |\t\n-+12.", max_size=200))
def test_tables_of_any_text_are_whole_lines_in_order(text):
    """Whatever the lines: tables are apart, in order, and begin and end with a line."""
    at = 0
    for table in find_tables(text):
        assert at <= table.start <= table.header <= table.end <= len(text)
        assert table.start == 0 or text[table.start - 1] == "\n"
        assert table.end == len(text) or text[table.end] == "\n"
        at = table.end


@pytest.mark.parametrize("unit", ["\t", "-", "|", "a   ", "1.", " ", "+-"])
def test_a_line_without_end_takes_no_time(unit):
    """A hostile line of a million signs is read in linear time."""
    text = unit * (1_000_000 // len(unit)) + "x\n" + "a\tb\nc\td\n"
    start = time.process_time()
    find_tables(text)
    assert time.process_time() - start < 5
