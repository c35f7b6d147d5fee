"""Take a document out of the corpus and the index, and on request out of all that is kept.

Removing deletes the file and brings the index up to date; earlier generations
still hold the document, so that one can go back. Purging leaves no copy: the
index is merged, every generation that is kept is rewritten without it, and what
was parsed of it is deleted. What somebody is still reading is taken out of use
and deleted when they let go.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kb.engines.base import Engine
from kb.errors import DocumentNotFound, IndexUnusable, StorageFailed
from kb.indexing.corpus import walk
from kb.indexing.parse_cache import Parses
from kb.indexing.sources import SOURCES_FILE, Sources
from kb.indexing.superseding import replacements
from kb.indexing.updater import Report, update
from kb.metadata.records import corpus_metadata
from kb.metadata.sidecar import beside, has_one
from kb.settings import Settings
from kb.store import Manifest, Store

__all__ = ["Removed", "Removing", "remove", "removing"]


@dataclass(frozen=True, slots=True)
class Removing:
    """What is about to be removed, to be asked about first."""

    id: str
    files: tuple[Path, ...]  # of the corpus: the document and its sidecar
    named_in_sources: bool  # a row of sources.tsv tells of it, and stays
    listed: bool  # False: no generation lists it; what was deleted of it may still be on the disk


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed."""

    id: str
    files: tuple[Path, ...]
    report: Report  # of the update that followed
    amended: tuple[str, ...] = ()  # older generations that were rewritten without it
    still_read: tuple[str, ...] = ()  # older generations out of use, but open in some process


def removing(id: str, corpus: Path, index: Path, *, purge: bool = False) -> Removing:
    """Return what ``remove`` would delete.

    Args:
        id: of the document, or one it had before it was renamed.
        corpus: the folder of documents.
        index: the folder of the index.
        purge: a document that is nowhere listed is no error: what was once deleted of it
            stays on the disk until it is merged, and purging merges.

    Raises:
        DocumentNotFound: neither the corpus nor any generation has it.
        SettingInvalid: there is no such corpus.
    """
    found = walk(corpus, index).files
    store = Store(index)
    kept = [*_sources(store)]
    if id not in found:
        id = next((m.aliases[id] for m, _ in kept if id in m.aliases), id)
    listed = id in found or any(id in sources.files for _, sources in kept)
    if not (listed or purge):
        raise DocumentNotFound(id)
    files: tuple[Path, ...] = ()
    if id in found:
        path = found[id].path
        files = (path, beside(path)) if has_one(path) else (path,)
    return Removing(id, files, id in corpus_metadata(corpus), listed)


def remove(
    wanted: Removing, corpus: Path, index: Path, settings: Settings, *, purge: bool = False
) -> Removed:
    """Delete a document's files, bring the index up to date, and *purge* what is kept.

    Raises:
        IndexLocked: another process is writing; nothing was deleted.
        StorageFailed: the index cannot be written, and nothing was deleted; or a file could
            not be deleted; or the disk refused later, and the next update ends the work.
    """
    store = Store(index, keep=settings.generations)
    with store.writer(settings.lock_wait):
        pass  # what cannot be taken out of the index is not deleted either
    for path in wanted.files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageFailed.of(path, error) from error
    report = update(corpus, index, settings, compact=purge)
    if not purge:
        return Removed(wanted.id, wanted.files, report)
    amended: list[str] = []
    still_read: list[str] = []
    with store.writer(settings.lock_wait) as writer:
        current = store.current()
        for name in _unreadable(store):
            (amended if writer.discard(name) else still_read).append(name)
        for manifest, sources in _sources(store):
            if manifest.generation == current:
                parses = Parses(index)
                parses.clear({parses.name(id, one) for id, one in sources.files.items()})
                continue
            left, names = sources.without({wanted.id}), _aliases(manifest, wanted.id)
            replaced = replacements(left.files, names).newer
            done = writer.rewrite(
                manifest,
                lambda engine: _without(engine, wanted.id),
                aliases=names,
                documents=left.records(replaced),
                files={SOURCES_FILE: left.to_bytes()},
                replaced=replaced,
            )
            (amended if done else still_read).append(manifest.generation)
    return Removed(wanted.id, wanted.files, report, tuple(amended), tuple(still_read))


def _without(engine: Engine, id: str) -> None:
    engine.apply([id], ())
    engine.compact()


def _aliases(manifest: Manifest, id: str) -> dict[str, str]:
    return {old: new for old, new in manifest.aliases.items() if id not in (old, new)}


def _unreadable(store: Store) -> list[str]:
    """Return the generations that cannot be rewritten, because nothing tells what they hold."""
    readable = {store.current(), *(manifest.generation for manifest in store.history())}
    return [name for name in store.layout.generations() if name not in readable]


def _sources(store: Store) -> list[tuple[Manifest, Sources]]:
    """Return the generations that are kept, each with its sources; one that is damaged without."""
    found = []
    for manifest in store.history():
        try:
            sources = Sources.read(store.layout.folder(manifest.generation))
        except IndexUnusable:
            sources = Sources()
        found.append((manifest, sources))
    return found
