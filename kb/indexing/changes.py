"""What an update has to do: which files changed, and on which generation it builds.

Sizes and times are compared first; only a file that differs is read and hashed. The time
of the last change of a file's status (ctime) is one of them: a copy that keeps size and
mtime has a new one. A file that was written in the moment it was examined is hashed
again: its next change could leave size and times as they are.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kb.errors import IndexUnusable
from kb.files import regular
from kb.indexing.aliases import with_renames
from kb.indexing.attachments import attached_by_file, renamed_attachments
from kb.indexing.corpus import Corpus, CorpusFile
from kb.indexing.fingerprint import index_fingerprint, metadata_hash
from kb.messages import Message
from kb.metadata.records import Metadata
from kb.readers.ocr.tesseract import NO_OCR
from kb.store import Manifest, Store
from kb.store.sources import Source, Sources
from kb.system_reasons import Reason

__all__ = ["Changes", "UpdatePlan", "find_changes", "plan_update"]

_CLOSE_NS = 2_000_000_000  # the coarsest clock of a file system in use: FAT's two seconds


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between a corpus and the index made from it."""

    current: Mapping[str, Source]  # every file of the corpus as it is now; attachments that stay
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()  # old id, new id
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    rebuild: bool = False  # every document is indexed again, changed or not
    attached: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # before, by their file

    @property
    def to_index(self) -> tuple[str, ...]:
        """The documents to read, in the order of their ids."""
        if self.rebuild:
            return tuple(sorted(id for id, source in self.current.items() if not source.within))
        return tuple(sorted((*self.added, *self.changed, *(new for _, new in self.renamed))))

    @property
    def to_delete(self) -> tuple[str, ...]:
        """The documents whose entries leave the index; a changed one comes back.

        The attachments of a file leave with it.
        """
        if self.rebuild:
            return ()
        files = (*self.changed, *self.removed, *(old for old, _ in self.renamed))
        return tuple(
            sorted((*files, *(id for file in files for id in self.attached.get(file, ()))))
        )


@dataclass(frozen=True, slots=True)
class UpdatePlan:
    """What an update starts from, and what it has to do."""

    base: Manifest | None  # the generation it builds on; None: everything is built anew
    previous: Sources  # what that generation was made from
    changes: Changes
    reason: Reason  # why everything is built anew, or on an older generation; "" usually
    fingerprint_parts: Mapping[str, str]
    corpus: Corpus
    metadata: Mapping[str, Metadata]
    aliases: Mapping[str, str]

    @property
    def is_noop(self) -> bool:
        """Whether the index already is what the corpus says."""
        changed = self.changes.to_index or self.changes.to_delete
        same = (
            self.base is not None
            and self.base.synonyms == self.corpus.synonyms
            and self.previous.refused == self.corpus.refused
        )
        return same and not changed and not self.reason


def plan_update(
    store: Store,
    base: Manifest | None,
    reason: Reason,
    parts: Mapping[str, str],
    corpus: Corpus,
    metadata: Mapping[str, Metadata],
    *,
    aliases: Mapping[str, str],
    full: bool,
    retry: bool = False,
    ocr: str = NO_OCR,
) -> UpdatePlan:
    """Return what an update has to do.

    Args:
        store: has *base*.
        base: the newest sound generation, if any. It is used if its fingerprint still holds.
        reason: why *base* is not the current generation, else "".
        parts: of the fingerprint, by name.
        corpus: the files there are.
        metadata: by document id.
        aliases: old ids of renamed documents.
        full: build everything anew.
        retry: files that failed are read again.
        ocr: the version of OCR; files whose result depends on another one are read again.
    """
    previous = Sources()
    if base is not None:
        try:
            previous = store.sources(base.generation).forget(store.interrupted(base.generation))
            previous = previous.forget_failures() if retry else previous
        except IndexUnusable as error:
            base, reason = None, Message("{cause}; built anew", cause=error.message)
    if base is not None and base.recipe != index_fingerprint(parts):
        names = sorted(k for k in {*parts, *base.parts} if parts.get(k) != base.parts.get(k))
        base = None
        reason = Message("other versions or settings ({names}); built anew", names=", ".join(names))
    elif full:
        base, reason = None, reason or Message("a full update was requested; built anew")
    changes = find_changes(previous, corpus, metadata, rebuild=base is None, ocr=ocr)
    renamed = (*changes.renamed, *renamed_attachments(changes.renamed, changes.attached))
    # Which attachments a changed file still has is not known before it is read.
    kept = {id for ids in changes.attached.values() for id in ids} - {old for old, _ in renamed}
    ids = {*changes.current, *kept, *(new for _, new in renamed)}
    aliases = with_renames(aliases, renamed, ids)
    return UpdatePlan(base, previous, changes, reason, parts, corpus, metadata, aliases)


