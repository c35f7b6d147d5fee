"""The engine protocol over an index on an OpenSearch cluster.

    OpenSearchFactory(settings)
        .create(folder), .open(folder)     a folder with a small file that names the index
        .create_index(name, recipe=…)      an index by its name, for a store of aliases
        .open_index(name, recipe=…)        an index, or the one that an alias names
        .delete_index(name), .indexes()

An open engine reads one state, a point in time that the server keeps (kb.engines.opensearch.view).
It stays with the index that an alias named when it was opened.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote
from uuid import uuid4

from kb.engines.base import (
    DEFAULT_MEGABYTES,
    Copies,
    EngineHit,
    SearchRequest,
    SearchResponse,
    Statistics,
    Stored,
)
from kb.engines.checks import check_name, check_request
from kb.engines.fields import DOCUMENT, FIELDS, facet_field
from kb.engines.opensearch.connection import ClusterConnection, PointInTimeGone
from kb.engines.opensearch.mapping import LAYOUT, PAYLOAD, index_definition
from kb.engines.opensearch.matches import ClusterMatches
from kb.engines.opensearch.view import MATCH_ALL, ClusterIndex, ClusterView, Found, page_of
from kb.errors import IndexDamaged, IndexMissing, IndexOutOfDate
from kb.index.schema import Entry
from kb.messages import Message
from kb.settings import Settings

__all__ = ["POINTER_FILE", "OpenSearchEngine", "OpenSearchFactory"]

Answer = TypeVar("Answer")

POINTER_FILE = "opensearch.json"
"""The file of a folder that names the index on the cluster."""


class OpenSearchEngine:
    """An open index; see kb.engines.base.Engine."""

    name: ClassVar[str] = "opensearch"
    version: ClassVar[str] = str(LAYOUT)

    def __init__(self, index: ClusterIndex, meta: Mapping[str, Any], *, writable: bool) -> None:
        self.index, self.meta = index, meta
        self._writable = writable
        self._closed = False
        self._view: ClusterView | None = None
        self._lock = Lock()

    def apply(self, delete_documents: Iterable[str], add_entries: Iterable[Entry]) -> None:
        """See Engine. What was sent before a failure is not seen; running it again mends it."""
        from kb.engines.opensearch.writer import change_index

        self._check_writable()
        try:
            change_index(self.index, delete_documents, add_entries)
        finally:
            self._renew(self._view)

    def compact(self) -> None:
        """See Engine."""
        from kb.engines.opensearch.writer import compact_index

        self._check_writable()
        compact_index(self.index)
        self._renew(self._view)

    def search(self, request: SearchRequest) -> SearchResponse:
        """See Engine."""
        check_request(request)
        return self._read(lambda view: _respond(view, request))

    def payloads(self, hits: Sequence[EngineHit]) -> list[bytes]:
        """See Engine."""
        ids = [hit.id for hit in hits]
        entries = self._read(lambda view: view.fetch(ids))
        return [entries[id].record.payload for id in ids]

    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        """See Engine."""
        entries = self._read(lambda view: view.fetch(ids))
        return [_stored(entries[id]) if id in entries else None for id in ids]

    def copies(self, ids: Sequence[str], limit: int) -> list[Copies]:
        """See Engine."""
        return self._read(lambda view: _copies(view, ids, limit))

    def document(self, id: str) -> list[Stored]:
        """See Engine."""
        query = {"term": {facet_field(DOCUMENT): id}}
        order = ("ordinal", "id")
        return self._read(
            lambda view: [*map(_stored, view.matching(query, order, parts=[PAYLOAD]))]
        )

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """See Engine."""
        return self.terms_by_prefix(field, [prefix], limit)[0]

    def terms_by_prefix(
        self, field: str, prefixes: Sequence[str], limit: int = 100
    ) -> list[list[tuple[str, int]]]:
        """See Engine."""
        check_name(field, FIELDS)
        return self._read(lambda view: view.terms([(field, prefix, limit) for prefix in prefixes]))

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """See Engine."""
        check_name(field, FIELDS)
        return self._read(lambda view: view.frequencies(field, terms))

    def statistics(self) -> Statistics:
        """See Engine."""
        return self._read(self._statistics)

    def close(self) -> None:
        """See Engine. The connection stays open: it is the factory's."""
        self._closed = True
        self._renew(self._view)

    def _check_writable(self) -> None:
        if not self._writable:
            raise ValueError(f"{self.index.name} is open for reading only")
        if self._closed:
            raise ValueError("this index has been closed")

    def _current(self) -> ClusterView:
        """Return the state that is read; it is taken when it is first needed."""
        with self._lock:
            if self._closed:
                raise ValueError("this index has been closed")
            if self._view is not None and self._view.is_stale:
                self._view.close()
                self._view = None
            if self._view is None:
                self._view = ClusterView(self.index)
            return self._view

    def _renew(self, view: ClusterView | None) -> None:
        """Leave a state; the next question takes a new one."""
        with self._lock:
            left = self._view is view
            if left:
                self._view = None
        if left and view is not None:
            view.close()

    def _read(self, ask: Callable[[ClusterView], Answer]) -> Answer:
        """Ask a state; where the server no longer keeps it, ask a new one."""

        def read() -> Answer:
            view = self._current()
            try:
                return ask(view)
            except PointInTimeGone:
                self._renew(view)
                raise

        try:
            return self.index.connection.with_state(read)
        except PointInTimeGone as gone:
            raise gone.error from gone

    def _statistics(self, view: ClusterView) -> Statistics:
        path = f"{self.index.path}/_stats/docs,segments"
        told = self.index.connection.ask("GET", path)["_all"]["primaries"]
        return Statistics(
            entries=view.entries,
            documents=sum(1 for _ in view.values([facet_field(DOCUMENT)], MATCH_ALL)),
            deleted=told["docs"]["deleted"],
            segments=told["segments"]["count"],
        )


