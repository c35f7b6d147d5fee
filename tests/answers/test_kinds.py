"""Short answers of each kind: a count, a length of time, a price, a telephone number, a post, a reason.

The pages are three of invented bodies, and the questions are asked as people type them. Every
kind has one that the pages do not answer, though they have its words.
"""

from __future__ import annotations

import pytest

from tests.answers.judging import HERE, NONE, Row, judged, opened, questions

KINDS = HERE / "kinds"
WITHHELD = {
    "moto ukitokea sungwi nipige namba gani",  # the page says dharura ya moto, and no more
    "ofisi za sungwi zinafunguliwa saa ngapi",  # saa za kazi
    "ankara inatakiwa ilipwe ndani ya siku ngapi",  # mteja alipe, in the next sentence
}
"""Questions that no answer is sure enough for."""


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The knowledge base over the pages."""
    with opened(KINDS / "pages", tmp_path_factory.mktemp("kinds") / "index") as over_pages:
        yield over_pages


@pytest.mark.parametrize("row", questions(KINDS / "questions.tsv"), ids=lambda row: row["question"])
def test_each_kind_is_answered_right(base, row: Row):
    """What the pages say is said, and nothing is said where they do not say it."""
    verdict = judged(base.answer(row["question"]), row)
    if row["question"] in WITHHELD:
        assert verdict in ("right", "withheld")
    else:
        assert verdict == ("none" if row["document"] == NONE else "right")


def test_a_line_whose_noun_asks_has_its_answer_above_the_list(base):
    """Who types a price wants the price; who types a topic wants its section."""
    (answer,) = base.sure_answers("kitambulisho cha mkopaji bei")
    assert "4,000" in answer.text
    assert base.sure_answers("matawi ya mfuko wa tarumbi") == ()
