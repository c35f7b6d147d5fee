"""Tables of data are rows with a header; tables that lay out a page are its blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.html import parse


@pytest.mark.parametrize(
    ("table", "header", "body"),
    [
        ("<tr><th>A<th>B<tr><td>1<td>2", "A | B", "1 | 2"),
        ("<thead><tr><td>A<td>B</thead><tr><td>1<td>2", "A | B", "1 | 2"),
        ("<tr><td><b>A</b><td><p><strong>B</strong></p><tr><td>1<td>2", "A | B", "1 | 2"),
        ("<tr><td><b>A</b><td>B<tr><td>1<td>2", "", "A | B\n1 | 2"),
        ("<tr><td>A<td>B<tr><td>1<td>2", "", "A | B\n1 | 2"),
        ("<tr><th>A<td>1<tr><th>B<td>2", "", "A | 1\nB | 2"),
        ("<tr><th rowspan=2>A<th colspan=2>B<tr><th>x<th>y<tr><td>1<td>2<td>3", "A | B\n| x | y", "1 | 2 | 3"),
        ("<tr><th>A<th>B<th>C<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5", "A | B | C", "1 | 2 | 3\n| 4 | 5"),
        ("<tr><th>A<th>B<tr><td><td>2", "A | B", "| 2"),
        ("<tr><th>A<th>B<tr><td>Soma | andika<td><ul><li>x<li>y</ul>", "A | B", "Soma ¦ andika | x y"),
    ],
)  # fmt: skip
def test_a_table_of_data_has_rows_and_a_header(table, header, body):
    """A cell occurs once, an empty one keeps its place, and what names the columns is known."""
    parsed = parse(f"<table>{table}</table>".encode())
    (its,) = parsed.tables
    assert parsed.text[its.start : its.header].strip() == header
    assert parsed.text[its.header : its.end].strip() == body


def test_the_caption_is_above_its_table():
    """A table is found by what it is called."""
    parsed = parse(b"<table><caption>Ada</caption><tr><td>Maji<td>5<tr><td>Umeme<td>9</table>")
    assert parsed.text == "Ada\n\nMaji | 5\nUmeme | 9\n"


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("<tr><td><h2>A</h2>a<td><h2>B</h2>b", "A\n\na\n\nB\n\nb"),
        ("<tr><td>Menyu<td><table><tr><td>1<td>2<tr><td>3<td>4</table>", "Menyu\n\n1 | 2\n3 | 4"),
        ("<tr><th>A<th>B<tr><td>1<td><table><tr><td>x<td>y</table>", "A\n\nB\n\n1\n\nx | y"),
        ("<tr><td>Neno moja tu", "Neno moja tu"),
        ("<tr><td>a<td>" + "neno " * 30, "a\n\n" + ("neno " * 30).strip()),
        ("<tr><td><p>a<p>b<p>c<td>d", "a\n\nb\n\nc\n\nd"),
    ],
)
def test_a_table_that_lays_out_a_page_is_blocks(table, text):
    """Headings in cells are headings, and the words of two blocks are apart."""
    parsed = parse(f"<table>{table}</table>".encode())
    assert parsed.text == text + "\n"


def test_a_table_may_say_that_it_lays_out():
    """role=presentation decides."""
    parsed = parse(b"<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>")
    assert (parsed.text, parsed.tables) == ("a\n\nb\n\nc\n\nd\n", ())


CELLS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["maji", "ada", "", "5,000"]), st.integers(1, 3), st.integers(1, 3)
        ),
        min_size=1,
        max_size=4,
    ),
    min_size=2,
    max_size=5,
)


@given(CELLS)
def test_every_cell_occurs_once_and_in_order(rows):
    """Whatever spans what, no word of a table is lost or said twice."""
    html = "".join(
        "<tr>" + "".join(f"<td rowspan={high} colspan={wide}>{w}" for w, wide, high in row)
        for row in rows
    )
    words = (
        parse(f"<p>x<table>{html}<tr><th>mwisho</table>".encode()).text.replace("|", " ").split()
    )
    assert words == ["x", *(w for row in rows for w, _, _ in row if w), "mwisho"]
