"""Remove a document from the corpus and the index, on request from every generation too.

Removing deletes the file and updates the index. Earlier generations still contain the
document, so that going back is possible. Purging leaves no copy: the segments are merged,
every generation is rewritten without the document, its parse is deleted, and so is what shards
have prepared. A generation
that a process has open is withdrawn, and deleted when the process closes it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kb.engines.base import Engine
from kb.errors import DocumentNotFound, IndexUnusable, SettingInvalid, StorageFailed
from kb.indexing.corpus import walk
from kb.indexing.parse_cache import ParseCache
from kb.indexing.prepared import remove_parts
from kb.indexing.report import Report
from kb.indexing.superseding import find_superseded
from kb.indexing.updater import update
from kb.messages import Message
from kb.metadata.records import corpus_metadata
from kb.metadata.sidecar import has_sidecar, sidecar_path
from kb.settings import Settings
from kb.store import Manifest, Store, open_store
from kb.store.base import GenerationFacts
from kb.store.sources import Sources

__all__ = ["Removal", "RemovalReport", "plan_removal", "remove"]


@dataclass(frozen=True, slots=True)
class Removal:
    """What would be removed; a person confirms it first."""

    id: str
    files: tuple[Path, ...]  # of the corpus: the document and its sidecar
    named_in_sources: bool  # sources.tsv has a row for it, which stays
    listed: bool  # False: no generation lists it; deleted entries may still be on the disk


@dataclass(frozen=True, slots=True)
class RemovalReport:
    """What was removed."""

    id: str
    files: tuple[Path, ...]
    report: Report  # of the update that followed
    amended: tuple[str, ...] = ()  # older generations that were rewritten without it
    still_read: tuple[str, ...] = ()  # older generations that are withdrawn, but still open


def plan_removal(
    id: str,
    corpus: Path,
    index: Path,
    settings: Settings | None = None,
    *,
    purge: bool = False,
) -> Removal:
    """Return what ``remove`` would delete.

    Args:
        id: of the document, or one of its aliases.
        corpus: the folder of documents.
        index: the folder of the index.
        settings: those in force; the defaults where left out.
        purge: a document that no generation lists is no error. Its deleted entries stay on
            the disk until segments are merged, and purging merges them.

    Raises:
        DocumentNotFound: neither the corpus nor any generation has it.
        SettingInvalid: there is no such corpus, or the document is attached to another one.
    """
    files = walk(corpus, index).files
    store = open_store(index, settings or Settings())
    generations = _sources(store)
    if id not in files:
        id = next((m.aliases[id] for m, _ in generations if id in m.aliases), id)
    within = next((s.files[id].within for _, s in generations if id in s.files), "")
    if within in files:
        expected = Message("a file: it is attached to {id}; remove that", id=within)
        raise SettingInvalid("document", id, expected)
    listed = id in files or any(id in sources.files for _, sources in generations)
    if not (listed or purge):
        raise DocumentNotFound(id)
    paths: tuple[Path, ...] = ()
    if id in files:
        path = files[id].path
        paths = (path, sidecar_path(path)) if has_sidecar(path) else (path,)
    return Removal(id, paths, id in corpus_metadata(corpus), listed)


def remove(
    removal: Removal, corpus: Path, index: Path, settings: Settings, *, purge: bool = False
) -> RemovalReport:
    """Delete the files of a document, update the index, and on request *purge* the generations.

    Raises:
        IndexLocked: another process is writing; nothing was deleted.
        StorageFailed: the index cannot be written, and nothing was deleted; or a file could
            not be deleted; or the disk refused later, and the next update completes the work.
    """
    store = open_store(index, settings)
    with store.writer(settings.lock_wait):
        pass  # where the index cannot be written, no file is deleted
    for path in removal.files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageFailed.of(path, error) from error
    report = update(corpus, index, settings, compact=purge)
    if not purge:
        return RemovalReport(removal.id, removal.files, report)
    remove_parts(index)
    rewritten: list[str] = []
    still_read: list[str] = []
    with store.writer(settings.lock_wait) as writer:
        current = store.current()
        for name in _unreadable(store):
            (rewritten if writer.discard(name) else still_read).append(name)
        for manifest, sources in _sources(store):
            if manifest.generation == current:
                parses = ParseCache(index)
                parses.keep_only({parses.key(id, one) for id, one in sources.files.items()})
                continue
            ids = sources.with_attachments(removal.id)
            left, names = sources.without(ids), _aliases(manifest, ids)
            newer = find_superseded(left.files, names).newer
            facts = GenerationFacts(
                recipe=manifest.recipe,
                parts=manifest.parts,
                aliases=names,
                documents=left.records(newer),
                sources=left,
                replaced=newer,
                synonyms=manifest.synonyms,
            )
            done = writer.rewrite(manifest, partial(_without, ids=ids), facts)
            (rewritten if done else still_read).append(manifest.generation)
    return RemovalReport(removal.id, removal.files, report, tuple(rewritten), tuple(still_read))


def _without(engine: Engine, ids: Collection[str]) -> None:
    engine.apply(sorted(ids), ())
    engine.compact()


def _aliases(manifest: Manifest, ids: Collection[str]) -> dict[str, str]:
    pairs = manifest.aliases.items()
    return {old: new for old, new in pairs if old not in ids and new not in ids}


def _unreadable(store: Store) -> list[str]:
    """Return the generations that cannot be rewritten, because their manifest cannot be read."""
    readable = {store.current(), *(manifest.generation for manifest in store.history())}
    return [name for name in store.generations() if name not in readable]


def _sources(store: Store) -> list[tuple[Manifest, Sources]]:
    """Return every generation with its records; a damaged one with none."""
    generations = []
    for manifest in store.history():
        try:
            sources = store.sources(manifest.generation)
        except IndexUnusable:
            sources = Sources()
        generations.append((manifest, sources))
    return generations
