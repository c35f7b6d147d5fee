"""Average the figures of all questions of a set, and those of several sets.

The runs of each ranking come in, Figures go out. ir-measures computes the figures of
each question, kb.evaluation.bootstrap the intervals of their means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from types import ModuleType

from kb.evaluation.bootstrap import difference, interval, resampled
from kb.evaluation.records import FIRST, MEASURES, Figures, Interval, JudgedSet, Run
from kb.extras import require_extra

__all__ = ["compute_figures", "ir_measures", "mean"]


def ir_measures() -> ModuleType:
    """Return the library that computes the measures.

    Raises:
        ExtraMissing: it is not installed.
    """
    require_extra("evaluate")
    import ir_measures as library

    return library


def compute_figures(
    measuring: ModuleType,
    judged_set: JudgedSet,
    runs: Mapping[str, Mapping[str, Run]],
    vanished: Sequence[str],
) -> Figures:
    """Return the figures of a set.

    Args:
        measuring: ir-measures.
        judged_set: the set.
        runs: the units of each ranking, by question.
        vanished: judged sections that the index does not contain.
    """
    each = {system: _each(measuring, judged_set, run) for system, run in runs.items()}
    series = {
        (system, name): [of_questions[query][name] for query in judged_set.queries]
        for system, of_questions in each.items()
        for name in MEASURES
    }
    means = resampled({f"{system} {name}": of for (system, name), of in series.items()})
    resamples = {system: {name: means[f"{system} {name}"] for name in MEASURES} for system in each}
    return Figures(
        folder=judged_set.folder,
        queries=len(judged_set.queries),
        means={
            system: {name: round(fmean(series[system, name]), 4) for name in MEASURES}
            for system in each
        },
        intervals=_intervals(resamples),
        gains=_gains(resamples),
        each=each,
        lines=judged_set.queries,
        kinds=judged_set.kinds,
        places=_places(judged_set, runs["kisima"]),
        firsts={
            system: {query: tuple(run[query])[:FIRST] for query in judged_set.queries}
            for system, run in runs.items()
        },
        absent=judged_set.absent,
        vanished=vanished,
        resampled=resamples,
    )


def mean(figures: Sequence[Figures]) -> Figures:
    """Return the mean over several sets; each counts the same, whatever its size.

    Args:
        figures: of the same systems; at least one.
    """
    resamples = {
        system: {
            name: [
                fmean(drawn)
                for drawn in zip(*(one.resampled[system][name] for one in figures), strict=True)
            ]
            for name in MEASURES
        }
        for system in figures[0].means
    }
    return Figures(
        folder="mean",
        queries=sum(one.queries for one in figures),
        means={
            system: {
                name: round(fmean(one.means[system][name] for one in figures), 4)
                for name in MEASURES
            }
            for system in figures[0].means
        },
        intervals=_intervals(resamples),
        gains=_gains(resamples),
        each={},
        lines={},
        resampled=resamples,
    )


def _each(
    measuring: ModuleType, judged_set: JudgedSet, run: Mapping[str, Run]
) -> dict[str, dict[str, float]]:
    """Return every figure of every question."""
    measures = {name: _measure(measuring, name, judged_set.answers) for name in MEASURES}
    names = {str(measure): name for name, measure in measures.items()}
    grades = {query: dict(judged_set.grades[query]) for query in judged_set.queries}
    figures: dict[str, dict[str, float]] = {query: {} for query in judged_set.queries}
    for value in measuring.iter_calc(list(measures.values()), grades, run):
        figures[value.query_id][names[str(value.measure)]] = float(value.value)
    return figures


def _measure(measuring: ModuleType, name: str, answers: int) -> object:
    """Return a measure of ir-measures; a unit that answers is relevant."""
    written = MEASURES[name]
    if answers > 1 and not written.startswith("nDCG"):
        written = written.replace("@", f"(rel={answers})@")
    return measuring.parse_measure(written)


def _places(judged_set: JudgedSet, run: Mapping[str, Run]) -> dict[str, int]:
    """Return the rank of the first unit that answers; a question without one is left out."""
    places = {}
    for query in judged_set.queries:
        grades = judged_set.grades[query]
        for place, unit in enumerate(run[query], 1):
            if grades.get(unit, 0) >= judged_set.answers:
                places[query] = place
                break
    return places


def _intervals(
    resamples: Mapping[str, Mapping[str, Sequence[float]]],
) -> dict[str, dict[str, Interval]]:
    return {
        system: {name: interval(means) for name, means in by_measure.items()}
        for system, by_measure in resamples.items()
    }


def _gains(
    resamples: Mapping[str, Mapping[str, Sequence[float]]],
) -> dict[str, dict[str, Interval]]:
    """Return the paired intervals of kisima's gain over each other system."""
    ours = resamples["kisima"]
    return {
        system: {name: difference(ours[name], theirs[name]) for name in MEASURES}
        for system, theirs in resamples.items()
        if system != "kisima"
    }
