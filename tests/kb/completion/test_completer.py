"""What was begun is completed with what the documents hold, and each completion leads somewhere."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.completion import Completer, complete
from kb.index.schema import heading_lines
from kb.swahili import analyse
from tests.kb.small_index import SmallIndex

TEXTS = (
    "Serikali mtandao ni serikali ya wananchi. Wakala ya Serikali Mtandao (eGA) inaratibu.",
    "Mkurugenzi Mtendaji wa Wakala, mwenyekiti wa bodi, halmashauri na baraza la mawaziri.",
    "Dhamira, dira, kaulimbiu na misingi mikuu: uadilifu, ubunifu, ushirikiano.",
    "Miundombinu ya TEHAMA, mawasiliano, mazingira wezeshi, ng'ombe na theluji. Wakati wote.",
    "Taasisi za umma, huduma kwa wananchi. Wakati huu, wakati ule, wakati wowote: wakati.",
    "Wakati wa mvua. Serikali, serikali, serikali. Wakati wa kiangazi.",
    "Kazi za serikali na kazi za serekali.",
)
HEADINGS = (
    *["Misingi Mikuu"] * 3,
    "MISITU",
    "Misitu",
    "Mkurugenzi Mtendaji wa Wakala",
    "Dira",
    "Ng’ombe wa maziwa",
    "Dira ya Wakala:",
    "aina:dira haipo",
    "-misri",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An agency's pages in a few lines."""
    made = SmallIndex(tmp_path_factory.mktemp("index") / "words", TEXTS, HEADINGS)
    yield made
    made.words.close()


@pytest.fixture(scope="module")
def completer(index):
    """Its words and headings, held."""
    return Completer.of(index)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("misi", ("Misingi Mikuu", "Misitu", "misingi")),
        ("MISI", ("Misingi Mikuu", "Misitu", "MISINGI")),
        ("Misi", ("Misingi Mikuu", "Misitu", "Misingi")),
        ("misingi mi", ("Misingi Mikuu", "misingi miundombinu")),
        ("Misingi Mi", ("Misingi Mikuu", "Misingi Miundombinu")),
        ("ser", ("serikali",)),
        ("dira ya wak", ("Dira ya Wakala", "dira ya wakati")),
        ("mkurugenzi mtendaji", ("Mkurugenzi Mtendaji wa Wakala",)),
        ("mtendaji wa", ("Mkurugenzi Mtendaji wa Wakala",)),
        ("wakala mkur", ("Mkurugenzi Mtendaji wa Wakala", "wakala mkurugenzi")),
        ("ng’o", ("Ng’ombe wa maziwa", "ng'ombe")),
        ("ngo", ("Ng’ombe wa maziwa", "ng'ombe")),
        ("NGOM", ("Ng’ombe wa maziwa", "NG'OMBE")),
        ("ngombe wa ma", ("Ng’ombe wa maziwa",)),
        ("dira ", ("Dira ya Wakala",)),
        ("  misi", ("Misingi Mikuu", "Misitu", "misingi")),
        ("zzz", ()),
        ("m", ()),
        ("", ()),
        ("?", ()),
        ("?!", ()),
    ],
)
def test_what_was_begun_is_completed(typed, expected, completer):
    """Headings and titles first, then the commonest words; the last word knows those before it."""
    actual = completer.complete(typed)
    assert actual[: len(expected)] == expected
    assert expected or not actual


@pytest.mark.parametrize(
    "typed", ["misi", "dira ya wak", "ng’o", "ngo", "NGO", "seri", "zzz", "m", ""]
)
def test_a_cold_process_completes_as_a_server_does(typed, index, completer):
    """The command line reads only what begins as typed, and offers the same."""
    cold = complete(typed, index)
    assert set(cold) <= set(completer.complete(typed))
    assert bool(cold) == bool(completer.complete(typed))


def test_what_stands_once_and_is_no_word_is_taken_for_a_slip(completer):
    """A writer's slip is not handed to the next reader as a suggestion."""
    assert "kazi serekali" not in completer.complete("kazi ser")
    assert completer.complete("serek") == ("serekali",), "it is offered where nothing else is"


def test_a_slip_made_often_gives_way_to_the_word_itself(tmp_path):
    """Twelve pages with one slip do not make it a word."""
    index = SmallIndex(tmp_path / "i", ["mkurugenzi"] * 20 + ["mkurungenzi"] * 12)
    assert Completer.of(index).complete("mkuru") == ("mkurugenzi",)
    index.words.close()


