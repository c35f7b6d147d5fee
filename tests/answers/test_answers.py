"""Questions of officers and citizens over small pages of agencies: right, or not answered.

The pages are in the shapes of real ones (a district council, two water authorities, a
commission, a college, a health centre, a policy); names and figures are invented.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.results import AnswerResult
from kb.settings import load

HERE = Path(__file__).resolve().parent
NONE = "-"
MAX_WRONG = 1
MIN_RIGHT = 88  # of the 96 that a page answers; 5 more are withheld, right but not sure


def questions() -> list[dict[str, str]]:
    """Return the rows of questions.tsv."""
    with (HERE / "questions.tsv").open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The knowledge base over the pages."""
    settings = load(environ={})
    index = tmp_path_factory.mktemp("answers") / "index"
    assert update(HERE / "pages", index, settings).failed == ()
    with KnowledgeBase.open(index, settings) as opened:
        yield opened


def says(text: str, parts: str) -> bool:
    """Tell whether a text has one alternative of each part."""
    return all(
        any(one.strip().lower() in text.lower() for one in part.split("|"))
        for part in parts.split("&")
    )


def judged(result: AnswerResult, row: dict[str, str]) -> str:
    """Return whether an answer is right, wrong, withheld, or none as there should be none."""
    if result.answer is None:
        return "none" if row["document"] == NONE else "withheld"
    if row["document"] == NONE:
        return "wrong"
    right = result.answer.document == row["document"] and says(result.answer.text, row["contains"])
    return "right" if right else "wrong"


def test_questions_are_answered_right_or_not_at_all(base):
    """An officer may pass an answer on: at most one of a hundred is wrong."""
    rows = questions()
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
