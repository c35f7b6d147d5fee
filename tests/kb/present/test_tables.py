"""A table on a terminal: columns lined up where there is room, else a line a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.present.cells import Style, cells
from kb.present.tables import labelled_row, table_lines
from kb.tables import Cell, Grid

PLAIN = Style(colour=False)
GRID = Grid(
    ((Cell("Wadhifa"), Cell("Anayeteua", ((0, 9),))),),
    (
        (Cell("Afisa Ugavi", ((6, 11),)), Cell("Waziri wa Maji na Umwagiliaji")),
        (Cell("Mhasibu"), Cell("")),
    ),
)


def test_columns_are_lined_up_below_their_names():
    """A header, a line below it, and the rows; marks are in their cells."""
    assert table_lines(GRID, width=60, style=PLAIN) == [
        "Wadhifa        «Anayeteua»",
        "─────────────  ─────────────────────────────",
        "Afisa «Ugavi»  Waziri wa Maji na Umwagiliaji",
        "Mhasibu",
    ]


def test_a_long_cell_is_wrapped_in_its_column():
    """What does not fit goes on below, in the same column."""
    assert table_lines(GRID, width=38, style=PLAIN, indent="  ")[2:4] == [
        "  Afisa «Ugavi»  Waziri wa Maji na",
        "                 Umwagiliaji",
    ]


def test_a_narrow_terminal_has_a_line_for_each_cell():
    """Each cell with its column's name; an empty one is left out; a dash begins a row."""
    assert table_lines(GRID, width=24, style=PLAIN, skipped=True) == [
        "…",
        "- Wadhifa: Afisa «Ugavi»",
        "  «Anayeteua»: Waziri wa",
        "  Maji na Umwagiliaji",
        "- Wadhifa: Mhasibu",
    ]


def test_rows_that_are_left_out_are_dots_below_the_header():
    """The header is that of the whole table; the rows shown need not be its first."""
    lines = table_lines(GRID, width=60, style=PLAIN, skipped=True)
    assert lines[1].startswith("─")
    assert lines[2] == "…"


def test_colour_takes_no_room():
    """Marks in colour move no column."""
    lines = table_lines(GRID, width=60, style=Style(colour=True))
    assert lines[2] == "Afisa \x1b[1;4mUgavi\x1b[22;24m  Waziri wa Maji na Umwagiliaji"


def test_a_row_on_one_line_names_its_cells():
    """For a text message, and for what reads one line."""
    assert labelled_row(GRID) == "Wadhifa: Afisa Ugavi | Anayeteua: Waziri wa Maji na Umwagiliaji"
    assert labelled_row(Grid((), GRID.rows)) == "Afisa Ugavi | Waziri wa Maji na Umwagiliaji"


TEXTS = st.text("ab 漢\u0301’", max_size=40)


@given(
    st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5),
    st.integers(20, 90),
    st.booleans(),
)
def test_no_line_is_wider_than_the_terminal(rows, width, header):
    """Any cells in any width: no line is wider, and no letter is lost."""
    made = tuple(tuple(Cell(" ".join(text.split())) for text in row) for row in rows)
    grid = Grid(made[:1], made[1:]) if header else Grid((), made)
    lines = table_lines(grid, width=width, style=PLAIN)
    assert all(cells(line) <= width for line in lines)
    if not header:
        letters = sorted(c for row in rows for text in row for c in text if c in "ab漢")
        assert sorted(c for line in lines for c in line if c in "ab漢") == letters


@pytest.mark.parametrize("grid", [Grid((), ()), Grid((), ((),)), Grid(((Cell(""),),), ())])
def test_an_empty_table_is_shown_without_error(grid):
    """Nothing to show is no fault."""
    assert "".join(table_lines(grid, width=40, style=PLAIN)).strip("─ ") == ""
