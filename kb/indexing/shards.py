"""One shard of an update: read and analyse a part of the documents, on any machine.

A corpus and a shard such as 2/8 come in; prepared entries go into the index folder
(``kb.indexing.prepared``). No engine is needed, and nothing is published: the next update takes
what fits, and works only on the rest. Shards may run at once, in any order, and again.
"""

from __future__ import annotations

import logging
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from kb.analysis import Analyser, SwahiliAnalyser
from kb.errors import SettingInvalid
from kb.indexing.changes import UpdatePlan
from kb.indexing.corpus import Corpus, load_metadata, walk
from kb.indexing.document_indexer import DocumentIndexer, IndexedDocument, IndexTask
from kb.indexing.fingerprint import fingerprint_parts, index_fingerprint
from kb.indexing.pool import index_all
from kb.indexing.prepared import PartWriter, PreparedEntries, open_part
from kb.indexing.site_furniture import find_cuts
from kb.indexing.updater import Progress, plan_for, survey_tasks, tasks_of
from kb.messages import Message
from kb.settings import Settings
from kb.store import open_store
from kb.system_reasons import Reason

__all__ = ["Shard", "ShardReport", "prepare_shard"]

_SHARD = re.compile(r"([1-9][0-9]{0,4})/([1-9][0-9]{0,4})")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the documents: number *number* of *count*, from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard that is written as "2/8".

        Raises:
            SettingInvalid: it is not written so, or there is no such part.

        >>> Shard.parse("2/8")
        Shard(number=2, count=8)
        """
        match = _SHARD.fullmatch(text)
        if not match or int(match[1]) > int(match[2]):
            expected = Message("a part and the number of parts, from 1/1 up, such as 2/8")
            raise SettingInvalid("shard", text, expected)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def has(self, id: str) -> bool:
        """Say whether a document belongs to this part: the same on every machine.

        >>> [Shard(number, 3).has("sera/dira.md") for number in (1, 2, 3)]
        [False, True, False]
        """
        return zlib.crc32(id.encode()) % self.count == self.number - 1

    def of(self, corpus: Corpus) -> Corpus:
        """Return the files of a corpus that belong to this part."""
        return replace(
            corpus, files={id: file for id, file in corpus.files.items() if self.has(id)}
        )


@dataclass(frozen=True, slots=True)
class ShardReport:
    """What a shard did, or with ``dry_run`` would do."""

    shard: Shard
    prepared: tuple[str, ...]  # ids of the files that were read now
    already: int  # files that an earlier run had prepared
    changed: tuple[str, ...]  # files that changed while they were read, and are left to the update
    failed: tuple[tuple[str, Reason], ...]  # of those that were read now
    seconds: float


def prepare_shard(
    corpus: Path,
    index: Path,
    settings: Settings,
    shard: Shard,
    *,
    analyser: Analyser | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ShardReport:
    """Read and analyse the documents of one part that an update would work on.

    Args:
        corpus: the folder of documents.
        index: the folder of the index, shared by the machines; made where it is missing.
        settings: the settings in force.
        shard: the part.
        analyser: reads the words; that of Swahili where left out.
        dry_run: write nothing, only report what would be done.
        progress: is called after every document.

    Raises:
        SettingInvalid: there is no such corpus.
        DocumentUnreadable: ``sources.tsv`` cannot be read.
        ExtraMissing: a library of the readers is not installed.
        IndexLocked: another process prepares the same part.
        StorageFailed: the disk refused; what was prepared before stays.
    """
    started = time.monotonic()
    analyser = analyser or SwahiliAnalyser()
    store = open_store(index, settings)
    parts = fingerprint_parts(settings, analyser)
    files = shard.of(walk(corpus, index))
    metadata = load_metadata(corpus, files)
    plan = plan_for(store, settings, parts, files, metadata, *store.newest())
    if dry_run:
        ids = plan.changes.to_index
        return ShardReport(shard, ids, 0, (), (), time.monotonic() - started)
    indexer = DocumentIndexer(index, True, settings, analyser)
    recipe = index_fingerprint(parts)
    with (
        open_part(index, str(shard), recipe, settings.lock_wait) as part,
        PreparedEntries(index, recipe, indexer.ocr) as others,
    ):
        cuts = _survey(plan, indexer, part, others)
        tasks = [
            replace(task, cut=cuts.get(task.id, ""))
            for task in tasks_of(plan, plan.changes.to_index)
        ]
        waiting = [task for task in tasks if not part.has(task, indexer.ocr)]
        prepared, changed, failed = _append(part, _results(indexer, waiting, progress))
    already = len(tasks) - len(waiting)
    seconds = time.monotonic() - started
    return ShardReport(shard, tuple(prepared), already, tuple(changed), tuple(failed), seconds)


def _append(
    part: PartWriter, results: Iterator[tuple[IndexedDocument, IndexTask]]
) -> tuple[list[str], list[str], list[tuple[str, Reason]]]:
    """Keep the result of every task; return which were kept, which files changed, what failed."""
    prepared: list[str] = []
    changed: list[str] = []
    failed: list[tuple[str, Reason]] = []
    for result, task in results:
        if _changed(task):
            changed.append(task.id)
            continue
        part.append(task, result)
        prepared.append(task.id)
        failed += [(one.id, one.source.failed) for one in result.all() if one.source.failed]
    return prepared, changed, failed


def _survey(
    plan: UpdatePlan, indexer: DocumentIndexer, part: PartWriter, others: PreparedEntries
) -> dict[str, str]:
    """Return what of each web page repeats over its site, as far as this machine can know.

    It knows the pages of its part, those that other parts have read so far, and those of the
    index. The update knows all of them: where it finds that something else repeats, it makes the
    entries of that page anew. So does a second run of the part.
    """
    files = {**plan.previous.files, **{one.id: one.source for one in others.surveys()}}
    unknown = []
    for task in survey_tasks(plan):
        result = others.result(task)
        if result is None:
            unknown.append(task)
        else:
            files[task.id] = result.source
    for result, task in _results(indexer, unknown, None):
        files[task.id] = result.source
        if not _changed(task):
            part.append(task, result)
    return find_cuts(files)


def _results(
    indexer: DocumentIndexer, tasks: list[IndexTask], progress: Progress | None
) -> Iterator[tuple[IndexedDocument, IndexTask]]:
    """Yield the result of every task with the task, in any order."""
    by_id = {task.id: task for task in tasks}
    if progress and tasks:
        progress(0, len(tasks), "")
    with closing(index_all(indexer, tasks)) as results:
        for done, result in enumerate(results, 1):
            for one in result.all():
                if one.traceback:
                    _log.error("indexing %s failed\n%s", one.id, one.traceback)
            _log.info("%d of %d: %s", done, len(tasks), result.id)
            yield result, by_id[result.id]
            if progress:
                progress(done, len(tasks), result.id)


def _changed(task: IndexTask) -> bool:
    """Say whether a file was written since it was hashed: its result may be of other bytes."""
    try:
        now = task.file.path.stat()
    except OSError:
        return True
    before = (task.file.size, task.file.mtime_ns, task.file.ctime_ns)
    return (now.st_size, now.st_mtime_ns, now.st_ctime_ns) != before
