"""A window over a table is whole rows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.highlight import window
from kb.tables import TablePart
from tests.kb.highlight.asking import columns_of, word


def table_text(rows: int, cell: str) -> tuple[str, TablePart]:
    """Return prose and a table with a header, and the table's place."""
    header = "Cheo | Simu"
    lines = [header, *(f"Afisa {n} | {cell}" for n in range(rows))]
    above = "Simu za maafisa ni hizi. Zihifadhi.\n\n"
    text = above + "\n".join(lines)
    return text, TablePart(len(above), len(above) + len(header), len(text))


def test_a_window_in_a_table_is_whole_rows():
    """The rows around the match, none of them cut; the header is given where it is not there."""
    text, part = table_text(60, "ofisi ya kata")
    shown = window(text, columns_of(text), [word("40")], max_length=100, tables=[part])
    lines = text.splitlines()
    assert all(line in lines for line in shown.text.splitlines())
    assert "Afisa 40 | ofisi ya kata" in shown.text
    assert [table.header for table in shown.tables] == ["Cheo | Simu"]


def test_a_match_in_the_header_does_not_draw_the_window_to_it():
    """*Cheo cha afisa 40*: the header is shown anyway, so the row is what is chosen."""
    text, part = table_text(60, "0754")
    question = [word("cheo"), word("40")]
    shown = window(text, columns_of(text), question, max_length=100, tables=[part])
    assert "Afisa 40 | 0754" in shown.text
    assert [shown.tables[0].header[a:b] for a, b in shown.tables[0].header_spans] == ["Cheo"]


def test_a_long_row_is_whole_and_a_row_without_end_is_text():
    """A row of twice the window is shown; one of a hundred times is cut, and then no table."""
    text, part = table_text(3, "neno " * 40 + "mwisho")
    shown = window(text, columns_of(text), [word("mwisho")], max_length=100, tables=[part])
    assert shown.text.splitlines() == text.splitlines()[2:4]
    text, part = table_text(3, "neno " * 2000 + "mwisho")
    shown = window(text, columns_of(text), [word("mwisho")], max_length=100, tables=[part])
    assert len(shown.text) <= 100
    assert shown.tables == ()


@settings(max_examples=150)
@given(
    st.integers(1, 12),
    st.text("ab. |\t", max_size=60),
    st.integers(5, 200),
    st.sampled_from(["3", "simu", "afisa", "zihifadhi", "hamna"]),
    st.booleans(),
)
def test_a_window_over_a_table_is_a_slice_with_exact_marks(rows, cell, length, asked, opening):
    """Whatever the rows: the window is a slice that is not empty, its marks are words of the question."""
    text, part = table_text(rows, cell.strip() or "x")
    shown = window(
        text,
        columns_of(text),
        [word(asked)],
        max_length=length,
        opening=opening,
        tables=[part],
    )
    assert shown.text
    assert text[shown.start : shown.start + len(shown.text)] == shown.text
    for start, end in shown.spans:
        assert shown.text[start:end].lower() in asked or len(shown.text) <= length
    lines = set(text.splitlines())
    for table in shown.tables:
        assert 0 <= table.start <= table.body <= table.end <= len(shown.text)
        assert all(
            line in lines for line in shown.text[table.start : table.end].splitlines() if line
        )
