"""What each feature of a sentence weighs, and how sure the best sentence is.

The score of a sentence is the weighted sum of its features. How often the best one is right
depends on its score, on its lead over the other sentences and on what was asked; ``support``
estimates that share. Both were learnt on half of the judged questions and measured on the other
half: python -m benchmarks.answer_weights (docs/short-answers.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kb.answers.features import Features

__all__ = [
    "CONFIDENCE",
    "MIN_OTHER_SUPPORT",
    "MIN_SUPPORT",
    "SENTENCE_WEIGHTS",
    "STATED",
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
    words=2.75, kin=0.85, above=2.7, around=-2.3, lacking=-2.0, rank=4.2, subject=1.55, pairs=0.8,
    near=0.15, many=0.55, focus=0.5, told=-0.7, named=0.35, placed=1.35, stated=0.7, event=-2.45,
    opening=1.4, asked=1.0, further=-0.3, length=0.6,
)  # fmt: skip


class Confidence(NamedTuple):
    """The weights of a logistic regression: how sure the best sentence is right."""

    score: float
    lead: float  # over the best sentence of another passage
    inner_lead: float  # over the best other sentence of the same passage
    bias: float
    by_kind: Mapping[str, float]
    whole: float  # a page of an institution has every word in the sentence or above it
    lacking: float  # so much is missing that something else is told


STATED: AbstractSet[str] = frozenset({"called", "person", "place", "office", "region"})
"""Kinds of answer that a sentence may state plainly: the feature ``stated``."""

CONFIDENCE = Confidence(
    score=0.488,
    lead=0.416,
    inner_lead=0.267,
    bias=-5.712,
    by_kind={
        "date": 1.06, "number": 0.05, "person": -0.17, "called": -0.82, "name": -0.32,
        "region": -0.16, "place": -0.68, "definition": 0.59, "": -0.03,
        # From own questions (tests/answers, tests/relevance): the learnt set has hardly any.
        "amount": 0.8, "law": 0.8, "topic": 1.5,
    },
    whole=1.4,
    lacking=-1.5,
)  # fmt: skip


def score_of(features: Features, weights: Features = SENTENCE_WEIGHTS) -> float:
    """Return the score of a sentence; that of another question cannot be compared with it."""
    return sum(value * weight for value, weight in zip(features, weights, strict=True))


def support_of(
    score: float,
    lead: float,
    inner_lead: float,
    kind: str,
    *,
    whole: bool = False,
    lacking: bool = False,
    confidence: Confidence = CONFIDENCE,
) -> float:
    """Return the share of such answers that are right.

    Args:
        score: of the best sentence.
        lead: over the best sentence of another passage.
        inner_lead: over the best other sentence of its own passage.
        kind: what the question expects; "topic" where it asks nothing.
        whole: a page of an institution has every word, in the sentence or above it.
        lacking: such a page lacks a word, or any page what a topic is mostly about.
        confidence: the weights.
    """
    z = (
        confidence.bias
        + confidence.score * score
        + confidence.lead * min(lead, MAX_LEAD)
        + confidence.inner_lead * min(inner_lead, MAX_LEAD)
        + confidence.by_kind.get(kind, 0.0)
        + confidence.whole * whole
        + confidence.lacking * lacking
    )
    return 1 / (1 + math.exp(-z))
