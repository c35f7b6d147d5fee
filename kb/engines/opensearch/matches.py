"""The matches of a request: how many, which are best, which one of each group of copies.

The server returns matches by an upper bound of their score. They are scored exactly, more and
more of them, until the last bound is lower than the score of the last hit of the page: then no
other match can be on it (the threshold algorithm of Fagin, Lotem and Naor, 2003).

Totals, frequencies and facets are counted by the server, exactly. Copies among the matches are
counted there too; only those whose groups are on the page are read, and for ``crowded`` those
of ``_MAX_GROUPS`` groups at most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from typing import Any

from kb.engines.base import Preference, SearchRequest
from kb.engines.counts import most_frequent_first
from kb.engines.fields import DOCUMENT, facet_field
from kb.engines.opensearch.clauses import NOTHING, Plan, ServerClause, filtered_by
from kb.engines.opensearch.mapping import MAX_RESULTS, parts_scored
from kb.engines.opensearch.view import MATCH_ALL, ClusterView, Found, Query, page_of

__all__ = ["ClusterMatches"]

_MORE = 24  # matches that are scored beside those that are asked for
_FASTER = 4  # how many times more are scored the next time
_MAX_GROUPS = 1000  # of copies, all of which are read to tell which documents are crowded
_MAX_VALUES = 1000  # of a facet that are counted in the first request
_PLACE = (facet_field(DOCUMENT), "ordinal", "id")


class ClusterMatches:
    """What a state of an index holds for one request."""

    def __init__(self, view: ClusterView, request: SearchRequest) -> None:
        self._view, self._request = view, request
        self._plan = Plan(view, request.clauses)
        self._scores: dict[str, float] = {}
        self._left_out: set[str] = set()
        self._members: dict[str, list[Found]] = {}  # the matches of each group that was read
        self._match = filtered_by([*self._parts(), *self._filters()])
        self._grouped = request.one_of_copies is not None and view.has_groups
        keys, counts, fields = self._plan.unknown()
        asked = self._plan.searches(counts, fields)
        pages = [] if asked else self._first_pages()
        answers = view.search_all([self._counts(), *asked, *pages], scored=True)
        self._plan.learn(keys, fields, answers[1 : 1 + len(asked)])
        self._counted = answers[0]
        self._pages: Sequence[Mapping[str, Any]] = answers[1 + len(asked) :]
        self.clauses = self._plan.clauses()

    @cached_property
    def total(self) -> int:
        """How many match, one of each group of copies."""
        return int(self._counted["hits"]["total"]["value"]) - self.copies

    @cached_property
    def copies(self) -> int:
        """How many matches are copies of a chosen one."""
        return sum(count - 1 for count in self._groups.values())

    @property
    def lost(self) -> int:
        """How many shards did not answer."""
        return self._view.lost_shards + int(self._counted["_shards"]["failed"])

    def page(self) -> list[Found]:
        """Return the entries of the page, in the order that the request asks for."""
        start = self._request.offset
        end = min(start + self._request.limit, self.total)
        if end <= start:
            return []
        if self._in_reading_order:
            return self._first_in_reading_order(end)[start:]
        first: list[Found] = []
        own, every = self._own, self._every
        if every is not None:
            first = self._best(every, own, end, 1)
        if len(first) < end:  # then these are all that the first query matches
            first += self._best(self._bounded, self._scored, end - len(first), 0)
        return first[start:end]

    def score(self, hit: Found) -> float:
        """Return the score of an entry by all clauses."""
        if hit.id not in self._scores:
            self._scores[hit.id] = _exact(hit, self._scored)
        return self._scores[hit.id]

    def values(self, facet: str) -> dict[str, int]:
        """Return how many matches have each value of a facet, most frequent first."""
        field = facet_field(facet)
        counted = self._counted["aggregations"][field]
        if counted["sum_other_doc_count"]:
            counts = Counter({value: n for (value,), n in self._view.values([field], self._match)})
        else:
            counts = Counter({str(one["key"]): one["doc_count"] for one in counted["buckets"]})
        if self._groups and facet != DOCUMENT:  # a document has one of a group
            for (_, value), n in self._view.values(["group", field], self._match):
                counts[value] -= n - 1
        return most_frequent_first(counts)

    def crowded(self, above: int) -> dict[str, int]:
        """Return the documents with more than *above* matches, and how many."""
        if self.total <= above:
            return {}
        counted = self._counted["aggregations"]["crowded"]
        if counted["sum_other_doc_count"] and _cut(counted, above):
            documents = self._view.values([facet_field(DOCUMENT)], self._match)
            counts = Counter({document: n for (document,), n in documents})
        else:
            counts = Counter({str(one["key"]): one["doc_count"] for one in counted["buckets"]})
        if len(self._groups) <= _MAX_GROUPS:
            for copy in self._copies_of(self._groups):
                counts[copy.place.document] -= 1
        return most_frequent_first({id: n for id, n in counts.items() if n > above})

    def sizes(self, hits: Sequence[Found]) -> dict[str, int]:
        """Return how many entries each group of the hits has."""
        groups = sorted({hit.group for hit in hits if hit.group is not None})
        if not groups:
            return {}
        terms = {"field": "group", "size": len(groups)}
        body = {
            "size": 0,
            "query": filtered_by([{"terms": {"group": groups}}]),
            "aggs": {"groups": {"terms": terms}},
        }
        buckets = self._view.search(body)["aggregations"]["groups"]["buckets"]
        return {str(bucket["key"]): bucket["doc_count"] for bucket in buckets}

    @cached_property
    def _scored(self) -> list[ServerClause]:
        return [one for one in self.clauses if one.clause.need != "not"]

    @cached_property
    def _own(self) -> list[ServerClause]:
        """The clauses that are no expansions."""
        return [one for one in self._scored if not one.clause.expansion]

    @cached_property
    def _parts_read(self) -> Sequence[str]:
        """The columns that decide the score of an entry."""
        return parts_scored(sorted({one.field for c in self._scored for one in c.options}))

    @cached_property
    def _in_reading_order(self) -> bool:
        needs = {clause.need for clause in self._request.clauses}
        return self._request.sort == "reading" or needs <= {"not"}

    @cached_property
    def _groups(self) -> dict[str, int]:
        """The groups of which two entries or more match, and how many do."""
        if not self._grouped:
            return {}
        counted = self._view.values(["group"], self._match)
        return {group: count for (group,), count in counted if count > 1}

    def _parts(self) -> Iterator[Query]:
        """Yield what a match answers, unscored."""
        clauses = self._request.clauses
        needs: Mapping[str, list[Query]] = {"must": [], "should": [], "not": []}
        for number, clause in enumerate(clauses):
            needs[clause.need].append(self._plan.match_of(number))
        if needs["must"]:
            yield filtered_by(needs["must"])
        elif needs["should"]:
            yield {"bool": {"should": needs["should"]}}
        else:
            yield MATCH_ALL
        if needs["not"]:
            yield {"bool": {"must_not": needs["not"]}}

    def _filters(self) -> Iterator[Query]:
        for facet, values in self._request.filters.items():
            yield {"terms": {facet_field(facet): list(values)}} if values else NOTHING

    def _counts(self) -> dict[str, Any]:
        """Return the search that counts."""
        request = self._request
        counted: dict[str, Any] = {
            facet_field(facet): {"terms": {"field": facet_field(facet), "size": _MAX_VALUES}}
            for facet in request.facets
        }
        if request.crowded_above is not None:
            terms = {"field": facet_field(DOCUMENT), "size": _MAX_VALUES}
            counted["crowded"] = {"terms": {**terms, "min_doc_count": request.crowded_above + 1}}
        return {"size": 0, "query": self._match, "track_total_hits": True, "aggs": counted}

    def _first_pages(self) -> list[Mapping[str, Any]]:
        """Return the searches for what is scored first: they can be sent with the counts."""
        self.clauses = self._plan.clauses()
        if self._in_reading_order or not self._request.limit:
            return []
        size = self._request.offset + self._request.limit + _MORE
        queries = [self._bounded, *([] if self._every is None else [self._every])]
        return [page_of(query, size, ("_score", "id"), parts=self._parts_read) for query in queries]

    @cached_property
    def _bounded(self) -> Query:
        """What matches, scored by a bound; without those that are asked for by ``_every``."""
        bounds: Mapping[str, list[Query]] = {"must": [], "should": [], "not": []}
        for one in self.clauses:
            bounds[one.clause.need].append(one.match if one.clause.need == "not" else one.bound)
        query: dict[str, Any] = {
            "must": bounds["must"],
            "should": bounds["should"],
            "must_not": [*bounds["not"], *([] if self._every is None else [self._every])],
            "filter": list(self._filters()),
        }
        if bounds["should"] and not bounds["must"]:
            query["minimum_should_match"] = 1
        return {"bool": query}

    @cached_property
    def _every(self) -> Query | None:
        """What matches every ``should`` clause but expansions, scored by a bound; None: not asked."""
        own = self._own
        if not self._request.all_first or all(one.clause.need == "must" for one in own):
            return None
        required = [
            one.match for one in self._scored if one.clause.expansion and one.clause.need == "must"
        ]
        return {
            "bool": {
                "must": [one.bound for one in own],
                "filter": [*required, *self._filters()],
                "must_not": [one.match for one in self.clauses if one.clause.need == "not"],
            }
        }

    def _first_in_reading_order(self, count: int) -> list[Found]:
        first: list[Found] = []
        after: Sequence[Any] | None = None
        while len(first) < count:
            size = min(MAX_RESULTS, count - len(first) + _MORE)
            asked = page_of(self._match, size, _PLACE, after, parts=self._parts_read)
            answer = self._view.search(asked)
            page = self._view.hits(answer)
            first += self._without_copies(page)
            if len(page) < size:
                break
            after = page[-1].sort
        return first[:count]

    def _best(
        self, query: Query, scored: Sequence[ServerClause], count: int, number: int
    ) -> list[Found]:
        """Return the *count* best matches by their exact scores; ties in reading order.

        Args:
            query: what matches, scored by a bound.
            scored: the clauses whose scores are added.
            count: how many matches.
            number: of the page that may have been asked for with the counts.
        """
        scores: dict[str, float] = {}
        hits: dict[str, Found] = {}
        size = self._request.offset + self._request.limit + _MORE
        answer = self._pages[number] if number < len(self._pages) else None
        after: Sequence[Any] | None = None
        while True:
            size = min(size, MAX_RESULTS)
            if answer is None:
                asked = page_of(query, size, ("_score", "id"), after, parts=self._parts_read)
                answer = self._view.search(asked, scored=True)
            page = self._view.hits(answer)
            for hit in self._without_copies(page):
                hits[hit.id] = hit
                scores[hit.id] = (
                    self.score(hit) if len(scored) == len(self._scored) else _exact(hit, scored)
                )
            if len(page) < size or (
                len(scores) >= count and nlargest(count, scores.values())[-1] > page[-1].score
            ):
                break
            size, after, answer = size * _FASTER, page[-1].sort, None
        return sorted(hits.values(), key=lambda hit: (-scores[hit.id], hit.place))[:count]

    def _without_copies(self, hits: Sequence[Found]) -> list[Found]:
        """Return the hits that are not copies of a chosen one."""
        self._copies_of({hit.group for hit in hits if hit.group in self._groups})
        return [hit for hit in hits if hit.id not in self._left_out]

    def _copies_of(self, groups: Iterable[str | None]) -> list[Found]:
        """Read the matches of some groups, and return those that are left out."""
        names = sorted(group for group in groups if group is not None)
        if unread := [group for group in names if group not in self._members]:
            self._members.update(self._read_members(unread))
        left_out = []
        for group in names:
            members = self._members[group]
            chosen = self._chosen(members)
            left_out += [hit for hit in members if hit is not chosen]
        self._left_out.update(hit.id for hit in left_out)
        return left_out

    def _read_members(self, groups: Sequence[str]) -> dict[str, list[Found]]:
        """Return the matches of each group, in the order of the group."""
        query = filtered_by([self._match, {"terms": {"group": list(groups)}}])
        members: dict[str, list[Found]] = defaultdict(list)
        order = ("copy_order", "id")
        for hit in self._view.matching(query, order, parts=self._parts_read):
            members[hit.group or ""].append(hit)
        return members

    def _chosen(self, members: Sequence[Found]) -> Found:
        preference = self._request.one_of_copies or Preference()

        def rank(hit: Found) -> tuple[int, float]:
            return preference.rank(hit.place.document), -self.score(hit)

        return min(members, key=rank)


def _exact(hit: Found, scored: Sequence[ServerClause]) -> float:
    return sum(one.score(hit.record) for one in scored)


def _cut(counted: Mapping[str, Any], above: int) -> bool:
    """Return whether a document that is not among those counted may be crowded.

    All entries of a document are in one shard, so what is not listed has fewer matches
    than the last of those that are.
    """
    buckets = counted["buckets"]
    return len(buckets) >= _MAX_VALUES and buckets[-1]["doc_count"] > above
