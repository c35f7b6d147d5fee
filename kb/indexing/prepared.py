"""Prepared entries: documents that shards of an update have read, kept for the update itself.

    open_part         the file of one shard, locked, to append to
    PreparedEntries   all files together: the result of a document, if one of them has it
    list_parts        what there is, for ``kisima status``

The folder ``prepared`` of an index has a file for each part, such as ``2-of-8``. Its first line
names the recipe. Then follow records: a key, sizes, checksums, the bytes of
``kb.indexing.prepared_record``. The key is a hash of the document's id, of the bytes of its file,
of its metadata, of OCR where that decided the result, and of what repeats over the site of a web page
(``kb.indexing.site_furniture``), so a record never serves another document. A web page has two:
its edges, which say what repeats, and its entries.
A file only grows. What a killed process left half-written is cut off by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from kb.indexing.document_indexer import IndexedDocument, IndexTask
from kb.indexing.prepared_record import decode_result, encode_result
from kb.messages import Message
from kb.store import disk
from kb.store.sources import SOURCE_COLUMNS, Source

__all__ = [
    "PartSummary",
    "PartWriter",
    "PreparedEntries",
    "list_parts",
    "open_part",
    "remove_parts",
]

_FORMAT = 1
_FOLDER = "prepared"
_LOCK = ".lock"
_SURVEY = "survey"
_HEADER = struct.Struct("<16s?QII")  # key, survey, size of the body, its CRC-32, that of all this
_CHECKED = struct.Struct("<16s?QI").size


class _Place(NamedTuple):
    """Where the body of a record is in its file."""

    start: int
    size: int
    checksum: int
    survey: bool  # it has the edges of a web page, and no entries


@dataclass(frozen=True, slots=True)
class PartSummary:
    """The prepared entries of one part."""

    name: str  # "2/8"
    documents: int
    size_bytes: int
    fits: bool  # False: of another version or settings; an update cannot use them
    writer: Message | None  # the process that is preparing it now


class PartWriter:
    """The file of one part, open to append to; see ``open_part``."""

    def __init__(self, file: BinaryIO, path: Path, places: Mapping[bytes, _Place]) -> None:
        self._file, self._path = file, path
        self._keys = set(places)

    def has(self, task: IndexTask, ocr: str) -> bool:
        """Say whether the result of a document is there already."""
        return not self._keys.isdisjoint(_keys_of(task, ocr))

    def append(self, task: IndexTask, result: IndexedDocument) -> None:
        """Keep the result of a task. Nothing is kept of a file whose bytes could not be read.

        Raises:
            StorageFailed: the disk refused.
        """
        if not result.source.sha256:
            return
        ocr = next((one.source.ocr for one in result.all() if one.source.ocr), "")
        key, body = _key(task.id, task.source, ocr, _purpose(task)), encode_result(result)
        head = _HEADER.pack(key, task.survey, len(body), zlib.crc32(body), 0)[:_CHECKED]
        with disk.writing(self._path):
            self._file.write(head + struct.pack("<I", zlib.crc32(head)) + body)
            self._file.flush()
        self._keys.add(key)


@contextmanager
def open_part(index: Path, name: str, recipe: str, wait: float) -> Iterator[PartWriter]:
    """Lock the file of a part, and cut off what an earlier process left half-written.

    Args:
        index: the folder of the index.
        name: of the part: "2/8".
        recipe: the fingerprint in force; a file of another one is begun anew.
        wait: seconds to wait for another process that prepares the same part.

    Raises:
        IndexLocked: another process still prepares it.
        StorageFailed: the folder cannot be written.
    """
    path = index / _FOLDER / name.replace("/", "-of-")
    disk.make_folder(path.parent)
    with disk.locked(path.with_name(path.name + _LOCK), wait, of=path):
        with disk.writing(path):
            file = path.open("r+b" if path.exists() else "w+b")
        with file:
            places = dict[bytes, _Place]()
            with disk.writing(path):
                if (start := _start(file, recipe)) is None:
                    file.truncate(0)
                    file.seek(0)
                    file.write(_first_line(recipe))
                else:
                    end = start
                    for key, place in _records(file, start):
                        end = place.start + place.size
                        if _body(file, place) is not None:
                            places[key] = place
                    file.truncate(end)
                    file.seek(end)
            yield PartWriter(file, path, places)
            with disk.writing(path):
                file.flush()
                os.fsync(file.fileno())


class PreparedEntries:
    """What all parts of an index hold, for one update. Use it in a ``with``.

    Args:
        index: the folder of the index.
        recipe: the fingerprint in force; files of another one are not used.
        ocr: the version of OCR.
    """

    def __init__(self, index: Path, recipe: str, ocr: str) -> None:
        self._ocr = ocr
        self._files: dict[Path, BinaryIO] = {}
        self._places: dict[bytes, tuple[Path, _Place]] = {}
        self._used: set[Path] = set()
        self._all = _paths(index)
        for path in self._all:
            with suppress(OSError):
                file = path.open("rb")
                if (start := _start(file, recipe)) is None:
                    file.close()
                    continue
                self._files[path] = file
                self._places |= {key: (path, place) for key, place in _records(file, start)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def result(self, task: IndexTask) -> IndexedDocument | None:
        """Return the result of a document; None if no part has it, or has it damaged."""
        for key in _keys_of(task, self._ocr) if self._places else ():
            if key not in self._places:
                continue
            path, place = self._places[key]
            body = _body(self._files[path], place)
            with suppress(ValueError):
                result = decode_result(body) if body is not None else None
                if result is not None and result.id == task.id:
                    self._used.add(path)
                    return _stamped(result, task.source)
        return None

    def surveys(self) -> Iterator[IndexedDocument]:
        """Yield the edges of every web page that a part has."""
        for path, place in self._places.values():
            body = _body(self._files[path], place) if place.survey else None
            with suppress(ValueError):
                if body is not None:
                    yield decode_result(body)

    def remove_spent(self, files: Mapping[str, Source]) -> None:
        """Remove the parts that have served, and those that serve no document any more.

        A part of which nothing was used stays where the corpus has its documents: it was
        prepared for another engine. A part that a process is preparing stays.

        Args:
            files: the record of every file after the update.
        """
        if not self._all:
            return  # most corpora are not indexed in parts
        wanted = {
            key
            for id, source in files.items()
            if not source.within
            for key in _keys(id, source, self._ocr, source.cut)
        }
        serving = {path for key, (path, _) in self._places.items() if key in wanted}
        _remove(path for path in self._all if path in self._used or path not in serving)


def list_parts(index: Path, recipe: str) -> list[PartSummary]:
    """Return what there is of prepared entries, by the name of the part.

    Args:
        index: the folder of the index.
        recipe: the fingerprint in force.
    """
    parts = []
    for path in _paths(index):
        with suppress(OSError), path.open("rb") as file:
            start = _start(file, recipe)
            records = _records(file, start) if start is not None else ()
            keys = {key for key, place in records if not place.survey}
            parts.append(
                PartSummary(
                    path.name.replace("-of-", "/"),
                    len(keys),
                    path.stat().st_size,
                    start is not None,
                    disk.holder(path.with_name(path.name + _LOCK)),
                )
            )
    return parts


def remove_parts(index: Path) -> None:
    """Remove all prepared entries but those that a process is preparing now."""
    _remove(_paths(index))


def _paths(index: Path) -> list[Path]:
    """Return the files of the parts, in the order of their numbers."""
    paths = [path for path in (index / _FOLDER).glob("*-of-*") if path.suffix != _LOCK]
    return sorted(paths, key=lambda path: (len(path.name), path.name))


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        lock = path.with_name(path.name + _LOCK)
        held = disk.pin(lock, exclusive=True)
        if held is None and lock.exists():
            continue
        with disk.writing(path):
            path.unlink(missing_ok=True)
            lock.unlink(missing_ok=True)
        if held is not None:
            disk.unlock(held)


def _stamped(result: IndexedDocument, now: Source) -> IndexedDocument:
    """Return a result with the times of the file on this machine."""

    def of(source: Source) -> Source:
        return replace(
            source,
            size=now.size,
            mtime_ns=now.mtime_ns,
            ctime_ns=now.ctime_ns,
            seen_ns=now.seen_ns,
        )

    attached = tuple(replace(one, source=of(one.source)) for one in result.attached)
    return replace(result, source=of(result.source), attached=attached)


def _purpose(task: IndexTask) -> str:
    """Return what a task is for: the edges of a page, or entries without what repeats."""
    return _SURVEY if task.survey else task.cut


def _key(id: str, source: Source, ocr: str, purpose: str) -> bytes:
    parts = json.dumps((id, source.sha256, source.metadata, ocr, purpose))
    return hashlib.sha256(parts.encode()).digest()[:16]


def _keys(id: str, source: Source, ocr: str, purpose: str) -> tuple[bytes, ...]:
    """Return the keys of a document: OCR decided its result, or it did not."""
    if not source.sha256:
        return ()
    return _key(id, source, "", purpose), _key(id, source, ocr, purpose)


def _keys_of(task: IndexTask, ocr: str) -> tuple[bytes, ...]:
    return _keys(task.id, task.source, ocr, _purpose(task))


def _first_line(recipe: str) -> bytes:
    values = {"format": _FORMAT, "recipe": recipe, "columns": SOURCE_COLUMNS}
    return json.dumps(values).encode() + b"\n"


def _start(file: BinaryIO, recipe: str) -> int | None:
    """Return where the records begin; None if the file is of another recipe."""
    line = _first_line(recipe)
    return len(line) if os.pread(file.fileno(), len(line), 0) == line else None


def _records(file: BinaryIO, start: int) -> Iterator[tuple[bytes, _Place]]:
    """Yield the key of each record and where its body is, up to a half-written one."""
    number, end = file.fileno(), os.fstat(file.fileno()).st_size
    while len(header := os.pread(number, _HEADER.size, start)) == _HEADER.size:
        key, survey, size, checksum, of_header = _HEADER.unpack(header)
        place = _Place(start + _HEADER.size, size, checksum, survey)
        start = place.start + size
        if zlib.crc32(header[:_CHECKED]) != of_header or start > end:
            return
        yield key, place


def _body(file: BinaryIO, place: _Place) -> bytes | None:
    """Return the body of a record; None if it is not what was written."""
    body = os.pread(file.fileno(), place.size, place.start)
    return body if zlib.crc32(body) == place.checksum else None
