"""What each feature of a sentence weighs, and how sure the best sentence is.

The score of a sentence is the weighted sum of its features. How often the best one is right
depends on its score, on its lead over the other sentences and on what was asked; ``support``
estimates that share. Both were learnt on half of the judged questions and measured on the other
half: python -m benchmarks.answer_weights (docs/short-answers.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from kb.answers.features import Features

__all__ = [
    "CONFIDENCE",
    "MIN_OTHER_SUPPORT",
    "MIN_SUPPORT",
    "SENTENCE_WEIGHTS",
    "SURE",
    "Confidence",
    "score_of",
    "support_of",
]

MIN_SUPPORT = 0.71
"""An answer of less support is not given."""

MIN_OTHER_SUPPORT = 0.6
"""Enough for what another institution says, where one is sure: half a truth is worse."""

SURE = 0.8
"""The support of an answer that is shown to a reader who asked for a list."""

MAX_LEAD = 4.0
"""A greater lead says no more; also the lead where there is no other sentence."""

SENTENCE_WEIGHTS = Features(
    words=3.0, kin=1.2, above=3.0, around=-2.2, lacking=-2.4, rank=4.3, subject=1.4, pairs=0.85,
    near=0.25, many=0.5, focus=0.5, told=-0.85, named=1.0, placed=1.6, event=-1.9,
    opening=1.35, further=-0.3, length=0.65,
)  # fmt: skip


class Confidence(NamedTuple):
    """The weights of a logistic regression: how sure the best sentence is right."""

    score: float
    lead: float  # over the best sentence of another passage
    inner_lead: float  # over the best other sentence of the same passage
    bias: float
    by_kind: Mapping[str, float]


CONFIDENCE = Confidence(
    score=0.481,
    lead=0.429,
    inner_lead=0.244,
    bias=-5.675,
    by_kind={
        "date": 1.13, "number": 0.06, "person": -0.23, "called": -0.85, "name": -0.24,
        "region": -0.1, "place": -0.79, "definition": 0.59, "": 0.07,
        # From own questions (tests/answers, tests/relevance): the learnt set has hardly any.
        "amount": 0.8, "law": 0.8, "topic": 1.5,
    },
)  # fmt: skip


def score_of(features: Features, weights: Features = SENTENCE_WEIGHTS) -> float:
    """Return the score of a sentence; that of another question cannot be compared with it."""
    return sum(value * weight for value, weight in zip(features, weights, strict=True))


def support_of(
    score: float, lead: float, inner_lead: float, kind: str, confidence: Confidence = CONFIDENCE
) -> float:
    """Return the share of such answers that are right.

    Args:
        score: of the best sentence.
        lead: over the best sentence of another passage.
        inner_lead: over the best other sentence of its own passage.
        kind: what the question expects; "topic" where it asks nothing.
        confidence: the weights.
    """
    z = (
        confidence.bias
        + confidence.score * score
        + confidence.lead * min(lead, MAX_LEAD)
        + confidence.inner_lead * min(inner_lead, MAX_LEAD)
        + confidence.by_kind.get(kind, 0.0)
    )
    return 1 / (1 + math.exp(-z))
