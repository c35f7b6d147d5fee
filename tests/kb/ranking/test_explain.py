"""Why a hit stands where it does: what its score would lack without each feature."""

from __future__ import annotations

import pytest

from kb.ranking.explain import explain_scores
from kb.ranking.weights import WEIGHTS


def test_a_share_is_what_the_score_would_lose():
    """The strongest first; what adds nothing is not told."""

    def scores(ids, weights):
        return {"a": 10.0 * (1 + weights.cover) + weights.title, "b": 2.0}

    whole = 10.0 * (1 + WEIGHTS.cover) + WEIGHTS.title
    actual = explain_scores(scores, ["a", "b"])
    expected = {"cover": 10.0 * WEIGHTS.cover / whole, "title": WEIGHTS.title / whole}
    assert dict(actual["a"]) == pytest.approx(expected, abs=1e-4)
    assert actual["b"] == ()


def test_a_passage_without_a_score_has_no_shares():
    """Nothing is divided by nothing, and a passage that was not ranked is not told of."""
    assert explain_scores(lambda ids, weights: {"a": 0.0}, ["a", "c"]) == {"a": ()}


def test_the_heading_that_was_asked_raises_its_hit(shelf):
    """A reader who asks why is told that the heading is what was asked."""
    hit = shelf.search("dira", explain=True).hits[0]
    told = dict(hit.features)
    assert told.keys() >= {"heading", "cover"}
    assert all(0 < share <= 1 for share in told.values())
    assert list(told.values()) == sorted(told.values(), reverse=True)


def test_nothing_is_weighed_where_nobody_asks_why(shelf):
    """A search is not slowed down for an answer that nobody reads."""
    assert shelf.search("dira").hits[0].features == ()
    assert shelf.search("taasisi:barabara", explain=True).hits[0].features == ()
