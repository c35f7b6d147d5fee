"""Kinds of sections: headings name them, and filters use them."""

from __future__ import annotations

import pytest

from kb.outline.kinds import KINDS, group, kind_named, kind_of, match_kind
from kb.outline.tables import outline_table


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Dira", "dira"),
        ("DIRA YETU", "dira"),
        ("1.0 Dira", "dira"),
        ("Our Vision", "dira"),
        ("Dhima", "dhamira"),
        ("Kauli Mbiu", "kaulimbiu"),
        ("Misingi Mikuu", "misingi"),
        ("Maadili ya Msingi", "misingi"),
        ("Tunu za Taasisi", "misingi"),
        ("Majukumu Mbalimbali ya Baraza", "majukumu"),
        ("Kazi za Tume", "majukumu"),
        ("Idara, Divisheni na Vitengo", "idara"),
        ("Vitengo vya Shirika", "kitengo"),
        ("Kurugenzi ya Fedha", "kurugenzi"),
        ("Ofisi ya Kanda", "ofisi"),
        ("Bodi ya ushauri", "bodi"),
        ("Mkurugenzi Mtendaji wa Wakala", "uongozi"),
        ("Historia fupi", "historia"),
        ("Huduma Zitolewazo na Baraza", "huduma"),
        ("SURA YA KWANZA", "sura"),
        ("SURA YA 2 Dira", "dira"),
        ("Sehemu ya Pili: Majukumu ya Bodi", "majukumu"),
        ("SURA YA 3 Bandari", "sura"),
        ("Kifungu cha 3: Kamati ya soko", "kifungu"),
        ("2.1 Majukumu", "majukumu"),
        ("Dira(Vision)", "dira"),
        ("(a) Majukumu", "majukumu"),
        ("Ibara ya 5: Haki ya kupiga kura", "ibara"),
        ("Wasiliana Nasi", "mawasiliano"),
        ("A. Utangulizi", "utangulizi"),
        ("Saa za Kazi za Ofisi", "saa"),
        ("Muda wa Kutoa Huduma", "muda"),
        ("Fomu za Maombi", "fomu"),
        ("Nyaraka Zinazohitajika", "masharti"),
        ("Hatua", "utaratibu"),
        ("Namba za Simu", "mawasiliano"),
        ("Chati ya Muundo", "muundo"),
        ("Ada ya Leseni", "ada"),
        ("Mamlaka ya Bandari", "mamlaka"),
        ("8. Mamlaka ya Wananchi", "madaraka"),
        ("Mamlaka ya Rais kusamehe", "madaraka"),
        ("Muda", "muda"),
        ("Muda wa Majaji kushika madaraka", None),
        ("Bei za Maji", "ada"),
        ("Nauli za Vivuko", "ada"),
        ("Saa za Kuona Wagonjwa", "saa"),
        ("Nyaraka za Kuambatisha", "masharti"),
        ("Tangazo la Zabuni", "zabuni"),
        ("Tangazo la Nafasi za Kazi", "ajira"),
        ("Nafasi za Masomo", None),
        ("Fursa za Uwekezaji", None),
        ("Wajumbe wa Bodi", "bodi"),
        ("Tupo wapi", "mawasiliano"),
        ("Makosa na Adhabu", "adhabu"),
        ("Uadilifu", None),
        ("Kazi kwa Bidii", None),
        ("Uongozi Bora", None),
        ("Dirisha la Huduma", None),
        ("", None),
    ],
)
def test_a_heading_names_its_kind(heading, kind):
    """A filter by kind gives the sections of that kind, without values and service windows."""
    assert kind == kind_of(heading)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("dira", "dira"), ("Maono", "dira"), ("vision", "dira"), ("mission", "dhamira"),
        ("dhima", "dhamira"), ("motto", "kaulimbiu"), ("kauli-mbiu", "kaulimbiu"),
        ("core values", "misingi"), ("core_values", "misingi"), ("departments", "idara"),
        ("vitengo", "kitengo"), ("law", "sheria"), ("chapter", "sura"), ("opening hours", "saa"), ("forms", "fomu"),
        ("hakuna", None),
    ],
)  # fmt: skip
def test_a_filter_takes_swahili_and_english_names(word, kind):
    """aina:maono and aina:vision ask for the same sections."""
    assert kind == kind_named(word)


def test_a_value_named_like_a_kind_is_told_from_it():
    """'Huduma Bora' may be a value among others; 'Huduma zetu' is a section of its own."""
    value, section = match_kind("Huduma Bora"), match_kind("Huduma zetu")
    assert value is not None
    assert section is not None
    assert (value.surely, section.surely) == (False, True)


def test_the_table_is_whole():
    """Every kind has a gloss and an English name, and no form names two kinds."""
    forms = [row["form"] for row in outline_table("kinds.tsv")]
    assert len(forms) == len(set(forms))
    assert all(
        kind.gloss != "-" and kind.english for kind in KINDS.values() if kind.name != "kanda"
    )
    assert {"dira", "dhamira", "kaulimbiu", "misingi", "majukumu", "mawasiliano"} <= set(KINDS)


def test_groups_gather_kinds_that_exist():
    """A group that holds a misspelt kind would gather nothing."""
    for row in outline_table("groups.tsv"):
        held = group(row["kind"])
        assert held is not None
        assert {row["kind"], *held.holds} - {"?"} <= set(KINDS)
