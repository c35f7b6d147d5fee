"""The rows and cells of a table: as its author parted them, with the marks inside each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.document import Table
from kb.readers.layout import TextLayout
from kb.tables import TablePart, clipped, labelled, read_grid, spans_inside, stretches


def texts(rows) -> list[list[str]]:
    """Return the texts of cells."""
    return [[cell.text for cell in row] for row in rows]


def part_of(table: Table) -> TablePart:
    """Return the whole of a document's table."""
    return TablePart(table.start, table.header, table.end)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Cheo | Simu\nKatibu | 12", [["Cheo", "Simu"], ["Katibu", "12"]]),
        ("| Cheo | Simu |\n| Katibu | 12 |", [["Cheo", "Simu"], ["Katibu", "12"]]),
        ("| Jumatatu\nAsubuhi | Hesabu", [["", "Jumatatu"], ["Asubuhi", "Hesabu"]]),
        ("A | | C\nD", [["A", "", "C"], ["D", "", ""]]),
        ("Cheo\tSimu\n\t12", [["Cheo", "Simu"], ["", "12"]]),
        ("Cheo     Simu\nKatibu   12", [["Cheo", "Simu"], ["Katibu", "12"]]),
        ("+---+---+\n| A | B |\n+---+---+\n| C | D |", [["A", "B"], ["C", "D"]]),
    ],
)
def test_cells_are_parted_as_their_author_parted_them(text, rows):
    """Bars with or without edges, tabs, blanks; an empty cell keeps its place, a drawn line is no row."""
    assert texts(read_grid(text, (), TablePart(0, 0, len(text))).rows) == rows


CELLS = st.text("abc |\n¦’", max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6), st.integers(0, 2))
def test_what_a_reader_lays_out_comes_back(rows, header_rows):
    """Any cells, through TextLayout.table: the same cells, tidied, in the same columns."""
    layout = TextLayout()
    layout.table(rows, header_rows)
    tidy = [[" ".join(cell.split()).replace("|", "¦") for cell in row] for row in rows]
    tidy = [row for row in tidy if any(row)]
    if not tidy:
        assert layout.tables() == ()
        return
    (table,) = layout.tables()
    grid = read_grid(layout.text(), (), part_of(table))
    width = max(max(i for i, cell in enumerate(row) if cell) for row in tidy) + 1
    expected = [(row + [""] * width)[:width] for row in tidy]
    actual = texts((*grid.header, *grid.rows))
    if all(not row[0] for row in tidy):  # an empty first column is not kept
        expected = [row[1:] for row in expected]
    assert actual == expected


def test_marks_are_counted_in_their_cell():
    """A mark that crosses a bar is a mark in both cells."""
    text = "Afisa Ugavi | Waziri"
    grid = read_grid(text, [(6, 20)], TablePart(0, 0, len(text)))
    assert [cell.spans for cell in grid.rows[0]] == [((6, 11),), ((0, 6),)]


def test_a_part_knows_the_header_above_it():
    """Rows cut out of a table keep the header as text; its own rows are counted from the cut."""
    text = "Cheo | Simu\nKatibu | 12\nMhasibu | 34"
    part = clipped(text, TablePart(0, 11, len(text)), 24, len(text))
    assert part == TablePart(0, 0, 12, "Cheo | Simu")
    grid = read_grid(text[24:], (), part)
    assert (texts(grid.header), texts(grid.rows)) == ([["Cheo", "Simu"]], [["Mhasibu", "34"]])
    assert clipped(text, TablePart(0, 11, 20), 24, 30) is None


def test_a_header_without_end_is_not_repeated():
    """A paragraph that somebody made a header row would be longer than what it heads."""
    text = "neno " * 100 + "| B\nC | D"
    assert clipped(text, TablePart(0, text.index("\n"), len(text)), len(text) - 5, len(text)) == (
        TablePart(0, 0, 5)
    )


def test_the_text_between_tables_has_no_blanks_around():
    """A page is texts and tables by turns; blank lines are nothing."""
    text = "Ada:\n\nA | B\n\nMwisho.\n"
    parts = [text[start:end] for start, end, _ in stretches(text, [TablePart(6, 6, 11)])]
    assert parts == ["Ada:", "A | B", "Mwisho."]


def test_a_cell_is_named_by_the_lowest_header_above_it():
    """Of two header rows the second names the column, where it says anything."""
    text = "Wanafunzi | | Walimu\nWasichana | Wavulana\n12 | 13 | 4"
    grid = read_grid(text, (), TablePart(0, text.rindex("\n"), len(text)))
    named = [(label.text, cell.text) for label, cell in labelled(grid)[0] if label]
    assert named == [("Wasichana", "12"), ("Wavulana", "13"), ("Walimu", "4")]


def test_spans_are_cut_where_their_text_is():
    """Marks outside a stretch are gone, those at its edges are cut."""
    assert spans_inside([(0, 2), (3, 8), (9, 12)], 4, 10) == ((0, 4), (5, 6))
