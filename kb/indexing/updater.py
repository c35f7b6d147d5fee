"""One update: from the corpus to a published generation, or to nothing if nothing changed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kb.analysis import Analyser, SwahiliAnalyser
from kb.errors import StorageFailed
from kb.index.schema import Entry
from kb.indexing.aliases import load_aliases, save_aliases
from kb.indexing.changes import UpdatePlan, plan_update
from kb.indexing.corpus import Corpus, load_metadata, walk
from kb.indexing.document_indexer import DocumentIndexer, IndexedDocument, IndexTask
from kb.indexing.fingerprint import fingerprint_parts, index_fingerprint
from kb.indexing.parse_cache import ParseCache
from kb.indexing.pool import index_all
from kb.indexing.prepared import PreparedEntries
from kb.indexing.report import Report, report_of
from kb.indexing.site_furniture import find_cuts
from kb.indexing.superseding import find_superseded
from kb.metadata.records import Metadata
from kb.readers.ocr.tesseract import ocr_version
from kb.readers.registry import format_of
from kb.settings import Settings
from kb.store import Manifest, Store, Writer, open_store
from kb.store.base import GenerationFacts
from kb.store.sources import Sources
from kb.system_reasons import Reason

__all__ = ["Progress", "plan_for", "survey_tasks", "tasks_of", "update"]

Progress = Callable[[int, int, str], None]
"""Receives how many documents are done, of how many, and the id of the last one."""

_log = logging.getLogger(__name__)

_DISK_BYTES_PER_BYTE = 4
"""Bytes of index and parses for each byte of text; twice what was measured."""
_MIN_DISK_BYTES = 1024 * 1024


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

    Only new, changed, renamed and deleted files are worked on, unless the fingerprint is
    new or the index is damaged. Readers keep the generation they have open.

    Args:
        corpus: the folder of documents.
        index: the folder of the index; made where it is missing.
        settings: the settings in force.
        analyser: reads the words; that of Swahili where left out.
        full: read every file and build everything anew.
        dry_run: change nothing, only report what would be done.
        compact: merge all segments, so that nothing deleted is left on the disk.
        retry: read the files that failed again, though they have not changed.
        progress: is called after every document.

    Raises:
        SettingInvalid: there is no such corpus.
        DocumentUnreadable: ``sources.tsv`` cannot be read.
        ExtraMissing: a library of the readers is not installed; the index is as before.
        IndexLocked: another process is writing.
        StorageFailed: the disk refused; the index is as before.
    """
    started = time.monotonic()
    analyser = analyser or SwahiliAnalyser()
    store = open_store(index, settings)
    parts = fingerprint_parts(settings, analyser)
    files = walk(corpus, index)
    metadata = load_metadata(corpus, files)

    def make_plan(base: Manifest | None, reason: Reason | None) -> UpdatePlan:
        return plan_for(
            store, settings, parts, files, metadata, base, reason, full=full, retry=retry
        )

    def report(
        plan: UpdatePlan, sources: Sources | None = None, new: Manifest | None = None
    ) -> Report:
        return report_of(
            plan,
            sources or plan.previous,
            new or plan.base,
            seconds=time.monotonic() - started,
            published=new is not None,
        )

    if dry_run:
        return report(make_plan(*store.newest()))
    with store.writer(settings.lock_wait) as writer:
        plan = make_plan(*writer.base(thorough=False))
        if plan.is_noop and not (compact and _can_compact(store)):
            return report(plan)
        if plan.base is not None:
            base, reason = writer.base(thorough=True)
            if base is None or base.generation != plan.base.generation:
                plan = make_plan(base, reason)
        indexer = DocumentIndexer(index, not full, settings, analyser)
        if retry and _fails_again(plan, indexer):
            return report(plan)
        build = _Build(plan, indexer, progress, anew=full or retry)
        manifest = _publish(build, plan, writer, compact=compact)
        return report(plan, build.sources, manifest)


