"""A number or code in parts has the term of its parts joined, and nothing else is joined."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis import SwahiliAnalyser
from kb.normalization import readings
from kb.swahili import analyse


def joined(text: str) -> list[str]:
    """Return the terms of the codes of a text."""
    return [
        term
        for terms in readings(analyse(text), text).values()
        for term in terms
        if not term.startswith("d:")
    ]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Simu 0765 443 322", "0765443322"),
        ("Simu +255 765 443 322", "0765443322"),
        ("Simu 255765443322", "0765443322"),
        ("Simu 0765-443-322", "0765443322"),
        ("Simu 026 2160300", "0262160300"),
        ("Simu (026) 2160300", "0262160300"),
        ("Simu (026)-2160300", "0262160300"),
        ("Gari KDA 402B", "kda402b"),
        ("Jumla ni 3 400 000", "3400000"),
        ("Gari T 881 DKZ", "t881dkz"),
        ("Pikipiki SU 4412", "su4412"),
        ("Chanjo ya UVIKO-19", "uviko19"),
        ("Chanjo ya Uviko\u201319", "uviko19"),
        ("Kumb. AB-2024-0071", "ab20240071"),
        ("Kitambulisho 19780203-41125-00002-11", "19780203411250000211"),
    ],
)
def test_parts_are_one_code(text, term):
    """A person types a number as it was read out, without the blanks of the document."""
    assert joined(text) == [term]


@pytest.mark.parametrize(
    "text",
    [
        "Mwaka 2019 2020 2021",
        "Wajumbe 12 15 18",
        "Sura ya 5, 6",
        "Kifungu (1) 250",
        "Kifungu (026) 21",
        "Ukurasa 0754. 112 23",
        "Tangazo la kazi namba 5",
        "pole-pole",
        "Serikali za mitaa",
    ],
)
def test_neighbours_are_not_one_code(text):
    """Most numbers beside each other are different numbers; joining them would mark nonsense."""
    assert joined(text) == []


@given(st.from_regex(r"0\d{9}", fullmatch=True), st.data())
def test_every_writing_of_a_telephone_number_is_one(number, data):
    """Whatever blanks a document puts into it, and with the code of the country or without."""
    cuts = data.draw(st.sampled_from([(4, 7), (4,), (3, 6), (4, 6, 8)]))
    bounds = (0, *cuts, len(number))
    parts = [number[a:b] for a, b in pairwise(bounds)]
    for written in (" ".join(parts), "-".join(parts), f"+255 {' '.join(parts)[1:]}"):
        terms = [t for token in SwahiliAnalyser().tokens(written) for t in token.terms]
        assert number in terms


@given(st.text("0123456789 -ABab.,", max_size=40))
def test_any_signs_are_read_in_time(text):
    """What a person pastes may be a table of figures; a term has nothing of the gaps in it."""
    assert all(term.replace(",", "").replace(".", "").isalnum() for term in joined(text))