def find_changes(
    previous: Sources,
    corpus: Corpus,
    metadata: Mapping[str, Metadata],
    *,
    rebuild: bool = False,
    ocr: str = NO_OCR,
) -> Changes:
    """Return the difference between the corpus and what was indexed.

    Args:
        previous: what the index was made from.
        corpus: the files there are.
        metadata: by document id.
        rebuild: everything is to be indexed again, and every file is hashed.
        ocr: the version of OCR.
    """
    attached = attached_by_file(previous.files)
    before = {id: source for id, source in previous.files.items() if not source.within}
    current = {
        id: _examine(file, before.get(id), metadata_hash(metadata.get(id)), trust=not rebuild)
        for id, file in corpus.files.items()
    }
    new = [id for id in current if id not in before]
    missing = [id for id in before if id not in current]
    kept = [id for id in current if id in before]
    renamed = _renamed(previous, current, new, missing)
    for old, name in renamed:  # the content is not new, only the name
        current[name] = replace(
            current[name], added_ns=before[old].added_ns, changed_ns=before[old].changed_ns
        )
    renamed_from, renamed_to = {old for old, _ in renamed}, {name for _, name in renamed}
    changed = {
        id
        for id in kept
        if _differs(before[id], current[id])
        or any(previous.files[one].ocr not in ("", ocr) for one in (id, *attached.get(id, ())))
    }
    staying = (
        one for id in kept if not rebuild and id not in changed for one in attached.get(id, ())
    )
    return Changes(
        current=current | {id: previous.files[id] for id in staying},
        added=tuple(id for id in new if id not in renamed_to),
        changed=tuple(id for id in kept if id in changed),
        renamed=tuple(renamed),
        removed=tuple(sorted(set(missing) - renamed_from)),
        unchanged=tuple(id for id in kept if id not in changed),
        rebuild=rebuild,
        attached=attached,
    )


def _examine(file: CorpusFile, previous: Source | None, metadata: str, *, trust: bool) -> Source:
    """Return the record of a file as it is now; *trust* an equal size and time without hashing."""
    if (
        trust
        and previous is not None
        and _stamp(previous) == _stamp(file)
        and previous.sha256
        and previous.seen_ns - max(previous.mtime_ns, previous.ctime_ns) > _CLOSE_NS
    ):
        if previous.metadata == metadata:
            return previous
        return replace(previous, metadata=metadata, changed_ns=time.time_ns())
    now, digest = time.time_ns(), ""
    try:
        with regular(file.where) as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        pass  # the reader reports why
    if previous is not None and digest == previous.sha256:
        return replace(
            previous,
            size=file.size,
            mtime_ns=file.mtime_ns,
            ctime_ns=file.ctime_ns,
            seen_ns=now,
            metadata=metadata,
            changed_ns=previous.changed_ns if previous.metadata == metadata else now,
        )
    return Source(
        file.size,
        file.mtime_ns,
        file.ctime_ns,
        now,
        digest,
        metadata,
        added_ns=now if previous is None else previous.added_ns,
        changed_ns=now,
    )


def _stamp(file: Source | CorpusFile) -> tuple[int, int, int]:
    return file.size, file.mtime_ns, file.ctime_ns


def _differs(previous: Source, current: Source) -> bool:
    return (previous.sha256, previous.metadata) != (current.sha256, current.metadata)


def _renamed(
    previous: Sources, current: Mapping[str, Source], new: list[str], missing: list[str]
) -> list[tuple[str, str]]:
    """Pair each new file with a missing one of the same bytes: (old id, new id)."""
    by_hash: dict[str, list[str]] = {}
    for id in sorted(missing, reverse=True):
        source = previous.files[id]
        if source.sha256 and not source.failed:
            by_hash.setdefault(source.sha256, []).append(id)
    return [
        (by_hash[current[id].sha256].pop(), id)
        for id in sorted(new)
        if by_hash.get(current[id].sha256)
    ]
