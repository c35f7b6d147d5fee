"""Change an index on the cluster: delete documents, add entries, group the copies.

Everything is known before anything is sent, and seen after everything is sent: the index is
refreshed once, at the end. Each entry is written once, under a key and a version of ours. So
a request may be sent twice, and an update that broke off is mended by running it again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any, NamedTuple

from kb.engines.fields import decode_place
from kb.engines.opensearch.connection import PointInTimeGone
from kb.engines.opensearch.grouping import groups_after, removed_by
from kb.engines.opensearch.mapping import WHOLE, document_key, entry_document
from kb.engines.opensearch.refusals import Refusal, error_of
from kb.engines.opensearch.spool import Spool, batches_of
from kb.engines.opensearch.view import ClusterIndex, ClusterView
from kb.engines.record import Record
from kb.errors import ClusterFailed, ClusterInterrupted, KisimaError
from kb.index.schema import Entry
from kb.messages import Message

__all__ = ["Action", "change_index", "compact_index", "deleted_entries"]

_MAX_BYTES = 5_000_000  # of one bulk request
_MERGE_SECONDS = 3600
_HISTORY_SECONDS, _PAUSE = 120, 0.5


class Action(NamedTuple):
    """One line of a bulk request, or two."""

    header: Mapping[str, Any]
    document: Mapping[str, Any] | None


def change_index(index: ClusterIndex, deleted: Iterable[str], added: Iterable[Entry]) -> None:
    """Delete documents, add entries, and group the copies anew.

    Args:
        index: the index.
        deleted: ids of documents.
        added: entries; may be a generator.

    Raises:
        ClusterInterrupted: it broke off in the middle; running it again mends it.
        ClusterFull: a disk of the cluster is full.
        Exception: what *added* raised; nothing was sent.
    """
    documents = sorted(set(deleted))
    with Spool(added) as spool:
        _refresh(index)  # what an update that broke off has left is deleted too

        def change() -> None:  # twice, where a state went with its node: the same is no conflict
            with closing(ClusterView(index)) as view:
                _send(index, _actions(view, documents, spool))

        try:
            index.connection.with_state(change)
        except PointInTimeGone as gone:
            raise ClusterInterrupted(index.place, str(gone)) from gone
    _refresh(index)


def _refresh(index: ClusterIndex) -> None:
    """Let searches see what was written."""
    index.connection.ask("POST", f"{index.path}/_refresh")


def compact_index(index: ClusterIndex) -> None:
    """Merge each shard to one segment, without deleted entries.

    The server keeps what was deleted for a while, so that a node that was away can catch up.
    It is told to keep it for a second only, and does so at its next turn, in half a minute.
    """
    ask = index.connection.ask
    ask("POST", f"{index.path}/_flush", write=True, timeout=_MERGE_SECONDS)
    if deleted_entries(index):
        _keep_history(index, "1s")
        try:
            _wait_for_history(index)
            _merge(index)
        finally:
            _keep_history(index, None)
    else:
        _merge(index)
    _refresh(index)


def deleted_entries(index: ClusterIndex) -> int:
    """Return how many deleted entries are still on the disk."""
    return int(_statistics(index)["_all"]["primaries"]["docs"]["deleted"])


def _merge(index: ClusterIndex) -> None:
    path = f"{index.path}/_forcemerge"
    index.connection.ask("POST", path, write=True, timeout=_MERGE_SECONDS, max_num_segments=1)


def _keep_history(index: ClusterIndex, period: str | None) -> None:
    body = {"index.soft_deletes.retention_lease.period": period}
    index.connection.ask("PUT", f"{index.path}/_settings", body, write=True)


def _wait_for_history(index: ClusterIndex) -> None:
    """Wait until no shard keeps deleted entries for another copy of it."""
    until = time.monotonic() + _HISTORY_SECONDS
    while time.monotonic() < until and any(map(_keeps_history, _shards(index))):
        time.sleep(_PAUSE)


def _keeps_history(shard: Mapping[str, Any]) -> bool:
    last = shard["seq_no"]["max_seq_no"]
    return any(one["retaining_seq_no"] <= last for one in shard["retention_leases"]["leases"])


def _shards(index: ClusterIndex) -> list[dict[str, Any]]:
    (statistics,) = _statistics(index)["indices"].values()
    return [copy for copies in statistics["shards"].values() for copy in copies]


def _statistics(index: ClusterIndex) -> dict[str, Any]:
    return index.connection.ask("GET", f"{index.path}/_stats/docs", level="shards")


def _actions(view: ClusterView, documents: Iterable[str], spool: Spool) -> Iterator[Action]:
    """Yield what an update changes, each entry once."""
    removed = removed_by(view, documents, spool)
    groups = groups_after(view, spool, removed)
    version = time.time_ns() // 1_000_000
    for id, one in removed.items():
        if id not in spool:
            yield _deletion(id, one.document, version)
    for id, record in spool.records():
        yield _addition(record, groups.of_new.get(id), version)
    for ids in batches_of(groups.of_old, 500):
        for hit in view.having(ids, WHOLE):
            yield _addition(hit.record.data, groups.of_old[hit.id], version)


def _deletion(id: str, document: str, version: int) -> Action:
    return Action({"delete": _address(id, document, version)}, None)


def _addition(record: bytes, group: str | None, version: int) -> Action:
    place = decode_place(Record(record).place)
    header = {"index": _address(place.id, place.document, version)}
    return Action(header, entry_document(record, group))


def _address(id: str, document: str, version: int) -> dict[str, Any]:
    """Return where an entry is: those of a document are in one shard."""
    return {
        "_id": document_key(id),
        "routing": document,
        "version": version,
        "version_type": "external_gte",  # the same again is no conflict, an older one is
    }


def _send(index: ClusterIndex, actions: Iterable[Action]) -> None:
    """Send actions in bulk.

    Raises:
        ClusterInterrupted: some were refused.
    """
    lines: list[bytes] = []
    size = 0
    try:
        for action in actions:
            parts = [action.header] if action.document is None else list(action)
            line = index.connection.lines(parts)
            if lines and size + len(line) > _MAX_BYTES:
                _send_bulk(index, lines)
                lines, size = [], 0
            lines.append(line)
            size += len(line)
        if lines:
            _send_bulk(index, lines)
    except ClusterFailed as error:
        if error.exit_code == 74:
            raise
        raise ClusterInterrupted(index.place, error.reason) from error


def _send_bulk(index: ClusterIndex, lines: list[bytes]) -> None:
    """Send one request, and those lines again for which the cluster was busy."""
    connection, path = index.connection, f"{index.path}/_bulk"
    for pause in (*connection.pauses(), None):
        answer = connection.ask("POST", path, b"".join(lines), write=True)
        if not answer["errors"]:
            return
        results = [next(iter(item.values())) for item in answer["items"]]
        again = []
        for line, result in zip(lines, results):
            if "error" not in result:  # a deleted entry that is not there is no error
                continue
            refusal = Refusal.of(result["status"], result)
            if pause is None or not refusal.may_pass:
                raise _refused(refusal, connection.name, path)
            again.append(line)
        if not again or pause is None:
            return
        lines = again
        time.sleep(pause)


def _refused(refusal: Refusal, cluster: str, path: str) -> KisimaError:
    if refusal.type == "version_conflict_engine_exception":
        return ClusterFailed(cluster, Message("another process has written a newer version"))
    return error_of(refusal, cluster, path)
