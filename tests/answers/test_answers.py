"""Questions of officers and citizens over small pages of agencies: right, or not answered.

The pages are in the shapes of real ones (a district council, two water authorities, a
commission, a college, a health centre, a policy); names and figures are invented.
"""

from __future__ import annotations

from collections import Counter

import pytest

from kb.present.sms import as_sms
from tests.answers.judging import HERE, is_right, judged, opened, questions, says

MAX_WRONG = 0
MIN_RIGHT = 95  # of the 96 that a page answers
LISTS = ("list", "topic")
"""Kinds of questions that have no single fact; a message begins what they ask for."""


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The knowledge base over the pages."""
    with opened(HERE / "pages", tmp_path_factory.mktemp("answers") / "index") as over_pages:
        yield over_pages


def test_questions_are_answered_right_or_not_at_all(base):
    """An officer may pass an answer on: none is wrong."""
    rows = questions(HERE / "questions.tsv")
    counts: Counter[str] = Counter()
    wrong = []
    for row in rows:
        verdict = judged(base.answer(row["question"]), row)
        counts[verdict] += 1
        if verdict == "wrong":
            wrong.append(row["question"])
    assert len(rows) >= 100
    assert len(wrong) <= MAX_WRONG, wrong
    assert counts["right"] >= MIN_RIGHT, counts


def test_a_text_message_keeps_the_fact(base):
    """A citizen with a plain phone reads the date, the number or the name: 160 characters hold it."""
    lost = []
    for row in questions(HERE / "questions.tsv"):
        result = base.answer(row["question"])
        if result.answer is None or not is_right(result.answer, row):
            continue
        facts = row["contains"].split("&")[:1] if row["kind"] == "count" else [row["contains"]]
        if row["kind"] not in LISTS and not row["question"].endswith("akina nani"):
            message = as_sms(result.answer, result.others)
            lost += [row["question"] for fact in facts if not says(message, fact)]
    assert lost == []


def test_two_institutions_have_two_answers(base):
    """Which authority is meant is not known, so each says its own."""
    result = base.answer("mamlaka ya maji iliundwa kwa sheria gani")
    answers = (result.answer, *result.others)
    assert {one.institution for one in answers} == {
        "Mamlaka ya Maji Chemchemi",
        "Mamlaka ya Maji Mwambao",
    }
    assert {one.text[slice(*one.fact)] for one in answers} == {"11", "4"}


def test_the_institution_that_is_named_answers_alone(base):
    """By its name or its acronym."""
    for line in (
        "mamlaka ya maji mwambao iliundwa kwa sheria gani",
        "MAMWA iliundwa kwa sheria gani",
    ):
        result = base.answer(line)
        assert result.answer.institution == "Mamlaka ya Maji Mwambao"
        assert result.others == ()


def test_of_two_years_the_newer_answers_first(base):
    """The fee that was, is told below the fee that is."""
    result = base.answer("ada ya usajili wa klabu ni shilingi ngapi")
    assert [one.date for one in (result.answer, *result.others)] == ["2024", "2021"]


def test_a_text_that_says_six_and_lists_five_is_told_with_both(base):
    """A reader sees that one of them is missing."""
    answer = base.answer("halmashauri ina idara ngapi").answer
    assert (answer.stated, answer.listed, len(answer.items)) == (6, 5, 5)


def test_sections_that_are_counted_are_named(base):
    """How many the principles are, and which."""
    answer = base.answer("misingi mikuu ni mingapi").answer
    assert (answer.stated, answer.listed) == (None, 4)
    assert answer.items == ("Uwajibikaji", "Uwazi", "Weledi", "Ushirikishwaji")
    assert "(4)" in answer.text


def test_a_sure_answer_is_shown_above_the_list(base):
    """A topic gets none, and neither does what is not sure."""
    assert base.sure_answers("kilomeni ina vijiji vingapi")
    assert base.sure_answers("dira ya MAMWA") == ()
    assert base.sure_answers("kilomeni ina shule ngapi") == ()
