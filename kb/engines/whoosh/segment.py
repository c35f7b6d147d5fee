"""The files of an index, read as Whoosh 2.7.4 wrote them; Whoosh itself is not imported.

    read_toc      the table of contents → the segments it lists
    IndexSegment  one segment: its entries, its terms, its postings, its columns
    TermTable     terms by hash, and in order

A search needs four structures of Whoosh's files: the table of contents, a hash
table with sorted keys (.trm), postings (.pst, kb.engines.whoosh.postings) and
columns (.col). Importing Whoosh to read them costs a cold search 40 ms of CPU,
because Whoosh imports urllib, http and email. All numbers are big-endian.
"""

from __future__ import annotations

import hashlib
import mmap
import re
import struct
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from kb.engines.whoosh.safe_pickle import unpickle_prefix

__all__ = [
    "INDEX_NAME",
    "LENGTHS",
    "TERM_INFO",
    "WHOOSH_VERSION",
    "Column",
    "IndexSegment",
    "TermInfo",
    "TermTable",
    "read_toc",
]

WHOOSH_VERSION = "2.7.4"
INDEX_NAME = "MAIN"
"""Whoosh's name for the only index of a folder."""

LENGTHS: tuple[int, ...] = tuple(round((1.033**code - 1) * 27) for code in range(256))
"""The length of a field for each of the one-byte codes it is stored as."""

_TOC_NAME = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")
_TOC_HEAD = b"\x04\x08\x04" + struct.pack("!i", -12345)  # sizes of int, long and float; byte order
_TOC_FORMAT = -111

_TERMS_MAGIC = b"HSH3\0"  # keys are hashed by MD5
_KEY_AND_VALUE = struct.Struct("!ii")  # their sizes, before both
_SLOT = struct.Struct("!Iq")  # hash of a key, where it is; 0 is an empty slot
_TABLE = struct.Struct("!qi")  # where a hash table is, how many slots it has
_TABLES = 256
TERM_INFO = struct.Struct("!5xI14xqi")
"""Entries that have a term; its postings: place, size. Nothing reads Whoosh's other numbers."""
_NO_FIELD = 0xFFFF


class TermInfo(NamedTuple):
    """What is known of a term before its postings are read."""

    frequency: int  # entries that have it, deleted ones too
    offset: int  # of its postings in the .pst file
    length: int


class _Codec:
    """What a segment's codec is unpickled as: its options are decided by us."""


class _SegmentRecord:
    """What a segment of the table of contents is unpickled as."""

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.id: str = state["segid"]
        self.entries: int = state["_doccount"]
        self.deleted = frozenset[int](state["_deleted"] or ())


_STAND_INS: Mapping[tuple[str, str], Any] = {
    ("builtins", "int"): int,
    ("builtins", "set"): set,
    ("collections", "defaultdict"): defaultdict,
    ("whoosh.codec.whoosh3", "W3Codec"): _Codec,
    ("whoosh.codec.whoosh3", "W3Segment"): _SegmentRecord,
}
"""Everything that a table of contents may name, and what is built for it."""


def read_toc(folder: Path) -> list[IndexSegment]:
    """Return the segments of the newest table of contents in *folder*, those without entries left out.

    Raises:
        ValueError: it is not one of Whoosh 2.7.4.
        pickle.UnpicklingError: it names something that no index of ours contains.
        FileNotFoundError: there is none.
    """
    found = {int(match[1]): path for path in folder.iterdir() if (match := _match(path))}
    if not found:
        raise FileNotFoundError(2, "no table of contents", str(folder / f"_{INDEX_NAME}_0.toc"))
    data = found[max(found)].read_bytes()
    if not data.startswith(_TOC_HEAD):
        raise ValueError("no table of contents, or of another machine")
    at = len(_TOC_HEAD)
    (version,) = struct.unpack_from("!i", data, at)
    if version != _TOC_FORMAT:
        raise ValueError(f"a table of contents of format {version} cannot be read")
    at += 4
    for _ in range(3):  # Whoosh's version
        _, at = _varint(data, at)
    size, at = _varint(data, at)
    at += size + 8  # the schema, which we know; the generation, and an unused number
    records = unpickle_prefix(data[at:], _STAND_INS)
    segments = [IndexSegment(folder, record) for record in records]
    return [segment for segment in segments if segment.entries]


def _match(path: Path) -> re.Match[str] | None:
    return _TOC_NAME.fullmatch(path.name)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number written seven bits a byte, lowest first, and where the next byte is."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if not byte & 0x80:
            return number, at


class IndexSegment:
    """One segment. Its files are mapped when they are first read, or all by ``hold_files``."""

    def __init__(self, folder: Path, record: _SegmentRecord) -> None:
        self.entries = record.entries  # the deleted ones too
        self.deleted = record.deleted
        self._folder = folder
        self._name = f"{INDEX_NAME}_{record.id}"
        self._files: dict[str, mmap.mmap | bytes] = {}

    def hold_files(self) -> None:
        """Map every file, so that it can be read after a merge has deleted it."""
        for path in self._folder.glob(f"{self._name}.*"):
            self._map(path.name.removeprefix(self._name))

    @cached_property
    def terms(self) -> TermTable:
        """The terms of every field."""
        return TermTable(self._map(".trm"))

    def postings(self, term: TermInfo) -> bytes:
        """Return the bytes of a term's postings."""
        return self._postings[term.offset : term.offset + term.length]

    @cached_property
    def _postings(self) -> mmap.mmap | bytes:
        return self._map(".pst")

    def column(self, name: str) -> Column:
        """Return the values of a column."""
        return Column(self._map(f".{name}.col"), self.entries)

    def length_codes(self, field: str) -> bytes:
        """Return the code of each entry's length in a field; see ``LENGTHS``."""
        # A segment without the field has no such file. One that is missing otherwise is damage.
        codes = self._map(f"._{field}_len.col")[:] if self.terms.has_field(field) else b""
        return codes.ljust(self.entries, b"\0")  # Whoosh leaves out the zeros at the end

    def close(self) -> None:
        """Close the files."""
        while self._files:
            _, data = self._files.popitem()
            if isinstance(data, mmap.mmap):
                data.close()

    def _map(self, suffix: str) -> mmap.mmap | bytes:
        data = self._files.get(suffix)
        if data is None:
            with (self._folder / f"{self._name}{suffix}").open("rb") as file:
                is_empty = not file.seek(0, 2)  # such a file cannot be mapped
                data = b"" if is_empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._files[suffix] = data
        return data


