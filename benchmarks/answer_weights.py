"""Learn the weights of short answers on one half of the judged questions, and measure the other.

    python benchmarks/answer_weights.py [FOLDER] [--fit] [--json FILE]

Without --fit the weights of kb.answers.weights are measured: the risk-coverage curve (how many
questions are answered, right and wrong, at each least support) and the calibration (how many of
the answers of a support are right). With --fit they are learnt twice, each time on one half and
measured on the other, and then printed for all questions: those of sentences by maximum
likelihood of the right sentence among the candidates of its question, those of the confidence by
logistic regression. An answer is right as in benchmarks/quotes.py.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks.quotes import FOLDER, answers_of, has  # noqa: E402
from kb.answers import service  # noqa: E402
from kb.answers.candidates import candidates  # noqa: E402
from kb.answers.extract import confidence_kind, read_passages  # noqa: E402
from kb.answers.features import Features  # noqa: E402
from kb.answers.quote import quote  # noqa: E402
from kb.answers.sentence_query import sentence_query  # noqa: E402
from kb.answers.weights import CONFIDENCE, MAX_LEAD, SENTENCE_WEIGHTS  # noqa: E402
from kb.evaluation import load_judged_set  # noqa: E402
from kb.indexing import index_documents  # noqa: E402
from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.settings import load  # noqa: E402

KINDS = ("date", "number", "person", "called", "name", "region", "place", "definition", "", "topic")
BY_HAND = {"further": SENTENCE_WEIGHTS.further, "asked": SENTENCE_WEIGHTS.asked}
"""A longer quote has the judged answer more often, and is worse. No heading of the set asks anything."""

LIMITS = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.71, 0.72, 0.75, 0.8, 0.85, 0.9)
_PENALTY = 1.0


class Asked(NamedTuple):
    """One question: its candidates, a row of features each."""

    kind: str
    features: np.ndarray
    right: np.ndarray
    spans: list[tuple[int, int, int]]  # passage, start, end


def questions(folder: Path) -> list[Asked | None]:
    """Return every question of a judged set with the candidates of its answer."""
    judged, rows = load_judged_set(folder), answers_of(folder)
    collected: list[Asked | None] = []
    with tempfile.TemporaryDirectory() as index:
        settings = load(environ={})
        index_documents(judged.documents, Path(index), settings)
        with KnowledgeBase.open(Path(index), settings) as base:
            for line, answers in rows:
                seen: list[Asked | None] = [None]
                with patch.object(service, "extract", _collector(seen, answers)):
                    base.answer(line)
                collected.append(seen[-1])
    return collected


def _collector(seen: list[Asked | None], answers: Sequence[str]):  # noqa: ANN202  # takes extract's place
    def collect(ranked, question, weights, *, max_length, line):  # noqa: ANN001, ANN202, ARG001
        query = sentence_query(question, weights)
        found = (
            list(candidates(read_passages(ranked, query), query, max_length)) if query.words else []
        )
        if found:
            texts = [
                quote(one.passage, one.sentence, one.facts, query, weights, 1.0, max_length).text
                for one in found
            ]
            passages = {one.passage.stored.id: k for k, one in enumerate(found)}
            seen.append(
                Asked(
                    confidence_kind(question, query.expected),
                    np.array([one.features for one in found], dtype=float),
                    np.array([has(text, answers) for text in texts]),
                    [
                        (passages[one.passage.stored.id], one.sentence.start, one.sentence.end)
                        for one in found
                    ],
                )
            )
        return ()

    return collect


def learn_weights(asked: Sequence[Asked | None]) -> np.ndarray:
    """Return the weights under which the right candidates are the likeliest."""
    sets = [one for one in asked if one and one.right.any() and not one.right.all()]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.0, np.zeros_like(weights)
        for one in sets:
            scores = one.features @ weights
            odds = np.exp(scores - scores.max())
            among = odds[one.right].sum()
            total -= np.log(among / odds.sum())
            slope -= one.features.T @ (np.where(one.right, odds / among, 0) - odds / odds.sum())
        return total + _PENALTY * weights @ weights / 2, slope + _PENALTY * weights

    bounds = [
        (BY_HAND[name],) * 2 if name in BY_HAND else (None, None) for name in Features._fields
    ]
    start = np.array([BY_HAND.get(name, 0.0) for name in Features._fields])
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x


def best(one: Asked, weights: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return what the confidence sees of the best candidate, and whether it is right."""
    scores = one.features @ weights
    k = int(np.argmax(scores))
    passage, start, end = one.spans[k]
    others = [s for s, span in zip(scores, one.spans, strict=True) if span[0] != passage]
    inner = [
        s
        for s, span in zip(scores, one.spans, strict=True)
        if span[0] == passage and (span[1] >= end or span[2] <= start)
    ]
    leads = [min(scores[k] - max(rest, default=-np.inf), MAX_LEAD) for rest in (others, inner)]
    kinds = [float(one.kind == kind) for kind in KINDS]
    return np.array([scores[k], *leads, *kinds, 1.0]), bool(one.right[k])


