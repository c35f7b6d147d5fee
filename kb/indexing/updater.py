"""One update: from the corpus to a published generation, or to nothing if nothing moved."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kb.analysis import Analyser, SwahiliAnalyser
from kb.document import Document
from kb.errors import StorageFailed
from kb.index.schema import Entry
from kb.indexing import aliases
from kb.indexing.changes import Plan, plan_update
from kb.indexing.corpus import walk
from kb.indexing.entries import entries, named, parts
from kb.indexing.metadata import told
from kb.indexing.parse_cache import Parses
from kb.indexing.pool import read_all
from kb.indexing.reading import Progress, Reading, described
from kb.indexing.sources import SOURCES_FILE, Source, Sources
from kb.indexing.superseding import replacements
from kb.settings import Settings
from kb.store import Manifest, Store, Writer

__all__ = ["Progress", "Report", "index_documents", "update"]

_BYTES_PER_BYTE = 4
"""Of an index and the parses kept, for each byte of text; twice what was measured."""
_BYTES_AT_LEAST = 1024 * 1024

_NO_FILE = Source(0, 0, 0, "", "")
"""Where a document in memory comes from."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an update did, or with ``dry_run`` would do."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]  # old id, new id
    removed: tuple[str, ...]
    unchanged: int
    failed: tuple[tuple[str, str], ...]  # id and reason of every file that is not in the index
    warnings: tuple[tuple[str, str], ...]  # id, and what could not be made out about it
    seconds: float
    generation: str  # the one readers open now; "" where there is none
    published: bool
    reason: str  # why everything was built anew, or on an older generation; "" usually
    passages: int


