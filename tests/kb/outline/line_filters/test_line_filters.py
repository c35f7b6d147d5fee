"""Buttons, footers and labels of a copied web page are no headings."""

from __future__ import annotations

import pytest

from kb import outline as sections
from kb.document import Document


def headings(text: str) -> list[str]:
    """Return the headings found in a plain text."""
    outline = sections.outline(Document("a.txt", text, "text"))
    return [section.heading for section in outline.sections if section.heading]


PAGE = (
    "Shirika la Mbao\n\nUsafirishaji\nMagari yanaondoka kila asubuhi.\n{}\n\nMalipo\nLipa benki.\n"
)


@pytest.mark.parametrize(
    "line",
    [
        "Soma zaidi", "Angalia habari zote", "SOMA ZAIDI »", "Nyuma Mbele", "Bofya hapa", "Rudi juu",
        "Read more", "Leave a Comment", "❮ ❯", "Tuma maoni yako",
        "Na Mwandishi Wetu", "Na.Mwandishi Wetu", "Picha na Idara ya Habari", "Chanzo: Idara ya Habari",
        "Oct 12, 2021", "Jumatano, Aprili 7, 2021", "3rd Oct 2022", "17 Jul, 2025",
        "Hatimiliki ©2017 Shirika la Mbao", "Haki zote zimehifadhiwa", "NB:",
    ],
)  # fmt: skip
def test_a_button_a_credit_or_a_date_is_no_heading(line):
    """The label of a button starts no section, wherever it occurs."""
    assert headings(PAGE.format(line)) == ["Usafirishaji", "Malipo"]
    assert headings(PAGE.format(f"\n{line}\n")) == ["Usafirishaji", "Malipo"]


@pytest.mark.parametrize(
    "heading",
    [
        "Picha za Zamani", "Bajeti ya Mwaka 2015/2016", "Soma Vitabu na Watoto", "Bei za Mbao",
        "Nani anaweza kuomba", "Kwa nini ujiunge?", "Kujaza Fomu ya Maombi ya Mbao",
    ],
)  # fmt: skip
def test_a_heading_that_looks_like_one_stays(heading):
    """Words of buttons, credits and dates do not spoil a real heading."""
    text = PAGE.format(f"\n{heading}\nMaelezo yake yanatolewa na mapokezi kila siku.")
    assert headings(text) == ["Usafirishaji", heading.rstrip(":"), "Malipo"]


def test_a_line_that_stands_again_and_again_heads_nothing():
    """An unknown button is known by its repetition, a repeated subheading by what parts it."""
    goods = ["Mbao za mninga", "Nguzo za umeme", "Milango ya mkongo"]
    shop = "".join(
        f"\n{name}\nInauzwa kwa jumla tu na inasafirishwa.\nAGIZA SASA\n" for name in goods
    )
    assert headings(f"Shirika la Mbao\n{shop}") == goods
    table = "".join(
        f"\n{name}\nInauzwa kwa jumla.\n\nVipimo\nUrefu ni mita tatu.\n" for name in goods
    )
    assert headings(f"Shirika la Mbao\n{table}").count("Vipimo") == len(goods)


def test_a_heading_with_a_link_and_no_text_stays():
    """The front page of a site names its news and leads on; that is still a section of it."""
    text = "Shirika la Mbao\n\nHabari Mpya\n\nSoma zaidi\n\nMatangazo\n\nNafasi mbili za kazi zimetangazwa.\n"
    assert headings(text) == ["Habari Mpya", "Matangazo"]


@pytest.mark.parametrize(
    "people",
    [
        ["Bi. Neema Tunda", "Mkurugenzi Mkuu", "Bw. Hamisi Mwamba", "Katibu"],
        ["Mkurugenzi Mkuu", "Bi. Neema Tunda", "Katibu", "Bw. Hamisi Mwamba"],
        ["Dkt. Zawadi Kito", "Prof. Omari Bonde", "Mhe. Rehema Kondo"],
    ],
)
def test_a_list_of_people_is_text(people):
    """Names and offices belong to the section that lists them."""
    text = "Uongozi wa Shirika\n{}\n\nMalipo\nLipa benki kabla ya siku saba.\n".format(
        "\n".join(people)
    )
    assert headings(text) == ["Uongozi wa Shirika", "Malipo"]


def test_the_address_at_the_foot_of_a_page_is_no_section():
    """The name above it is the publisher's; a page of several offices has a heading for each."""
    foot = "\nShirika la Mbao\nS.L.P. 9 Mjini\nSimu: 022 555 0101\nBarua pepe: mbao@mfano.go.tz\n"
    assert headings(PAGE.format("") + foot) == ["Usafirishaji", "Malipo"]
    assert headings(PAGE.format("") + foot.replace("Shirika la Mbao", "Mawasiliano")) == [
        "Usafirishaji", "Malipo", "Mawasiliano",
    ]  # fmt: skip
    offices = "\nTawi la Kati\nBarabara ya Reli\nSimu: 026 555 0102\n\nTawi la Ziwa\nGati\nSimu: 028 555 0103\n"
    assert headings(PAGE.format("") + offices)[2:] == ["Tawi la Kati", "Tawi la Ziwa"]


def test_an_empty_form_is_no_list_of_headings():
    """The labels of an empty form are text of the section that contains them."""
    text = PAGE.format("\nMaombi\nJaza nafasi zilizo wazi.\nJina:\nKijiji:\nTarehe ya kuzaliwa:")
    assert headings(text) == ["Usafirishaji", "Maombi", "Malipo"]


@pytest.mark.parametrize("below", ["    a. ya mbao\n    b. ya mawe\n", "- ya mbao\n- ya mawe\n"])
def test_an_item_below_the_items_of_another_is_an_item(below):
    """The last of a list stands alone where the one above it has items of its own."""
    text = f"\nKazi\nKazi zetu ni:\n\n1. Kupima ada\n2. Kutoza ada\n{below}3. Kutunza vitabu\n"
    assert headings(PAGE.format(text)) == ["Usafirishaji", "Kazi", "Malipo"]
