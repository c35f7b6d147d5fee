"""The records of an evaluation: a judged set and its figures.

Figures are from 0 to 1. A *unit* is what was judged: a document, or one section of
a document; it scores as its best passage.
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
"""Our name of each measure, and its name in ir-measures."""

SYSTEMS: Mapping[str, str] = {
    "plain-bm25": "lower-cased words, the engine's BM25",
    "swahili-bm25": "our analyser, the engine's BM25",
    "kisima": "what readers use",
}
"""The rankings that are compared, the simplest first."""

FIRST = 5
"""Units of each answer that are kept for a person to read."""

Run = dict[str, float]
"""The answer to one question: units with their scores."""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A judged set."""

    documents: Sequence[Document]
    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]  # by query, then unit; all queries have some
    folder: str = ""
    sections: bool = False  # units are sections, "document#anchor"; else documents
    answers: int = 1  # the grade from which a unit answers the question
    kinds: Mapping[str, str] = field(default_factory=dict)  # of each query, where known
    absent: Sequence[str] = ()  # judged documents that are missing

    def over(self, prefix: str) -> Self:
        """Return the part of the set about documents whose id starts with *prefix*.

        A question stays if one of them answers it.
        """
        documents = [one for one in self.documents if one.id.startswith(prefix)]
        grades = {
            query: remaining
            for query, graded in self.grades.items()
            if max(
                (remaining := {u: n for u, n in graded.items() if u.startswith(prefix)}).values(),
                default=0,
            )
            >= self.answers
        }
        queries = {query: line for query, line in self.queries.items() if query in grades}
        return replace(self, documents=documents, queries=queries, grades=grades)


class Interval(NamedTuple):
    """The 95 % confidence interval of a figure, for other questions of the same kind."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one judged set, by the names of SYSTEMS and MEASURES."""

    folder: str
    queries: int
    means: Mapping[str, Mapping[str, float]]
    intervals: Mapping[str, Mapping[str, Interval]]
    gains: Mapping[str, Mapping[str, Interval]]  # of kisima over each of the others, paired
    each: Mapping[str, Mapping[str, Mapping[str, float]]]  # system, query, measure
    lines: Mapping[str, str]  # each query as typed
    kinds: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(
        default_factory=dict
    )  # the rank of kisima's first answer, from 1
    firsts: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)  # as ``each``
    absent: Sequence[str] = ()  # judged documents that are missing
    vanished: Sequence[str] = ()  # judged sections that the index does not contain
    resampled: Mapping[str, Mapping[str, Sequence[float]]] = field(default_factory=dict, repr=False)

    @property
    def kisima(self) -> Mapping[str, float]:
        """The figures of the search that readers use."""
        return self.means["kisima"]

    @property
    def baselines(self) -> Mapping[str, Mapping[str, float]]:
        """The figures of the other rankings."""
        return {name: means_of for name, means_of in self.means.items() if name != "kisima"}

    @property
    def remarks(self) -> list[Message]:
        """Notes on the set for a reader of the figures."""
        return [
            *(Message("{id}: is missing, left out", id=id) for id in self.absent),
            *(Message("{id}: was judged, and is no longer there", id=id) for id in self.vanished),
        ]

    def by_kind(self, system: str, measure: str) -> dict[str, tuple[int, float]]:
        """Return for each kind of question the number of questions and their mean."""
        values: dict[str, list[float]] = {}
        for query, of_query in self.each[system].items():
            if query in self.kinds:
                values.setdefault(self.kinds[query], []).append(of_query[measure])
        return {
            kind: (len(of_query), sum(of_query) / len(of_query))
            for kind, of_query in values.items()
        }

    def as_json(self, *, per_query: bool = False) -> dict[str, object]:
        """Return the figures as the command's ``--json`` prints them."""
        shown: dict[str, object] = {
            **self.kisima,
            "queries": self.queries,
            "baselines": {name: dict(by_query) for name, by_query in self.baselines.items()},
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
                    **{system: dict(by_query[query]) for system, by_query in self.each.items()},
                }
                for query, line in self.lines.items()
            }
        return shown


def _listed(
    intervals: Mapping[str, Mapping[str, Interval]],
) -> dict[str, dict[str, list[float]]]:
    return {
        system: {name: [round(value, 4) for value in interval] for name, interval in of.items()}
        for system, of in intervals.items()
    }