def update(
    corpus: Path,
    index: Path,
    settings: Settings,
    *,
    analyser: Analyser | None = None,
    full: bool = False,
    dry_run: bool = False,
    compact: bool = False,
    retry: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring the index up to date with the corpus.

    Only files that are new, changed, renamed or gone are worked on, unless the
    recipe is new or the index damaged. What readers have open is not touched.

    Args:
        corpus: the folder of documents.
        index: the folder of the index; made where it is missing.
        settings: the settings in force.
        analyser: reads the words; that of Swahili where left out.
        full: read every file and build everything anew.
        dry_run: change nothing, only say what would be done.
        compact: merge everything, so that nothing deleted is left on the disk.
        retry: read the files that failed again, though they have not changed.
        progress: is told of every document that is done.

    Raises:
        SettingInvalid: there is no such corpus.
        IndexLocked: another process is writing.
        StorageFailed: the disk refused; the index is as before.
    """
    begun = time.monotonic()
    analyser = analyser or SwahiliAnalyser()
    store = Store(index, keep=settings.generations)
    made_of = parts(settings, analyser)
    found = walk(corpus, index)
    metadata = told(corpus, found)

    def plan(base: Manifest | None, reason: str | None) -> Plan:
        folder = store.layout.folder(base.generation) if base else None
        return plan_update(
            folder,
            base,
            reason or "",
            made_of,
            found,
            metadata,
            aliases=base.aliases if base else aliases.read(index),
            full=full,
            retry=retry,
        )

    if dry_run:
        made = plan(*_newest(store))
        return _report(made, made.known, made.base, begun, published=False)
    with store.writer(settings.lock_wait) as writer:
        made = plan(*writer.base(thorough=False))
        if made.idle and not (compact and _can_compact(store)):
            return _report(made, made.known, made.base, begun, published=False)
        if made.base is not None:
            base, reason = writer.base(thorough=True)
            if base is None or base.generation != made.base.generation:
                made = plan(base, reason)
        reading = Reading(index, not full, settings, analyser)
        if retry and _in_vain(made, reading):
            return _report(made, made.known, made.base, begun, published=False)
        build = _Build(made, reading, progress)
        try:
            manifest = build.publish(writer, compact=compact)
        except StorageFailed as error:
            raise error.needing(_needed(made)) from error
        if made.reason:
            writer.drop_damaged()
        return _report(made, build.sources, manifest, begun, published=True)


def _newest(store: Store) -> tuple[Manifest | None, str | None]:
    current = store.current()
    manifests = store.history()
    for manifest in manifests:
        if manifest.generation == current:
            return manifest, None
    return (manifests[0], "the current generation cannot be read") if manifests else (None, None)


def _can_compact(store: Store) -> bool:
    with store.reader() as reader:
        statistics = reader.engine.statistics()
    return statistics.deleted > 0 or statistics.segments > 1


def _in_vain(plan: Plan, reading: Reading) -> bool:
    """Say whether all there is to do is what failed before, and fails again: no news."""
    failed_before = {id for id, source in plan.known.files.items() if source.failed}
    work = plan.moves.work
    if plan.reason or set(work) - failed_before or set(plan.moves.gone) - failed_before:
        return False
    return bool(work) and all(reading.read(job).source.failed for job in plan.jobs)


def _needed(plan: Plan) -> int:
    """Return about how many bytes a generation may take on the disk while it is made."""
    of_files = sum(plan.corpus.files[id].size for id in plan.moves.work)
    return _BYTES_AT_LEAST + _BYTES_PER_BYTE * of_files + (plan.base.size_bytes if plan.base else 0)


class _Build:
    """One generation in the making; ``sources`` tells, once it is published, what became of it."""

    def __init__(self, plan: Plan, reading: Reading, progress: Progress | None) -> None:
        self._plan, self._reading, self._progress = plan, reading, progress
        self._seen = dict(plan.moves.seen)

    @property
    def sources(self) -> Sources:
        """Every file of the corpus, and whether it is in the index."""
        return Sources(self._seen, self._plan.corpus.refused)

    def publish(self, writer: Writer, *, compact: bool) -> Manifest:
        """Build the generation that is planned, and let readers see it."""
        plan = self._plan
        with writer.draft(plan.base) as draft, closing(self._added()) as added:
            draft.engine.apply(plan.moves.gone, added)
            if compact:
                draft.engine.compact()
            replaced = replacements(self._seen, plan.aliases).newer
            manifest = writer.publish(
                draft,
                recipe=named(plan.made_of),
                parts=plan.made_of,
                aliases=plan.aliases,
                documents=self.sources.records(replaced),
                files={SOURCES_FILE: self.sources.to_bytes()},
                replaced=replaced,
            )
        aliases.write(self._reading.index, plan.aliases)
        parses = Parses(self._reading.index)
        parses.clear({parses.name(id, source) for id, source in self._seen.items()})
        return manifest

    def _added(self) -> Generator[Entry]:
        """Yield the entries of every document there is work on; note those that fail."""
        jobs = self._plan.jobs
        of = len(jobs)
        self._tell(0, of, "")
        with closing(read_all(self._reading, jobs)) as results:
            for done, result in enumerate(results, 1):
                self._seen[result.id] = result.source
                yield from result.entries
                self._tell(done, of, result.id)

    def _tell(self, done: int, of: int, id: str) -> None:
        if self._progress and of:
            self._progress(done, of, id)


def _report(
    plan: Plan, sources: Sources, manifest: Manifest | None, begun: float, *, published: bool
) -> Report:
    failed = sources.failed | plan.corpus.refused
    moves = plan.moves

    def good(ids: Iterable[str]) -> tuple[str, ...]:
        """Leave out what was worked on in vain: it is told among the failed."""
        return tuple(id for id in ids if not published or id not in failed)

    return Report(
        added=good(moves.added),
        changed=good(moves.changed),
        renamed=tuple(pair for pair in moves.renamed if good(pair[1:])),
        removed=moves.removed,
        unchanged=sum(id not in failed for id in moves.unchanged),
        failed=tuple(sorted(failed.items())),
        warnings=(
            *((id, warning) for id, s in sorted(sources.files.items()) for warning in s.warnings),
            *replacements(sources.files, plan.aliases).unheeded,
        ),
        seconds=time.monotonic() - begun,
        generation=manifest.generation if manifest else "",
        published=published,
        reason=plan.reason,
        passages=manifest.passages if manifest else 0,
    )


def index_documents(
    documents: Iterable[Document],
    index: Path,
    settings: Settings,
    *,
    analyser: Analyser | None = None,
) -> Manifest:
    """Build an index of documents that are in memory; measuring needs this.

    Args:
        documents: read ready-made; their ids must differ.
        index: a folder; what it held before is replaced.
        settings: the settings in force.
        analyser: reads the words; that of Swahili where left out.

    Raises:
        IndexLocked: another process is writing.
        StorageFailed: the disk refused.
    """
    analyser = analyser or SwahiliAnalyser()
    made_of = parts(settings, analyser)
    store = Store(index, keep=settings.generations)
    with store.writer(settings.lock_wait) as writer, writer.draft(None) as draft:
        made: dict[str, Source] = {}
        draft.engine.apply((), _entries(documents, settings, analyser, made))
        replaced = replacements(made, {}).newer
        return writer.publish(
            draft,
            recipe=named(made_of),
            parts=made_of,
            aliases={},
            documents=Sources(made).records(replaced),
            files={SOURCES_FILE: Sources().to_bytes()},
            replaced=replaced,
        )


def _entries(
    documents: Iterable[Document],
    settings: Settings,
    analyser: Analyser,
    made: dict[str, Source],
) -> Iterator[Entry]:
    """Yield the entries of each document, and note in *made* what it says of itself."""
    for document in documents:
        outline, found = entries(document, settings, analyser)
        made[document.id] = described(_NO_FILE, document, outline.title, len(found))
        yield from found
