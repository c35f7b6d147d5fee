"""Whose answer it is, and which institution a question names."""

from __future__ import annotations

import pytest

from kb.answers.parties import fitting_institutions, named_party
from tests.kb.library import Library

MAINLAND, ISLANDS = "Wakala ya Maji Mfano", "Wakala wa Maji Mfano Visiwani"
FRONT = "---\ntaasisi: {name}\n---\n\n# Kuhusu {name}\n\n## Dira\n\n{text}\n"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("dira ya wakala ya maji mfano", MAINLAND),
        ("dira ya wakala wa maji mfano", ISLANDS),
        ("wakala wa maji mfano visiwani", ISLANDS),
        ("dira ya wakala ya maji mfano visiwani", None),  # one connective, the other's islands
        ("dira ya wakala", None),
        ("wakala", None),
        ("", None),
    ],
)
def test_a_question_names_an_institution_word_for_word(line, name):
    """Ya and wa tell two agencies apart; a word that both have names neither."""
    assert named_party([MAINLAND, ISLANDS], line) == name


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Two agencies, each with its vision."""
    made = Library(tmp_path_factory.mktemp("wakala"), {})
    made.write("bara.md", FRONT.format(name=MAINLAND, text="Kuwa wakala bora wa maji barani."))
    made.write("visiwani.md", FRONT.format(name=ISLANDS, text="Kuwa wakala wa kwanza visiwani."))
    made.update()
    with made.open() as opened:
        yield opened


def test_a_question_that_fits_both_says_so(base):
    """The page offers each institution as a filter; a filter or a name has chosen already."""
    assert set(fitting_institutions(base.search("dira ya wakala"))) == {MAINLAND, ISLANDS}
    assert fitting_institutions(base.search("dira ya wakala wa maji mfano visiwani")) == ()
    chosen = base.search("dira ya wakala", filters={"institution": [ISLANDS]})
    assert fitting_institutions(chosen) == ()
    assert fitting_institutions(base.search("xylofonium")) == ()


def test_the_passages_of_the_one_that_is_named_come_first(base):
    """Two pages alike: the connective decides, and so the name of the islands."""
    for line, name in (
        ("dira ya wakala ya maji mfano", MAINLAND),
        ("dira ya wakala wa maji mfano", ISLANDS),
        ("Wakala ya Maji Mfano", MAINLAND),
        ("Wakala wa Maji Mfano", ISLANDS),
        ("dira ya wakala ya maji mfano visiwani", ISLANDS),
    ):
        assert base.search(line).hits[0].institution == name, line


def test_each_institution_gives_its_answer(base):
    """Half a truth is none: both visions are told."""
    result = base.answer("dira ya wakala")
    told = {one.institution: one.text for one in (result.answer, *result.others)}
    assert set(told) == {MAINLAND, ISLANDS}
    assert "barani" in told[MAINLAND]
    assert "visiwani" in told[ISLANDS]
    assert base.answer("dira ya wakala wa maji mfano").others == ()