class TermTable:
    """The terms of a segment: a hash table whose keys also lie in order.

    A key is the number of a field, two bytes, and the term in UTF-8.
    """

    def __init__(self, data: mmap.mmap | bytes) -> None:
        if data[: len(_TERMS_MAGIC)] != _TERMS_MAGIC:
            raise ValueError("this is no table of terms")
        self._data = data
        end = len(data) - 4
        start = end - _unpack("!i", data, end)
        extras = unpickle_prefix(data[start:end], {})
        self._fields: Mapping[str, int] = extras["fieldmap"]
        self._tables = start - _TABLES * _TABLE.size
        (self._end, _) = _TABLE.unpack_from(data, self._tables)  # of the keys and values
        self._count: int = extras["indexlen"]
        self._places = struct.Struct(f"!{extras['indextype']}")  # where each key lies, in order
        self._places_at = end - self._count * self._places.size

    def has_field(self, field: str) -> bool:
        """Return whether a field has terms."""
        return field in self._fields

    def get(self, field: str, term: str) -> TermInfo | None:
        """Return what is known of a term; None where no entry has it."""
        key = self._key(field, term.encode())
        hashed = int.from_bytes(hashlib.md5(key, usedforsecurity=False).digest()[-4:], "big")
        start, slots = _TABLE.unpack_from(self._data, self._tables + (hashed & 255) * _TABLE.size)
        for step in range(slots):
            slot = ((hashed >> 8) + step) % slots
            of_key, at = _SLOT.unpack_from(self._data, start + slot * _SLOT.size)
            if not at:
                return None
            if of_key == hashed:
                found, info, _ = self._item(at)
                if found == key:
                    return info
        return None

    def from_prefix(self, field: str, prefix: str) -> Iterator[tuple[str, TermInfo]]:
        """Yield the terms of a field that start with *prefix*, in order."""
        key = self._key(field, prefix.encode())
        at = self._at_or_after(key)
        while at < self._end:
            found, info, at = self._item(at)
            if not found.startswith(key):
                return
            yield found[2:].decode(), info

    def _key(self, field: str, term: bytes) -> bytes:
        return self._fields.get(field, _NO_FIELD).to_bytes(2, "big") + term

    def _item(self, at: int) -> tuple[bytes, TermInfo, int]:
        """Return a key, its value, and where the next key lies."""
        of_key, of_value = _KEY_AND_VALUE.unpack_from(self._data, at)
        middle = at + _KEY_AND_VALUE.size + of_key
        info = TermInfo._make(TERM_INFO.unpack_from(self._data, middle))
        return self._data[middle - of_key : middle], info, middle + of_value

    def _at_or_after(self, key: bytes) -> int:
        """Return where the first key that is not less than *key* lies."""
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._key_at(self._place(middle)) < key:
                low = middle + 1
            else:
                high = middle
        return self._place(low) if low < self._count else self._end

    def _place(self, number: int) -> int:
        place: int
        (place,) = self._places.unpack_from(
            self._data, self._places_at + number * self._places.size
        )
        return place

    def _key_at(self, at: int) -> bytes:
        size, _ = _KEY_AND_VALUE.unpack_from(self._data, at)
        start = at + _KEY_AND_VALUE.size
        return self._data[start : start + size]


class Column:
    """A value of bytes for each entry: the values, then their sizes, then their offsets."""

    def __init__(self, data: mmap.mmap | bytes, entries: int) -> None:
        # The last bytes: the types of sizes and offsets, and an X for "with offsets".
        of_sizes, of_offsets = chr(data[-3]), chr(data[-2])
        if data[-1:] != b"X":
            raise ValueError("a column without offsets")
        end = len(data) - 3
        start = end - entries * struct.calcsize(f"={of_offsets}")
        self._offsets = _numbers(of_offsets, data[start:end])
        end, start = start, start - entries * struct.calcsize(f"={of_sizes}")
        self._sizes = _numbers(of_sizes, data[start:end])
        self._data = data

    def __getitem__(self, number: int) -> bytes:
        """Return the value of an entry."""
        start = self._offsets[number]
        return self._data[start : start + self._sizes[number]]

    def values(self) -> Iterable[bytes]:
        """Yield the value of every entry."""
        ends = accumulate(self._sizes, initial=0)
        return (self._data[start:end] for start, end in pairwise(ends))


def _numbers(code: str, data: bytes) -> array[int]:
    numbers = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _unpack(code: str, data: mmap.mmap | bytes, at: int) -> int:
    number: int
    (number,) = struct.unpack_from(code, data, at)
    return number
