"""A question finds what it means in other words, and says how."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kb.expansion import expand
from kb.expansion.statistics import TermStatistics
from tests.kb.small_index import SmallIndex, question

TEXTS = (
    "Dira ya taasisi ni kuongoza kwa ubunifu. Dhamira yetu ni huduma bora.",
    "Misingi mikuu: uadilifu, ubunifu, kuthamini wateja.",
    "Kaulimbiu: uwezeshaji wananchi kwa kutumia TEHAMA.",
    "Mkurugenzi Mtendaji anaongoza idara tano. Idara ina mkuu wa idara.",
    "Wakala ya Serikali Mtandao (e-Government Agency) ni taasisi ya serikali.",
    "Sheria ya bunge kuhusu serikali mtandao. Bodi ya wakurugenzi ina wajumbe.",
    "Mamlaka ya Mapato Tanzania hukusanya kodi. Takwimu za data zipo.",
    "Taarifa kwa umma kuhusu tekinolojia. Uamuzi wa baraza la mawaziri.",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An agency's pages in a few lines."""
    made = SmallIndex(tmp_path_factory.mktemp("index") / "words", TEXTS)
    yield made
    made.words.close()


def shown(line: str, index: SmallIndex, *, glosses: bool = True) -> list[str]:
    """Return what a reader is told of each expansion."""
    return [
        actual.shown for actual in expand(question(line), TermStatistics(index), glosses=glosses)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("vision", ["vision → dira"]),
        ("mission ya wakala", ["mission → dhamira"]),
        ("core values", ["core values → misingi mikuu"]),
        ("departments", ["departments → idara"]),
        ("director", ["director → mkurugenzi"]),
        ("innovation", ["innovation → ubunifu"]),
        ("customers", ["customers → mteja"]),
        ("head of department", ["head of department → mkuu wa idara"]),
        (
            "vision and mission",
            [
                "vision and mission → dira na dhamira",
                "vision → dira",
                "mission → dhamira",
            ],
        ),
        ("cabinet decision", ["cabinet → baraza la mawaziri", "decision → uamuzi"]),
        ("VISION", ["VISION → dira"]),
    ],
)
def test_english_finds_swahili(line, expected, index):
    """An officer types the English term; the Swahili section answers, and the reader sees why."""
    assert shown(line, index) == expected


@pytest.mark.parametrize(
    "line", ["dira ya wakala", "misingi mikuu", "takwimu za data", "wajumbe wa bodi", "2010", ""]
)
def test_a_swahili_question_is_left_as_it_is(line, index):
    """Words that Swahili has are never taken for English."""
    assert shown(line, index) == []


def test_glosses_can_be_switched_off(index):
    """Whoever wants the very words gets the very words; acronyms and spelling stay."""
    assert shown("vision", index, glosses=False) == []
    assert shown("ICT", index, glosses=False) == []
    assert shown("kauli mbiu", index, glosses=False) == ["kauli mbiu → kaulimbiu"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "kauli mbiu ya eGA",
            {
                "kauli mbiu → kaulimbiu",
                "eGA → wakala ya serikali mtandao",
                "eGA → e-government agency",
                "eGA → mamlaka ya serikali mtandao",
            },
        ),
        ("TRA", {"TRA → mamlaka ya mapato tanzania"}),
        ("teknolojia ya habari na mawasiliano", {"teknolojia habari mawasiliano → TEHAMA"}),
        ("ICT", {"ICT → tehama"}),
    ],
)
def test_either_side_of_an_acronym_finds_the_other(line, expected, index):
    """The short name finds the long one and the long one the short one, whoever said so."""
    assert set(shown(line, index)) == expected


