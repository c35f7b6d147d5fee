"""Make, publish and collect generations.

The writer changes a draft: hard links to the files of the generation before it.
Readers do not see it until the file ``current`` is replaced. If the writer is killed,
the old generation or the new one still answers, whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kb.engines.base import DEFAULT_MEGABYTES, Engine, EngineFactory
from kb.errors import GenerationMissing, IndexDamaged, IndexOutOfDate, IndexUnusable
from kb.index.schema import Entry
from kb.messages import Message
from kb.store import disk
from kb.store.base import Draft, GenerationFacts
from kb.store.documents import DOCUMENTS_FILE, DocumentRecord, encode
from kb.store.hashed_files import HashedFiles
from kb.store.layout import StoreLayout
from kb.store.manifest import (
    MANIFEST,
    PIN,
    WITHDRAWN,
    Manifest,
    StoredFile,
    check_files,
    find_damage,
    load_manifest,
)
from kb.store.sources import SOURCES_FILE, Sources
from kb.system_reasons import Reason

__all__ = ["FolderDraft", "FolderWriter"]


def _cause(error: IndexUnusable) -> Reason:
    """Return why a generation is unusable, without the remedy: that command is running now."""
    match error:
        case IndexDamaged():
            return Message("{path}: {reason}", path=Path(error.path).name, reason=error.reason)
        case IndexOutOfDate():
            return Message(
                "built with {built_with}, this is {expected}",
                built_with=error.built_with,
                expected=error.expected,
            )
    return error.message


class FolderWriter:
    """The right to change a store, for as long as ``FolderStore.writer`` is entered."""

    def __init__(
        self,
        layout: StoreLayout,
        engine: EngineFactory,
        engine_of: Callable[[Manifest], EngineFactory],
        keep: int,
        *,
        megabytes: float = DEFAULT_MEGABYTES,
    ) -> None:
        """Take the lock over; see ``FolderStore.writer``.

        Args:
            layout: where everything is.
            engine: makes new generations.
            engine_of: returns what opens a generation, which may be another engine.
            keep: how many generations stay.
            megabytes: the memory in which an engine gathers postings.
        """
        self._layout = layout
        self._engine = engine
        self._engine_of = engine_of
        self._keep = keep
        self._hashed = HashedFiles(layout.index)
        self._megabytes = megabytes
        for folder in (layout.published, layout.drafts):
            disk.make_folder(folder)

    def base(self, *, thorough: bool) -> tuple[Manifest | None, Message | None]:
        """Return the newest sound generation to build on, and why it is not the current one.

        Args:
            thorough: compare every hash, not only names and sizes; see HashedFiles.
        """
        layout = self._layout
        current = layout.current()
        names = [name for name in layout.generations() if name != current]
        lost = Message("{path} is missing or damaged", path=layout.line)
        reason = lost if names and not current else None
        for name in [current, *names] if current else names:
            wrong: list[Reason] = []
            try:
                manifest = load_manifest(layout.folder(name))
                manifest.require(self._engine, layout.folder(name))
                check_files(layout.folder(name), manifest)
                if thorough:
                    wrong += find_damage(layout.folder(name), manifest, self._hashed.hash)
            except IndexUnusable as error:
                wrong = [_cause(error)]
            if not wrong:
                if reason is not None:
                    reason = Message("{cause}; built on {name}", cause=reason, name=name)
                return manifest, reason
            reason = reason or Message(
                "generation {name} is unusable ({cause})", name=name, cause=wrong[0]
            )
        return None, Message("{cause}; built anew", cause=reason) if reason else None

    @contextmanager
    def draft(self, base: Manifest | None) -> Iterator[FolderDraft]:
        """Begin a generation: a copy of *base*, or empty. A draft that is not published is removed."""
        taken = [*self._layout.generations(), self._layout.current() or "0"]
        number = 1 + max(int(name) for name in taken)
        folder = self._layout.drafts / f"{number:06}"
        disk.remove_folder(folder)
        disk.make_folder(folder)
        engine = self._engine if base is None else self._engine_of(base)
        draft = FolderDraft(
            self._layout, engine, folder, base, self._hashed, megabytes=self._megabytes
        )
        try:
            yield draft
        finally:
            draft.engine.close()
            if not draft.published:
                disk.remove_folder(folder)

    def publish(self, draft: Draft, facts: GenerationFacts) -> Manifest:
        """Close a draft, make it durable, and let readers see it.

        Args:
            draft: the result of ``draft``.
            facts: what is kept of it beside its entries.
        """
        assert isinstance(draft, FolderDraft)  # the only one that this store makes
        manifest = draft.finish(facts)
        folder = self._layout.folder(manifest.generation)
        with disk.writing(folder):
            draft.folder.rename(folder)
        draft.published = True
        disk.sync(self._layout.published)
        disk.replace(self._layout.line, f"{manifest.generation}\n".encode())
        self._hashed.keep(folder, manifest)
        self.collect_garbage()
        return manifest

    def roll_back(self, generation: str) -> Manifest:
        """Publish an older generation again, under a new number.

        The number is new because readers and caches expect one content for each number.

        Raises:
            IndexDamaged: it is not sound.
            GenerationMissing: there is no such generation.
        """
        folder = self._layout.folder(generation)
        if not folder.is_dir() or (folder / WITHDRAWN).exists():
            raise GenerationMissing(self._layout.index, generation)
        manifest = load_manifest(folder)
        self._engine_of(manifest)
        if wrong := find_damage(folder, manifest):
            raise IndexDamaged(folder, wrong[0])
        with self.draft(manifest) as draft:
            facts = GenerationFacts(
                recipe=manifest.recipe,
                parts=manifest.parts,
                aliases=manifest.aliases,
                documents=None,
                sources=None,
                replaced=manifest.replaced,
                synonyms=manifest.synonyms,
            )
            return self.publish(draft, facts)

    def rewrite(
        self, base: Manifest, change: Callable[[Engine], None], facts: GenerationFacts
    ) -> bool:
        """Replace a generation that is not the current one by a changed copy.

        Args:
            base: the generation.
            change: changes its engine and compacts it, so that it shares no file any more.
            facts: as for ``publish``; the recipe is the one of before.

        Returns:
            False if a reader has it open: then it is withdrawn. No reader opens it from
            now on, and the first writer after the last reader removes it.
        """
        folder = self._layout.folder(base.generation)
        disk.replace(folder / WITHDRAWN, b"")
        with self.draft(base) as draft:
            change(draft.engine)
            draft.finish(facts, replaces=base)
            if not self._remove(base.generation):
                return False
            with disk.writing(folder):
                draft.folder.rename(folder)
            draft.published = True
        disk.sync(self._layout.published)
        return True

    def drop_damaged(self) -> None:
        """Remove damaged generations: a rollback to them would fail."""
        current = self._layout.current()
        for name in self._layout.generations():
            try:
                folder = self._layout.folder(name)
                sound = name == current or not find_damage(folder, load_manifest(folder))
            except IndexDamaged:
                sound = False
            except IndexUnusable:
                continue  # of another version of Kisima, which can still read it
            if not sound:
                self._remove(name)

    def discard(self, generation: str) -> bool:
        """Remove a generation that is not the current one; False if a reader has it open."""
        assert generation != self._layout.current()
        return self._remove(generation)

    def collect_garbage(self) -> None:
        """Remove drafts, and generations that are neither kept nor read."""
        layout = self._layout
        for draft in layout.drafts.iterdir():
            disk.remove_folder(draft)
        for line in layout.index.glob(f".{layout.line.name}.*"):
            line.unlink()
        current, names = layout.current(), layout.generations()
        if current not in names:  # damage: another generation may be needed
            return
        sound = [name for name in names if not (layout.folder(name) / WITHDRAWN).exists()]
        kept = [name for name in sound if name <= current][: self._keep]
        for name in names:
            if name not in kept:
                self._remove(name)

    def _remove(self, generation: str) -> bool:
        """Remove a generation; return False if a reader has it open."""
        folder = self._layout.folder(generation)
        pin = disk.pin(folder / PIN, exclusive=True)
        if pin is None and (folder / PIN).exists():
            return False
        # One rename: a reader must never find half a generation.
        gone = self._layout.drafts / f"{generation}.removed"
        with disk.writing(folder):
            folder.rename(gone)
        disk.remove_folder(gone)
        if pin is not None:
            disk.unlock(pin)
        return True


class FolderDraft:
    """A generation that is being written: ``engine`` is open for writing."""

    def __init__(
        self,
        layout: StoreLayout,
        factory: EngineFactory,
        folder: Path,
        base: Manifest | None,
        hashed: HashedFiles,
        *,
        megabytes: float = DEFAULT_MEGABYTES,
    ) -> None:
        self.folder = folder
        self._hashed = hashed
        self.published = False
        self._factory = factory
        self._linked: dict[str, tuple[int, StoredFile]] = {}  # name → inode, size and hash
        if base is None:
            self.engine = factory.create(folder, megabytes=megabytes)
            return
        source = layout.folder(base.generation)
        for name, file in base.files.items():
            disk.link(source / name, folder / name)
            self._linked[name] = (source / name).stat().st_ino, file
        self.engine = factory.open(folder, writable=True, megabytes=megabytes)

    def apply(self, delete_documents: Iterable[str], add_entries: Iterable[Entry]) -> None:
        """See ``kb.store.base.Draft``, also for the next."""
        self.engine.apply(delete_documents, add_entries)

    def compact(self) -> None:
        """Merge everything."""
        self.engine.compact()

    def finish(self, facts: GenerationFacts, *, replaces: Manifest | None = None) -> Manifest:
        """Close the engine, write the other files, and wait until all are on the disk.

        Args:
            facts: what is kept beside the entries.
            replaces: a generation whose number and time this one takes over.
        """
        files = _files(facts.documents, facts.sources)
        statistics = self.engine.statistics()
        self.engine.close()
        for name, data in files.items():
            disk.replace(self.folder / name, data)
        stored = {path.name: self._stored(path) for path in sorted(self.folder.iterdir())}
        manifest = Manifest(
            generation=replaces.generation if replaces else self.folder.name,
            built=replaces.built if replaces else _now(),
            engine=self._factory.name,
            engine_version=self._factory.version,
            recipe=facts.recipe,
            parts=dict(facts.parts),
            passages=statistics.entries,
            documents=statistics.documents,
            aliases=dict(facts.aliases),
            contents=self._factory.contents(self.folder),
            files=stored,
            replaced=dict(facts.replaced),
            synonyms=facts.synonyms,
        )
        disk.replace(self.folder / PIN, b"")
        disk.replace(self.folder / MANIFEST, manifest.to_bytes())
        return manifest

    def _stored(self, path: Path) -> StoredFile:
        """Return size and hash of a file; an unchanged file of the base has both already."""
        inode, known = self._linked.get(path.name, (None, None))
        if known is not None and inode == path.stat().st_ino:
            return known
        disk.sync(path)
        return StoredFile(path.stat().st_size, self._hashed.hash(path))


def _files(documents: Iterable[DocumentRecord] | None, sources: Sources | None) -> dict[str, bytes]:
    """Return the files of a generation beside those of its engine."""
    files = {}
    if sources is not None:
        files[SOURCES_FILE] = sources.to_bytes()
    if documents is not None:
        files[DOCUMENTS_FILE] = encode(documents)
    return files


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
