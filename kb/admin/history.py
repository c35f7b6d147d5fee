"""The generations an index keeps: list them, go back to one, check them all.

``verify`` compares every file with its hash, then opens each generation and
asks it questions whose answers are known: how much it holds, whether what is
stored can be read, whether a word stands where it is said to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kb.engines.base import AnyOf, Clause
from kb.errors import GenerationMissing, IndexMissing, KisimaError
from kb.index.payload import decode_passage
from kb.indexing import aliases
from kb.indexing.sources import Sources
from kb.settings import Settings
from kb.store import IndexReader, Manifest, Store

__all__ = ["Kept", "Verified", "history", "roll_back", "verify"]

_DOCUMENTS_PROBED = 200
_TERMS_PROBED = 20
_TRIES = 20  # while others publish; nobody does so this often in a row


@dataclass(frozen=True, slots=True)
class Kept:
    """A generation that is kept."""

    generation: str
    current: bool
    built: str  # ISO, UTC
    documents: int
    passages: int
    size_bytes: int
    engine: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A generation that was checked."""

    generation: str
    current: bool
    files: int
    size_bytes: int
    problems: tuple[str, ...]  # empty: it is sound


def history(index: Path) -> list[Kept]:
    """Return the generations that are kept, the newest first.

    Raises:
        IndexMissing: nothing has been indexed yet.
    """
    store = Store(index)
    if store.current() is None and not store.layout.generations():
        raise IndexMissing(index)
    return [
        Kept(
            manifest.generation,
            manifest.generation == store.current(),
            manifest.built,
            manifest.documents,
            manifest.passages,
            manifest.size_bytes,
            f"{manifest.engine} {manifest.engine_version}",
        )
        for manifest in store.history()
    ]


def roll_back(index: Path, settings: Settings, generation: str | None = None) -> Manifest:
    """Let an older generation answer again, under a new number, until the next update.

    Args:
        index: the folder of the index.
        settings: the settings in force.
        generation: its number, zeros in front or not; the one before the current where left out.

    Raises:
        GenerationMissing: it is not kept, or there is none before the current.
        IndexDamaged: it is not sound.
        IndexLocked: another process is writing.
        StorageFailed: the disk refused.
    """
    store = Store(index, keep=settings.generations)
    kept = [one.generation for one in history(index)]
    current = store.current() or ""
    if generation is None:
        wanted = next((name for name in kept if name < current), None)
    else:
        wanted = next((name for name in kept if name.lstrip("0") == generation.lstrip("0")), None)
    if wanted is None:
        raise GenerationMissing(index, generation)
    with store.writer(settings.lock_wait) as writer:
        manifest = writer.roll_back(wanted)
        aliases.write(index, manifest.aliases)
        return manifest


def verify(index: Path) -> list[Verified]:
    """Check every generation that is there, the current one first; changes nothing.

    What a writer takes away in the meantime is left out.

    Raises:
        IndexMissing: nothing has been indexed yet.
    """
    store = Store(index)
    for _ in range(_TRIES):
        current, names = store.current(), store.layout.generations()
        if current is None and not names:
            raise IndexMissing(index)
        names.sort(key=lambda name: (name != current, -int(name)))
        checked = [one for name in names if (one := _checked(store, name, name == current))]
        # Where another was published, and the one that was current is gone, all is new.
        if current == store.current() or any(one.current for one in checked):
            break
    if not any(one.current for one in checked):
        missing = (
            f"{store.layout.line}: haitaji kizazi kilichopo · names no generation that is there"
        )
        checked.insert(
            0, Verified(current or "", current=True, files=0, size_bytes=0, problems=(missing,))
        )
    return checked


def _checked(store: Store, name: str, current: bool) -> Verified | None:
    """Check one generation; None where it is gone."""
    folder = store.layout.folder(name)
    for _ in range(_TRIES):
        before = _identity(folder)
        try:
            problems = store.verify(name) or list(_probed(store, name))
            files = [path.stat().st_size for path in folder.iterdir()]
        except (GenerationMissing, FileNotFoundError) as error:
            problems, files = [str(error)], []
        if (after := _identity(folder)) is None:
            return None
        if after == before:  # else another stands in its place: a document was purged
            break
    return Verified(name, current, len(files), sum(files), tuple(problems))


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _probed(store: Store, generation: str) -> Iterator[str]:
    """Yield what is wrong with the answers of a generation whose files are sound."""
    try:
        with store.reader_of(generation) as reader:
            yield from _wrong_counts(reader, Sources.read(store.layout.folder(generation)))
            yield from _wrong_answers(reader)
    except (KisimaError, ValueError, KeyError, IndexError) as error:
        yield f"{type(error).__name__}: {error}"


def _wrong_counts(reader: IndexReader, sources: Sources) -> Iterator[str]:
    found, manifest = reader.engine.statistics(), reader.manifest
    held = sum(source.passages for source in sources.files.values())
    for name, said, counted in (
        ("documents", manifest.documents, found.documents),
        ("passages", manifest.passages, found.entries),
        ("passages of sources.json", held or manifest.passages, found.entries),
    ):
        if said != counted:
            yield f"{name}: {said:,} zinatajwa, {counted:,} zipo · {said:,} listed, {counted:,} there"


def _wrong_answers(reader: IndexReader) -> Iterator[str]:
    engine = reader.engine
    documents = engine.documents()
    for id in islice(documents, 0, None, 1 + len(documents) // _DOCUMENTS_PROBED):
        stored = [decode_passage(one.payload) for one in engine.document(id)]
        if not stored or any(passage.document != id for passage in stored):
            yield f"{id}: vifungu vyake havisomeki · its passages cannot be read"
    for term, frequency in engine.terms("surface", limit=_TERMS_PROBED):
        total = engine.search([Clause(AnyOf("surface", (term,)))], limit=1).total
        if total != frequency:
            yield f"{term!r}: {frequency:,} ≠ {total:,}"
