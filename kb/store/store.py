"""The store that is a folder: open the newest sound generation, and keep it while it is read.

A folder goes in, an FolderReader comes out. A reader holds a shared lock on the file
``pin`` of its generation. To remove a generation, a writer needs the exclusive lock.
So an open generation stays whole, however often a writer publishes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self

from kb.engines.base import DEFAULT_MEGABYTES, Engine, EngineFactory
from kb.engines.registry import DEFAULT_ENGINE, ENGINES, engine_factory
from kb.errors import GenerationMissing, IndexDamaged, IndexMissing, IndexUnusable
from kb.messages import Message
from kb.store import disk
from kb.store.base import StoredSize
from kb.store.documents import DocumentTable
from kb.store.layout import StoreLayout
from kb.store.manifest import PIN, WITHDRAWN, Manifest, check_files, find_damage, load_manifest
from kb.store.sources import Sources
from kb.store.writer import FolderWriter

__all__ = ["FolderReader", "FolderStore"]

_TRIES = 100  # how often a reader tries again after a writer has published meanwhile


class FolderReader:
    """One generation, open and pinned. Close it, or use it in a ``with``."""

    def __init__(
        self,
        layout: StoreLayout,
        manifest: Manifest,
        engine: Engine,
        pin: int,
        notice: Message | None,
    ) -> None:
        self.engine = engine
        self.manifest = manifest
        self.documents = DocumentTable(layout.folder(manifest.generation))
        self.generation = manifest.generation
        self.notice = notice  # for the user: an older generation answers, and why
        self._layout, self._pin = layout, pin
        self._current = layout.current() if notice else manifest.generation

    def stale(self) -> bool:
        """Return whether another generation has been published since this one was opened."""
        return self._layout.current() != self._current

    def close(self) -> None:
        """Close the engine and release the lock. Idempotent."""
        self.engine.close()
        if self._pin >= 0:
            disk.unlock(self._pin)
            self._pin = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class FolderStore:
    """The generations in a folder.

    Args:
        index: the folder; it need not exist.
        engine: makes new generations: a factory, or its name. An empty name is that of the
            current generation, of the newest if that cannot be read, or DEFAULT_ENGINE. A generation is opened by the engine that
            built it, which its manifest names.
        keep: how many published generations stay.
        megabytes: the memory in which an engine gathers postings before it writes them.
    """

    def __init__(
        self,
        index: Path,
        engine: EngineFactory | str = "",
        *,
        keep: int = 2,
        megabytes: float = DEFAULT_MEGABYTES,
    ) -> None:
        self.layout = StoreLayout(index)
        self.index = index
        self.keep = keep
        self._megabytes = megabytes
        self._engine = engine

    @cached_property
    def engine(self) -> EngineFactory:
        """The factory that makes new generations; its library is imported at the first use.

        Raises:
            ExtraMissing: its library is not installed.
        """
        if not isinstance(self._engine, str):
            return self._engine
        return engine_factory(self._engine or self._engine_in_use())

    def engine_of(self, manifest: Manifest) -> EngineFactory:
        """Return the factory that opens a generation.

        Raises:
            ExtraMissing: its library is not installed.
            IndexOutOfDate: there is no such engine, or another version of it.
        """
        if isinstance(self._engine, str) and manifest.engine in ENGINES:
            factory = engine_factory(manifest.engine)
        else:
            factory = self.engine
        manifest.require(factory, self.layout.folder(manifest.generation))
        return factory

    def _engine_in_use(self) -> str:
        """Return the engine of the current generation, or of the newest whose manifest is sound."""
        current = self.current()
        manifests = sorted(self.history(), key=lambda one: one.generation != current)
        return next((one.engine for one in manifests if one.engine in ENGINES), DEFAULT_ENGINE)

    @property
    def pointer(self) -> str:
        """The file that names the current generation."""
        return str(self.layout.line)

    def current(self) -> str | None:
        """Return the name of the generation readers open; None if nothing was published."""
        return self.layout.current()

    def history(self) -> list[Manifest]:
        """Return the manifests of the readable generations, the newest first."""
        manifests = []
        for name in self.layout.generations():
            if (self.layout.folder(name) / WITHDRAWN).exists():
                continue
            try:
                manifests.append(load_manifest(self.layout.folder(name)))
            except IndexUnusable:
                continue
        return manifests

    def newest(self) -> tuple[Manifest | None, Message | None]:
        """Return the generation that an update would build on, and why it is not the current one.

        Files are not compared: ``Writer.base`` does that.
        """
        current, manifests = self.current(), self.history()
        for manifest in manifests:
            if manifest.generation == current:
                if manifest.engine == self.engine.name:
                    return manifest, None
                return None, Message(
                    "built with {built_with}, this is {expected}",
                    built_with=manifest.engine,
                    expected=self.engine.name,
                )
        if manifests:
            return manifests[0], Message("the current generation cannot be read")
        return None, None

    def generations(self) -> list[str]:
        """Return the names of the existing generations, damaged ones too, the newest first."""
        return self.layout.generations()

    def sources(self, generation: str) -> Sources:
        """Return what a generation was made from.

        Raises:
            IndexDamaged: the file is missing, or is not what was written.
        """
        return Sources.load(self.layout.folder(generation))

    def interrupted(self, generation: str) -> frozenset[str]:
        """Return none: a draft that nobody published changes no generation."""
        return frozenset()

    def extent(self, generation: str) -> StoredSize | None:
        """Return the size of a generation on the disk; None if it is not there."""
        folder = self.layout.folder(generation)
        try:
            status = folder.stat()
            sizes = [path.stat().st_size for path in folder.iterdir()]
        except FileNotFoundError:
            return None
        return StoredSize((status.st_dev, status.st_ino), len(sizes), sum(sizes))

    def verify(self, generation: str | None = None) -> list[Message]:
        """Compare every file of a generation with its hash.

        Args:
            generation: its name; the current one if left out.

        Returns:
            One reason for each damaged file; empty if all files are sound.

        Raises:
            IndexMissing: nothing has been published.
            GenerationMissing: there is no such generation.
        """
        name = generation or self.current()
        if name is None:
            raise IndexMissing(self.layout.index)
        if not self.layout.folder(name).is_dir():
            raise GenerationMissing(self.layout.index, name)
        folder = self.layout.folder(name)
        try:
            return find_damage(folder, load_manifest(folder))
        except IndexDamaged as error:
            return [Message("{path}: {reason}", path=Path(error.path).name, reason=error.reason)]

    def reader(self) -> FolderReader:
        """Open the current generation, or if it is damaged the newest that verifies.

        Raises:
            IndexMissing: nothing has been published.
            IndexDamaged: no generation is sound.
            IndexOutOfDate: another version of Kisima or of the engine wrote it.
        """
        try:
            return self._open_current()
        except IndexDamaged as error:
            damaged = error
        current = self.current()
        for name in self.layout.generations():
            if name != current and not self.verify(name):
                notice = Message(
                    "{damage}; the older generation {name} answers",
                    damage=damaged.message,
                    name=name,
                )
                reader = self._open(name, notice)
                if reader is not None:
                    return reader
        raise damaged

    def reader_of(self, generation: str) -> FolderReader:
        """Open one generation, current or not.

        Raises:
            GenerationMissing: there is no such generation.
            IndexDamaged: it is not sound.
            IndexOutOfDate: another version of Kisima or of the engine wrote it.
        """
        reader = self._open(generation, Message("generation {name}", name=generation))
        if reader is None:
            raise GenerationMissing(self.layout.index, generation)
        return reader

    def _open_current(self) -> FolderReader:
        for _ in range(_TRIES):
            name = self.current()
            if name is not None and (reader := self._open(name, None)) is not None:
                return reader
            if name != self.current():
                continue
            if name is None and not self.layout.generations():
                raise IndexMissing(self.layout.index)
            reason = Message("the file does not name a generation that can be opened")
            raise IndexDamaged(self.layout.line, reason)
        raise IndexDamaged(self.layout.line, Message("the file changes faster than it can be read"))

    def _open(self, name: str, notice: Message | None) -> FolderReader | None:
        """Lock and open a generation; None if it is missing, or no longer the current one."""
        folder = self.layout.folder(name)
        pin = disk.pin(folder / PIN, exclusive=False)
        if pin is None:
            return None
        try:
            if notice is None and self.current() != name:
                disk.unlock(pin)
                return None
            manifest = load_manifest(folder)
            engine = self.engine_of(manifest)
            check_files(folder, manifest)
            return FolderReader(self.layout, manifest, engine.open(folder), pin, notice)
        except BaseException:
            disk.unlock(pin)
            raise

    def writing(self) -> Message | None:
        """Return the process that holds the writer's lock; None if no process does."""
        return disk.holder(self.layout.lock)

    @contextmanager
    def writer(self, wait: float = 10) -> Iterator[FolderWriter]:
        """Take the writer's lock, and remove what an earlier writer left unfinished.

        Args:
            wait: seconds to wait for another writer.

        Raises:
            IndexLocked: another process is still writing.
            StorageFailed: the folder cannot be written.
        """
        disk.make_folder(self.layout.index)
        with disk.locked(self.layout.lock, wait):
            writer = FolderWriter(
                self.layout, self.engine, self.engine_of, self.keep, megabytes=self._megabytes
            )
            writer.collect_garbage()
            yield writer