def _publish(build: _Build, plan: UpdatePlan, writer: Writer, *, compact: bool) -> Manifest:
    """Let readers see what was built; where the disk is full, say how much it needs."""
    try:
        manifest = build.publish(writer, compact=compact)
    except StorageFailed as error:
        raise error.needing(_disk_bytes(plan)) from error
    if plan.reason:
        writer.drop_damaged()
    _log.info(
        "generation %s is published: %d documents, %d passages",
        manifest.generation,
        manifest.documents,
        manifest.passages,
    )
    return manifest


def plan_for(
    store: Store,
    settings: Settings,
    parts: Mapping[str, str],
    files: Corpus,
    metadata: Mapping[str, Metadata],
    base: Manifest | None,
    reason: Reason | None,
    *,
    full: bool = False,
    retry: bool = False,
) -> UpdatePlan:
    """Return what an update of *files* has to do.

    Args:
        store: of the index.
        settings: the settings in force.
        parts: of the fingerprint, by name.
        files: of the corpus, or some of them.
        metadata: by document id.
        base: the newest sound generation, if any.
        reason: why *base* is not the current generation; None: it is.
        full: as for ``update``, like the next.
        retry: read the files that failed again.
    """
    return plan_update(
        store,
        base,
        reason or "",
        parts,
        files,
        metadata,
        aliases=base.aliases if base else load_aliases(store.index),
        full=full,
        retry=retry,
        ocr=ocr_version(settings),
    )


def _can_compact(store: Store) -> bool:
    with store.reader() as reader:
        statistics = reader.engine.statistics()
    return statistics.deleted > 0 or statistics.segments > 1


def tasks_of(plan: UpdatePlan, ids: Iterable[str]) -> list[IndexTask]:
    """Return a task for each of some files of an update."""
    return [
        IndexTask(plan.corpus.files[id], plan.changes.current[id], plan.metadata.get(id))
        for id in ids
    ]


def survey_tasks(plan: UpdatePlan) -> list[IndexTask]:
    """Return a task for the edges of every web page that an update has to read."""
    pages = (id for id in plan.changes.to_index if format_of(Path(id)) == "html")
    return [replace(task, survey=True) for task in tasks_of(plan, pages)]


def _fails_again(plan: UpdatePlan, indexer: DocumentIndexer) -> bool:
    """Say whether a retry has only files that failed before, and all of them fail again."""
    failed_before = plan.previous.failures_by_file()
    not_failed = {id for id in plan.changes.removed if not plan.previous.files[id].failed}
    if plan.reason or not_failed or set(plan.changes.to_index) - failed_before.keys():
        return False
    tasks = tasks_of(plan, plan.changes.to_index)
    return bool(tasks) and all(
        {one.id for one in indexer.run(task).all() if one.source.failed}
        == failed_before[task.file.id]
        for task in tasks
    )


def _disk_bytes(plan: UpdatePlan) -> int:
    """Return about how many bytes the disk needs while a generation is made."""
    of_files = sum(plan.corpus.files[id].size for id in plan.changes.to_index)
    of_base = plan.base.size_bytes if plan.base else 0
    return _MIN_DISK_BYTES + _DISK_BYTES_PER_BYTE * of_files + of_base


