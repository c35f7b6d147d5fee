"""Clauses → queries of the server, and the exact scores of what they match.

The server scores each alternative alone, by its own counts, which include deleted entries.
So it gets a query whose score is an upper bound of ours (``ServerOption.bound``), and the entries
that it puts first are scored again from their records: see kb.engines.opensearch.matches.

A term's bound is the server's own score, raised by what its weight may lack. How many entries
the server counts in a field, and the mean length it scores with, it says in an explanation,
once for each field and state. A phrase's bound is the most that its score can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from kb.engines.base import AnyOf, Clause, Either, InOrder, TermPrefix
from kb.engines.opensearch.mapping import is_searchable, join_positions
from kb.engines.opensearch.view import ClusterView, Query, counting, page_of
from kb.engines.record import Record, field_key
from kb.engines.scoring import AskScorer, rarity_of, spread_slop, weights

__all__ = [
    "NOTHING",
    "Plan",
    "ServerClause",
    "ServerOption",
    "ServerScoring",
    "either_of",
    "filtered_by",
]

NOTHING: Mapping[str, Any] = {"match_none": {}}

_ROUNDING = 1 + 1e-5  # the server adds scores in 32 bits
Ask = AnyOf | InOrder | TermPrefix


class ServerScoring(NamedTuple):
    """What the server scores the terms of a field with."""

    entries: int  # that it counts in the field: deleted ones too
    mean: float  # length of the field
    scale: float  # a constant that some versions multiply with


@dataclass(frozen=True)
class ServerOption(AskScorer):
    """One ask in one field: what matches, how many entries do, what is its score."""

    match: Query
    bound: Query  # no entry is scored higher


@dataclass(frozen=True)
class ServerClause:
    """A clause: its options, of which the best one counts."""

    clause: Clause
    options: tuple[ServerOption, ...]
    frequency: int

    def score(self, record: Record) -> float:
        """Return what the clause adds to the score of an entry."""
        return self.clause.weight * max(option.score(record) for option in self.options)

    @cached_property
    def match(self) -> Query:
        """The entries that answer the clause."""
        return either_of([option.match for option in self.options])

    @cached_property
    def bound(self) -> Query:
        """The same entries; none scores less than the clause adds."""
        bounds = [option.bound for option in self.options]
        return {"dis_max": {"queries": bounds, "boost": self.clause.weight * _ROUNDING}}


def either_of(queries: Sequence[Query]) -> Query:
    """Return what matches any of the queries; the scores are added."""
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": list(queries)}} if queries else NOTHING


def filtered_by(queries: Sequence[Query]) -> Query:
    """Return what matches each of the queries, and scores nothing."""
    return {"bool": {"filter": list(queries)}}


class Plan:
    """The clauses of a request, and what has to be asked before they can be scored.

    ``match`` and ``every`` need nothing but the terms of prefixes. ``clauses`` needs the
    frequencies, which ``unknown`` asks for and ``learn`` remembers.
    """

    def __init__(self, view: ClusterView, clauses: Sequence[Clause]) -> None:
        self._view = view
        self._clauses = clauses
        prefixes = [
            (ask.field, ask.prefix, ask.limit)
            for clause in clauses
            for ask in _asks(clause)
            if isinstance(ask, TermPrefix)
        ]
        terms = dict(zip(prefixes, view.terms(prefixes))) if prefixes else {}
        self._asked = [[_expanded(ask, terms) for ask in _asks(clause)] for clause in clauses]

    def match_of(self, number: int) -> Query:
        """Return what answers a clause, unscored."""
        return either_of([_match(ask) for ask in self._asked[number]])

    def unknown(self) -> tuple[list[object], list[Query], list[str]]:
        """Return what is to be counted, by key and query, and the fields to be explained."""
        view = self._view
        counts: dict[object, Query] = {}
        fields: list[str] = []
        for number, asks in enumerate(self._asked):
            for ask in asks:
                counts[ask] = _match(ask)
                if isinstance(ask, AnyOf):
                    counts.update(
                        ((ask.field, term), {"term": {ask.field: term}})
                        for term in _searchable(ask.terms)
                    )
                    if ask.field not in view.scoring and ask.field not in fields:
                        fields.append(ask.field)
            if len(asks) > 1:
                counts[tuple(asks)] = self.match_of(number)
        missing = [key for key in counts if key not in view.counts]
        return missing, [counts[key] for key in missing], fields

    def searches(self, counts: Sequence[Query], fields: Sequence[str]) -> list[Mapping[str, Any]]:
        """Return the searches that answer ``unknown``."""
        searches: list[Mapping[str, Any]] = []
        if counts:
            searches.append({"size": 0, "aggs": counting(counts)})
        for field in fields:
            terms = [
                {"term": {field: term}}
                for asks in self._asked
                for ask in asks
                if isinstance(ask, AnyOf) and ask.field == field
                for term in _searchable(ask.terms)
            ]
            searches.append({**page_of(either_of(terms), 1, ("_score",)), "explain": True})
        return searches

    def learn(
        self, keys: Sequence[object], fields: Sequence[str], answers: Sequence[Mapping[str, Any]]
    ) -> None:
        """Remember the answers to ``searches``."""
        answers = list(answers)
        if keys:
            self._view.remember_counts(keys, answers.pop(0))
        for field, answer in zip(fields, answers):
            for hit in answer["hits"]["hits"]:
                self._view.scoring[field] = _scoring(hit["_explanation"])

    def clauses(self) -> list[ServerClause]:
        """Return the clauses, once everything is known."""
        made = []
        frequencies = self._view.counts
        for clause, asks in zip(self._clauses, self._asked):
            options = tuple(self._option(ask) for ask in asks)
            frequency = frequencies[asks[0] if len(asks) == 1 else tuple(asks)]
            made.append(ServerClause(clause, options, frequency))
        return made

    def _option(self, ask: AnyOf | InOrder) -> ServerOption:
        view = self._view
        frequency = view.counts[ask]
        live = view.fields[ask.field]
        factor, norm = weights(view.entries, frequency, live.mean)
        if not frequency:
            return ServerOption(ask.field, (), (), 0, 0, 0.0, 1.0, NOTHING, NOTHING)
        match = _match(ask)
        if isinstance(ask, InOrder):
            steps = tuple(tuple(map(field_key, _searchable(step))) for step in ask.steps)
            bound: Query = {"constant_score": {"filter": match, "boost": factor}}
            return ServerOption(
                ask.field, steps, ask.gaps, ask.slop, frequency, factor, norm, match, bound
            )
        scoring: ServerScoring = view.scoring[ask.field]
        deleted = max(0, scoring.entries - live.entries)
        longer = max(1.0, live.mean / scoring.mean)
        bounds = []
        for term in _searchable(ask.terms):
            often = view.counts[ask.field, term]
            if not often:
                continue
            # The server may count every deleted entry of the field for this term.
            least = rarity_of(scoring.entries, min(often + deleted, scoring.entries))
            boost = factor * longer / (scoring.scale * least)
            bounds.append({"term": {ask.field: {"value": term, "boost": boost}}})
        keys = (tuple(map(field_key, _searchable(ask.terms))),)
        return ServerOption(
            ask.field, keys, (), 0, frequency, factor, norm, match, either_of(bounds)
        )


def _asks(clause: Clause) -> tuple[Ask, ...]:
    return clause.ask.options if isinstance(clause.ask, Either) else (clause.ask,)


def _expanded(
    ask: Ask, terms: Mapping[tuple[str, str, int], Sequence[tuple[str, int]]]
) -> AnyOf | InOrder:
    """Return a prefix as its terms, and a phrase of one step as what it is."""
    if isinstance(ask, TermPrefix):
        begun = terms.get((ask.field, ask.prefix, ask.limit), ())
        return AnyOf(ask.field, tuple(term for term, _ in begun))
    if isinstance(ask, InOrder) and len(ask.steps) == 1:
        return AnyOf(ask.field, ask.steps[0])
    return ask


def _searchable(terms: Sequence[str]) -> Iterator[str]:
    return (term for term in dict.fromkeys(terms) if is_searchable(term))


def _match(ask: AnyOf | InOrder) -> Query:
    """Return what answers an ask."""
    if isinstance(ask, AnyOf):
        terms = list(_searchable(ask.terms))
        return {"terms": {ask.field: terms}} if terms else NOTHING
    steps = [list(_searchable(step)) for step in ask.steps]
    if not all(steps):
        return NOTHING
    phrases = []
    for offsets in spread_slop(ask.gaps, ask.slop):
        positions: list[Sequence[str]] = [()] * (offsets[-1] + 1)
        for offset, step in zip(offsets, steps):
            positions[offset] = step
        phrases.append({"match_phrase": {ask.field: join_positions(positions)}})
    return either_of(phrases)


def _scoring(explained: Mapping[str, Any]) -> ServerScoring:
    """Return what an explanation of a term's score says of the field."""
    for term in _parts(explained):
        if not term["description"].startswith("score("):
            continue
        values = {part["description"].partition(",")[0]: part["value"] for part in _parts(term)}
        boost = values.get("boost", 1.0)
        return ServerScoring(int(values["N"]), float(values["avgdl"]), float(boost))
    raise ValueError("the server's explanation of a score is not what it was")


def _parts(explained: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield explained
    for detail in explained.get("details", ()):
        yield from _parts(detail)