def test_a_completion_is_one_form_of_a_word(tmp_path):
    """Of serikali and serikalini only the commoner is offered."""
    index = SmallIndex(tmp_path / "i", ["serikali"] * 3 + ["serikalini"] * 2 + ["serikalini sera"])
    assert Completer.of(index).complete("seri") == ("serikali",)
    index.words.close()


def test_nothing_is_offered_that_is_there_already(completer):
    """Who typed a heading to its end is not offered that heading."""
    assert "Misingi Mikuu" not in completer.complete("misingi mikuu")
    assert completer.complete("serikali") == ()


def test_function_words_are_not_completed(completer):
    """Nobody searches for ya or kwa, and after katiba ya comes another word."""
    assert not {"kwa", "ya", "na"} & set(completer.complete("kw"))
    assert completer.complete("kazi wa") == ()


@pytest.mark.parametrize(
    "typed", ["+seri", "-seri", '"misi', "kichwa:misi", "aina:di", "mis*", "-mi"]
)
def test_a_line_with_signs_is_completed_only_where_somebody_tries_it(typed, completer):
    """A sign may forbid or demand; what is offered then was tried first."""
    tried = []

    def finds(line: str) -> bool:
        tried.append(line)
        return False

    for line in completer.complete(typed):
        assert not set(line) & set("+:*-")
    actual = completer.complete(typed, finds=finds)
    assert not set(actual) & set(tried)


def test_a_heading_that_reads_as_a_filter_is_not_offered(completer):
    """A heading may look like aina:dira or -misri: asked for, it would mean something else."""
    assert completer.complete("haipo") == ()
    assert "-misri" not in completer.complete("misr")


def test_as_many_are_given_as_are_asked_for(completer):
    """A short list stays short, and there are never more than eight."""
    assert len(completer.complete("mi", limit=3)) == 3
    assert all(len(completer.complete(a + b)) <= 8 for a in "mkwsu" for b in "aiuek")


@pytest.mark.parametrize(
    ("heading", "offered"),
    [
        ("Habari\x1b[31m njema", False),
        ("Habari " + "njema " * 30, False),
        ("Habari 😀 njema", True),
        ("Habari <b>njema</b>", True),
        ("“Habari njema”", True),
    ],
)
def test_only_a_heading_that_can_be_shown_is_offered(heading, offered):
    """Signs that would steer a terminal, and whole sentences taken for headings, are left out."""
    actual = Completer([], [(pair, 1) for pair in heading_lines(heading)]).complete("haba")
    assert bool(actual) == offered


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=st.text(alphabet=string.ascii_letters + "'’ -+:*\"()é😀\n\0", max_size=30))
def test_whatever_is_typed_completions_differ_and_go_on_from_it(typed, completer, index):
    """No two differ in capitals or apostrophes only, none is what was typed, none is cut."""
    for actual in (completer.complete(typed), complete(typed, index)):
        keys = [line.lower().replace("'", "").replace("’", "") for line in actual]
        assert len(set(keys)) == len(keys) <= 8
        assert " ".join(typed.split()).lower() not in {line.lower() for line in actual}
        assert all(line == line.strip(" \n") or typed.startswith(" ") for line in actual)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(st.text(alphabet="ab 'é\n", min_size=1, max_size=8), max_size=8),
    typed=st.text(alphabet="ab é", min_size=2, max_size=4),
)
def test_a_heading_that_begins_so_is_always_found(texts, typed, completer):
    """However the texts are laid out in memory, a search over them finds the right ones."""
    pairs = [(pair, 1) for text in texts for pair in heading_lines(text)]
    actual = Completer([], pairs).complete(typed)

    def plain(text: str) -> str:
        return " ".join(text.replace("'", "").replace("é", "e").split())

    begun = plain(typed) + (" " if typed[-1] == " " else "")
    going_on = {plain(text) for text in texts if plain(text).startswith(begun)} - {plain(typed)}
    if len(plain(typed)) > 1:
        assert len(actual) == 8 or going_on <= {plain(line) for line in actual}


def test_a_form_that_no_page_has_is_offered_where_its_word_occurs(tmp_path):
    """Pages have wanaratibu and kitengo; who begins tunarat or viten is led to them."""
    index = SmallIndex(tmp_path / "i", ["wanaratibu kitengo"])
    completer = Completer.of(index)
    occurring = {"ratibu", "kitengo"}

    def finds(line: str) -> bool:
        return any(term in occurring for token in analyse(line) for term in token.terms)

    assert completer.complete("tunarat", finds=finds) == ("tunaratibu",)
    assert completer.complete("dira ya Viten", finds=finds) == ("dira ya Vitengo",)
    assert completer.complete("tunasom", finds=finds) == (), "no page is about reading"
    assert completer.complete("tunarat") == (), "nothing that nobody has tried"
    index.words.close()