class _Build:
    """A generation being made; after ``publish``, ``sources`` has the result of every file."""

    def __init__(
        self, plan: UpdatePlan, indexer: DocumentIndexer, progress: Progress | None, *, anew: bool
    ) -> None:
        self._plan, self._indexer, self._progress = plan, indexer, progress
        self._anew = anew  # what shards have prepared is not used
        self._files = dict(plan.changes.current)
        self._cuts: dict[str, str] = {}  # what of each web page repeats over its site
        self._surveyed: frozenset[str] = frozenset()

    @property
    def sources(self) -> Sources:
        """The record of every file of the corpus."""
        return Sources(self._files, self._plan.corpus.refused)

    def publish(self, writer: Writer, *, compact: bool) -> Manifest:
        """Build the generation, and let readers see it."""
        plan, recipe = self._plan, index_fingerprint(self._plan.fingerprint_parts)
        with PreparedEntries(self._indexer.index, recipe, self._indexer.ocr) as prepared:
            manifest = self._publish(writer, recipe, prepared, compact=compact)
            prepared.remove_spent(self._files)
        save_aliases(self._indexer.index, plan.aliases)
        parses = ParseCache(self._indexer.index, ocr=self._indexer.ocr)
        parses.keep_only({parses.key(id, source) for id, source in self._files.items()})
        return manifest

    def _publish(
        self, writer: Writer, recipe: str, prepared: PreparedEntries, *, compact: bool
    ) -> Manifest:
        plan = self._plan
        again = self._survey(prepared)
        deleted = sorted((*plan.changes.to_delete, *again))
        with writer.draft(plan.base) as draft, closing(self._entries(again, prepared)) as entries:
            draft.apply(deleted, entries)
            if compact:
                draft.compact()
            newer = find_superseded(self._files, plan.aliases).newer
            facts = GenerationFacts(
                recipe=recipe,
                parts=plan.fingerprint_parts,
                aliases=plan.aliases,
                documents=self.sources.records(newer),
                sources=self.sources,
                replaced=newer,
                synonyms=plan.corpus.synonyms,
            )
            return writer.publish(draft, facts)

    def _survey(self, prepared: PreparedEntries) -> tuple[str, ...]:
        """Find what repeats over the pages of each site.

        Returns:
            The pages that did not change, but of which something else repeats now: they are
            indexed again.
        """
        changes = self._plan.changes
        new = survey_tasks(self._plan)
        known = {} if self._anew else {task.id: prepared.result(task) for task in new}
        surveyed = {id: result.source for id, result in known.items() if result is not None}
        unknown = [task for task in new if task.id not in surveyed]
        with closing(index_all(self._indexer, unknown)) as results:
            surveyed |= {result.id: result.source for result in results}
        self._surveyed = frozenset(task.id for task in unknown)
        self._cuts = find_cuts({**self._files, **surveyed})
        indexed = set(changes.to_index)
        again = tuple(
            id
            for id, source in sorted(self._files.items())
            if source.edges and id not in indexed and source.cut != self._cuts.get(id, "")
        )
        if again:
            _log.info("%d pages are indexed again: other lines repeat over their site", len(again))
        return again

    def _entries(self, again: Sequence[str], prepared: PreparedEntries) -> Generator[Entry]:
        """Yield the entries of every document to index; record and log those that fail."""
        tasks = [
            replace(task, cut=self._cuts.get(task.id, ""), surveyed=task.id in self._surveyed)
            for task in tasks_of(self._plan, (*self._plan.changes.to_index, *again))
        ]
        self._report_progress(0, len(tasks), "")
        with closing(self._results(tasks, prepared)) as results:
            for done, result in enumerate(results, 1):
                for one in result.all():
                    if one.source.within and one.id in self._plan.corpus.files:
                        continue  # a folder called like the mail, in other bytes, has this file
                    self._files[one.id] = one.source
                    if one.traceback:
                        _log.error("indexing %s failed\n%s", one.id, one.traceback)
                    _log.info("%d of %d: %s", done, len(tasks), one.id)
                    yield from one.entries
                self._report_progress(done, len(tasks), result.id)

    def _results(
        self, tasks: list[IndexTask], prepared: PreparedEntries
    ) -> Generator[IndexedDocument]:
        """Yield the result of every task: what shards have prepared first, then the rest."""
        rest: list[IndexTask] = []
        for task in tasks:
            result = None if self._anew else prepared.result(task)
            if result is None:
                rest.append(task)
            else:
                yield result
        with closing(index_all(self._indexer, rest)) as results:
            yield from results

    def _report_progress(self, done: int, total: int, id: str) -> None:
        if self._progress and total:
            self._progress(done, total, id)
