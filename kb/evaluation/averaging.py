"""Average what every question got into the figures of a set, and several sets into a mean.

Takes the runs of each ranking, gives Figures. ir-measures computes each figure of
each question; how sure their means are, kb.evaluation.bootstrap tells.
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
    """Return the library that knows the measures.

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
        runs: what each ranking found for each question.
        vanished: sections that were judged and are not in the index.
    """
    each = {system: _each(measuring, judged_set, run) for system, run in runs.items()}
    series = {
        (system, name): [found[query][name] for query in judged_set.queries]
        for system, found in each.items()
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
    """Return the mean over several sets, each counted as one, whatever its size.

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
    names = {str(found): name for name, found in measures.items()}
    grades = {query: dict(judged_set.grades[query]) for query in judged_set.queries}
    figures: dict[str, dict[str, float]] = {query: {} for query in judged_set.queries}
    for value in measuring.iter_calc(list(measures.values()), grades, run):
        figures[value.query_id][names[str(value.measure)]] = float(value.value)
    return figures


def _measure(measuring: ModuleType, name: str, answers: int) -> object:
    """Return a measure of ir-measures; what counts as relevant is what answers."""
    written = MEASURES[name]
    if answers > 1 and not written.startswith("nDCG"):
        written = written.replace("@", f"(rel={answers})@")
    return measuring.parse_measure(written)


def _places(judged_set: JudgedSet, run: Mapping[str, Run]) -> dict[str, int]:
    """Return where the first unit that answers stands; a question without one is left out."""
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
        system: {name: interval(means) for name, means in found.items()}
        for system, found in resamples.items()
    }


def _gains(
    resamples: Mapping[str, Mapping[str, Sequence[float]]],
) -> dict[str, dict[str, Interval]]:
    """Return the paired intervals of what kisima gains over each of the others."""
    ours = resamples["kisima"]
    return {
        system: {name: difference(ours[name], found[name]) for name in MEASURES}
        for system, found in resamples.items()
        if system != "kisima"
    }
