"""A slip of the keyboard is seen and mended; what is right is left alone."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.expansion import spelling
from kb.expansion.spelling import correct, did_you_mean
from kb.expansion.statistics import TermStatistics
from kb.swahili.lemmatizer import is_swahili_word
from tests.kb.small_index import SmallIndex, question

TEXTS = (
    "Serikali mtandao ni serikali ya wananchi. Wakala ya Serikali Mtandao (eGA) inaratibu.",
    "Mkurugenzi Mtendaji wa Wakala, mwenyekiti wa bodi, halmashauri na baraza la mawaziri.",
    "Dhamira, dira, kaulimbiu na misingi mikuu: uadilifu, ubunifu, ushirikiano.",
    "Miundombinu ya TEHAMA, mawasiliano, mazingira wezeshi, ng'ombe na theluji.",
    "Taasisi za umma, huduma kwa wananchi, hospitali, barabara, gharama na sheria Na. 30 ya 1997.",
    "Zanzibar na Pemba: ofisi ya uratibu. Mwalimu Nyerere. Serikali, serikali, serikali.",
    "Usimamizi wa rasilimali watu, utaratibu, uwekezaji, ujenzi wa viwanda.",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An agency's pages in a few lines."""
    made = SmallIndex(tmp_path_factory.mktemp("index") / "words", TEXTS)
    yield made
    made.words.close()


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("selikali", "serikali", "l for r"),
        ("selikari", "serikali", "l and r changed places"),
        ("uadirifu", "uadilifu", "r for l"),
        ("thamira", "dhamira", "th for dh"),
        ("seluji", "theluji", "s for th"),
        ("gharamma", "gharama", "a consonant doubled"),
        ("taasiisi", "taasisi", "a vowel doubled"),
        ("mazingra", "mazingira", "a vowel dropped"),
        ("halmasauri", "halmashauri", "h dropped"),
        ("miondombinu", "miundombinu", "o for u"),
        ("barabala", "barabara", "l for r"),
        ("mkurungezi", "mkurugenzi", "a letter moved"),
        ("mwenyekiit", "mwenyekiti", "two letters changed places"),
        ("uwekezji", "uwekezaji", "a vowel dropped"),
        ("halmashauli", "halmashauri", "l for r"),
        ("Nyerele", "nyerere", "a name, l for r"),
        ("zanzbar", "zanzibar", "a place"),
        ("mawazliano", "mawasiliano", "two slips in a long word"),
        ("miumdombini", "miundombinu", "two slips in a long word"),
        ("serikalimtandao", "serikali mtandao", "two words joined"),
    ],
)
def test_a_usual_slip_leads_to_the_word_that_was_meant(typed, meant, slip, index):
    """What Swahili writers mistype most is found in the words of the documents."""
    assert correct(typed, index) == meant, slip


@pytest.mark.parametrize(
    "typed",
    [
        "1997",
        "30",
        "Na.30",
        "17/12/2010",
        "TEHAMA",
        "eGA",
        "TAKUKURU",
        "NHIFF",
        "serikali",
        "wakurugenzi",
        "likizo",
        "kalamu",
        "na",
        "dra",
        "",
        "xqzvw",
        "government",
    ],
)
def test_what_is_right_or_beyond_guessing_is_left_alone(typed, index):
    """Numbers, acts, acronyms, words of the index and words of Swahili are never changed."""
    assert correct(typed, index) is None


def test_the_commoner_of_two_equally_near_words_is_meant(tmp_path):
    """Frequencies decide where the letters do not."""
    index = SmallIndex(tmp_path / "i", ["wakalo"] + ["wakale wakale"] + ["wakale"] * 3)
    assert correct("wakalx", index) == "wakale"
    index.words.close()


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("dila ya selikali", None),
        ("mkurungezi wa wakala", "mkurugenzi wa wakala"),
        ("MKURUNGEZI WA BODI", "mkurugenzi WA BODI"),
        ('"mkurungezi mtendaji" -pemba', '"mkurugenzi mtendaji" -pemba'),
        ("kichwa:uadirifu mwaka:2010", "kichwa:uadilifu mwaka:2010"),
        ("kauli mbiu", "kaulimbiu"),
        ("serikalimtandao", "serikali mtandao"),
        ("dira ya wakala", None),
    ],
)
def test_a_question_is_mended_where_it_was_mistyped(line, meant, index):
    """Signs, fields and right words of the question stay as they were typed."""
    typed = line.replace('"', " ").replace("kichwa:", "").replace("-pemba", "")
    typed = typed.replace("mwaka:2010", "")
    actual = did_you_mean(question(typed), TermStatistics(index), line)
    if line == "dila ya selikali":
        assert actual is not None
        assert dict(actual.changes)["selikali"] == "serikali"
    else:
        assert (actual.line if actual else None) == meant


def test_what_was_changed_is_said(index):
    """The reader sees which word was taken for which."""
    actual = did_you_mean(question("mkurungezi wa selikali"), TermStatistics(index))
    assert actual is not None
    assert actual.changes == (("mkurungezi", "mkurugenzi"), ("selikali", "serikali"))


def test_excluded_words_and_prefixes_are_not_mended(index):
    """What is only kept away, or only begun, needs no spelling."""
    (word,) = question("selikali")
    assert did_you_mean([word._replace(need="not")], TermStatistics(index)) is None
    assert did_you_mean([word._replace(prefix="selik")], TermStatistics(index)) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(word=st.text(alphabet=string.ascii_letters + "'0 -’", max_size=50))
def test_whatever_is_typed_a_correction_is_of_the_index(word, index):
    """Nothing is suggested that would find nothing."""
    meant = correct(word, index)
    if meant is not None:
        assert all(index.frequencies("surface", meant.split(" ")))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(data=st.data())
def test_one_slip_in_a_long_word_is_always_seen(data, index):
    """Any one letter lost, doubled, changed or moved behind the first leads to the word, unless it made another."""
    word = data.draw(st.sampled_from(["mkurugenzi", "halmashauri", "miundombinu", "ushirikiano"]))
    at = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from("bdkmt"))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]
    typed = data.draw(st.sampled_from([slip for slip in slips if slip != word]))
    taken_for_right = is_swahili_word(typed) or any(
        index.frequencies("term", sorted(question(typed)[0].terms))
    )
    assert correct(typed, index) == (None if taken_for_right else word)


@pytest.mark.parametrize(
    "word", ["serkali", "wakurugensi", "mkutno", "selikali", "utekelzaji", "maendleo"]
)
def test_a_list_of_the_vocabulary_corrects_as_single_look_ups_do(word, index, monkeypatch):
    """Whether candidates are listed together or looked up one by one changes no correction."""
    listed = correct(word, index)
    monkeypatch.setattr(spelling, "_MAX_LISTED", 0)  # no list is whole
    assert correct(word, index) == listed
