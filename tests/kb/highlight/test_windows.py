"""The stretch of a passage that is shown: the best one, cut between words."""

from __future__ import annotations

import pytest

from kb import swahili
from kb.highlight import window
from kb.index.schema import TokenColumns
from kb.query.terms import QueryTerm
from tests.kb.highlight.asking import columns_of, phrase, word, written

TEXT = (
    "Wakala una ofisi nyingi mikoani. Bodi hukutana kila mwezi wa tatu. "
    "Kazi za kila siku hufanywa na watumishi wa idara zote. "
    "Bodi huteua mkurugenzi baada ya kushauriana na waziri. Ripoti hutolewa mwishoni mwa mwaka."
)


@pytest.mark.parametrize(
    ("wanted", "most", "shown"),
    [
        ([word("bodi")], 60, "«Bodi» hukutana kila mwezi wa tatu."),
        (
            [word("bodi"), word("waziri")],
            60,
            "«Bodi» huteua mkurugenzi baada ya kushauriana na «waziri».",
        ),
        ([word("ripoti")], 40, "«Ripoti» hutolewa mwishoni mwa mwaka."),
        ([], 60, "Wakala una ofisi nyingi mikoani."),
        ([word("sera")], 70, "Wakala una ofisi nyingi mikoani. Bodi hukutana kila mwezi wa tatu."),
        ([word("watumishi")], 40, "Kazi za kila siku hufanywa na «watumishi»"),
        ([word("ofisi"), word("ripoti")], 60, "Wakala una «ofisi» nyingi mikoani."),
    ],
)
def test_the_best_stretch_is_shown(wanted, most, shown):
    """Most of what was asked for, close together, early, in whole sentences where they fit."""
    actual = window(TEXT, columns_of(TEXT), wanted, max_length=most)
    assert shown == written(actual.text, actual.spans)


def test_the_rarer_word_is_shown():
    """Where not all fits, what tells most about the question decides."""
    wanted = [word("ofisi"), word("ripoti")]
    weights = {"ofisi": 1.0, "ripoti": 5.0}
    actual = window(TEXT, columns_of(TEXT), wanted, max_length=60, weights=weights)
    assert written(actual.text, actual.spans) == "«Ripoti» hutolewa mwishoni mwa mwaka."


def test_one_thing_twice_does_not_beat_two_things():
    """Different words count, not their number."""
    text = "Bodi, bodi, bodi na bodi tena. " + "Maneno mengine mengi sana. " * 3 + "Bodi na dira."
    actual = window(text, columns_of(text), [word("bodi"), word("dira")], max_length=40)
    assert written(actual.text, actual.spans).endswith("«Bodi» na «dira».")


def test_a_long_sentence_is_cut_between_words():
    """Legal texts have sentences longer than any window."""
    text = "Kwa kuwa " + "maneno yasiyokwisha " * 30 + "waziri atateua bodi " + "na mengine " * 30
    actual = window(text, columns_of(text), [word("waziri"), word("bodi")], max_length=100)
    assert "«waziri» atateua «bodi»" in written(actual.text, actual.spans)
    assert 50 <= len(actual.text) <= 100
    assert set(actual.text.split()) <= set(text.split())


def test_a_phrase_longer_than_the_window_is_cut_between_words():
    """What is shown of it is marked."""
    text = "maneno mengine " * 5 + "moja mbili tatu nne tano sita saba nane " + "mwisho " * 9
    wanted = phrase("moja mbili tatu nne tano sita saba nane")
    actual = window(text, columns_of(text), [wanted], max_length=20)
    assert written(actual.text, actual.spans) == "«moja mbili tatu nne»"


def test_a_word_longer_than_the_window_is_the_only_one_cut():
    """There is no other way to keep the window's length."""
    actual = window("a" * 90, columns_of("a" * 90), [word("a" * 90)], max_length=50)
    assert (actual.text, actual.spans) == ("a" * 50, ((0, 50),))


def test_the_window_holds_the_fact_that_was_asked_for():
    """The amount behind the words of the question is in the window, not just after it."""
    text = (
        "Ada ya leseni huwekwa na bodi. "
        + "Maelezo zaidi yapo hapa. " * 6
        + ("Kwa leseni ya duka hulipwa shilingi 4000.")
    )
    words = swahili.words(text)
    columns = TokenColumns(
        tuple(word.normal for word in words),
        tuple((word.normal,) for word in words),
        ((),) * len(words),
        (False,) * len(words),
        tuple(word.start for word in words),
        tuple(word.end for word in words),
    )
    asked = [QueryTerm("leseni", frozenset({"leseni"}), surface="leseni")]
    at = text.index("4000")
    assert "4000" not in window(text, columns, asked, max_length=80).text
    assert "4000" in window(text, columns, asked, max_length=80, facts=[(at, at + 4)]).text
