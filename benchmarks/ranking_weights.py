"""Learn the weights of the ranking by coordinate ascent, and measure them on held-out folds.

    python benchmarks/ranking_weights.py [--learn] [--folds N] [--sweeps N]
                                         [--only NAME ...] [--sets NAME ...] [--most N]

The judged sets of ``../shared/data/retrieval`` come in. The mean of their nDCG@10 is raised on
all folds but one, a weight at a time, and the learnt weights are measured on the fold left out.
Questions with the same first answer are in one fold. Each set is indexed once and each question
searched once, with the code of the product; a step scores the same candidates again.
``tests/relevance`` is measured and never learnt from: its makers know the ranking.
Without --learn only the figures as they are are printed. With it: what each step alone changes,
then the gain on each fold left out, then what all folds together learn.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import log2
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch
from zlib import crc32

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import numpy as np  # noqa: E402

from benchmarks.ablation import RETRIEVAL, SETS  # noqa: E402
from kb.evaluation import load_judged_set  # noqa: E402
from kb.evaluation.rankings import unit_of  # noqa: E402
from kb.indexing import index_documents  # noqa: E402
from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.query.question import BoundQuestion  # noqa: E402
from kb.ranking.scorer import Candidate, Scorer  # noqa: E402
from kb.ranking.weights import WEIGHTS, Weights  # noqa: E402
from kb.search import retrieve  # noqa: E402
from kb.settings import load  # noqa: E402

NOT_LEARNT = frozenset({"relevance"})
SHARES = frozenset({"b", "complete", "section"})  # at most 1
STEPS = (0.75, 1.33)
LEAST_GAIN = 0.0003
"""A step that gains less on the mean of the sets is not made."""
DEPTH = 25
"""Candidates of a question that are scored again, besides the judged ones."""


class Asked(NamedTuple):
    """A question whose candidates can be scored again."""

    set: str
    answer: str  # its first right unit
    scorer: Scorer | None
    units: Mapping[str, str]  # the unit of each candidate, best first
    grades: Mapping[str, int]

    def ndcg(self, weights: Weights) -> float:
        """Return nDCG@10 under other weights."""
        if self.scorer is None or not self.units:  # nothing to rank: no weights help
            return 0.0
        scores = self.scorer.scores(self.units, weights)
        ranked = sorted(scores, key=lambda one: -round(scores[one], 9))  # stable: ties stay
        units = list(dict.fromkeys(self.units[id] for id in ranked))
        best = _gain(sorted(self.grades.values(), reverse=True))
        return _gain([self.grades.get(unit, 0) for unit in units]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / log2(place + 2) for place, grade in enumerate(grades[:10]))


def questions(name: str, most: int) -> Iterator[Asked]:
    """Yield the questions of a judged set, at most so many, evenly spread."""
    judged, settings = load_judged_set(SETS[name]), load(environ={})
    scorers: list[Scorer] = []

    def keep(question: BoundQuestion, candidates: Sequence[Candidate], passages: int) -> Scorer:
        scorers.append(Scorer(question, candidates, passages))
        return scorers[-1]

    with tempfile.TemporaryDirectory(prefix="kisima-") as aside:
        index_documents(judged.documents, Path(aside), settings)
        with (
            patch.object(retrieve, "Scorer", keep),
            KnowledgeBase.open(Path(aside), settings) as base,
        ):
            lines = list(judged.queries.items())
            for query, line in lines[:: -(-len(lines) // most)]:
                scorers.clear()
                base.search(line, limit=1, grouped=False)
                ranked = [one.id for one in scorers[-1].rank()] if scorers else []
                units = {id: unit_of(id, sections=judged.sections) for id in ranked}
                grades = judged.grades[query]
                near = set(ranked[:DEPTH]) | {i for i in ranked if units[i] in grades}
                scored = {id: unit for id, unit in units.items() if id in near}
                answer = min(grades, key=lambda unit: (-grades[unit], unit))
                yield Asked(name, answer, scorers[-1] if scorers else None, scored, grades)


ASKED: list[Asked] = []  # what the forked processes share


def _measured(task: tuple[Weights, int, int]) -> list[float]:
    weights, start, step = task
    return [one.ndcg(weights) for one in ASKED[start::step]]


class Measurer:
    """The nDCG@10 of every question under any weights; remembered, since folds share steps."""

    def __init__(self, pool: Pool, processes: int) -> None:
        self._pool, self._processes = pool, processes
        self._known: dict[Weights, np.ndarray] = {}
        self._sets = np.array([one.set for one in ASKED])

    def each(self, weights: Weights) -> np.ndarray:
        """Return the figure of each question."""
        if weights not in self._known:
            every = self._processes
            parts = self._pool.map(_measured, [(weights, k, every) for k in range(every)], 1)
            values = np.empty(len(ASKED))
            for k, part in enumerate(parts):
                values[k::every] = part
            self._known[weights] = values
        return self._known[weights]

    def by_set(self, weights: Weights, among: np.ndarray) -> dict[str, float]:
        """Return the mean of each set over some of its questions."""
        values = self.each(weights)
        sets = dict.fromkeys(self._sets)
        return {name: float(values[among & (self._sets == name)].mean()) for name in sets}

    def mean(self, weights: Weights, among: np.ndarray) -> float:
        """Return the mean of the sets that are learnt from."""
        means = self.by_set(weights, among)
        return float(np.mean([value for name, value in means.items() if name not in NOT_LEARNT]))


def steps(weights: Weights, name: str) -> Iterator[Weights]:
    """Yield the weights with one of them smaller, and larger."""
    for step in STEPS:
        value = round(getattr(weights, name) * step, 3)
        yield weights._replace(**{name: min(1.0, value) if name in SHARES else value})


def ascend(measurer: Measurer, among: np.ndarray, names: Sequence[str], sweeps: int) -> Weights:
    """Return the weights that no step improves, or those after so many sweeps."""
    best = WEIGHTS
    for _ in range(sweeps):
        before = best
        for name in names:
            top = max(steps(best, name), key=lambda weights: measurer.mean(weights, among))
            if measurer.mean(top, among) > measurer.mean(best, among) + LEAST_GAIN:
                best = top
        if best == before:
            break
    return best


@contextmanager
def measuring(names: Sequence[str], most: int, processes: int) -> Iterator[Measurer]:
    """Yield the measurer of some sets."""
    for name in names:
        ASKED.extend(questions(name, most))
        print(f"… {name}: {len(ASKED)}", file=sys.stderr, flush=True)
    with get_context("fork").Pool(processes) as pool:
        yield Measurer(pool, processes)


def changes(measurer: Measurer, weights: Weights, among: np.ndarray) -> str:
    """Return the change of each set, as the cells of a row."""
    before, after = measurer.by_set(WEIGHTS, among), measurer.by_set(weights, among)
    return " | ".join(f"{after[name] - value:+.4f}" for name, value in before.items())


def different(weights: Weights) -> dict[str, float]:
    """Return the weights that differ from those of the product."""
    return {k: v for k, v in weights._asdict().items() if v != getattr(WEIGHTS, k)}


def try_steps(measurer: Measurer, names: Sequence[str]) -> list[str]:
    """Print what each step alone changes; return the names of the weights that change anything."""
    everything = np.ones(len(ASKED), bool)
    moving = {}
    for name in names:
        for weights in steps(WEIGHTS, name):
            row = changes(measurer, weights, everything)
            print(f"| {different(weights)} | {row} |", flush=True)
            if (measurer.each(weights) != measurer.each(WEIGHTS)).any():
                moving[name] = None
    return list(moving)


def learn(measurer: Measurer, names: Sequence[str], count: int, sweeps: int) -> None:
    """Print what is learnt without each fold, the gain there, and what all folds learn."""
    folds = np.array([crc32(one.answer.encode()) % count for one in ASKED])
    held_out = np.zeros(len(ASKED))
    for fold in range(count):
        learnt = ascend(measurer, folds != fold, names, sweeps)
        print(f"| fold {fold} | {different(learnt)} ", end="")
        print(f"| {changes(measurer, learnt, folds == fold)} |", flush=True)
        held_out += np.where(folds == fold, measurer.each(learnt) - measurer.each(WEIGHTS), 0.0)
    sets = np.array([one.set for one in ASKED])
    means = (f"{held_out[sets == name].mean():+.4f}" for name in dict.fromkeys(sets))
    print(f"| all held-out folds | | {' | '.join(means)} |", flush=True)
    everything = np.ones(len(ASKED), bool)
    learnt = ascend(measurer, everything, names, sweeps)
    print(f"| learnt from all | {different(learnt)} | {changes(measurer, learnt, everything)} |")


def main() -> None:
    """Measure the weights; with --learn learn them."""
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--learn", action="store_true")
    reading.add_argument("--folds", type=int, default=5)
    reading.add_argument("--sweeps", type=int, default=3)
    reading.add_argument("--only", nargs="+", default=list(Weights._fields), help="weights")
    reading.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    reading.add_argument("--most", type=int, default=5000, help="questions of a set")
    reading.add_argument("--processes", type=int, default=2)
    options = reading.parse_args()
    if not RETRIEVAL.is_dir():
        print(f"{RETRIEVAL} is not there; nothing was measured", file=sys.stderr)
        return
    with measuring(options.sets, options.most, options.processes) as measurer:
        figures = measurer.by_set(WEIGHTS, np.ones(len(ASKED), bool))
        assert all(value > 0.5 for value in figures.values()), "the questions are answered"
        print("as it is:", json.dumps(figures), flush=True)
        if options.learn:
            names = try_steps(measurer, options.only)
            learn(measurer, names, options.folds, options.sweeps)


if __name__ == "__main__":
    main()