class OpenSearchFactory:
    """Creates and opens the indexes of a cluster; see kb.engines.base.EngineFactory."""

    name: ClassVar[str] = OpenSearchEngine.name
    version: ClassVar[str] = OpenSearchEngine.version

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def connection(self) -> ClusterConnection:
        """The way to the cluster; opened when it is first used."""
        return ClusterConnection(self._settings)

    def create(self, folder: Path, *, megabytes: float = DEFAULT_MEGABYTES) -> OpenSearchEngine:
        """Make an index with a name of its own, and a file in *folder* that names it.

        The memory is the server's: *megabytes* changes nothing.
        """
        name = f"{self._settings.cluster_index}-{uuid4().hex[:12]}"
        engine = self.create_index(name)
        (folder / POINTER_FILE).write_text(json.dumps({"index": name}), encoding="utf-8")
        return engine

    def open(
        self, folder: Path, *, writable: bool = False, megabytes: float = DEFAULT_MEGABYTES
    ) -> OpenSearchEngine:
        """Open the index that the file in *folder* names.

        Raises:
            IndexDamaged: the file is missing, or is not what was written.
            IndexMissing: the cluster has no such index.
            IndexOutOfDate: another version laid it out.
        """
        path = folder / POINTER_FILE
        try:
            name = json.loads(path.read_bytes())["index"]
        except FileNotFoundError as error:
            raise IndexDamaged(path, Message("the file is missing")) from error
        except (ValueError, LookupError, TypeError) as error:
            raise IndexDamaged(path, f"{type(error).__name__}: {error}") from error
        return self.open_index(str(name), writable=writable)

    def contents(self, folder: Path) -> tuple[str, ...]:
        """Return the names of the files that say what all others hold."""
        return (POINTER_FILE,) if (folder / POINTER_FILE).exists() else ()

    def create_index(self, name: str, *, recipe: str = "") -> OpenSearchEngine:
        """Make an empty index and open it for writing.

        Args:
            name: of the index; lower case.
            recipe: the hash of everything that an entry depends on; kept in the index.

        Raises:
            ClusterFailed: there is one of this name, or it cannot be made.
        """
        meta = {"kisima": {"layout": LAYOUT, "recipe": recipe}}
        definition = index_definition(self._settings, meta)
        self.connection.create(f"/{quote(name, safe='')}", definition)
        return self.open_index(name, recipe=recipe, writable=True)

    def open_index(
        self, name: str, *, recipe: str | None = None, writable: bool = False
    ) -> OpenSearchEngine:
        """Open an index.

        Args:
            name: of the index, or of an alias of one index.
            recipe: that the index must have been made with; None: any.
            writable: whether it may be changed.

        Raises:
            IndexMissing: the cluster has no such index.
            IndexOutOfDate: it was laid out by another version, or made with another recipe.
        """
        told = self.connection.ask("GET", f"/{quote(name, safe='')}")
        place = f"{self.connection.name}/{name}"
        if len(told) != 1:
            raise IndexDamaged(Path(place), Message("{name} names several indexes", name=name))
        ((index, definition),) = told.items()
        meta = definition["mappings"].get("_meta", {}).get("kisima", {})
        if meta.get("layout") != LAYOUT:
            built = f"{self.name} {meta.get('layout', '?')}"
            raise IndexOutOfDate(place, built, f"{self.name} {self.version}")
        if recipe is not None and meta.get("recipe") != recipe:
            raise IndexOutOfDate(
                place,
                Message("recipe {recipe}", recipe=meta.get("recipe") or "?"),
                Message("recipe {recipe}", recipe=recipe),
            )
        shards = int(definition["settings"]["index"]["number_of_shards"])
        partial = self._settings.cluster_partial == "allow"
        opened = ClusterIndex(self.connection, index, shards, partial)
        return OpenSearchEngine(opened, meta, writable=writable)

    def delete_index(self, name: str) -> None:
        """Delete an index; idempotent."""
        try:
            self.connection.ask("DELETE", f"/{quote(name, safe='')}", write=True)
        except IndexMissing:
            return

    def indexes(self) -> list[str]:
        """Return the names of our indexes on the cluster, sorted."""
        prefix = quote(self._settings.cluster_index, safe="")
        told = self.connection.ask("GET", f"/{prefix}*", allow_no_indices="true")
        return sorted(told)