def test_what_the_documents_say_of_an_acronym_comes_before_the_table(index, tmp_path):
    """A mined name weighs more than a listed one, and an English meaning of the letters is not searched."""
    weights = {one.text: one.weight for one in expand(question("eGA"), TermStatistics(index))}
    assert weights["wakala ya serikali mtandao"] > weights["mamlaka ya serikali mtandao"]
    own = SmallIndex(tmp_path / "hr", ("Hazina ya Rufiji (HR) hutoa mikopo. Rasilimali watu.",))
    assert shown("HR", own) == ["HR → hazina ya rufiji"]
    own.words.close()
    assert shown("HR", index) == []


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ("CEO", "Mkurugenzi Mtendaji huteuliwa na Waziri.", "CEO → mkurugenzi mtendaji"),
        ("HR office", "Idara ya Rasilimali Watu.", "HR → rasilimali watu"),
        ("ID card", "Kitambulisho hutolewa bure.", "ID card → kitambulisho"),
        ("staff", "Watumishi wa halmashauri.", "staff → watumishi"),
        ("org chart", "Muundo wa taasisi.", "org chart → muundo"),
        ("PMU", "Kitengo cha Ununuzi na Ugavi.", "PMU → kitengo cha ununuzi na ugavi"),
    ],
)
def test_office_english_leads_to_what_documents_write(line, text, expected, tmp_path):
    """The short forms that officers type among Swahili words are understood."""
    own = SmallIndex(tmp_path / "words", (text,))
    assert expected in shown(line, own)
    own.words.close()


def test_an_english_name_finds_the_swahili_one(index):
    """The page gave both names once; each now finds the other."""
    assert "e-government agency → wakala ya serikali mtandao" in shown("e-government agency", index)
    assert "Wakala Serikali Mtandao → e-government agency" in shown(
        "Wakala wa Serikali Mtandao", index
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("serikalimtandao", ["serikalimtandao → serikali mtandao"]),
        ("kauli mbiu", ["kauli mbiu → kaulimbiu"]),
        ("kauli ya mwisho", []),
        ("dira", []),
        ("barua pepe", []),
    ],
)
def test_a_word_is_found_in_its_other_writing(line, expected, index):
    """Joined or split, the writing that the documents have is found; others are not invented."""
    assert shown(line, index) == expected


def test_an_expansion_says_what_to_find_and_for_which_words(index):
    """Terms in order, the room for function words between them, and the words they stand for."""
    (actual,) = expand(question("orodha ya core values"), TermStatistics(index))
    assert (actual.typed, actual.first, actual.last) == ("core values", 1, 2)
    assert (actual.sequence, actual.gaps, actual.reason) == (("msingi", "kuu"), (1,), "gloss")
    assert 0 < actual.weight < 1
    (board,) = [
        e
        for e in expand(question("board of directors"), TermStatistics(index))
        if len(e.sequence) > 1
    ]
    assert (board.sequence, board.gaps) == (("bodi", "mkurugenzi"), (2,))


def test_only_words_that_the_index_has_are_proposed(index):
    """An English word without an answer here promises none."""
    assert shown("budget", index) == []
    assert shown("fisheries", index) == []


def test_what_is_excluded_or_exact_is_not_widened(index):
    """-vision excludes vision and nothing else."""

    (word,) = question("vision")
    assert expand([word._replace(need="not")], TermStatistics(index)) == ()
    assert expand([word._replace(exact=True)], TermStatistics(index)) == ()


def test_a_swahili_question_opens_no_gloss_table():
    """The tables of English cost a question in Swahili nothing."""
    script = (
        "from kb.expansion import expand, glosses\n"
        "from kb.expansion.statistics import TermStatistics\n"
        "from kb.swahili import analyse\n"
        "from kb.query.terms import QueryTerm\n"
        "class Empty:\n"
        "    def terms(self, field, prefix='', limit=100): return []\n"
        "    def terms_by_prefix(self, field, prefixes, limit=100): return [[] for _ in prefixes]\n"
        "    def frequencies(self, field, terms): return [1] * len(terms)\n"
        "from kb.expansion.glosses import _lines\n"
        "words = [QueryTerm(t.surface, frozenset(t.terms), surface=t.normal)\n"
        "         for t in analyse('majukumu wakurugenzi wizara')]\n"
        "expand(words, TermStatistics(Empty()))\n"
        "import sys\n"
        "assert _lines.cache_info().currsize == 0\n"
        "assert 'rapidfuzz' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_a_part_of_an_english_name_is_not_the_name():
    """A comma in "Registration, Insolvency and Trusteeship Agency" made *registration* mean RITA."""
    from kb.expansion.glosses import _beginning

    swahili = {
        word
        for one in _beginning("registration")
        if one.english == ("registration",)
        for word in one.swahili
    }
    assert "usajili" in swahili
    assert "rita" not in swahili
