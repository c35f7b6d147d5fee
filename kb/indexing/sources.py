"""What a generation was made from, and what of the corpus has moved since.

Sizes and times are compared first; only what moved is read and hashed. A file
that was written in the same moment it was looked at is hashed again: its next
change could leave size and time as they are.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Container, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from operator import attrgetter
from pathlib import Path

from kb.errors import IndexDamaged
from kb.files import regular
from kb.indexing.corpus import Corpus, File
from kb.metadata.records import Metadata
from kb.store.documents import DocumentRecord

__all__ = ["SOURCES_FILE", "Moves", "Source", "Sources", "compare", "metadata_hash"]

SOURCES_FILE = "sources.json"
_CLOSE_NS = 2_000_000_000  # the coarsest clock of a file system in use: FAT's two seconds


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was when it was indexed, and what became of it."""

    size: int
    mtime_ns: int
    seen_ns: int  # when it was looked at
    sha256: str  # "" where it could not be read at all
    metadata: str  # hash of its row in sources.tsv, "" without one
    failed: str = ""  # why it is not in the index
    title: str = ""
    institution: str | None = None
    date: str | None = None
    format: str = ""
    passages: int = 0
    replaces: str | None = None  # the document it declares replaced; see kb.indexing.superseding
    language: str = ""
    origin: str | None = None  # where its text comes from: a URL or a citation
    warnings: tuple[str, ...] = ()


_COLUMNS = tuple(Source.__slots__)
_ROW = attrgetter(*_COLUMNS)  # "warnings" is the last: a list in JSON


@dataclass(frozen=True, slots=True)
class Sources:
    """Every file of the corpus that a generation knows, by id."""

    files: Mapping[str, Source] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)  # never opened, and why

    @property
    def failed(self) -> dict[str, str]:
        """The reason for every file that is not in the index."""
        return {id: s.failed for id, s in self.files.items() if s.failed} | dict(self.refused)

    def to_bytes(self) -> bytes:
        """Return them as JSON."""
        files = {id: _ROW(source) for id, source in sorted(self.files.items())}
        values = {"columns": _COLUMNS, "files": files, "refused": dict(self.refused)}
        # Rows, and no indent: three times as fast, and a tenth of an update of 10,000 files.
        return json.dumps(values, ensure_ascii=False).encode()

    def records(self, replaced: Mapping[str, str]) -> Iterator[DocumentRecord]:
        """Yield the record of every document that is in the index.

        Args:
            replaced: documents, and the one that is in force instead of each.
        """
        for id, source in self.files.items():
            if not source.failed:
                yield DocumentRecord(
                    id=id,
                    title=source.title,
                    institution=source.institution,
                    date=source.date,
                    language=source.language,
                    format=source.format,
                    passages=source.passages,
                    replaced_by=replaced.get(id),
                    source=source.origin,
                )

    def forgetting_failures(self) -> Sources:
        """Return these as if no failed file had ever been read, so that all are tried again."""
        files = {
            id: replace(source, sha256="", seen_ns=0) if source.failed else source
            for id, source in self.files.items()
        }
        return Sources(files, self.refused)

    def without(self, ids: Container[str]) -> Sources:
        """Return these without some documents."""
        return Sources(
            {id: source for id, source in self.files.items() if id not in ids},
            {id: reason for id, reason in self.refused.items() if id not in ids},
        )

    @classmethod
    def read(cls, folder: Path) -> Sources:
        """Return the sources of the generation in *folder*.

        Raises:
            IndexDamaged: they are missing, or not what was written.
        """
        path = folder / SOURCES_FILE
        try:
            values = json.loads(path.read_bytes())
            columns, rows, refused = (values[name] for name in ("columns", "files", "refused"))
            files = {id: Source(*(*row[:-1], tuple(row[-1]))) for id, row in rows.items()}
        except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexDamaged(path, f"cannot be read ({error})") from error
        if columns != list(_COLUMNS):
            raise IndexDamaged(path, "was written by another version")
        return cls(files, refused)


