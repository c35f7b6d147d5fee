"""The files a generation was made from: ``sources.json``.

One record for each file of the corpus: its size, time and hash when it was indexed,
and the result: title and metadata, or why it failed. An update compares the corpus
with these records (``kb.indexing.changes``). An attachment of a mail has a record too;
its hash is made from that of the file that contains it.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from kb.errors import IndexDamaged
from kb.messages import Message
from kb.store.documents import DocumentRecord
from kb.system_reasons import Reason

__all__ = [
    "SOURCES_FILE",
    "SOURCE_COLUMNS",
    "Source",
    "Sources",
    "reason_from",
    "source_from",
    "source_row",
]

SOURCES_FILE = "sources.json"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was when it was indexed, and what came of it."""

    size: int  # bytes
    mtime_ns: int
    ctime_ns: int
    seen_ns: int  # when the file was examined
    sha256: str  # "" where it could not be read at all
    metadata: str  # hash of its row in sources.tsv, "" without one
    failed: Reason = ""  # why it is not in the index
    title: str = ""
    institution: str | None = None
    date: str | None = None
    format: str = ""
    passages: int = 0
    replaces: str | None = None  # id of the document it supersedes; see kb.indexing.superseding
    language: str = ""
    origin: str | None = None  # where its text comes from: a URL or a citation
    within: str = ""  # the file that contains it, where it is attached to another document
    ocr: str = ""  # the version of OCR that decided the result; "": none did
    passed_over: bool = False  # it is no document, such as a photo; ``failed`` says why
    edges: str = ""  # of a web page: kb.indexing.site_furniture
    cut: str = ""  # what of it repeats over its site, and is not in the index
    added_ns: int = 0  # when it was first seen, 0 where that is not known
    changed_ns: int = 0  # when it was first seen with this content and these metadata
    warnings: tuple[Reason, ...] = ()

    @property
    def added(self) -> str | None:
        """When it came into the collection: ISO, UTC; None where that is not known."""
        return _moment(self.added_ns)

    @property
    def changed(self) -> str | None:
        """When its content or its metadata changed last; at first ``added``."""
        return _moment(self.changed_ns)


SOURCE_COLUMNS = tuple(Source.__slots__)
"""The values of a row, in order. A file of another version of Kisima may have others."""
_row_of = attrgetter(*SOURCE_COLUMNS)
_FAILED = SOURCE_COLUMNS.index("failed")  # "warnings" is the last column


def source_row(source: Source) -> Sequence[object]:
    """Return a record as a row for JSON, where a message is ``Message.as_json``."""
    row: Sequence[object] = _row_of(source)
    return row


def source_from(row: list[Any]) -> Source:
    """Return the record that a row from JSON describes."""
    row[_FAILED] = reason_from(row[_FAILED])
    row[-1] = tuple(reason_from(packed) for packed in row[-1])
    return Source(*row)


@dataclass(frozen=True, slots=True)
class Sources:
    """Every file of the corpus, and every attachment in one, by id."""

    files: Mapping[str, Source] = field(default_factory=dict)
    refused: Mapping[str, Reason] = field(default_factory=dict)  # never opened, and why

    @property
    def failed(self) -> dict[str, Reason]:
        """The reason for every document that is not in the index."""
        failed = {id: s.failed for id, s in self.files.items() if s.failed and not s.passed_over}
        return failed | dict(self.refused)

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The files that have a reader, and are no documents: photos."""
        return tuple(id for id, source in self.files.items() if source.passed_over)

    def to_bytes(self) -> bytes:
        """Return the records as JSON; a message as ``Message.as_json``."""
        files = {id: source_row(source) for id, source in sorted(self.files.items())}
        values = {"columns": SOURCE_COLUMNS, "files": files, "refused": dict(self.refused)}
        # Rows, and no indent: three times as fast, and a tenth of an update of 10,000 files.
        return json.dumps(values, ensure_ascii=False, default=Message.as_json).encode()

    def records(self, superseded: Mapping[str, str]) -> Iterator[DocumentRecord]:
        """Yield the record of every document that is in the index.

        Args:
            superseded: a superseded document, and the one that replaces it.
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
                    replaced_by=superseded.get(id),
                    source=source.origin,
                    attached_to=id.rpartition("/")[0] if source.within else None,
                    added=source.added,
                    changed=source.changed,
                )

    def forget_failures(self) -> Sources:
        """Return the records with every failed file as never read, so that it is tried again.

        A file whose attachment failed is read again too.
        """
        failed = {source.within or id for id, source in self.files.items() if source.failed}
        return self.forget(failed.difference(self.passed_over))

    def forget(self, ids: Iterable[str]) -> Sources:
        """Return the records with some documents as never read, so that they are read again.

        Of an attachment, the file that contains it is read again.
        """
        again = {self.files[id].within or id for id in ids if id in self.files}
        files = {
            id: replace(source, sha256="", seen_ns=0) if id in again else source
            for id, source in self.files.items()
        }
        return Sources(files, self.refused)

    def failures_by_file(self) -> dict[str, frozenset[str]]:
        """Return the documents that failed, by the file that contains them."""
        failures: dict[str, set[str]] = {}
        for id, source in self.files.items():
            if source.failed:
                failures.setdefault(source.within or id, set()).add(id)
        return {id: frozenset(ids) for id, ids in failures.items()}

    def with_attachments(self, id: str) -> frozenset[str]:
        """Return a document and all that is attached to it."""
        below = f"{id}/"
        attached = (one for one, s in self.files.items() if s.within and one.startswith(below))
        return frozenset((id, *attached))

    def without(self, ids: Container[str]) -> Sources:
        """Return the records without some documents."""
        return Sources(
            {id: source for id, source in self.files.items() if id not in ids},
            {id: reason for id, reason in self.refused.items() if id not in ids},
        )

    @classmethod
    def load(cls, folder: Path) -> Sources:
        """Return the records of the generation in *folder*.

        Raises:
            IndexDamaged: the file is missing, or is not what was written.
        """
        path = folder / SOURCES_FILE
        try:
            values = json.loads(path.read_bytes())
            columns, rows, refused = (values[name] for name in ("columns", "files", "refused"))
            files = {id: source_from(row) for id, row in rows.items()}
            reasons = {id: reason_from(packed) for id, packed in refused.items()}
        except FileNotFoundError as error:
            raise IndexDamaged(path, Message("the file is missing")) from error
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            reason = Message("the file cannot be read ({error})", error=str(error))
            raise IndexDamaged(path, reason) from error
        if columns != list(SOURCE_COLUMNS):
            raise IndexDamaged(path, Message("another version of Kisima wrote this file"))
        return cls(files, reasons)


def _moment(time_ns: int) -> str | None:
    """Return a time as ISO in UTC; None where it is not known.

    >>> _moment(1_700_000_000_000_000_000), _moment(0)
    ('2023-11-14T22:13:20.000+00:00', None)
    """
    if not time_ns:
        return None
    return datetime.fromtimestamp(time_ns / 10**9, UTC).isoformat(timespec="milliseconds")


def reason_from(packed: Any) -> Reason:
    """Return the reason that JSON has: a text, or ``Message.as_json``."""
    return packed if isinstance(packed, str) else Message.from_json(packed)
