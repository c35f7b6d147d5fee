"""The documents of a generation: one record for each, looked up by id.

    encode            records → the bytes of the file ``documents.jsonl``
    DocumentTable     that file → one record by id, or all of them in order

The file has one line for each document, sorted by id. A look-up reads about
``log2(documents)`` lines (binary search), so opening a generation reads none.
Each line begins with its own CRC-32: a flipped bit is an error, not a wrong title.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path

from kb.errors import IndexDamaged
from kb.messages import Message

__all__ = ["DOCUMENTS_FILE", "DocumentRecord", "DocumentTable", "encode"]

DOCUMENTS_FILE = "documents.jsonl"

_REMEMBERED = 2048
"""Records that were looked up last and stay in memory, about a megabyte: every page of results
names some twenty documents, and many pages name the same."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The metadata of one document in a generation."""

    id: str
    title: str
    institution: str | None
    date: str | None  # ISO: year, month or day
    language: str
    format: str
    passages: int
    replaced_by: str | None = None  # id of the newer document that is in force instead
    source: str | None = None  # where the text comes from: a URL or a citation
    attached_to: str | None = None  # id of the document that it came with
    added: str | None = None  # when it came into the collection: ISO, UTC, to the millisecond
    changed: str | None = None  # when its content or its metadata changed last; at first ``added``


_row_of = attrgetter(*DocumentRecord.__slots__)


def encode(records: Iterable[DocumentRecord]) -> bytes:
    """Return the bytes of a file with *records*.

    >>> encode([DocumentRecord("a.md", "Dira", None, "2012", "sw", "markdown", 3)])
    b'6b01466f ["a.md","Dira",null,"2012","sw","markdown",3,null,null,null,null,null]\\n'
    """
    ordered = sorted(records, key=lambda record: record.id)
    rows = (json.dumps(_row_of(record), separators=(",", ":")) for record in ordered)
    return b"".join(_framed(row.encode()) for row in rows)


def _framed(row: bytes) -> bytes:
    """Return a line: the row's CRC-32 in eight digits, a space, the row."""
    return b"%08x %s\n" % (zlib.crc32(row), row)


class DocumentTable(Mapping[str, DocumentRecord]):
    """The records of one generation by document id, in the order of the ids.

    The file is opened at the first look-up. It stays mapped, so a generation that is
    removed from the disk meanwhile still answers.

    Raises:
        IndexDamaged: a look-up read a line whose CRC-32 differs.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / DOCUMENTS_FILE
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._find)

    def __getitem__(self, id: str) -> DocumentRecord:
        return self._remembered(id)

    def _find(self, id: str) -> DocumentRecord:
        data = self._data
        low, high = 0, len(data)  # both are always the start of a line, or the end
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.find(b"\n", start, high) + 1 or high
            record = self._parse(data[start:end])
            if record.id == id:
                return record
            if record.id < id:
                low = end
            else:
                high = start
        raise KeyError(id)

    def __iter__(self) -> Iterator[str]:
        return (record.id for record in self.records())

    def __len__(self) -> int:
        return self._count

    def below(self, id: str) -> Iterator[DocumentRecord]:
        """Yield the records of the documents whose id begins with *id* and "/", in order."""
        data, prefix = self._data, f"{id}/"
        low, high = 0, len(data)
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.find(b"\n", start, high) + 1 or high
            if self._parse(data[start:end]).id < prefix:
                low = end
            else:
                high = start
        for record in self._from(low):
            if not record.id.startswith(prefix):
                return
            yield record

    def records(self) -> Iterator[DocumentRecord]:
        """Return every record in the order of the ids; faster than one look-up after another."""
        return self._from(0)

    def _from(self, start: int) -> Iterator[DocumentRecord]:
        data = self._data
        while start < len(data):
            end = data.find(b"\n", start) + 1 or len(data)
            yield self._parse(data[start:end])
            start = end

    @cached_property
    def _data(self) -> mmap.mmap | bytes:
        try:
            with self._path.open("rb") as file:
                if not self._path.stat().st_size:
                    return b""  # an empty file cannot be mapped
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError as error:
            raise IndexDamaged(self._path, Message("the file is missing")) from error

    @cached_property
    def _count(self) -> int:
        return self._data[:].count(b"\n")

    def _parse(self, line: bytes) -> DocumentRecord:
        data = line[9:-1]
        if line != _framed(data):
            reason = Message("a line is not what was written (CRC-32 differs)")
            raise IndexDamaged(self._path, reason)
        return DocumentRecord(*json.loads(data))