@dataclass(frozen=True, slots=True)
class Moves:
    """What has to be done so that an index is the corpus again."""

    seen: Mapping[str, Source]  # every file of the corpus, as it is now
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()  # old id, new id
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    anew: bool = False  # everything is to be made again, moved or not

    @property
    def work(self) -> tuple[str, ...]:
        """The documents to read, in the order of their ids."""
        if self.anew:
            return tuple(sorted(self.seen))
        return tuple(sorted((*self.added, *self.changed, *(new for _, new in self.renamed))))

    @property
    def gone(self) -> tuple[str, ...]:
        """The documents whose entries leave the index, perhaps to come back changed."""
        if self.anew:
            return ()
        return tuple(sorted((*self.changed, *self.removed, *(old for old, _ in self.renamed))))


def metadata_hash(metadata: Metadata | None) -> str:
    """Return a hash of what sources.tsv says of a file; "" if it says nothing.

    >>> metadata_hash(None), metadata_hash(Metadata()), len(metadata_hash(Metadata(title="Dira")))
    ('', '', 16)
    """
    if metadata is None or metadata == Metadata():
        return ""
    canonical = json.dumps(asdict(metadata), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def compare(
    known: Sources, corpus: Corpus, metadata: Mapping[str, Metadata], *, anew: bool = False
) -> Moves:
    """Return what has moved between *known* and the corpus as it is.

    Args:
        known: what the index was made from.
        corpus: what the walk found.
        metadata: rows of sources.tsv, by document id.
        anew: everything is to be made again; and no file is taken for unchanged unread.
    """
    seen = {
        id: _look(file, known.files.get(id), metadata_hash(metadata.get(id)), unread=not anew)
        for id, file in corpus.files.items()
    }
    fresh = [id for id in seen if id not in known.files]
    lost = [id for id in known.files if id not in seen]
    renamed = _renamed(known, seen, fresh, lost)
    moved = {new for _, new in renamed}
    stays = [id for id in seen if id in known.files]
    changed = {id for id in stays if _differs(known.files[id], seen[id])}
    return Moves(
        seen=seen,
        added=tuple(id for id in fresh if id not in moved),
        changed=tuple(id for id in stays if id in changed),
        renamed=tuple(renamed),
        removed=tuple(sorted(set(lost) - {old for old, _ in renamed})),
        unchanged=tuple(id for id in stays if id not in changed),
        anew=anew,
    )


def _look(file: File, known: Source | None, metadata: str, *, unread: bool) -> Source:
    """Return a file as it is now, hashed only if it may differ from what is known."""
    if (
        unread
        and known is not None
        and (known.size, known.mtime_ns) == (file.size, file.mtime_ns)
        and known.sha256
        and known.seen_ns - known.mtime_ns > _CLOSE_NS
    ):
        return known if known.metadata == metadata else replace(known, metadata=metadata)
    now, digest = time.time_ns(), ""
    try:
        with regular(file.where) as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        pass  # the reader says why
    if known is not None and digest == known.sha256:
        return replace(
            known, size=file.size, mtime_ns=file.mtime_ns, seen_ns=now, metadata=metadata
        )
    return Source(file.size, file.mtime_ns, now, digest, metadata)


def _differs(known: Source, seen: Source) -> bool:
    return (known.sha256, known.metadata) != (seen.sha256, seen.metadata)


def _renamed(
    known: Sources, seen: Mapping[str, Source], fresh: list[str], lost: list[str]
) -> list[tuple[str, str]]:
    """Pair files that are gone with new ones of the same bytes."""
    waiting: dict[str, list[str]] = {}
    for id in sorted(lost, reverse=True):
        source = known.files[id]
        if source.sha256 and not source.failed:
            waiting.setdefault(source.sha256, []).append(id)
    return [
        (waiting[seen[id].sha256].pop(), id) for id in sorted(fresh) if waiting.get(seen[id].sha256)
    ]
