"""The tables by which answers are known, and the weights of features."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb import swahili
from kb.answers import features, weights
from kb.search import evidence, expected_answer

TABLES = {
    Path(features.__file__).with_name("same_events.tsv"): 2,
    Path(evidence.__file__).with_name("evidence_words.tsv"): 3,
    Path(evidence.__file__).with_name("units.tsv"): 3,
    Path(expected_answer.__file__).with_name("asked_nouns.tsv"): 3,
    Path(expected_answer.__file__).with_name("asked_heads.tsv"): 3,
}


@pytest.mark.parametrize(
    ("path", "columns"), TABLES.items(), ids=lambda one: getattr(one, "name", "")
)
def test_every_row_has_its_columns_and_a_reason(path, columns):
    """A word without a reason cannot be judged by the next who reads it."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
    assert all(len(row) == columns and all(row) for row in rows)
    keys = [tuple(row[: columns - 1]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_the_verbs_of_one_event_are_terms():
    """A verb that the analyser never makes would match nothing."""
    path = Path(features.__file__).with_name("same_events.tsv")
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
    for verbs, _ in rows[1:]:
        for verb in verbs.split():
            terms = {term for token in swahili.analyse(f"ali{verb}") for term in token.terms}
            assert verb in terms, verb


@pytest.mark.parametrize("kind", ["date", "topic", ""])
def test_support_is_a_share_and_grows_with_score_and_lead(kind):
    """A better sentence, further ahead of the others, is never less sure."""
    supports = [
        weights.support_of(score, lead, inner, kind)
        for score in (0.0, 5.0, 10.0, 15.0)
        for lead in (0.0, 2.0, float("inf"))
        for inner in (0.0, float("inf"))
    ]
    assert all(0 < one < 1 for one in supports)
    assert weights.support_of(10, 1, 1, kind) < weights.support_of(11, 1, 1, kind)
    assert weights.support_of(10, 1, 1, kind) < weights.support_of(10, 2, 1, kind)


def test_every_feature_has_a_weight():
    """The score is the sum over all features, and all of them are numbers."""
    zero = features.Features(*[0.0] * len(features.Features._fields))
    assert weights.score_of(zero) == 0
    one = features.Features(*[1.0] * len(features.Features._fields))
    assert weights.score_of(one) == pytest.approx(sum(weights.SENTENCE_WEIGHTS))
