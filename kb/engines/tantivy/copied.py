"""What a search needs to know of copies beside their groups, in the file ``copied.json``.

A wide question matches a third of the index, and has copies by the thousand. Two lists keep
that cheap:

    documents   those that have an entry with a copy. Only their matches are looked at:
                copies are mostly whole documents, a few in a hundred
    alike       the first entry of each group of which all entries have the same fields.
                Whatever the question, their scores are equal, so none is computed

The file begins with its CRC-32.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CopiedEntries", "leaders"]

_COPIED_FILE = "copied.json"


@dataclass(frozen=True, slots=True)
class CopiedEntries:
    """The two lists; see the module."""

    documents: Sequence[str] = ()
    alike: Sequence[int] = ()

    def save(self, folder: Path) -> None:
        """Write the lists; an older file is replaced, not changed."""
        path = folder / _COPIED_FILE
        path.unlink(missing_ok=True)  # the generation before may share the file
        data = json.dumps([list(self.documents), list(self.alike)]).encode()
        if self.documents:
            path.write_bytes(b"%08x %s" % (zlib.crc32(data), data))

    @classmethod
    def load(cls, folder: Path) -> CopiedEntries:
        """Return the lists of the index in *folder*; empty ones where no entry has a copy.

        Raises:
            ValueError: the file was damaged.
        """
        path = folder / _COPIED_FILE
        if not path.exists():
            return cls()
        line = path.read_bytes()
        if line[:9] != b"%08x " % zlib.crc32(line[9:]):
            raise ValueError("the list of copies is not what was written (CRC-32 differs)")
        return cls(*json.loads(line[9:]))


def leaders(groups: Iterable[Sequence[int]], alike: Iterable[int]) -> Mapping[int, int]:
    """Return the first entry of its group for each other entry of the groups that are alike."""
    chosen = frozenset(alike)
    return {other: group[0] for group in groups if group[0] in chosen for other in group[1:]}
