"""Whether a sentence states plainly who, or where."""

from __future__ import annotations

import pytest

from kb.answers.stated import has_label, is_of_other_thing, states
from tests.kb.search.test_evidence import columns_of


def places_of(text: str, words: str) -> list[int]:
    """Return the places of words in a text."""
    surfaces = columns_of(text).surfaces
    return [surfaces.index(word) for word in words.split()]


@pytest.mark.parametrize(
    ("text", "asked", "fact", "kind", "stated"),
    [
        ("Mkurugenzi ni Bi. Asha Mfano.", "mkurugenzi", "asha", "called", True),
        ("Mkurugenzi | Bi. Asha Mfano", "mkurugenzi", "asha", "called", True),
        ("Mkurugenzi, Bw. Asha Mfano", "mkurugenzi", "asha", "called", True),
        ("Asha Mfano | Mkurugenzi", "mkurugenzi", "asha mfano", "called", True),
        ("Naibu Mkurugenzi ni Asha Mfano.", "mkurugenzi", "asha", "called", False),
        ("Mkurugenzi alimteua Asha Mfano.", "mkurugenzi", "asha", "called", False),
        ("Mkurugenzi yupo. Asha Mfano amekuja.", "mkurugenzi", "asha", "called", False),
        ("Hati ya Rais ya Mgawanyo.", "rais", "mgawanyo", "called", False),
        ("Ofisi ya Rais, Utumishi na Umma.", "rais", "utumishi", "called", False),
        ("Huteuliwa na Rais.", "huteuliwa", "rais", "person", True),
        ("Mkurugenzi wa Wilaya ni Asha Mfano.", "mkurugenzi", "asha", "called", True),
        ("Mkurugenzi wa Fedha ni Asha Mfano.", "mkurugenzi", "asha", "called", False),
        ("Bi. Asha Mfano\nMkurugenzi", "mkurugenzi", "asha mfano", "called", True),
        ("Kuhusu Asha, Wakala una majukumu.", "wakala", "asha", "called", False),
        ("Ofisi ipo mtaa wa Mfano.", "ipo", "mtaa", "place", True),
        ("Ofisi ipo na hutoa huduma mtaa wa Mfano.", "ipo", "mtaa", "place", False),
    ],
)
def test_only_a_link_is_between_what_was_asked_and_the_answer(text, asked, fact, kind, stated):
    """A verb between them tells something else."""
    at, facts = places_of(text, asked), places_of(text, fact)
    assert states(text, columns_of(text), at, facts, frozenset(at), kind) is stated


@pytest.mark.parametrize(
    ("text", "words", "labelled"),
    [
        ("Saa za kazi: 1:30 hadi 9:30", "saa kazi", True),
        ("Ofisi ya Pemba: Gombani", "ofisi pemba", True),
        ("Ofisi ya Pemba: Gombani", "ofisi", False),
        ("Ofisi ya Pemba ipo Gombani", "ofisi pemba", False),
    ],
)
def test_a_label_has_no_other_words(text, words, labelled):
    """Ofisi ya Pemba: is no label of every office."""
    columns = columns_of(text)
    marked = frozenset(places_of(text, words))
    assert has_label(text, columns, (0, len(columns)), marked) is labelled


@pytest.mark.parametrize(
    ("text", "words", "other"),
    [
        ("Uwanja upo mtaa wa Mfano.", "", True),
        ("Uwanja upo mtaa wa Mfano.", "uwanja", False),
        ("Ofisi zake zipo mtaa wa Mfano.", "", False),
        ("Ipo mtaa wa Mfano.", "", False),
        ("Mtaa wa Mfano.", "", False),
    ],
)
def test_the_place_of_another_thing(text, words, other):
    """Where the stadium is does not say where its commission is."""
    columns = columns_of(text)
    facts = [columns.surfaces.index("mtaa")]
    assert is_of_other_thing(columns, facts, 0, frozenset(places_of(text, words))) is other