def _respond(view: ClusterView, request: SearchRequest) -> SearchResponse:
    matches = ClusterMatches(view, request)
    page = matches.page()
    sizes = matches.sizes(page)
    above = request.crowded_above
    return SearchResponse(
        hits=tuple(_engine_hit(matches, hit, sizes) for hit in page),
        total=matches.total,
        frequencies=tuple(clause.frequency for clause in matches.clauses),
        facets={facet: matches.values(facet) for facet in request.facets},
        crowded={} if above is None else matches.crowded(above),
        entries=view.entries,
        copies=matches.copies,
        lost_shards=matches.lost,
    )


def _engine_hit(matches: ClusterMatches, hit: Found, sizes: Mapping[str, int]) -> EngineHit:
    document, ordinal, id = hit.place
    copies = sizes[hit.group] - 1 if hit.group is not None else 0
    return EngineHit(0, id, document, ordinal, matches.score(hit), copies)


def _copies(view: ClusterView, ids: Sequence[str], limit: int) -> list[Copies]:
    entries = view.fetch(ids)
    groups = [entries[id].group if id in entries else None for id in ids]
    asked = list(dict.fromkeys(group for group in groups if group is not None))
    searches = []
    for group in asked:
        page = page_of({"term": {"group": group}}, limit + 1, ("copy_order", "id"), parts=[PAYLOAD])
        searches.append({**page, "track_total_hits": True})
    answers = dict(zip(asked, view.search_all(searches))) if searches else {}
    copies = []
    for id, name in zip(ids, groups):
        if name is None:
            copies.append(Copies(0, ()))
            continue
        others = [hit for hit in view.hits(answers[name]) if hit.id != id]
        total = answers[name]["hits"]["total"]["value"] - 1
        copies.append(Copies(total, tuple(map(_stored, others[:limit]))))
    return copies


def _stored(hit: Found) -> Stored:
    document, ordinal, id = hit.place
    return Stored(id, document, ordinal, hit.record.payload)
