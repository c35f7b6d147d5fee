"""Explain a hit: the share of its score that each feature adds (leave-one-out).

Each shown hit is scored again with one weight at a time set to zero. The passages
were counted when they were ranked, so none is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from kb.ranking.weights import WEIGHTS, Weights

__all__ = ["explain_scores"]

_SHAPES = frozenset({"k1", "b"})
"""Weights that shape the others and add nothing themselves."""

_MIN_SHARE = 0.005
"""A smaller share is not shown: half of one per cent."""

Scores = Callable[[Collection[str], Weights], Mapping[str, float]]
"""Gives the scores of some passages under some weights: ``Scorer.scores``."""


def explain_scores(
    scores: Scores, ids: Collection[str], weights: Weights = WEIGHTS
) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return for each passage its features and their shares, the greatest first.

    A share is the part of the score that is lost without the feature: 0.23 for *title*
    means that the score would be 23 % lower if the title did not count. Features
    interact, so the shares of a passage need not add up to one.

    Args:
        scores: computes the scores of passages.
        ids: the passages that are explained.
        weights: what each feature counts for.

    >>> def scores(ids, weights):
    ...     return {"a": 3.0 + weights.title, "b": 3.0}
    >>> explain_scores(scores, ["a", "b"])
    {'a': (('title', 0.625),), 'b': ()}
    """
    whole = scores(ids, weights)
    names = [name for name, value in weights._asdict().items() if value and name not in _SHAPES]
    without = {name: scores(ids, weights._replace(**{name: 0.0})) for name in names}
    explained = {}
    for id, score in sorted(whole.items()):
        parts = [(name, (score - without[name][id]) / score) for name in names] if score > 0 else []
        parts.sort(key=lambda part: -part[1])
        explained[id] = tuple((name, round(part, 4)) for name, part in parts if part >= _MIN_SHARE)
    return explained
