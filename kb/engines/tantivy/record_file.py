"""The files of records: one for each commit; neighbours are joined as they grow.

    RecordWriter   writes records one after the other
    RecordFile     a file, mapped: record by number, and what copies are searched by
    join_files     the files of an index → fewer

A file begins with its magic number. The records follow, then a column for each key that
copies share (kb.index.sketch), then where each record begins, then how many there are.
All numbers are little-endian. Nothing is read on opening: the system maps what is used.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from kb.engines.record import Record
from kb.index.sketch import KEYS, key_columns

__all__ = ["RecordFile", "RecordWriter", "count_records", "join_files"]

_MAGIC = b"kisimaR2"
_COUNT = struct.Struct("<Q")
_START = 8  # bytes


class RecordWriter:
    """Writes a file; ``finish`` makes it whole."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self._file.write(_MAGIC)
        self._starts = array("Q")
        self._keys = [bytearray() for _ in KEYS]
        self._end = len(_MAGIC)

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self._starts)

    def add(self, record: bytes, sketch: bytes) -> None:
        """Write one record, and the sketch of its entry, which may be empty."""
        self._starts.append(self._end)
        self._file.write(record)
        self._end += len(record)
        self._add_keys(key_columns(sketch))

    def add_file(self, path: Path) -> None:
        """Write the records of another file."""
        other = RecordFile(path)
        moved = self._end - len(_MAGIC)
        size = other.end - len(_MAGIC)
        self._starts.extend(other.start(number) + moved for number in range(other.count))
        self._add_keys(other.keys(nth) for nth in range(len(KEYS)))
        other.close()
        with path.open("rb") as source:
            source.seek(len(_MAGIC))
            _copy(source, self._file, size)
        self._end += size

    def finish(self) -> None:
        """Write the keys, and where the records begin; close the file."""
        for column in self._keys:
            self._file.write(column)
        if sys.byteorder == "big":
            self._starts.byteswap()
        self._file.write(memoryview(self._starts))
        self._file.write(_COUNT.pack(len(self._starts)))
        self._file.close()

    def close(self) -> None:
        """Close the file as it is. Idempotent."""
        self._file.close()

    def _add_keys(self, columns: Iterable[bytes]) -> None:
        for column, more in zip(self._keys, columns, strict=True):
            column.extend(more)


class RecordFile:
    """A file of records, mapped."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            ValueError: it is none of ours.
        """
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        size = len(self._data) - _COUNT.size
        if self._data[: len(_MAGIC)] != _MAGIC or size < len(_MAGIC):
            raise ValueError(f"{path.name} is no file of records")
        self.count: int
        (self.count,) = _COUNT.unpack_from(self._data, size)
        self._starts = size - self.count * _START
        self._keys = [self._starts]
        for start, end in reversed(KEYS):
            self._keys.insert(0, self._keys[0] - self.count * (end - start))
        self.end = self._keys[0]
        if self.end < len(_MAGIC):
            raise ValueError(f"{path.name} has fewer records than it says")

    def start(self, number: int) -> int:
        """Return where a record begins."""
        start: int = _COUNT.unpack_from(self._data, self._starts + number * _START)[0]
        return start

    def record(self, number: int) -> Record:
        """Return a record."""
        return Record(self._data, self.start(number))

    def keys(self, nth: int) -> bytes:
        """Return the column of one key: those of all records, without anything between."""
        return self._data[self._keys[nth] : self._keys[nth + 1]]

    def forget(self) -> None:
        """Let go of what was read: it no longer counts as memory of this process."""
        self._data.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Unmap the file."""
        self._data.close()


def count_records(path: Path) -> int:
    """Return how many records a file has."""
    file = RecordFile(path)
    try:
        return file.count
    finally:
        file.close()


def join_files(folder: Path, names: Sequence[str], joined: str) -> None:
    """Write the records of several files into one, in order; the files stay."""
    writer = RecordWriter(folder / joined)
    try:
        for name in names:
            writer.add_file(folder / name)
        writer.finish()
    finally:
        writer.close()


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    block = 1 << 20
    while size:
        data = source.read(min(block, size))
        if not data:
            raise ValueError("a file of records ends too early")
        target.write(data)
        size -= len(data)
