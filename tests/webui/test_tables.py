"""Tables on the page: rows and cells that a browser and a screen reader know as such."""

from __future__ import annotations

import re

import pytest

NAMES = "Ugavi Maji Afya Elimu Kilimo Misitu Utalii Madini Nishati Ardhi Uvuvi Mifugo Reli Bandari"
ROWS = [
    f"Afisa {name} wa Wilaya\tWaziri mwenye dhamana ya {name} na <mambo> mengine\tmiaka {n}"
    for n, name in enumerate(NAMES.split())
]
TEXT = "Viongozi wa Mamlaka\n\nMaafisa wote wako hapa.\n\n" + "\n".join(
    ["Wadhifa\tAnayeteua\tMuda", *ROWS, "", "Orodha hii hupitiwa kila mwaka.\n"]
)


@pytest.fixture
def reader(site):
    """A reader of a site with one document that has a long table."""
    return site({"viongozi.txt": TEXT})


def rows(page: str) -> list[list[str]]:
    """Return the cells of each row of a page, their tags removed."""
    return [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    ]


def test_a_hit_is_a_table_with_its_header(reader):
    """Header cells have their scope, marks are inside cells, dots say that rows are left out."""
    page = reader.get("/?q=anayeteua+afisa+bandari").text
    assert '<th scope="col"><mark>Anayeteua</mark></th>' in page
    assert "<td><mark>Afisa</mark> <mark>Bandari</mark> wa Wilaya</td>" in page
    assert "&lt;mambo&gt;" in page
    first = page[page.index("<table") : page.index("</table>")]
    header, dots, *found = rows(first)
    assert header == ["Wadhifa", "Anayeteua", "Muda"]
    assert dots == ["…Mistari mingine imeachwa."]
    assert all(len(row) == 3 for row in found)


def test_a_table_can_be_scrolled_without_a_mouse(reader):
    """On a narrow page the table scrolls in a region that has a name and takes the focus."""
    page = reader.get("/?q=afisa+bandari").text
    assert '<div class="table" role="region" tabindex="0" aria-label="Jedwali">' in page


def test_a_document_has_its_table_once(reader):
    """Passages cut the table; the page joins it, and each passage keeps its address."""
    page = reader.get("/hati/viongozi.txt?q=bandari").text
    assert page.count("<table") == 1
    assert rows(page)[0] == ["Wadhifa", "Anayeteua", "Muda"]
    assert len(rows(page)) == 1 + len(ROWS)
    hit = reader.get("/?q=bandari").text
    (anchor,) = set(re.findall(r"viongozi\.txt\?q=bandari&amp;sehemu=[\w.-]+#([\w.-]+)\"", hit))
    assert f'<tbody id="{anchor}">' in page
    assert "Orodha hii hupitiwa kila mwaka." in page
