"""What runs along the pages is dropped but for one copy; what only looks alike stays."""

from __future__ import annotations

from kb.readers import pdf as reader
from tests.kb.readers.making import Said, pdf

SENTENCES = (
    "Wavuvi wa ziwa walipokea nyavu mpya kutoka kwa chama cha ushirika.",
    "Mafundi walikarabati bomba kuu la maji kabla ya msimu wa mvua.",
    "Wazee wa kijiji walipanda miti ya matunda kando ya barabara.",
    "Kamati ilikagua visima vyote na kuandika taarifa ya kina.",
    "Walimu walifundisha hesabu kwa kutumia mawe na vijiti.",
)


def page(number: int, *, top: Said | None = None, foot: str = "") -> list[Said]:
    """Return a page of ten sentences, in an order that its neighbours do not have."""
    lines = [Said(72, 700 - 16 * i, SENTENCES[(i + number) % len(SENTENCES)]) for i in range(10)]
    return [*([top] if top else []), *lines, *([Said(290, 30, foot, 9)] if foot else [])]


def read(*pages: list[Said]) -> str:
    """Return the text of a PDF with these pages."""
    return reader.parse(pdf(*pages)).text


def test_one_copy_of_a_running_header_stays():
    """Its words occur once in the text."""
    header = Said(72, 775, "Ripoti ya Mwaka ya Chama", 9)
    assert read(*(page(n, top=header) for n in range(6))).count("Ripoti ya Mwaka ya Chama") == 1


def test_what_changes_in_a_running_header_stays_once():
    """The name of the report runs along; the names of its chapters beside it are kept."""
    chapters = ["Afya ya Mama", "Afya ya Mama", "Elimu ya Awali", "Elimu ya Awali", "Maji"]
    text = read(
        *(
            [
                Said(72, 775, "Ripoti ya Mwaka ya Chama", 9),
                Said(400, 775, chapter, 9),
                *page(n, foot=str(n + 1)),
            ]
            for n, chapter in enumerate(chapters)
        )
    )
    assert [text.count(words) for words in ("Ripoti ya Mwaka ya Chama", *chapters)] == [1] * 6


def test_a_chapter_in_the_header_is_not_said_twice():
    """The header repeats the heading, which alone stays."""
    text = read(
        *(
            [
                Said(72, 775, "Ripoti ya Mwaka ya Chama", 9),
                Said(400, 775, f"Sura ya {n}", 9),
                Said(72, 740, f"Sura ya {n}", 18),
                *page(n),
            ]
            for n in range(1, 5)
        )
    )
    assert [text.count(f"Sura ya {n}") for n in range(1, 5)] == [1] * 4


def test_a_cell_at_the_top_of_pages_stays():
    """A table goes on over pages whose first rows have the same cell, as the rows below have."""
    pages = [
        [
            said
            for row in range(12)
            for said in (
                Said(72, 770 - 16 * row, f"Kaya {letters(12 * n + row)}"),
                Said(300, 770 - 16 * row, "Kijiji cha Bondeni"),
            )
        ]
        for n in range(4)
    ]
    assert read(*pages).count("Kijiji cha Bondeni") == 48


def letters(number: int) -> str:
    """Return a number as two letters."""
    return chr(65 + number // 26) + chr(65 + number % 26)


def test_a_short_first_page_is_no_cover():
    """A lesson of a few lines on the first page is a heading like those of the next pages."""
    pages = [[Said(72, 740, f"Zoezi la {n}", 16, bold=True), *page(n)[:6]] for n in range(1, 5)]
    parsed = reader.parse(pdf(*pages))
    assert [h.text for h in parsed.headings or ()] == [f"Zoezi la {n}" for n in range(1, 5)]


def test_a_title_that_runs_along_stays_the_title():
    """The large line on the first page is no header, though all others repeat its words."""
    title, header = (
        Said(72, 740, "Sera ya Maji ya Kijiji", 20),
        Said(72, 775, "Sera ya Maji ya Kijiji", 9),
    )
    text = read(page(0, top=title), *(page(n, top=header) for n in range(1, 6)))
    assert text.startswith("Sera ya Maji ya Kijiji")
    assert text.count("Sera ya Maji ya Kijiji") == 1


def test_numbered_headings_at_the_top_of_pages_stay():
    """A number behind a word is part of what the line says: each lesson is a heading."""
    pages = [page(n, top=Said(72, 760, f"Somo la {n + 1}", 16, bold=True)) for n in range(6)]
    parsed = reader.parse(pdf(*pages))
    assert [h.text for h in parsed.headings or ()] == [f"Somo la {n}" for n in range(1, 7)]


def test_reference_numbers_stay():
    """Bound letters differ only in their reference numbers, which readers search for."""
    numbers = [
        "Kumb. Na. AB/12/07",
        "Kumb. Na. AB/12/31",
        "Kumb. Na. AB/13/02",
        "Kumb. Na. AC/01/44",
    ]
    text = read(*(page(n, top=Said(72, 775, line)) for n, line in enumerate(numbers)))
    assert all(number in text for number in numbers)


def test_page_numbers_go_in_every_writing():
    """Alone, in words, behind a running title, or in Roman figures."""
    for write in ("{n}", "Ukurasa {n} kati ya 5", "- {n} -", "Ripoti ya Chama | {n}"):
        text = read(*(page(n, foot=write.format(n=n + 1)) for n in range(5)))
        assert not any(line.strip().endswith("3") for line in text.splitlines()), write
    roman = ("i", "ii", "iii", "iv", "v")
    text = read(*(page(n, foot=roman[n]) for n in range(5)))
    assert "iii" not in text.split()


def test_a_number_that_does_not_grow_with_the_pages_stays():
    """The number of a household on its form is no page number."""
    households = ("4471", "1032", "9915", "2280")
    text = read(*(page(n, top=Said(500, 775, number)) for n, number in enumerate(households)))
    assert all(number in text.split() for number in households)
