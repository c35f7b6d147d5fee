"""The layout of a text: offsets of headings and tables are exact."""

from hypothesis import given
from hypothesis import strategies as st

from kb.document import Table
from kb.readers.layout import TextLayout


def test_a_table_is_a_row_a_line_with_its_header_known():
    """The passage keeps a row a line, and a long table can repeat its header."""
    layout = TextLayout()
    layout.block("Uteuzi")
    layout.table([["Wadhifa", "Anayeteua"], ["Afisa\nUgavi", "Waziri"]], header_rows=1)
    layout.block("Mwisho")
    text = layout.text()
    (table,) = layout.tables()
    assert text[table.start : table.end] == "Wadhifa | Anayeteua\nAfisa Ugavi | Waziri"
    assert text[table.start : table.header] == "Wadhifa | Anayeteua"
    assert text == "Uteuzi\n\nWadhifa | Anayeteua\nAfisa Ugavi | Waziri\n\nMwisho\n"


def test_an_empty_cell_keeps_its_place():
    """A figure must stay below the name of its column."""
    layout = TextLayout()
    layout.table([["", "2020", ""], ["Mapato", "", "", "7"], ["a|b", "", ""], ["", " "]])
    assert layout.text() == "| 2020\nMapato | | | 7\na¦b\n"


def test_a_table_of_nothing_is_none():
    """An empty table in a form is no table."""
    layout = TextLayout()
    layout.table([["", " "], []], header_rows=1)
    assert layout.text() == ""
    assert layout.tables() == ()


CELLS = st.lists(st.lists(st.text("ab |\n¦é", max_size=4), max_size=4), max_size=5)


@given(st.lists(st.tuples(CELLS, st.integers(0, 3)), max_size=3))
def test_tables_are_apart_and_hold_whole_lines(tables):
    """Whoever shows a table may take the span for its rows."""
    layout = TextLayout()
    for rows, header_rows in tables:
        layout.table(rows, header_rows)
    text, end = layout.text(), 0
    for table in layout.tables():
        assert isinstance(table, Table)
        assert end <= table.start <= table.header <= table.end
        assert table.start == 0 or text[table.start - 2 : table.start] == "\n\n"
        assert text[table.end] == "\n"
        assert table.header == table.start or text[table.header] == "\n"
        end = table.end
