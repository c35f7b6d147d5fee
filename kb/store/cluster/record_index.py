"""The index of the records of a build: rows of text under a kind and an id, each with a checksum.

    RecordIndex      create, write, read by id, list in the order of the ids, check
    write_records    the rows of documents and files
    ClusterRecords   the documents, as ``kb.store.base.Records``

A row that is written is seen by its id at once, and in lists after ``refresh``. The server
refreshes nothing by itself, so that lists show published rows only.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from itertools import islice
from typing import Any, NamedTuple

from kb.engines.opensearch.connection import ClusterConnection
from kb.engines.opensearch.refusals import Refusal, error_of
from kb.engines.opensearch.view import ClusterIndex
from kb.engines.opensearch.writer import compact_index
from kb.errors import ClusterIncomplete, IndexDamaged, IndexMissing
from kb.messages import Message
from kb.store.documents import DocumentRecord
from kb.store.sources import Sources, source_row

__all__ = ["ClusterRecords", "RecordIndex", "Row", "write_records"]

_PAGE = 2000  # rows of an answer
_BATCH = 1000  # rows of a request
_CACHED = 10_000  # records that a reader remembers
_FIELDS: Mapping[str, Any] = {
    "kind": {"type": "keyword"},
    "id": {"type": "keyword"},
    "value": {"type": "keyword", "index": False, "doc_values": False},  # of any length
    "crc": {"type": "long", "index": False, "doc_values": False},
}


class Row(NamedTuple):
    """A row; ``value`` None deletes it."""

    kind: str
    id: str
    value: str | None = None

    @property
    def key(self) -> str:
        """Its id on the cluster, which may not be as long as a path may be."""
        return f"{self.kind}-{hashlib.sha256(self.id.encode()).hexdigest()[:40]}"


class RecordIndex:
    """The rows of one build.

    Raises:
        ClusterFailed: a method could not do what it says.
        IndexMissing: the index is not there.
    """

    def __init__(self, connection: ClusterConnection, name: str) -> None:
        self.name = name
        self._connection = connection

    def create(self, shards: int) -> None:
        """Make it, empty, without replicas."""
        settings = {"number_of_shards": shards, "number_of_replicas": 0, "refresh_interval": -1}
        mappings = {"dynamic": "strict", "properties": dict(_FIELDS)}
        body = {"settings": {"index": settings}, "mappings": mappings}
        self._connection.create(f"/{self.name}", body)

    def refresh(self) -> None:
        """Show in lists what was written."""
        self._connection.ask("POST", f"/{self.name}/_refresh")

    def compact(self) -> None:
        """Merge everything, so that deleted rows leave the disks."""
        definition = self._connection.ask("GET", f"/{self.name}")[self.name]
        shards = int(definition["settings"]["index"]["number_of_shards"])
        compact_index(ClusterIndex(self._connection, self.name, shards, partial=False))

    def write(self, rows: Iterable[Row]) -> None:
        """Write or delete rows. All are on the disks of the cluster when this returns."""
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            self._write(batch)

    def get(self, kind: str, ids: Sequence[str], *, published: bool = False) -> dict[str, str]:
        """Return the values of rows by id; one that is missing is left out.

        Args:
            kind: of the rows.
            ids: their ids.
            published: only what ``refresh`` has shown, not what was written since.
        """
        if not ids:
            return {}
        keys = [Row(kind, id).key for id in ids]
        real = "false" if published else "true"
        try:
            path = f"/{self.name}/_mget"
            answer = self._connection.ask("POST", path, {"ids": keys}, realtime=real)
        except IndexMissing:
            return {}
        return {
            one["_source"]["id"]: self._checked(one["_source"])
            for one in answer["docs"]
            if one.get("found")
        }

    def scan(self, kind: str, *, below: str = "", values: bool = True) -> Iterator[tuple[str, str]]:
        """Yield id and value of every row of a kind, in the order of the ids.

        Args:
            kind: of the rows.
            below: only ids that begin so.
            values: False leaves every value empty.
        """
        filters: list[dict[str, Any]] = [{"term": {"kind": kind}}]
        if below:
            filters.append({"prefix": {"id": below}})
        body: dict[str, Any] = {
            "size": _PAGE,
            "query": {"bool": {"filter": filters}},
            "sort": ["id"],
            "_source": True if values else ["id"],
            "track_total_hits": False,
        }
        while True:
            hits = self._search(body)
            for hit in hits:
                source = hit["_source"]
                yield source["id"], self._checked(source) if values else ""
            if len(hits) < _PAGE:
                return
            body["search_after"] = hits[-1]["sort"]

    def count(self, kind: str) -> int:
        """Return how many rows of a kind there are."""
        query = {"query": {"term": {"kind": kind}}}
        answer = self._connection.ask("POST", f"/{self.name}/_count", query)
        return int(answer["count"])

    def sample(self, count: int) -> Iterator[str]:
        """Yield the id of each of up to *count* rows, chosen by chance, that is damaged."""
        body = {
            "size": count,
            "query": {"function_score": {"random_score": {"seed": 7, "field": "_seq_no"}}},
        }
        for hit in self._search(body):
            if not _is_sound(hit["_source"]):
                yield hit["_source"].get("id", hit["_id"])

    def _search(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        answer = self._connection.ask("POST", f"/{self.name}/_search", body)
        if answer.get("timed_out"):
            raise ClusterIncomplete(self._connection.name, Message("{index}", index=self.name))
        hits: list[dict[str, Any]] = answer["hits"]["hits"]
        return hits

    def _checked(self, source: Mapping[str, Any]) -> str:
        if not _is_sound(source):
            reason = Message("a row is not what was written (CRC-32 differs)")
            raise IndexDamaged(f"{self.name}/{source.get('id')}", reason)
        return str(source["value"])

    def _write(self, rows: Sequence[Row]) -> None:
        waiting = list(rows)
        for pause in (*self._connection.pauses(), None):
            answer = self._connection.ask(
                "POST", f"/{self.name}/_bulk", self._connection.lines(_actions(waiting)), write=True
            )
            items = [next(iter(item.values())) for item in answer["items"]]
            again = []
            for row, item in zip(waiting, items, strict=True):
                if "error" not in item:  # a deleted row that is not there is no error
                    continue
                refusal = Refusal.of(item["status"], item)
                if pause is None or not refusal.may_pass:
                    raise error_of(refusal, self._connection.name, f"/{self.name}")
                again.append(row)
            if not again or pause is None:
                return
            waiting = again
            time.sleep(pause)


class ClusterRecords:
    """The documents of a generation, in the order of their ids; what was looked up is remembered."""

    def __init__(self, index: RecordIndex) -> None:
        self._index = index
        self._known: dict[str, DocumentRecord | None] = {}

    def get(self, id: str, /) -> DocumentRecord | None:
        """Return the record of a document; None if there is none."""
        if id not in self._known:
            if len(self._known) >= _CACHED:
                self._known.clear()
            value = self._index.get("document", [id], published=True).get(id)
            self._known[id] = None if value is None else _record(value)
        return self._known[id]

    def __iter__(self) -> Iterator[str]:
        return (id for id, _ in self._index.scan("document", values=False))

    def __len__(self) -> int:
        return self._index.count("document")

    def below(self, id: str) -> Iterator[DocumentRecord]:
        """Yield the records of the documents whose id begins with *id* and "/", in order."""
        return (_record(value) for _, value in self._index.scan("document", below=f"{id}/"))

    def records(self) -> Iterator[DocumentRecord]:
        """Return every record in the order of the ids."""
        return (_record(value) for _, value in self._index.scan("document"))


def write_records(
    index: RecordIndex,
    documents: Iterable[DocumentRecord] | None,
    sources: Sources | None,
    previous: Sources | None = None,
) -> None:
    """Write the rows that changed, remove those that are gone, and show the result in lists.

    Args:
        index: of a build.
        documents: a record of every document; None leaves the rows as they are.
        sources: the record of every file; None too.
        previous: what the rows of files are now; None: they are read.
    """
    changes: list[tuple[str, dict[str, str], dict[str, str]]] = []
    if documents is not None:
        after = {record.id: _to_json(astuple(record)) for record in documents}
        changes.append(("document", dict(index.scan("document")), after))
    if sources is not None:
        files, refused = _rows_of(sources)
        if previous is None:
            before = dict(index.scan("file")), dict(index.scan("refused"))
        else:
            before = _rows_of(previous)
        changes += [("file", before[0], files), ("refused", before[1], refused)]
    for kind, old, new in changes:
        index.write(Row(kind, id, value) for id, value in new.items() if old.get(id) != value)
        index.write(Row(kind, id) for id in sorted(old.keys() - new.keys()))
    index.refresh()


def _rows_of(sources: Sources) -> tuple[dict[str, str], dict[str, str]]:
    """Return the rows of the files, and of those that were refused, by id."""
    return (
        {id: _to_json(source_row(source)) for id, source in sources.files.items()},
        {id: _to_json(reason) for id, reason in sources.refused.items()},
    )


def _record(value: str) -> DocumentRecord:
    return DocumentRecord(*json.loads(value))


def _actions(rows: Iterable[Row]) -> Iterator[object]:
    for row in rows:
        if row.value is None:
            yield {"delete": {"_id": row.key}}
            continue
        yield {"index": {"_id": row.key}}
        crc = zlib.crc32(row.value.encode())
        yield {"kind": row.kind, "id": row.id, "value": row.value, "crc": crc}


def _is_sound(source: Mapping[str, Any]) -> bool:
    return zlib.crc32(str(source.get("value")).encode()) == source.get("crc")


def _to_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), default=Message.as_json)
