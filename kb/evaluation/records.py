"""A judged set, and the figures measured over it: records without behaviour, but for their JSON.

Figures run from 0 to 1. A *unit* is what was judged: a document, or one section
of a document; it scores as its best passage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

from kb.document import Document
from kb.messages import Message

__all__ = ["FIRST", "MEASURES", "SYSTEMS", "Figures", "Interval", "JudgedSet", "Run"]

MEASURES: Mapping[str, str] = {
    "ndcg@10": "nDCG@10",
    "success@1": "Success@1",
    "recall@10": "R@10",
    "recall@100": "R@100",
}
"""Our name of each figure, and the one ir-measures knows it by."""

SYSTEMS: Mapping[str, str] = {
    "plain-bm25": "lower-cased words, the engine's BM25",
    "swahili-bm25": "our analyser, the engine's BM25",
    "kisima": "what readers use",
}
"""The rankings that are compared, the simplest first."""

FIRST = 5
"""Units of each answer that are kept, to be looked at."""

Run = dict[str, float]
"""The answer to one question: units with their scores."""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A judged set."""

    documents: Sequence[Document]
    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]  # of each query's units; without any, it is not asked
    folder: str = ""
    sections: bool = False  # units are sections, "document#anchor"; else documents
    answers: int = 1  # the grade from which a unit answers the question
    kinds: Mapping[str, str] = field(default_factory=dict)  # of each query, where they are told
    absent: Sequence[str] = ()  # documents that were judged and are not there

    def over(self, prefix: str) -> Self:
        """Return what of the set is about the documents whose id starts with *prefix*.

        A question stays if one of them answers it.
        """
        documents = [one for one in self.documents if one.id.startswith(prefix)]
        grades = {
            query: kept
            for query, found in self.grades.items()
            if max(
                (kept := {u: n for u, n in found.items() if u.startswith(prefix)}).values(),
                default=0,
            )
            >= self.answers
        }
        queries = {query: line for query, line in self.queries.items() if query in grades}
        return replace(self, documents=documents, queries=queries, grades=grades)


class Interval(NamedTuple):
    """Where a figure would lie 95 times of 100, had other questions of the kind been asked."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured over one judged set, by the names of SYSTEMS and MEASURES."""

    folder: str
    queries: int
    means: Mapping[str, Mapping[str, float]]
    intervals: Mapping[str, Mapping[str, Interval]]
    gains: Mapping[str, Mapping[str, Interval]]  # of kisima over each of the others, paired
    each: Mapping[str, Mapping[str, Mapping[str, float]]]  # system, query, measure
    lines: Mapping[str, str]  # each query as it was asked
    kinds: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)  # where kisima first answers, from 1
    firsts: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)  # as ``each``
    absent: Sequence[str] = ()  # documents that were judged and are not there
    vanished: Sequence[str] = ()  # sections that were judged and are not in the index
    resampled: Mapping[str, Mapping[str, Sequence[float]]] = field(default_factory=dict, repr=False)

    @property
    def kisima(self) -> Mapping[str, float]:
        """The figures of what readers use."""
        return self.means["kisima"]

    @property
    def baselines(self) -> Mapping[str, Mapping[str, float]]:
        """The figures of what it is compared with."""
        return {name: found for name, found in self.means.items() if name != "kisima"}

    @property
    def remarks(self) -> list[Message]:
        """What a reader of the figures should know of the set."""
        return [
            *(Message("{id}: is missing, left out", id=id) for id in self.absent),
            *(Message("{id}: was judged, and is no longer there", id=id) for id in self.vanished),
        ]

    def by_kind(self, system: str, measure: str) -> dict[str, tuple[int, float]]:
        """Return for each kind of question how many there are, and their mean."""
        values: dict[str, list[float]] = {}
        for query, found in self.each[system].items():
            if query in self.kinds:
                values.setdefault(self.kinds[query], []).append(found[measure])
        return {kind: (len(found), sum(found) / len(found)) for kind, found in values.items()}

    def as_json(self, *, per_query: bool = False) -> dict[str, object]:
        """Return the figures as the command's ``--json`` prints them."""
        shown: dict[str, object] = {
            **self.kisima,
            "queries": self.queries,
            "baselines": {name: dict(found) for name, found in self.baselines.items()},
            "folder": self.folder,
            "intervals": _listed(self.intervals),
            "gains": _listed(self.gains),
        }
        if per_query:
            shown["per_query"] = {
                query: {
                    "query": line,
                    "kind": self.kinds.get(query),
                    "place": self.places.get(query),
                    "first": next(iter(self.firsts["kisima"][query]), None),
                    **{system: dict(found[query]) for system, found in self.each.items()},
                }
                for query, line in self.lines.items()
            }
        return shown


def _listed(
    found: Mapping[str, Mapping[str, Interval]],
) -> dict[str, dict[str, list[float]]]:
    return {
        system: {name: [round(value, 4) for value in interval] for name, interval in of.items()}
        for system, of in found.items()
    }
