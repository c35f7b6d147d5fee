"""Questions by writers who did not know Kisima, over pages that they wrote for them.

Each set is five or six pages of invented bodies: councils, a hospital, a water authority, a college,
a regulator, a ministry, a fund … The first figures of each, before anyone had read its misses,
are in docs/short-answers.md; some of its misses were mended since, so it is no unseen set any more.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest

from tests.answers.judging import HERE, NONE, is_of_section, judged, opened, questions

BLIND = HERE / "blind"


class Bounds(NamedTuple):
    """What a set must reach: right facts, first sections, and wrong answers at most."""

    right: int
    sections: int
    wrong: int


SETS = {
    "a": Bounds(27, 40, 0),
    "b": Bounds(23, 44, 0),
    "c": Bounds(24, 34, 0),
    "d": Bounds(21, 34, 0),
}


@pytest.mark.parametrize("name", SETS)
def test_a_blind_set_is_answered_right_or_not_at_all(name, tmp_path):
    """Most sections are first, facts are told, and nothing is invented."""
    bounds = SETS[name]
    rows = questions(BLIND / name / "questions.tsv")
    with opened(BLIND / name / "pages", tmp_path / "index") as base:
        facts = [row for row in rows if row["contains"] or row["document"] == NONE]
        verdicts = [(judged(base.answer(row["question"]), row), row["question"]) for row in facts]
        counts = Counter(verdict for verdict, _ in verdicts)
        first = sum(
            is_of_section(hit, row)
            for row in rows
            for hit in base.search(row["question"], limit=1).hits
        )
    wrong = [question for verdict, question in verdicts if verdict == "wrong"]
    assert len(wrong) <= bounds.wrong, wrong
    assert counts["right"] >= bounds.right, counts
    assert first >= bounds.sections, first
