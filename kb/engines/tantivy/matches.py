"""The matches of a request: how many, which are best, which one of each group of copies.

Tantivy returns matches by an upper bound of their score. They are scored exactly, more and
more of them, until the last bound is lower than the score of the last hit of the page: then no
other match can be on it (the threshold algorithm of Fagin, Lotem and Naor, 2003).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, partial
from heapq import nlargest, nsmallest

from tantivy import Occur, Query

from kb.engines.base import Preference, SearchRequest
from kb.engines.counts import most_frequent_first
from kb.engines.fields import DOCUMENT, decode_place, facet_field
from kb.engines.record import Record
from kb.engines.tantivy.clauses import ClauseQuery, all_of, clause_query, unscored
from kb.engines.tantivy.reader import IndexView

__all__ = ["Matches"]

_MORE = 24  # matches that are scored beside those that are asked for
_FASTER = 4  # how many times more are scored the next time


class Matches:
    """What an index holds for one request."""

    def __init__(self, index: IndexView, request: SearchRequest) -> None:
        self._index = index
        self._request = request
        self.clauses = [clause_query(index, clause) for clause in request.clauses]
        self._scored = [one for one in self.clauses if one.clause.need != "not"]
        self._records: dict[int, Record] = {}
        self._scores: dict[int, float] = {}

    @cached_property
    def total(self) -> int:
        """How many match, one of each group of copies."""
        return self._all - len(self.left_out)

    @cached_property
    def left_out(self) -> frozenset[int]:
        """The matches that are copies of a chosen one."""
        if self._request.one_of_copies is None:
            return frozenset()
        left_out = set[int]()
        for numbers in self._groups:
            left_out.update(numbers)
            left_out.discard(self._chosen(numbers, self._request.one_of_copies))
        return frozenset(left_out)

    def record(self, number: int) -> Record:
        """Return the record of an entry."""
        record = self._records.get(number)
        if record is None:
            record = self._records[number] = self._index.record(number)
        return record

    def score(self, number: int) -> float:
        """Return the score of an entry by all clauses."""
        if number not in self._scores:
            self._scores[number] = self._exact(number, self._scored)
        return self._scores[number]

    def page(self) -> list[int]:
        """Return the entries of the page, in the order that the request asks for."""
        start, end = (
            self._request.offset,
            min(self._request.offset + self._request.limit, self.total),
        )
        if end <= start:
            return []
        if self._request.sort == "reading" or not self._scored:
            return self._in_reading_order(end)[start:]
        first: list[int] = []
        if self._request.all_first and (every := self._every()) is not None:
            own = [one for one in self._scored if not one.clause.expansion]
            own = self._scored if len(own) == len(self._scored) else own
            first = self._best(every, own, end)
        if len(first) < end:
            placed = frozenset(first)
            rest = self._best(self._query, self._scored, end)
            first += [number for number in rest if number not in placed]
        return first[start:end]

    def values(self, facet: str) -> dict[str, int]:
        """Return how many matches have each value of a facet, most frequent first."""
        counts = Counter(self._values(facet))
        if self._request.one_of_copies is not None and facet != DOCUMENT:
            for numbers in self._groups:  # a document has one of a group
                shared = Counter(self.record(number).facets.get(facet) for number in numbers)
                counts.subtract({value: n - 1 for value, n in shared.items() if value is not None})
        return most_frequent_first(counts)

    def crowded(self, above: int) -> dict[str, int]:
        """Return the documents with more than *above* matches, and how many."""
        if self.total <= above:
            return {}
        counted = self._index.crowded(self._query, above)
        counts = self._values(DOCUMENT) if counted is None else counted
        if not self.left_out:
            return most_frequent_first({id: n for id, n in counts.items() if n > above})
        counts = Counter(counts)
        counts.subtract(self._index.document_of(number) for number in self.left_out)
        return most_frequent_first({id: n for id, n in counts.items() if n > above})

    @cached_property
    def _query(self) -> Query:
        """What matches, scored by a bound."""
        queries = {
            need: [one for one in self.clauses if one.clause.need == need]
            for need in ("must", "should", "not")
        }
        parts = [(Occur.Must, one.bound) for one in queries["must"]]
        parts += [(Occur.Should, one.bound) for one in queries["should"]]
        return self._filtered(parts, queries["not"])

    def _every(self) -> Query | None:
        """Return what matches every ``should`` clause but expansions, scored by a bound.

        None where there is no such clause.
        """
        own = [one for one in self._scored if not one.clause.expansion]
        if all(one.clause.need == "must" for one in own):
            return None
        parts = [(Occur.Must, one.bound) for one in own]
        parts += [
            (Occur.Must, unscored(one.match))
            for one in self._scored
            if one.clause.expansion and one.clause.need == "must"
        ]
        return self._filtered(parts, [one for one in self.clauses if one.clause.need == "not"])

    def _filtered(
        self, parts: Iterable[tuple[Occur, Query]], barred: Iterable[ClauseQuery]
    ) -> Query:
        parts = list(parts) or [(Occur.Must, unscored(Query.all_query()))]
        parts += [(Occur.MustNot, one.match) for one in barred]
        filters = [
            unscored(Query.term_set_query(self._index.schema, facet_field(facet), list(values)))
            if values
            else Query.empty_query()
            for facet, values in self._request.filters.items()
        ]
        return all_of([Query.boolean_query(parts), *filters])

    @cached_property
    def _all(self) -> int:
        return self._index.count(self._query)

    @cached_property
    def _numbers(self) -> Collection[int]:
        """Every match, copies too."""
        return frozenset(self._index.matching(self._query))

    @cached_property
    def _groups(self) -> list[list[int]]:
        """The groups of copies of which two or more match."""
        return self._index.copies.among(self._numbers) if self._index.copies.any else []

    def _chosen(self, numbers: Sequence[int], preference: Preference) -> int:
        def rank(number: int) -> tuple[int, float]:
            if not (preference.first or preference.last):
                return 0, -self.score(number)
            document = decode_place(self.record(number).place).document
            return preference.rank(document), -self.score(number)

        return min(numbers, key=rank)

    def _in_reading_order(self, count: int) -> list[int]:
        numbers = (number for number in self._numbers if number not in self.left_out)
        return nsmallest(count, numbers, key=lambda number: self._index.record(number).place)

    def _best(self, query: Query, scored: Sequence[ClauseQuery], count: int) -> list[int]:
        """Return the *count* best matches of *query* by their exact scores; ties in reading order."""
        scores: dict[int, float] = {}
        exact = self.score if scored is self._scored else partial(self._exact, scored=scored)
        limit = count + _MORE
        while True:
            top = self._index.top(query, limit)
            for number in top.numbers:
                if number not in scores and number not in self.left_out:
                    scores[number] = exact(number)
            if top.complete or (
                len(scores) >= count and nlargest(count, scores.values())[-1] > top.least
            ):
                break
            limit *= _FASTER
        worst = min(nlargest(count, scores.values()), default=0.0)
        contenders = [number for number, score in scores.items() if score >= worst]
        contenders.sort(key=lambda number: (-scores[number], self.record(number).place))
        return contenders[:count]

    def _exact(self, number: int, scored: Sequence[ClauseQuery]) -> float:
        record = self.record(number)
        return sum(one.score(record) for one in scored)

    def _values(self, facet: str) -> dict[str, int]:
        counts = self._index.values(self._query, facet)
        if counts is not None:
            return counts
        values = (_value(self._index.record(number), facet) for number in self._numbers)
        return Counter(value for value in values if value is not None)


def _value(record: Record, facet: str) -> str | None:
    return record.facets.get(facet) if facet != DOCUMENT else decode_place(record.place).document
