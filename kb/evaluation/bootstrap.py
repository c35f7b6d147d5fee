"""Confidence intervals of a mean over questions: the percentile bootstrap.

A thousand sets of questions are drawn from the judged set, with repetition and of
the same size; the middle 95 % of their means are the interval. All rankings are
averaged over the same draws, so the interval of a difference is paired: a hard
question is hard for both.

Source: T. Sakai (2006), "Evaluating evaluation metrics based on the bootstrap",
SIGIR; M. Smucker, J. Allan and B. Carterette (2007), "A comparison of statistical
significance tests for information retrieval evaluation", CIKM: on means over
questions the bootstrap, the randomisation test and the t-test agree.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from kb.evaluation.records import Interval

__all__ = ["RESAMPLES", "difference", "interval", "resampled"]

RESAMPLES = 1000
SEED = 20
"""Fixed, so that a second run gives the same interval."""

_LEFT_OUT = 0.025  # at either end


def resampled(series: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """Return the means of each series over RESAMPLES draws, the same draws for all.

    Args:
        series: values by question, the questions in the same order; at least one.

    >>> means = resampled({"a": [0.0, 1.0], "b": [0.5, 1.5]})
    >>> len(means["a"]), {b - a for a, b in zip(means["a"], means["b"])}
    (1000, {0.5})
    """
    size = len(next(iter(series.values())))
    # Sets of different sizes have different draws: their means are averaged as independent.
    draw = random.Random(f"{SEED} {size}")  # noqa: S311 - statistics, not a secret
    questions = range(size)
    means: dict[str, list[float]] = {name: [] for name in series}
    for _ in range(RESAMPLES):
        drawn = draw.choices(questions, k=size)
        for name, values in series.items():
            means[name].append(sum(map(values.__getitem__, drawn)) / size)
    return means


def interval(means: Sequence[float]) -> Interval:
    """Return the middle 95 % of resampled means.

    >>> interval([n / 1000 for n in range(1000)])
    Interval(low=0.025, high=0.974)
    """
    ordered = sorted(means)
    left_out = int(_LEFT_OUT * len(ordered))
    return Interval(ordered[left_out], ordered[-1 - left_out])


def difference(means: Sequence[float], others: Sequence[float]) -> Interval:
    """Return the paired interval of a difference: both means are over the same draws.

    >>> difference([0.5, 0.75], [0.25, 0.5])
    Interval(low=0.25, high=0.25)
    """
    return interval([mean - other for mean, other in zip(means, others, strict=True)])
