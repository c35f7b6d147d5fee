"""Columns are read one after the other; a table is read row by row."""

from __future__ import annotations

import textwrap

import pytest

from kb.readers import pdf as reader
from tests.kb.readers.making import Said, pdf

COLUMNS = (
    "Kipindupindu huenezwa na maji machafu na inzi wengi wanaotua kwenye chakula kisichofunikwa vizuri",
    "Mgonjwa hutapika mara nyingi na kuharisha choo kama maji ya mchele bila kupata nafuu yoyote",
    "Chemsha maji ya kunywa kila siku na kuosha mikono kwa sabuni kabla ya kula na baada ya choo",
)


def column(x: float, text: str, per_line: int, top: float = 700) -> list[Said]:
    """Return a text as lines of so many words."""
    words = text.split()
    lines = [" ".join(words[i : i + per_line]) for i in range(0, len(words), per_line)]
    return [Said(x, top - 14 * i, line, 10) for i, line in enumerate(lines)]


@pytest.mark.parametrize("count", [2, 3])
def test_columns_are_read_one_after_the_other(count):
    """No sentence of one column runs into its neighbour."""
    width = 520 // count
    lines = [said for i in range(count) for said in column(40 + i * width, COLUMNS[i], 6 - count)]
    text = " ".join(reader.parse(pdf(lines)).text.split())
    places = [text.index(COLUMNS[i]) for i in range(count)]
    assert places == sorted(places)


def test_narrow_columns_of_long_words_are_prose():
    """Two words a line are a column, not the cells of a table, where sentences go on."""
    lines = [
        Said(40 + 170 * i, 700 - 14 * row, line, 10)
        for i, text in enumerate(COLUMNS)
        for row, line in enumerate(textwrap.wrap(text, 18))
    ]
    parsed = reader.parse(pdf(lines))
    assert not parsed.tables
    assert " ".join(parsed.text.split()) == " ".join(COLUMNS)


def test_columns_may_end_at_different_heights():
    """The longer column goes on below the end of the shorter."""
    longer = f"{COLUMNS[0]} {COLUMNS[1]}"
    lines = [*column(40, longer, 4), *column(320, COLUMNS[2], 4)]
    text = " ".join(reader.parse(pdf(lines)).text.split())
    assert text.index(longer) < text.index(COLUMNS[2])


def test_text_across_the_page_parts_the_columns():
    """Text above both columns is read first, text below both last."""
    across = "Taarifa hii ya afya inawahusu wakazi wote wa kata zote kumi za wilaya yetu nzima."
    lines = [
        Said(40, 730, across, 11),
        *column(40, COLUMNS[0], 4),
        *column(320, COLUMNS[1], 4),
        Said(40, 560, across.replace("Taarifa hii", "Tangazo hilo"), 11),
    ]
    text = " ".join(reader.parse(pdf(lines)).text.split())
    order = ["Taarifa hii", COLUMNS[0], COLUMNS[1], "Tangazo hilo"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_a_table_is_no_set_of_columns():
    """The cells of a row stay together."""
    rows = [
        ("Afisa Elimu", "Mkurugenzi"),
        ("Mtendaji wa Kata", "Halmashauri"),
        ("Mganga", "Waziri"),
    ]
    rows += [("Mhasibu Mkuu", "Katibu"), ("Mwalimu Mkuu", "Tume"), ("Diwani", "Wananchi")]
    lines = [
        said
        for i, (post, by) in enumerate(rows)
        for said in (Said(40, 700 - 16 * i, post), Said(320, 700 - 16 * i, by))
    ]
    text = reader.parse(pdf(lines)).text
    assert text.splitlines() == [" | ".join(row) for row in rows]
