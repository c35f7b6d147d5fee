"""Tables of PDFs: rows whose pieces share columns; lists, drawings and prose are left alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb.readers import pdf as reader
from kb.readers.base import Parsed
from tests.kb.readers.making import Said, pdf

PROSE = "Mamlaka ya maji inasimamia huduma ya maji safi katika wilaya zote za mkoa huu."
OFFICES = (
    ("Na.", "Wadhifa", "Anayeteua"),
    ("1", "Afisa Ugavi", "Waziri wa Maji"),
    ("2", "Mhasibu Mkuu", "Katibu Mkuu wa\nWizara ya Fedha"),
    ("3", "Mkaguzi wa\nNdani", "Rais"),
)


def drawn(
    rows: Sequence[Sequence[str]],
    edges: Sequence[float],
    *,
    top: float = 640,
    bold: bool = False,
    right: bool = False,
    leading: float = 22,
) -> list[Said]:
    """Return the lines of a table; *bold* is its first row, *right* aligns its last column."""
    said, y = [], top
    for place, row in enumerate(rows):
        for x, cell in zip(edges, row, strict=True):
            for number, line in enumerate(cell.split("\n")):
                last = right and x == edges[-1]
                at = x - 6.7 * len(line) if last else x
                said.append(Said(at, y - 13 * number, line, bold=bold and place == 0))
        y -= leading + 13 * max(cell.count("\n") for cell in row)
    return said


def parsed(*lines: Said, prose: bool = True) -> Parsed:
    """Return the parse of a page: a paragraph, and these lines."""
    above = [Said(72, 740 - 14 * i, PROSE) for i in range(3)] if prose else []
    return reader.parse(pdf([*above, *lines]))


def tables_of(parse: Parsed) -> list[list[str]]:
    """Return the rows of each table."""
    return [parse.text[table.start : table.end].splitlines() for table in parse.tables]


def test_a_table_is_rows_of_cells():
    """A row a line, a wrapped cell whole, the header known, the paragraph above apart."""
    parse = parsed(*drawn(OFFICES, (72, 110, 300)))
    assert tables_of(parse) == [
        [
            "Na. | Wadhifa | Anayeteua",
            "1 | Afisa Ugavi | Waziri wa Maji",
            "2 | Mhasibu Mkuu | Katibu Mkuu wa Wizara ya Fedha",
            "3 | Mkaguzi wa Ndani | Rais",
        ]
    ]
    (table,) = parse.tables
    assert parse.text[table.start : table.header] == "Na. | Wadhifa | Anayeteua"
    assert parse.text.startswith(f"{PROSE} {PROSE}")


@pytest.mark.parametrize("padding", [0, 2, 8])
def test_long_cells_are_no_columns_of_prose(padding):
    """A plan of work: sentences wrapped in each cell, with blanks between rows or without."""
    duty = "Kusimamia utoaji wa huduma\nza maji safi kwa wananchi\nwote wa wilaya"
    person = "Mkurugenzi Mtendaji\nakishirikiana na mamlaka"
    rows = [("Na.", "Jukumu", "Mhusika"), *((str(n), duty, person) for n in range(1, 6))]
    lines = drawn(rows, (72, 100, 330), leading=13 + padding)
    (found,) = tables_of(parsed(*lines))
    assert found[0] == "Na. | Jukumu | Mhusika"
    assert found[5] == f"5 | {' '.join(duty.split())} | {' '.join(person.split())}"


def test_wider_blanks_part_the_rows_of_two_long_columns():
    """Without numbers the distance of rows tells them; the first row is theirs, too."""
    what = "Kutoa elimu ya afya kwa\nwananchi wa kata zote"
    why = "Wananchi wengi hawajui\ndalili za ugonjwa huu\nna jinsi ya kuuzuia"
    (found,) = tables_of(parsed(*drawn([("Hatua", "Sababu"), *[(what, why)] * 4], (72, 330))))
    assert found[1:] == [f"{' '.join(what.split())} | {' '.join(why.split())}"] * 4


def test_a_bold_first_row_is_a_header():
    """Type says it where words do not; and a cell in bold is no heading of the document."""
    rows = [
        ("Mto", "Mkondo"),
        ("Rufiji", "Mashariki"),
        ("Kagera", "Magharibi"),
        ("Pangani", "Tanga"),
    ]
    parse = parsed(*drawn(rows, (72, 300), bold=True))
    (table,) = parse.tables
    assert parse.text[table.start : table.header] == "Mto | Mkondo"
    assert not parse.headings


def test_figures_are_aligned_to_the_right():
    """A column may have its right edge in common."""
    rows = [("Huduma", "Ada"), ("Hati", "20,000"), ("Ramani", "500"), ("Nakala", "1,250,000")]
    assert tables_of(parsed(*drawn(rows, (72, 400), right=True)))[0][3] == "Nakala | 1,250,000"


def test_an_empty_cell_keeps_its_place():
    """What is not known of one row does not move the others."""
    rows = [*OFFICES[:2], ("2", "", "Katibu Mkuu"), *OFFICES[3:], ("4", "Dereva", "Mkurugenzi")]
    assert "2 | | Katibu Mkuu" in tables_of(parsed(*drawn(rows, (72, 110, 300))))[0]


@pytest.mark.parametrize(
    "rows",
    [
        [("1.", "Kushauri serikali"), ("2.", "Kusimamia miradi"), ("3.", "Kutoa elimu")],
        [("(a)", "Kushauri serikali"), ("(b)", "Kusimamia miradi"), ("iv)", "Kutoa elimu")],
        [("•", "Uwazi"), ("•", "Uadilifu"), ("•", "Umoja")],
        [("Mwenyekiti", "Katibu"), ("Juma Ali", "Asha Juma")],
    ],
)
def test_a_list_is_no_table(rows):
    """Marks and numbers before items, and two names side by side, stay what they were."""
    assert parsed(*drawn(rows, (72, 110))).tables == ()


def test_the_labels_of_a_drawing_are_no_table():
    """Boxes of a chart are centred and leave gaps."""
    boxes = [
        Said(260, 600, "Bodi ya Mamlaka"),
        Said(100, 560, "Idara ya Maji"), Said(270, 560, "Idara ya Fedha"), Said(430, 560, "Sheria"),
        Said(130, 540, "Kitengo"), Said(450, 540, "na Mikataba"),
        Said(90, 520, "cha Visima vipya"), Said(300, 520, "Ununuzi"),
    ]  # fmt: skip
    assert parsed(*boxes).tables == ()


def over_two_pages(second: Sequence[Sequence[str]], edges: Sequence[float]) -> Parsed:
    """Return the parse of a table that goes on at the top of the second page."""
    above = [Said(72, 700 - 14 * i, PROSE) for i in range(9)]
    first = drawn([*OFFICES[:3], ("3", "Dereva", "Mkurugenzi")], (72, 110, 300), top=300)
    return reader.parse(pdf(above + first, drawn(second, edges, top=740)))


MORE = [("4", "Mlinzi", "Bodi"), ("5", "Mpishi", "Meneja"), ("6", "Karani", "Afisa")]


@pytest.mark.parametrize("header", [(), OFFICES[:1]])
def test_a_table_goes_on_over_the_page(header):
    """It is one table with one header, printed again or not, and its second page is known."""
    parse = over_two_pages([*header, *MORE], (72, 112, 300))
    (rows,) = tables_of(parse)
    assert [row.split(" | ")[0] for row in rows] == ["Na.", "1", "2", "3", "4", "5", "6"]
    assert parse.pages == (0, parse.text.index("4 | Mlinzi"))


def test_a_table_with_other_columns_is_another_one():
    """What is at the top of the next page need not go on."""
    parse = over_two_pages([(row[1], row[2]) for row in MORE], (72, 400))
    assert [len(rows) for rows in tables_of(parse)] == [4, 3]
    assert parse.pages == (0, parse.tables[1].start)
