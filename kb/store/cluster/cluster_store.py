"""The store on a cluster: find the current generation, open it, list and check all.

Settings go in, a ClusterReader comes out. A reader needs no folder. Its engine answers from
one state of the entries, whatever is written meanwhile. Its records are read when they are
asked for.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from kb.engines.base import Engine, SearchRequest
from kb.errors import (
    GenerationMissing,
    IndexDamaged,
    IndexMissing,
    IndexUnusable,
)
from kb.messages import Message
from kb.settings import Settings
from kb.store.base import StoredSize
from kb.store.cluster.builds import Builds
from kb.store.cluster.cluster_lock import ClusterLock
from kb.store.cluster.cluster_writer import ClusterWriter, miscounted
from kb.store.cluster.record_index import ClusterRecords, RecordIndex
from kb.store.manifest import Manifest
from kb.store.sources import Sources, reason_from, source_from

__all__ = ["ClusterReader", "ClusterStore"]

_TRIES = 100  # how often a reader tries again after a writer has published meanwhile
_RECENT = 1.0  # seconds for which what is current is not asked for again
_SAMPLE = 500  # rows whose checksum ``verify`` compares


class ClusterReader:
    """One generation, open. Close it, or use it in a ``with``."""

    def __init__(
        self,
        store: ClusterStore,
        manifest: Manifest,
        engine: Engine,
        build: int,
        notice: Message | None,
    ) -> None:
        self.engine = engine
        self.manifest = manifest
        self.documents = ClusterRecords(store.builds.records(build))
        self.generation = manifest.generation
        self.notice = notice
        self._store = store
        self._current = store.current() if notice else manifest.generation
        self._asked, self._stale = time.monotonic(), False

    def stale(self) -> bool:
        """Return whether another generation has been published since this one was opened.

        Raises:
            ClusterFailed: the cluster does not answer.
        """
        if not self._stale and time.monotonic() - self._asked >= _RECENT:
            self._stale = self._store.current() != self._current
            self._asked = time.monotonic()
        return self._stale

    def close(self) -> None:
        """Close the engine. Idempotent."""
        self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class ClusterStore:
    """The generations on a cluster.

    Args:
        index: the folder of the index, for what a build keeps; it need not exist.
        settings: where the cluster is, and what the indexes are called.
    """

    def __init__(self, index: Path, settings: Settings) -> None:
        self.index = index
        self.builds = builds = Builds(settings)
        self._lock = ClusterLock(builds.connection, builds.names.lock, builds.where)
        # Of each generation, while this process alone may change them; else nothing is kept.
        self._known: dict[str, Sources] | None = None

    @property
    def pointer(self) -> str:
        """The alias that names the current generation."""
        return self.builds.where

    def current(self) -> str | None:
        """Return the name of the generation readers open; None if nothing was published."""
        records = RecordIndex(self.builds.connection, self.builds.names.records_alias)
        try:
            value = records.get("manifest", ["manifest"])["manifest"]
            return str(json.loads(value)["generation"])
        except IndexMissing:
            return None
        except (IndexDamaged, LookupError, ValueError, TypeError):
            build = self.builds.current()
            return None if build is None else _name_of(build)

    def generations(self) -> list[str]:
        """Return the names of the existing generations, damaged ones too, the newest first."""
        names = {build.number: build.manifest.generation for build in self.builds.published()}
        damaged = (_name_of(number) for number in self.builds.all() if number not in names)
        return sorted({*names.values(), *damaged}, reverse=True)

    def history(self) -> list[Manifest]:
        """Return the manifests of the readable generations, the newest first."""
        return [build.manifest for build in self.builds.published()]

    def newest(self) -> tuple[Manifest | None, Message | None]:
        """Return the generation that an update would build on, and why it is not the current one."""
        build = self.builds.current()
        if build is None:
            return None, None
        try:
            manifest = self.builds.manifest_of(build)
            manifest.require(self.builds.engines, self.builds.where)
        except IndexUnusable as error:
            return None, Message("{cause}; built anew", cause=error.message)
        if self.interrupted(manifest.generation):
            return manifest, Message("an update was interrupted; it is completed")
        return manifest, None

    def sources(self, generation: str) -> Sources:
        """Return what a generation was made from.

        Raises:
            IndexDamaged: a row is not what was written.
        """
        if self._known is not None and generation in self._known:
            return self._known[generation]
        records = self.builds.records(self.builds.having(generation).number)
        sources = Sources(
            {id: source_from(json.loads(value)) for id, value in records.scan("file")},
            {id: reason_from(json.loads(value)) for id, value in records.scan("refused")},
        )
        if self._known is not None:
            self._known[generation] = sources
        return sources

    def known_sources(self, generation: str) -> Sources | None:
        """Return what was read of a generation that is about to change; forget it."""
        return self._known.pop(generation, None) if self._known is not None else None

    def interrupted(self, generation: str) -> frozenset[str]:
        """Return the documents that an update which was killed may have left half done."""
        build = self.builds.having(generation).number
        return frozenset(id for ids in self.builds.journal(build) for id in ids)

    def extent(self, generation: str) -> StoredSize | None:
        """Return the size of a generation; None if it is not there."""
        try:
            uuids, size = self.builds.size(self.builds.having(generation).number)
        except IndexMissing:
            return None
        return StoredSize((uuids, generation), len(uuids), size)

    def verify(self, generation: str | None = None) -> list[Message]:
        """Compare a generation with what was written; return a reason for each difference.

        Counted are its documents and files; the checksums of up to 500 rows are compared.

        Raises:
            IndexMissing: nothing has been published.
            GenerationMissing: there is no such generation.
        """
        name = generation or self.current()
        if name is None:
            raise IndexMissing(self.builds.where)
        try:
            build = self.builds.having(name)
        except GenerationMissing:
            if damage := self._damage_of(name):
                return [damage]
            raise
        problems = []
        if self.builds.journal(build.number):
            problems.append(Message("an update was interrupted; run: kisima index"))
        if self.builds.recipe_of(build.number) != build.manifest.recipe:
            problems.append(Message("its entries were made by another recipe"))
        records = self.builds.records(build.number)
        counted, listed = records.count("document"), build.manifest.documents
        if counted != listed:
            problems.append(
                Message(
                    "{what}: {listed} are listed, {counted} are there",
                    what=Message("documents"),
                    listed=f"{listed:,}",
                    counted=f"{counted:,}",
                )
            )
        for id in records.sample(_SAMPLE):
            reason = Message("a row is not what was written (CRC-32 differs)")
            problems.append(Message("{path}: {reason}", path=id, reason=reason))
        return problems

    def wrong_with(self, manifest: Manifest) -> list[Message]:
        """Return what is wrong with a generation: entries and rows are counted, some compared."""
        try:
            manifest.require(self.builds.engines, self.builds.where)
            with self.reader_of(manifest.generation) as reader:
                counted = reader.engine.statistics().entries
            problems = self.verify(manifest.generation)
        except IndexUnusable as error:
            return [Message("{error}", error=error.message)]
        if counted != manifest.passages:
            problems.append(miscounted(manifest.passages, counted))
        return problems

    def reader(self) -> ClusterReader:
        """Open the current generation, or if it is damaged the newest that is sound.

        Raises:
            IndexMissing: nothing has been published.
            IndexDamaged: no generation is sound.
            IndexOutOfDate: another version of Kisima or of the engine wrote it.
            ClusterFailed: the cluster does not answer.
        """
        try:
            return self._open_current()
        except IndexDamaged as error:
            damaged = error
        current = self.builds.current()
        for build in self.builds.published():
            if build.number != current and not self.wrong_with(build.manifest):
                notice = Message(
                    "{damage}; the older generation {name} answers",
                    damage=damaged.message,
                    name=build.manifest.generation,
                )
                engine = self._opened(build.number, build.manifest)
                return ClusterReader(self, build.manifest, engine, build.number, notice)
        raise damaged

    def _open_current(self) -> ClusterReader:
        for _ in range(_TRIES):
            build = self.builds.current()
            if build is None:
                raise IndexMissing(self.builds.where)
            try:
                manifest = self.builds.manifest_of(build)
                engine = self._opened(build, manifest)
            except IndexUnusable:
                if self.builds.current() != build:
                    continue  # the alias moved, and the build was removed
                raise
            if (self.builds.current(), self.builds.manifest_of(build)) == (build, manifest):
                return ClusterReader(self, manifest, engine, build, None)
            engine.close()
        raise IndexDamaged(
            self.builds.where, Message("the index changes faster than it can be read")
        )

    def reader_of(self, generation: str) -> ClusterReader:
        """Open one generation, current or not.

        Raises:
            GenerationMissing: there is no such generation.
            IndexOutOfDate: another version of Kisima or of the engine wrote it.
        """
        build = self.builds.having(generation)
        engine = self._opened(build.number, build.manifest)
        notice = Message("generation {name}", name=generation)
        return ClusterReader(self, build.manifest, engine, build.number, notice)

    def delete(self) -> None:
        """Remove every index of the store."""
        for build in self.builds.all():
            self.builds.delete(build)
        self.builds.engines.delete_index(self.builds.names.lock)

    def writing(self) -> Message | None:
        """Return the process that holds the writer's lock; None if no process does."""
        return self._lock.holder()

    @contextmanager
    def writer(self, wait: float = 10) -> Iterator[ClusterWriter]:
        """Take the writer's lock, and remove what an earlier writer left unfinished.

        Args:
            wait: seconds to wait for another writer.

        Raises:
            IndexLocked: another process is still writing.
            ClusterFailed: the cluster refused.
        """
        with self._lock.held(wait):
            self._known = {}
            try:
                writer = ClusterWriter(self, self._lock)
                writer.collect_garbage()
                yield writer
            finally:
                self._known = None

    def _damage_of(self, name: str) -> Message | None:
        """Return why the build of a number has no readable manifest; None if there is no such build."""
        build = next((one for one in self.builds.all() if _name_of(one) == name), None)
        if build is None:
            return None
        try:
            self.builds.manifest_of(build)
        except IndexUnusable as error:
            return Message("{error}", error=error.message)
        return None

    def _opened(self, build: int, manifest: Manifest) -> Engine:
        manifest.require(self.builds.engines, self.builds.where)
        engine = self.builds.engines.open_index(
            self.builds.names.entries(build), recipe=manifest.recipe
        )
        engine.search(SearchRequest(limit=0))  # from now on it answers from one state
        return engine


def _name_of(build: int) -> str:
    """Return what a build is called whose manifest cannot be read."""
    return f"{build:06}"
