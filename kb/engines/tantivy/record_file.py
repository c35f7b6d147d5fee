"""The files of records: one for each commit; neighbours are joined as they grow.

    RecordWriter   writes records one after the other
    RecordFile     a file, mapped: record by number
    join_files     the files of an index → fewer

A file begins with its magic number. The records follow, then where each begins, then how
many there are. All numbers are little-endian.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from kb.engines.record import Record

__all__ = ["RecordFile", "RecordWriter", "join_files"]

_MAGIC = b"kisimaR1"
_COUNT = struct.Struct("<Q")


class RecordWriter:
    """Writes a file; ``finish`` makes it whole."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self._file.write(_MAGIC)
        self._starts = array("Q")
        self._end = len(_MAGIC)

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self._starts)

    def add(self, record: bytes) -> None:
        """Write one record."""
        self._starts.append(self._end)
        self._file.write(record)
        self._end += len(record)

    def add_file(self, path: Path) -> None:
        """Write the records of another file."""
        other = RecordFile(path)
        moved = self._end - len(_MAGIC)
        size = other.end - len(_MAGIC)
        starts = other.starts
        other.close()
        self._starts.extend(start + moved for start in starts)
        with path.open("rb") as source:
            source.seek(len(_MAGIC))
            _copy(source, self._file, size)
        self._end += size

    def finish(self) -> None:
        """Write where the records begin, and close the file."""
        self._file.write(_swapped(self._starts).tobytes())
        self._file.write(_COUNT.pack(len(self._starts)))
        self._file.close()

    def close(self) -> None:
        """Close the file as it is. Idempotent."""
        self._file.close()


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
        (self.count,) = _COUNT.unpack_from(self._data, size)
        self.end = size - self.count * array("Q").itemsize
        if self.end < len(_MAGIC):
            raise ValueError(f"{path.name} has fewer records than it says")
        self.starts = array("Q")
        self.starts.frombytes(self._data[self.end : size])
        self.starts = _swapped(self.starts)

    def record(self, number: int) -> Record:
        """Return a record."""
        return Record(self._data, self.starts[number])

    def close(self) -> None:
        """Unmap the file."""
        self._data.close()


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


def _swapped(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers = array("Q", numbers)
        numbers.byteswap()
    return numbers
