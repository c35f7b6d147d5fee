"""One state of an index on the cluster, read: a point in time, and what is remembered of it.

The server keeps the state for some minutes after each request. If it is no longer kept, or
the node that kept it is gone, a new one is taken once, and the request is answered from that.

Frequencies, mean lengths and what the server scores with do not change within one state, so
each is asked for once, and remembered while the state is read.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import quote

from kb.engines.fields import DOCUMENT, FIELDS, facet_field
from kb.engines.opensearch.connection import ClusterConnection, PointInTimeGone, Search
from kb.engines.opensearch.mapping import (
    MAX_RESULTS,
    PAYLOAD,
    length_field,
    record_of,
    words_field,
)
from kb.engines.opensearch.refusals import failed_parts
from kb.engines.record import Record
from kb.errors import ClusterIncomplete, IndexDamaged, KisimaError
from kb.index.schema import Place
from kb.messages import Message

__all__ = [
    "MATCH_ALL",
    "ClusterIndex",
    "ClusterView",
    "FieldStatistics",
    "Found",
    "Query",
    "counting",
    "page_of",
]

Query = Mapping[str, Any]
"""A query, as the server takes it."""

MATCH_ALL: Mapping[str, Any] = {"match_all": {}}

_DOCUMENT = facet_field(DOCUMENT)
_PLACE = ("id", "ordinal", "group", _DOCUMENT)
_KEEP_ALIVE = "5m"
_LOST_SECONDS = 30
_MAX_SHOWN = 2000  # payloads that are remembered: about 7 MB
_PAGE = 1000  # entries of an answer
_MAX_BUCKETS = 10_000
_FIRST_BUCKETS, _MOST_BUCKETS, _MORE_BUCKETS = 1000, 50_000, 10  # of each shard, then more
_SPECIAL = frozenset('.?+*|{}[]()"\\#@&<>~^$-')


class FieldStatistics(NamedTuple):
    """What scores in a field depend on."""

    entries: int  # that have terms in it
    mean: float  # length of these


class Found(NamedTuple):
    """An entry that a search returned."""

    place: Place
    score: float
    record: Record  # with the parts that were asked for
    group: str | None  # of its copies
    sort: Sequence[Any]  # where the next page begins

    @property
    def id(self) -> str:
        """Of the entry."""
        return self.place.id


class ClusterIndex(NamedTuple):
    """An index on a cluster."""

    connection: ClusterConnection
    name: str  # no alias
    shards: int
    partial: bool  # whether an answer may lack what some shards hold

    @property
    def path(self) -> str:
        """The path of its requests."""
        return f"/{quote(self.name, safe='')}"

    @property
    def place(self) -> str:
        """What it is called in errors."""
        return f"{self.connection.name}/{self.name}"


class ClusterView:
    """What was visible of an index when it was opened. May be read from several threads."""

    def __init__(self, index: ClusterIndex) -> None:
        """Take a point in time, and ask what all scores depend on.

        Raises:
            IndexMissing: the cluster has no such index.
        """
        self.index = index
        self.counts: dict[object, int] = {}  # of entries: see ``count``
        self.scoring: dict[str, Any] = {}  # by field: of kb.engines.opensearch.clauses
        self._terms: dict[tuple[str, str, int], list[tuple[str, int]]] = {}
        self._shown: dict[str, Found] = {}
        self._lock = Lock()
        taken = index.connection.ask(
            "POST",
            f"{index.path}/_search/point_in_time",
            keep_alive=_KEEP_ALIVE,
            allow_partial_pit_creation="true" if index.partial else "false",
            partial=index.partial,
        )
        self._pit = taken["pit_id"]
        self._taken = time.monotonic()
        self.lost_shards: int = index.shards - taken["_shards"]["successful"]
        sums: dict[str, Any] = {"groups": {"value_count": {"field": "group"}}}
        sums.update((name, {"stats": {"field": length_field(name)}}) for name in FIELDS)
        answer = self.search({"size": 0, "track_total_hits": True, "aggs": sums})
        values = answer["aggregations"]
        self.entries: int = answer["hits"]["total"]["value"]
        self.has_groups = values["groups"]["value"] > 0
        self.fields: Mapping[str, FieldStatistics] = {
            name: FieldStatistics(values[name]["count"], values[name]["avg"] or 0.0)
            for name in FIELDS
        }

    @property
    def is_stale(self) -> bool:
        """Whether shards are lost that may be back by now."""
        return bool(self.lost_shards) and time.monotonic() - self._taken > _LOST_SECONDS

    def close(self) -> None:
        """Let the server release the state."""
        body = {"pit_id": [self._pit]}
        with suppress(KisimaError):  # it does so by itself, some minutes later
            self.index.connection.ask("DELETE", "/_search/point_in_time", body)

    def search_all(
        self, bodies: Sequence[Mapping[str, Any]], *, scored: bool = False
    ) -> list[dict[str, Any]]:
        """Return the answers of several searches of this state, in one round trip.

        Raises:
            ClusterIncomplete: it took longer than the cluster allows, and a part is not allowed.
            PointInTimeGone: the state is no longer kept, or a shard of it did not answer.
        """
        index = self.index
        header: dict[str, Any] = {"allow_partial_search_results": index.partial}
        if scored and index.shards > 1:
            header["search_type"] = "dfs_query_then_fetch"  # a term weighs the same in each
        kept = {"id": self._pit, "keep_alive": _KEEP_ALIVE}
        searches: list[Search] = [(header, {**body, "pit": kept}) for body in bodies]
        answers = index.connection.search_all(searches)
        for answer in answers:
            shards = answer["_shards"]
            lost = shards["total"] - shards["successful"]
            reason = Message("{count} of {total} shards failed", count=lost, total=shards["total"])
            incomplete = ClusterIncomplete(index.connection.name, reason)
            # A new state has those that are still there, and copies of the others.
            if lost and (not index.partial or any(one.is_away for one in failed_parts(answer))):
                raise PointInTimeGone(incomplete)
            if answer["timed_out"] and not index.partial:
                raise incomplete
        return answers

    def search(self, body: Mapping[str, Any], *, scored: bool = False) -> dict[str, Any]:
        """Return the answer of one search of this state."""
        return self.search_all([body], scored=scored)[0]

    def remember_counts(self, keys: Sequence[object], answer: Mapping[str, Any]) -> None:
        """Remember the counts of an answer to a search that has the part ``counting``."""
        buckets = answer["aggregations"]["counts"]["each"]["buckets"]
        self.counts.update(zip(keys, (bucket["doc_count"] for bucket in buckets)))

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return how many entries contain each term."""
        unknown = [term for term in dict.fromkeys(terms) if (field, term) not in self.counts]
        for start in range(0, len(unknown), _MAX_BUCKETS):
            some = unknown[start : start + _MAX_BUCKETS]
            queries: list[Query] = [{"term": {field: term}} for term in some]
            keys = [(field, term) for term in some]
            self.remember_counts(keys, self.search({"size": 0, "aggs": counting(queries)}))
        return [self.counts[field, term] for term in terms]

    def terms(self, asked: Sequence[tuple[str, str, int]]) -> list[list[tuple[str, int]]]:
        """Return the terms of a field that begin with a prefix, most frequent first.

        Args:
            asked: field, prefix and how many terms, of each question.
        """
        known = self._terms
        unknown = [one for one in dict.fromkeys(asked) if one not in known and one[2] > 0]
        size = _FIRST_BUCKETS
        while unknown:
            answers = self.search_all([_terms_search(*one, size) for one in unknown])
            cut = []
            for one, answer in zip(unknown, answers):
                counted = answer["aggregations"]["terms"]
                if counted["doc_count_error_upper_bound"] and size < _MOST_BUCKETS:
                    cut.append(one)  # a term may be frequent in a shard that did not say so
                known[one] = [(str(b["key"]), b["doc_count"]) for b in counted["buckets"]]
            unknown, size = cut, size * _MORE_BUCKETS
        return [known.get(one, []) for one in asked]

    def values(self, fields: Sequence[str], query: Query) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield each combination of values that matches have in *fields*, and how many do.

        Exact, whatever the number of values and shards: they are read in pages.
        """
        after: Mapping[str, Any] | None = None
        while True:
            pages: dict[str, Any] = {
                "size": _MAX_BUCKETS,
                "sources": [{field: {"terms": {"field": field}}} for field in fields],
            }
            if after:
                pages["after"] = after
            body = {"size": 0, "query": query, "aggs": {"pages": {"composite": pages}}}
            answer = self.search(body)["aggregations"]["pages"]
            for bucket in answer["buckets"]:
                yield tuple(str(bucket["key"][field]) for field in fields), bucket["doc_count"]
            after = answer.get("after_key")
            if after is None or len(answer["buckets"]) < _MAX_BUCKETS:
                return

    def matching(
        self,
        query: Query,
        sort: Sequence[str] = ("id",),
        *,
        parts: Sequence[str],
        size: int = _PAGE,
    ) -> Iterator[Found]:
        """Yield every match, in the order of *sort*, read in pages.

        Args:
            query: what matches.
            sort: the fields that give the order.
            parts: the columns of the records that are read.
            size: of a page.
        """
        after: Sequence[Any] | None = None
        while True:
            page = self.hits(self.search(page_of(query, size, sort, after, parts=parts)))
            yield from page
            if len(page) < size:
                return
            after = page[-1].sort

    def hits(self, answer: Mapping[str, Any]) -> list[Found]:
        """Return the entries of an answer.

        Raises:
            IndexDamaged: a part of a record is not what was written.
        """
        try:
            return [_hit(hit) for hit in answer["hits"]["hits"]]
        except (ValueError, LookupError) as error:
            reason = Message("a passage cannot be read ({error})", error=str(error))
            raise IndexDamaged(self.index.place, reason) from error

    def fetch(self, ids: Sequence[str]) -> dict[str, Found]:
        """Return the entries that have one of *ids* with their payloads, by id; remember them."""
        shown = self._shown
        with self._lock:
            known = {id: shown[id] for id in ids if id in shown}
        unknown = [id for id in dict.fromkeys(ids) if id not in known]
        read = {hit.id: hit for hit in self.having(unknown, [PAYLOAD])}
        with self._lock:
            if len(shown) > _MAX_SHOWN:
                shown.clear()
            shown.update(read)
        return known | read

    def having(self, ids: Sequence[str], parts: Sequence[str]) -> Iterator[Found]:
        """Yield the entries that have one of *ids*, with some parts of their records."""
        for start in range(0, len(ids), _PAGE):
            some = ids[start : start + _PAGE]
            page = page_of({"terms": {"id": some}}, len(some), ("id",), parts=parts)
            yield from self.hits(self.search(page))


def counting(queries: Sequence[Query]) -> dict[str, Any]:
    """Return the part of a search that counts the entries of each query, filters not applied."""
    return {"counts": {"global": {}, "aggs": {"each": {"filters": {"filters": list(queries)}}}}}


def page_of(
    query: Query,
    size: int,
    sort: Sequence[str],
    after: Sequence[Any] | None = None,
    *,
    parts: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a search for the entries of one page.

    Args:
        query: what matches.
        size: how many entries.
        sort: the fields that give the order.
        after: where the page before ended.
        parts: the columns of the records that are read; see kb.engines.opensearch.mapping.
    """
    body: dict[str, Any] = {
        "query": query,
        "stored_fields": "_none_",
        "docvalue_fields": [*dict.fromkeys([*_PLACE, *parts])],
        "size": min(size, MAX_RESULTS),
        "sort": [field if field == "_score" else {field: "asc"} for field in sort],
        "track_total_hits": False,
    }
    if after is not None:
        body["search_after"] = after
    return body


def _hit(hit: Mapping[str, Any]) -> Found:
    columns = {name: values[0] for name, values in hit["fields"].items()}
    place = Place(columns[_DOCUMENT], columns["ordinal"], columns["id"])
    score = hit.get("_score") or 0.0
    return Found(place, score, record_of(place, columns), columns.get("group"), hit["sort"])


def _terms_search(field: str, prefix: str, limit: int, size: int) -> dict[str, Any]:
    counted = {"field": words_field(field), "size": limit, "shard_size": max(limit, size)}
    query = MATCH_ALL
    if prefix:
        query = {"prefix": {field: {"value": prefix}}}
        counted["include"] = _pattern(prefix) + ".*"
    return {"size": 0, "query": query, "aggs": {"terms": {"terms": counted}}}


def _pattern(text: str) -> str:
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)
