"""The groups of copies, in a file of their own: the number of a group for every entry.

    write_copies   the entries of a snapshot → the file, after every change of the index
    CopyTable      that file → the group of an entry, and the entries of a group

The file begins with its CRC-32, the number of entries and that of groups. Then follow the
group of every entry (-1: none), the place where each group begins, and the entries of all
groups in order. All are little-endian 32-bit integers.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path

__all__ = ["COPIES_FILE", "CopyTable", "write_copies"]

COPIES_FILE = "copies"

_HEADER = struct.Struct("<III")  # checksum of the rest, entries, groups
_NONE = -1


def write_copies(folder: Path, entries: int, groups: Sequence[Sequence[int]]) -> None:
    """Write the groups of an index; an older file is replaced, not changed.

    Args:
        folder: the index.
        entries: how many entries it has, deleted ones too.
        groups: the numbers of the entries of each group.
    """
    path = folder / COPIES_FILE
    path.unlink(missing_ok=True)  # the generation before may share the file
    if not groups:
        return
    group_of = array("i", [_NONE]) * entries
    for group, numbers in enumerate(groups):
        for number in numbers:
            group_of[number] = group
    starts = array("i", accumulate(map(len, groups), initial=0))
    members = array("i", (number for numbers in groups for number in numbers))
    body = b"".join(map(_packed, (group_of, starts, members)))
    path.write_bytes(_HEADER.pack(zlib.crc32(body), entries, len(groups)) + body)


class CopyTable:
    """The groups of copies of an index; without the file, no entry has copies."""

    def __init__(self, folder: Path, entries: int) -> None:
        """Read the file.

        Raises:
            ValueError: it was damaged, or belongs to another index.
        """
        self._groups, self._starts, self._members = (array("i") for _ in range(3))
        path = folder / COPIES_FILE
        if not path.exists():
            return
        data = path.read_bytes()
        checksum, listed, groups = _HEADER.unpack_from(data)
        numbers = _unpacked(data[_HEADER.size :])
        if zlib.crc32(data[_HEADER.size :]) != checksum or listed != entries:
            raise ValueError("the groups of copies are not those of this index")
        self._groups = numbers[:entries]
        self._starts = numbers[entries : entries + groups + 1]
        self._members = numbers[entries + groups + 1 :]

    @property
    def any(self) -> bool:
        """Whether an entry has copies at all."""
        return bool(self._members)

    def groups(self) -> Iterator[Sequence[int]]:
        """Yield every group."""
        for start, end in pairwise(self._starts):
            yield self._members[start:end]

    def of(self, number: int) -> Sequence[int]:
        """Return the group of an entry in order, the entry itself included; empty if it has none."""
        group = self._groups[number] if self._groups else _NONE
        if group == _NONE:
            return ()
        return self._members[self._starts[group] : self._starts[group + 1]]

    def among(self, matches: Collection[int]) -> list[list[int]]:
        """Return the groups of which *matches* has two entries or more, each in order."""
        if not self._members:
            return []
        places = self._places
        by_group: dict[int, list[int]] = defaultdict(list)
        fewer, others = sorted((places, matches), key=len)
        for number in (number for number in fewer if number in others):
            by_group[self._groups[number]].append(number)
        return [sorted(numbers, key=places.__getitem__) for numbers in by_group.values()
                if len(numbers) > 1]  # fmt: skip

    @cached_property
    def _places(self) -> dict[int, int]:
        """Where each entry that has copies is in the list of all groups."""
        return {number: place for place, number in enumerate(self._members)}


def _packed(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _unpacked(data: bytes) -> array[int]:
    numbers = array("i")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
