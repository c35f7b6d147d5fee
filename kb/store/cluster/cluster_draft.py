"""A generation that is being written on a cluster.

Before an update touches a document, it notes it in the journal of the build. So an update
that is killed leaves a list of what it may have left half done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from kb.index.schema import Entry
from kb.store.cluster.builds import Builds
from kb.store.cluster.cluster_lock import ClusterLock
from kb.store.cluster.record_index import Row
from kb.store.manifest import Manifest

__all__ = ["ClusterDraft"]

_JOURNALED = 500  # entries between two looks at the lock, and pages of the journal


class ClusterDraft:
    """A generation that is being written: a new build, or changes of the current one."""

    def __init__(
        self, builds: Builds, lock: ClusterLock, build: int, base: Manifest | None
    ) -> None:
        self.build, self.base = build, base
        self.published = False
        self.sent = 0
        """How many entries were written."""
        self.compacted = False
        self._builds, self._lock = builds, lock
        self._records = builds.records(build)
        self._pages = len(builds.journal(build)) if base else 0
        entries = builds.names.entries(build)
        if base is None:
            self._records.create(builds.settings.cluster_shards)
            self.engine = builds.engines.create_index(entries)
            alone = {"index": {"auto_expand_replicas": "false", "number_of_replicas": 0}}
            builds.connection.ask("PUT", f"/{entries}/_settings", alone, write=True)
        else:
            self.engine = builds.engines.open_index(entries, writable=True)

    def apply(self, delete_documents: Iterable[str], add_entries: Iterable[Entry]) -> None:
        """See ``kb.builds.base.Draft``, also for the next."""
        if self.base is None:
            self.engine.apply((), self._watched(add_entries))
            return
        unfinished = (id for page in self._builds.journal(self.build) for id in page)
        gone = sorted({*delete_documents, *unfinished})
        self._note(gone)
        self.engine.apply(gone, self._journaled(add_entries, set(gone)))

    def compact(self) -> None:
        """Merge everything; the records when they are written."""
        self.engine.compact()
        self.compacted = True

    def complete(self) -> None:
        """Forget the journal: the update is complete."""
        # From the last page on: what is left by a kill is still a journal.
        self._records.write(Row("journal", str(page)) for page in reversed(range(self._pages)))

    def _journaled(self, entries: Iterable[Entry], noted: set[str]) -> Iterator[Entry]:
        """Note each document before its entries are written."""
        watched = self._watched(entries)
        while batch := list(islice(watched, _JOURNALED)):
            new = {entry.document for entry in batch} - noted
            self._note(sorted(new))
            noted |= new
            yield from batch

    def _watched(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Count the entries, and stop where another process has the lock."""
        for entry in entries:
            if self.sent % _JOURNALED == 0:
                self._lock.check()
            self.sent += 1
            yield entry

    def _note(self, documents: list[str]) -> None:
        if documents:
            self._records.write([Row("journal", str(self._pages), json.dumps(documents))])
            self._pages += 1
