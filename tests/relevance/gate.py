"""How well the judged questions must be answered, and how that is written down.

    python -m tests.relevance.gate              what fell, against gate.tsv and measured.tsv
    python -m tests.relevance.gate --write      write both anew, after a change that is meant
    python -m tests.relevance.gate --unjudged   sections among anyone's first five without a grade

Three parts: ``shipped``, the questions that corpus/ answers, over corpus/ alone; ``agencies``,
those over the pages of invented agencies; and ``whole``, all questions over all documents,
which needs ../shared/data.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kb.evaluation import SYSTEMS, Figures, JudgedSet, load_judged_set, measure
from kb.settings import load

RELEVANCE = Path(__file__).resolve().parent
HALVES = {"shipped": "corpus/", "agencies": "agencies/", "whole": ""}
"""Name of a part: what the ids of its documents start with."""

MEASURES = ("ndcg@10", "success@1", "recall@10")
ALL = "all"

SETTINGS = load(environ={})


class Floor(NamedTuple):
    """A row of gate.tsv."""

    half: str
    kind: str
    measure: str
    questions: int
    measured: float
    floor: float


def margin(measure: str, kind: str, questions: int) -> float:
    """Return how far a figure may fall unremarked.

    0.01 over all questions. Of one kind there are some twenty: 0.03, or for a count
    of first places one question, so that a draw of two equals fails nobody.
    """
    if measure == "success@1":
        return (3 if kind == ALL else 1.001) / questions
    return 0.01 if kind == ALL else 0.03


@cache
def everything() -> JudgedSet:
    """Return all that is judged and there; the files are read once a process."""
    return load_judged_set(RELEVANCE, SETTINGS)


def set_of(half: str) -> JudgedSet:
    """Return the questions of a half, and the documents they are asked over."""
    return everything().over(HALVES[half])


@cache
def figures_of(half: str) -> Figures:
    """Return what Kisima makes of a half; measured once a process."""
    return measure(set_of(half), SETTINGS, systems=("kisima",))


def complaints(
    figures: Figures, half: str, floors: Sequence[Floor], before: dict[tuple[str, str], float]
) -> Iterator[str]:
    """Yield what is wrong with the figures of a half; nothing if all is well."""
    if not figures.queries:
        yield f"{half}: no question was asked"
    for section in figures.vanished:
        yield f"{section}: judged, and no longer there; find what it is called now"
    lower = [row for row in floors if row.half == half and _value(figures, row) < row.floor]
    for row in lower:
        value = _value(figures, row)
        yield f"{half} {row.kind} {row.measure}: {value:.4f} is below {row.floor:.4f}"
    if lower:
        yield from fallen(figures, half, before)


def fallen(figures: Figures, half: str, before: dict[tuple[str, str], float]) -> Iterator[str]:
    """Yield the questions that are answered worse than when it was last written down."""
    for query, line in figures.lines.items():
        now = figures.each["kisima"][query]["ndcg@10"]
        then = before.get((half, query), 0.0)
        if now < then - 0.0005:
            first = next(iter(figures.firsts["kisima"][query]), "nothing")
            yield f"  {query} {line!r}: nDCG@10 {then:.3f} -> {now:.3f}, first {first}"


def floors() -> list[Floor]:
    """Return the rows of gate.tsv."""
    return [
        Floor(half, kind, measure, int(count), float(measured), float(floor))
        for half, kind, measure, count, measured, floor in _rows("gate.tsv")
    ]


def before() -> dict[tuple[str, str], float]:
    """Return nDCG@10 of each question of each half, as last written down."""
    return {(half, query): float(value) for half, query, value in _rows("measured.tsv")}


def _rows(name: str) -> list[list[str]]:
    with (RELEVANCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t"))[1:]


def _value(figures: Figures, row: Floor) -> float:
    if row.kind == ALL:
        return figures.kisima[row.measure]
    return figures.by_kind("kisima", row.measure).get(row.kind, (0, 0.0))[1]


def write() -> None:
    """Write gate.tsv and measured.tsv from what is measured now."""
    gate: list[tuple[object, ...]] = [Floor._fields]
    each = [("half", "id", "ndcg@10")]
    for half in HALVES:
        figures = figures_of(half)
        counts = {ALL: figures.queries} | {
            kind: count for kind, (count, _) in figures.by_kind("kisima", "ndcg@10").items()
        }
        for kind, count in counts.items():
            for name in MEASURES:
                row = Floor(half, kind, name, count, 0.0, 0.0)
                value = _value(figures, row)
                floor = max(0.0, value - margin(name, kind, count))
                gate.append((*row[:4], f"{value:.4f}", f"{floor:.4f}"))
        each += [
            (half, query, f"{found['ndcg@10']:.4f}")
            for query, found in figures.each["kisima"].items()
        ]
    for name, rows in (("gate.tsv", gate), ("measured.tsv", each)):
        text = "".join("\t".join(map(str, row)) + "\n" for row in rows)
        (RELEVANCE / name).write_text(text, encoding="utf-8")


def unjudged() -> Iterator[str]:
    """Yield id, question and section of what nobody graded among anyone's first five."""
    wanted = set_of("whole")
    figures = measure(wanted, SETTINGS, systems=tuple(SYSTEMS))
    for query, line in wanted.queries.items():
        seen = (unit for found in figures.firsts.values() for unit in found[query])
        for unit in dict.fromkeys(seen):
            if unit not in wanted.grades[query]:
                yield "\t".join((query, line, *unit.rsplit("#", 1)))


def main() -> int:
    """Run as a command; the exit code is 1 where something fell."""
    parser = argparse.ArgumentParser(prog="python -m tests.relevance.gate")
    parser.add_argument("--write", action="store_true", help="write the gate anew")
    parser.add_argument("--unjudged", action="store_true", help="what has no grade")
    asked = parser.parse_args()
    if asked.write:
        write()
        return 0
    if asked.unjudged:
        _print(unjudged())
        return 0
    found: list[str] = []
    for half in HALVES:
        found += complaints(figures_of(half), half, floors(), before())
        _print(fallen(figures_of(half), half, before()))
    _print(found)
    return 1 if found else 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