def learn_confidence(asked: Sequence[Asked | None], weights: np.ndarray) -> np.ndarray:
    """Return the weights of the logistic regression."""
    rows = [best(one, weights) for one in asked if one]
    features, right = np.array([row for row, _ in rows]), np.array([ok for _, ok in rows], float)
    free = np.ones(features.shape[1])
    free[-1] = 0.0

    def loss(v: np.ndarray) -> tuple[float, np.ndarray]:
        sure = 1 / (1 + np.exp(-(features @ v)))
        total = -(right * np.log(sure + 1e-12) + (1 - right) * np.log(1 - sure + 1e-12)).sum()
        return total + (free * v) @ v, features.T @ (sure - right) + 2 * free * v

    return minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x


def supports(
    asked: Sequence[Asked | None], weights: np.ndarray, confidence: np.ndarray
) -> list[tuple[float, bool]]:
    """Return the support of each answer, and whether it is right."""
    rows = [best(one, weights) for one in asked if one]
    return [(float(1 / (1 + np.exp(-(row @ confidence)))), ok) for row, ok in rows]


def curve(sure: Sequence[tuple[float, bool]], count: int) -> Iterator[str]:
    """Yield the lines of the table: least support, answered, right, wrong, right of answered."""
    for limit in LIMITS:
        given = [ok for support, ok in sure if support >= limit]
        right = sum(given)
        yield (
            f"| {limit:.2f} | {len(given) / count:.1%} | {right / count:.1%} "
            f"| {(len(given) - right) / count:.1%} | {right / max(1, len(given)):.1%} |"
        )


def calibration(sure: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """Yield the lines of the table: support, answers, their mean support, right."""
    for low in range(10):
        inside = [one for one in sure if low / 10 <= one[0] < (low + 1) / 10 or one[0] == 1 == low]
        if inside:
            mean = sum(support for support, _ in inside) / len(inside)
            right = sum(ok for _, ok in inside) / len(inside)
            yield f"| {low / 10:.1f}–{(low + 1) / 10:.1f} | {len(inside)} | {mean:.2f} | {right:.2f} |"


def present_weights() -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of kb.answers.weights."""
    by_kind: Mapping[str, float] = CONFIDENCE.by_kind
    kinds = [by_kind.get(kind, 0.0) for kind in KINDS]
    c = CONFIDENCE
    return np.array(SENTENCE_WEIGHTS), np.array([c.score, c.lead, c.inner_lead, *kinds, c.bias])


def main() -> None:
    """Measure the weights; with --fit learn them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    asked = questions(options.folder)
    halves = asked[::2], asked[1::2]
    assert any(one and one.right.any() for one in asked), "no candidate has an answer"
    if not options.fit:
        sure = supports(halves[1], *present_weights())
        print(*curve(sure, len(halves[1])), *calibration(sure), sep="\n")
        return
    held_out: list[tuple[float, bool]] = []
    for half, other in (halves, halves[::-1]):
        weights = learn_weights(half)
        sure = supports(other, weights, learn_confidence(half, weights))
        print(*curve(sure, len(other)), "", sep="\n")
        held_out += sure
    print("both halves, each learnt on the other", *curve(held_out, len(asked)), sep="\n")
    print(*calibration(held_out), sep="\n")
    for name, part in (("the first half", halves[0]), ("all", asked)):
        weights = learn_weights(part)
        confidence = learn_confidence(part, weights)
        print(name, json.dumps(dict(zip(Features._fields, weights.round(2), strict=True))))
        names = ("score", "lead", "inner_lead", *KINDS, "bias")
        print(json.dumps(dict(zip(names, confidence.round(3), strict=True))))


if __name__ == "__main__":
    main()
