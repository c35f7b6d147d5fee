"""CSV and TSV: one table, whatever the sign between cells and the encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers import csv as reader
from kb.readers.base import Unreadable


@pytest.mark.parametrize(
    "data",
    [
        b'Jina,Somo\n"Ali, Juma",Hisabati\nAsha,Kemia\n',
        b'Jina;Somo\r\n"Ali, Juma";Hisabati\r\nAsha;Kemia\r\n',
        b"Jina\tSomo\nAli, Juma\tHisabati\nAsha\tKemia\n",
        b"sep=|\nJina|Somo\nAli, Juma|Hisabati\nAsha|Kemia\n",
        'Jina,Somo\n"Ali, Juma",Hisabati\nAsha,Kemia\n'.encode("utf-16"),
    ],
)
def test_one_table_in_every_writing(data):
    """Comma, semicolon, tab or bar; quotation marks; the encodings of plain text."""
    parsed = reader.parse(data)
    assert parsed.text == "Jina | Somo\nAli, Juma | Hisabati\nAsha | Kemia\n"
    (table,) = parsed.tables
    assert parsed.text[table.start : table.header] == "Jina | Somo"
    assert parsed.text[table.start : table.end] == parsed.text.rstrip()


def test_lines_above_the_table_are_its_title():
    """A sheet that was saved as CSV has its title in the first cell of a row."""
    parsed = reader.parse(b"Orodha ya walimu,,\n\nNa.,Jina,Somo\n1,Asha,\n2,Juma,Kemia\n")
    assert parsed.text.splitlines() == [
        "Orodha ya walimu",
        "",
        "Na. | Jina | Somo",
        "1 | Asha",
        "2 | Juma | Kemia",
    ]


def test_a_cell_of_several_lines_is_one_line():
    """A row stays a line, whatever its cells hold."""
    parsed = reader.parse(b'Jina,Anwani\nAsha,"S.L.P. 12\nDodoma | Bahi"\n')
    assert parsed.text.splitlines()[1] == "Asha | S.L.P. 12 Dodoma ¦ Bahi"


def test_rows_without_end_are_cut_and_told(monkeypatch):
    """A register of a million rows does not fill the memory; the clerk hears of it."""
    monkeypatch.setattr(reader, "_MAX_ROWS", 3)
    parsed = reader.parse(b"Na.,Jina\n1,A\n2,B\n3,C\n4,D\n")
    assert parsed.text.splitlines()[-1] == "2 | B"
    assert [str(warning) for warning in parsed.warnings] == ["rows after the first 3 are not read"]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b'a,"' + b"x" * 200_000])
def test_what_is_no_table_is_refused(data):
    """A picture with the name of a table, a quotation mark that is never closed."""
    with pytest.raises(Unreadable):
        reader.parse(data)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    """Whatever is in the file, every word comes out once or the file is refused."""
    try:
        parsed = reader.parse(text.encode("utf-8", "ignore"))
    except Unreadable:
        return
    for table in parsed.tables:
        assert 0 <= table.start <= table.header <= table.end <= len(parsed.text)
