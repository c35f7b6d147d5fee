"""The oracle: an engine that keeps entries in a dict and looks at every one of them.

Slow and obviously right; each method is the sentence of the protocol, written
out. Other engines are compared with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import Any

from kb.engines.base import (
    AnyOf,
    Clause,
    Copies,
    Either,
    EngineHit,
    Filters,
    InOrder,
    SearchRequest,
    SearchResponse,
    Statistics,
    Stored,
    TermPrefix,
)
from kb.index.copies import compared_text, group_copies
from kb.index.schema import FILLER, Entry, Place

__all__ = ["PlainEngine"]


class PlainEngine:
    """See kb.engines.base.Engine."""

    name = "plain"
    version = "1"

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def apply(self, delete_documents: Iterable[str], add_entries: Iterable[Entry]) -> None:
        gone = set(delete_documents)
        kept = {id: entry for id, entry in self.entries.items() if entry.document not in gone}
        self.entries = kept | {entry.id: entry for entry in add_entries}

    def compact(self) -> None:
        pass

    def search(self, request: SearchRequest) -> SearchResponse:
        every = self._matching(request.clauses, request.filters)
        matches = self._one_of_copies(every, request)
        ordered = sorted(matches, key=self._order(request))
        page = ordered[request.offset : request.offset + request.limit]
        return SearchResponse(
            hits=tuple(self._hit(entry, request.clauses) for entry in page),
            total=len(matches),
            frequencies=tuple(self._frequency(clause.ask) for clause in request.clauses),
            facets={
                name: _frequent_first(self._values(every, name, request)) for name in request.facets
            },
            crowded=self.crowded(matches, request),
            entries=len(self.entries),
            copies=len(every) - len(matches),
        )

    def crowded(self, matches: Sequence[Entry], request: SearchRequest) -> dict[str, int]:
        """The documents with more of *matches* than the request says."""
        above = request.crowded_above
        counts = _frequent_first(Counter(entry.document for entry in matches))
        return {id: n for id, n in counts.items() if above is not None and n > above}

    def groups(self) -> list[list[str]]:
        """The groups of copies, by id."""
        ids = list(self.entries)
        groups = group_copies(
            [(n, entry.sketch) for n, entry in enumerate(self.entries.values())],
            lambda n: Place(self.entries[ids[n]].document, self.entries[ids[n]].ordinal, ids[n]),
            lambda n: compared_text(self.entries[ids[n]].payload),
        )
        return [[ids[number] for number in numbers] for numbers in groups]

    def _group_of(self, id: str) -> list[str]:
        return next((group for group in self.groups() if id in group), [id])

    def _one_of_copies(self, matches: list[Entry], request: SearchRequest) -> list[Entry]:
        preference = request.one_of_copies
        if preference is None:
            return matches
        ids = {entry.id for entry in matches}

        def rank(id: str) -> tuple[int, float]:
            rank = preference.rank(self.entries[id].document)
            return rank, -self._score(self.entries[id], request.clauses)

        gone = set[str]()
        for group in self.groups():
            if there := [id for id in group if id in ids]:
                gone |= {*there} - {min(there, key=rank)}
        return [entry for entry in matches if entry.id not in gone]

    def _values(self, matches: list[Entry], name: str, request: SearchRequest) -> Counter[str]:
        """How many matches have each value; copies of one group that share it count once."""
        values = Counter(entry.facets[name] for entry in matches if name in entry.facets)
        if request.one_of_copies is not None:
            ids = {entry.id for entry in matches}
            for group in self.groups():
                shared = Counter(self.entries[id].facets.get(name) for id in group if id in ids)
                values -= Counter({value: n - 1 for value, n in shared.items() if value})
        return values

    def copies(self, ids: Sequence[str], limit: int) -> list[Copies]:
        others = [[other for other in self._group_of(id) if other != id] for id in ids]
        return [
            Copies(len(of_id), tuple(_stored(self.entries[id]) for id in of_id[:limit]))
            for of_id in others
        ]

    def payloads(self, hits: Sequence[EngineHit]) -> list[bytes]:
        return [self.entries[hit.id].payload for hit in hits]

    def _hit(self, entry: Entry, clauses: Sequence[Clause]) -> EngineHit:
        score = self._score(entry, clauses)
        copies = len(self._group_of(entry.id)) - 1
        return EngineHit(0, entry.id, entry.document, entry.ordinal, score, copies)

    def _order(self, request: SearchRequest) -> Callable[[Entry], tuple[Any, ...]]:
        own = [clause for clause in request.clauses if not clause.expansion]
        should = [clause for clause in own if clause.need == "should"]

        def key(entry: Entry) -> tuple[Any, ...]:
            place = entry.document, entry.ordinal
            if request.sort == "reading":
                return place
            every = bool(should) and all(self._count(entry, clause.ask) for clause in should)
            if request.all_first and every:
                return 0, -self._score(entry, own), place
            return 1, -self._score(entry, request.clauses), place

        return key

    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        return [_stored(self.entries[id]) if id in self.entries else None for id in ids]

    def document(self, id: str) -> list[Stored]:
        entries = [entry for entry in self.entries.values() if entry.document == id]
        return [_stored(entry) for entry in sorted(entries, key=lambda entry: entry.ordinal)]

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        found = Counter(
            term
            for entry in self.entries.values()
            for term in _terms(entry, field)
            if term.startswith(prefix)
        )
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def terms_by_prefix(
        self, field: str, prefixes: Sequence[str], limit: int = 100
    ) -> list[list[tuple[str, int]]]:
        return [self.terms(field, prefix, limit) for prefix in prefixes]

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        return [self._frequency(AnyOf(field, (term,))) for term in terms]

    def statistics(self) -> Statistics:
        return Statistics(
            entries=len(self.entries),
            documents=len({entry.document for entry in self.entries.values()}),
            deleted=0,
            segments=1,
        )

    def close(self) -> None:
        pass

    def _matching(self, clauses: Sequence[Clause], filters: Filters | None) -> list[Entry]:
        return [
            entry
            for entry in self.entries.values()
            if self._answers(entry, clauses)
            and all(entry.facets.get(f) in values for f, values in (filters or {}).items())
        ]

    def _answers(self, entry: Entry, clauses: Sequence[Clause]) -> bool:
        def any_of(need: str) -> list[bool]:
            return [self._count(entry, c.ask) > 0 for c in clauses if c.need == need]

        wanted = all(any_of("must")) if any_of("must") else any(any_of("should") or [True])
        return wanted and not any(any_of("not"))

    def _count(self, entry: Entry, ask: AnyOf | InOrder | TermPrefix | Either) -> int:
        """How often the entry answers: at how many positions."""
        if isinstance(ask, Either):
            return max((self._count(entry, option) for option in ask.options), default=0)
        positions = entry.fields.get(ask.field, ())
        if isinstance(ask, InOrder):
            return sum(_begins(positions, start, ask) for start in range(len(positions)))
        return sum(any(term in self._asked(ask) for term in stack) for stack in positions)

    def _asked(self, ask: AnyOf | TermPrefix) -> set[str]:
        if isinstance(ask, AnyOf):
            return set(ask.terms) - {FILLER}
        return {term for term, _ in self.terms(ask.field, ask.prefix, ask.limit)}

    def _frequency(self, ask: AnyOf | InOrder | TermPrefix | Either) -> int:
        return sum(self._count(entry, ask) > 0 for entry in self.entries.values())

    def _score(self, entry: Entry, clauses: Sequence[Clause]) -> float:
        return sum(c.weight * self._bm25(entry, c.ask) for c in clauses if c.need != "not")

    def _bm25(self, entry: Entry, ask: AnyOf | InOrder | TermPrefix | Either) -> float:
        if isinstance(ask, Either):
            return max((self._bm25(entry, option) for option in ask.options), default=0.0)
        count, having = self._count(entry, ask), self._frequency(ask)
        lengths = [n for e in self.entries.values() if (n := _length(e, ask.field))]
        if not count:
            return 0.0
        norm = 1 - 0.75 + 0.75 * _length(entry, ask.field) / (sum(lengths) / len(lengths))
        rarity = log(1 + (len(self.entries) - having + 0.5) / (having + 0.5))
        return rarity * count * 2.2 / (count + 1.2 * norm)


def _begins(positions: Sequence[Sequence[str]], start: int, ask: InOrder) -> bool:
    """Whether the steps stand in order from *start*."""

    def follows(at: int, step: int, left: int) -> bool:
        if at >= len(positions) or not (set(ask.steps[step]) - {FILLER}) & set(positions[at]):
            return False
        if step == len(ask.gaps):
            return True
        return any(
            follows(at + ask.gaps[step] + more, step + 1, left - more) for more in range(left + 1)
        )

    return follows(start, 0, ask.slop)


def _frequent_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _terms(entry: Entry, field: str) -> set[str]:
    return {term for stack in entry.fields.get(field, ()) for term in stack} - {FILLER}


def _length(entry: Entry, field: str) -> int:
    stacks = entry.fields.get(field, ())
    return sum(term != FILLER for stack in stacks for term in stack)


def _stored(entry: Entry) -> Stored:
    return Stored(entry.id, entry.document, entry.ordinal, entry.payload)
