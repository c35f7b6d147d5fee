"""Say which features raised a hit: what its score would lack without each.

The candidates are ranked again with one weight at zero at a time, so nothing here
knows how ranking works, and nothing of it can be told wrongly. That costs a ranking
for each feature, and is done only where a reader asks why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from kb.ranking.scorer import WEIGHTS, Ranked, Weights

__all__ = ["shares"]

_SHAPES = frozenset({"k1", "b"})
"""Weights that shape the others: nothing is raised by them."""

_LEAST = 0.005
"""A share below it is not told: half of one per cent."""


def shares(
    rank: Callable[[Weights], Sequence[Ranked]],
    ids: Collection[str],
    weights: Weights = WEIGHTS,
) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return for each passage its features and their shares, the greatest first.

    A share is the part of the score that goes when the feature goes: 0.23 of a title
    says that the score would be 23 % lower if the title did not count. Features help
    each other, so the shares of a passage need not add up to one.

    Args:
        rank: ranks the same candidates with these weights.
        ids: the passages that are explained.
        weights: what each feature counts for.

    >>> def rank(weights: Weights) -> list[Ranked]:
    ...     return [Ranked("a", 3.0 + weights.title), Ranked("b", 3.0)]
    >>> shares(rank, {"a", "b"})
    {'a': (('title', 0.625),), 'b': ()}
    """
    whole = _scores(rank, weights)
    names = [name for name, value in weights._asdict().items() if value and name not in _SHAPES]
    without = {name: _scores(rank, weights._replace(**{name: 0.0})) for name in names}
    explained = {}
    for id in sorted(set(ids) & whole.keys()):
        score = whole[id]
        parts = [(name, (score - without[name][id]) / score) for name in names] if score > 0 else []
        parts.sort(key=lambda part: -part[1])
        explained[id] = tuple((name, round(part, 4)) for name, part in parts if part >= _LEAST)
    return explained


def _scores(rank: Callable[[Weights], Sequence[Ranked]], weights: Weights) -> Mapping[str, float]:
    return {place.id: place.score for place in rank(weights)}
