"""Figures as text: a table for people, and a row for each question for a spreadsheet or diff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kb.evaluation.averaging import mean
from kb.evaluation.bootstrap import RESAMPLES
from kb.evaluation.records import MEASURES, Figures, Interval
from kb.messages import Message, translate
from kb.present.terminal import table

__all__ = ["figures_json", "figures_rows", "figures_text"]

_HEADS: Mapping[str, str] = {
    "ndcg@10": "nDCG@10",
    "success@1": "S@1",
    "recall@10": "R@10",
    "recall@100": "R@100",
}

_LEGEND = Message(
    "[ ] 95 %: bootstrap over questions, {resamples} resamples; differences are paired",
    resamples=f"{RESAMPLES:,}",
)


def figures_text(figures: Sequence[Figures], *, language: str = "sw") -> str:
    """Return a table for each set, and one of their mean where there are several."""
    sets = [*figures, mean(figures)] if len(figures) > 1 else list(figures)
    return "\n\n".join([*(_set(one, language) for one in sets), translate(_LEGEND, language)])


def _set(figures: Figures, language: str) -> str:
    mean_of_all = translate(Message("mean"), language)
    name = Path(figures.folder).resolve().name if figures.each else mean_of_all
    rows = [("", *_HEADS.values())]
    for system, mean_of in figures.means.items():
        rows.append(
            (
                system,
                *(
                    f"{mean_of[measure]:.3f} {_between(figures.intervals[system][measure], '.3f')}"
                    for measure in MEASURES
                ),
            )
        )
    for system, gain in figures.gains.items():
        rows.append(
            (
                f"− {system}",
                *(
                    f"{figures.kisima[measure] - figures.means[system][measure]:+.3f} "
                    f"{_between(gain[measure], '+.3f')}"
                    for measure in MEASURES
                ),
            )
        )
    heading = Message.counted(
        "{name}: {number} question",
        "{name}: {number} questions",
        count=figures.queries,
        name=name,
        number=f"{figures.queries:,}",
    )
    shown = f"{translate(heading, language)}\n\n{table(rows)}"
    return f"{shown}\n\n{_kinds(figures)}" if figures.kinds else shown


def _kinds(figures: Figures) -> str:
    """Return nDCG@10 by kind of question, and the share of questions whose first hit answers."""
    by_system = {system: figures.by_kind(system, "ndcg@10") for system in figures.means}
    first = figures.by_kind("kisima", "success@1")
    rows = [("nDCG@10", "n", *by_system, "S@1 kisima")]
    for kind, (count, success) in sorted(first.items()):
        values = (f"{of[kind][1]:.3f}" for of in by_system.values())
        rows.append((kind, str(count), *values, f"{success:.3f}"))
    return table(rows)


def _between(of: Interval, written: str) -> str:
    return f"[{of.low:{written}} {of.high:{written}}]"


def figures_json(figures: Sequence[Figures], *, per_query: bool = False) -> dict[str, object]:
    """Return the figures as JSON: of one set alone, of several as a list with the mean."""
    if len(figures) == 1:
        return figures[0].as_json(per_query=per_query)
    return {
        "sets": [one.as_json(per_query=per_query) for one in figures],
        "mean": mean(figures).as_json(),
    }


def figures_rows(figures: Sequence[Figures]) -> str:
    """Return a row for each question of each set; two versions' rows can be compared.

    ``place`` is the rank of Kisima's first answer, empty where it has none; ``first`` is its first unit.
    """
    systems = list(figures[0].means)
    head = ["set", "id", "kind", "query", "place", "first"]
    head += [f"{system} {measure}" for system in systems for measure in MEASURES]
    rows = [head]
    for one in figures:
        for query, line in one.lines.items():
            values = (
                f"{one.each[system][query][measure]:.4f}"
                for system in systems
                for measure in MEASURES
            )
            place = str(one.places.get(query, ""))
            first = next(iter(one.firsts["kisima"][query]), "")
            folder = Path(one.folder).resolve().name
            cells = (folder, query, one.kinds.get(query, ""), line, place, first)
            rows.append([*(" ".join(cell.split()) for cell in cells), *values])
    return "\n".join("\t".join(row) for row in rows)
