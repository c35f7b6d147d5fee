"""The matches of a request: how many, which are best, which one of each group of copies.

Tantivy returns matches by an upper bound of their score. They are scored exactly, more and
more of them, until the last bound is lower than the score of the last hit of the page: then no
other match can be on it (the threshold algorithm of Fagin, Lotem and Naor, 2003).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from heapq import heappush, heappushpop, nsmallest

from tantivy import Occur, Query

from kb.engines.base import Preference, SearchRequest
from kb.engines.counts import most_frequent_first
from kb.engines.fields import DOCUMENT, decode_place, facet_field
from kb.engines.record import Record
from kb.engines.tantivy.clauses import ClauseQuery, ExactScorer, all_of, clause_query, unscored
from kb.engines.tantivy.crowded import CrowdedDocuments
from kb.engines.tantivy.reader import IndexView, Tally
from kb.engines.tantivy.schema import DOCUMENT_NUMBER

__all__ = ["Matches"]

_MORE = 24  # matches that are scored beside those that are asked for
_FEW = 5000  # matches; of more, only those in documents with copies are looked at for copies
_FASTER = 4  # how many times more are scored the next time


class Matches:
    """What an index holds for one request."""

    def __init__(self, index: IndexView, request: SearchRequest) -> None:
        self._index = index
        self._request = request
        self.clauses = [clause_query(index, clause) for clause in request.clauses]
        self._scored = [one for one in self.clauses if one.clause.need != "not"]
        self._scorer = ExactScorer(self._scored)
        self._records: dict[int, Record] = {}
        self._places: dict[int, bytes] = {}
        self._scores: dict[int, float] = {}

    @cached_property
    def total(self) -> int:
        """How many match, one of each group of copies."""
        return self._all - len(self.left_out)

    @cached_property
    def left_out(self) -> frozenset[int]:
        """The matches that are copies of a chosen one."""
        preference = self._request.one_of_copies
        if preference is None:
            return frozenset()
        left_out = set[int]()
        undecided: AbstractSet[int] = self._copied.keys()
        if not (preference.first or preference.last):
            # Of copies that are always scored alike, the first is chosen: no score is needed.
            leaders = self._index.leaders
            left_out.update(n for n in leaders.keys() & undecided if leaders[n] in undecided)
            undecided = undecided - left_out - self._index.leading
        for numbers in self._index.copies.among(undecided):
            left_out.update(numbers)
            left_out.discard(self._chosen(numbers, preference))
        return frozenset(left_out)

    def record(self, number: int) -> Record:
        """Return the record of an entry."""
        record = self._records.get(number)
        if record is None:
            record = self._records[number] = self._index.record(number)
        return record

    def place(self, number: int) -> bytes:
        """Return the encoded place of an entry; see kb.engines.fields."""
        place = self._places.get(number)
        if place is None:
            place = self._places[number] = self.record(number).place
        return place

    def score(self, number: int) -> float:
        """Return the score of an entry by all clauses."""
        score = self._scores.get(number)
        if score is None:
            score = self._scores[number] = self._scorer.score(self.record(number))
        return score

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
            scorer = self._scorer if len(own) == len(self._scored) else ExactScorer(own)
            first = self._best(every, scorer, end)
        if len(first) < end:
            placed = frozenset(first)
            rest = self._best(self._query, self._scorer, end)
            first += [number for number in rest if number not in placed]
        return first[start:end]

    def values(self, facet: str) -> dict[str, int]:
        """Return how many matches have each value of a facet, most frequent first."""
        counted = self._tally.values[facet_field(facet)]
        counts: Counter[str] = Counter(self._read_values(facet) if counted is None else counted)
        if self._request.one_of_copies is not None and facet != DOCUMENT:
            for numbers in self._groups:  # a document has one of a group
                shared = Counter(self.record(number).facets.get(facet) for number in numbers)
                counts.subtract({value: n - 1 for value, n in shared.items() if value is not None})
        return most_frequent_first(counts)

    def crowded(self, above: int) -> Mapping[str, int]:
        """Return the documents with more than *above* matches, and how many."""
        counts = self._tally.values[DOCUMENT_NUMBER]
        if counts is None:
            counts = Counter(self._index.documents_of(self._query).values())
            counts = {number: count for number, count in counts.items() if count > above}
        for number in self.left_out:
            document = self._copied[number]
            if document in counts:
                counts[document] -= 1
                if counts[document] <= above:
                    del counts[document]
        return CrowdedDocuments(self._index, counts)

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

    @property
    def _all(self) -> int:
        return self._tally.total

    @cached_property
    def _tally(self) -> Tally:
        """The total, and the counts of all facets and documents that the request asks for."""
        columns = {facet_field(facet): 1 for facet in self._request.facets}
        if self._request.crowded_above is not None:
            columns[DOCUMENT_NUMBER] = self._request.crowded_above + 1
        return self._index.tally(self._query, columns)

    @cached_property
    def _numbers(self) -> Collection[int]:
        """Every match, copies too."""
        return frozenset(self._index.matching(self._query))

    @cached_property
    def _copied(self) -> Mapping[int, int]:
        """The matches among which copies are, and the number of the document of each."""
        if not self._index.copies.any:
            return {}
        few = self._all < _FEW
        return self._index.documents_of(
            self._query if few else all_of([self._query, self._index.of_copied_documents])
        )

    @cached_property
    def _groups(self) -> list[list[int]]:
        """The groups of copies of which two or more match."""
        return self._index.copies.among(self._copied)

    def _chosen(self, numbers: Sequence[int], preference: Preference) -> int:
        def rank(number: int) -> tuple[int, float]:
            if not (preference.first or preference.last):
                return 0, -self.score(number)
            return preference.rank(self._index.document_of(number)), -self.score(number)

        return min(numbers, key=rank)

    def _in_reading_order(self, count: int) -> list[int]:
        numbers = (number for number in self._numbers if number not in self.left_out)
        return nsmallest(count, numbers, key=lambda number: self._index.record(number).place)

    def _best(self, query: Query, scorer: ExactScorer, count: int) -> list[int]:
        """Return the *count* best matches of *query* by their exact scores; ties in reading order."""
        scores: dict[int, float] = {}
        best: list[float] = []  # a heap of the *count* best scores; the least is the first
        own = scorer is self._scorer  # its scores are kept
        limit = count + _MORE
        while True:
            top = self._index.top(query, limit)
            for number, bound in zip(top.numbers, top.bounds, strict=True):
                if len(best) == count and bound < best[0]:
                    break  # nor is any match after it among the best
                if number not in scores and number not in self.left_out:
                    scores[number] = (
                        self.score(number) if own else scorer.score(self.record(number))
                    )
                    (heappush if len(best) < count else heappushpop)(best, scores[number])
            else:
                if len(top.numbers) == limit:
                    limit *= _FASTER
                    continue
            break
        worst = best[0] if best else 0.0
        contenders = [(-score, self.place(n), n) for n, score in scores.items() if score >= worst]
        return [number for _, _, number in sorted(contenders)[:count]]

    def _read_values(self, facet: str) -> dict[str, int]:
        values = (_value(self._index.record(number), facet) for number in self._numbers)
        return Counter(value for value in values if value is not None)


def _value(record: Record, facet: str) -> str | None:
    return record.facets.get(facet) if facet != DOCUMENT else decode_place(record.place).document
