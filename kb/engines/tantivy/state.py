"""The table of contents of an index: its record files, its size, and the counts for BM25.

Tantivy counts deleted entries in its weights until their segment is merged. The counts here
leave them out, so a score does not depend on how often the index was updated.
"""

from __future__ import annotations

import json
import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import accumulate, chain
from pathlib import Path
from typing import Self

from kb.engines.record import Record

__all__ = ["STATE_FILE", "IndexState"]

STATE_FILE = "state.json"
_RECORD_FILE = re.compile(r"records-[0-9]+")


@dataclass(frozen=True, slots=True)
class IndexState:
    """What an index holds."""

    files: Mapping[str, int] = field(default_factory=dict)  # record file → its records, in order
    documents: int = 0  # that have an entry
    deleted: tuple[tuple[int, int], ...] = ()  # entries whose records are still in the files
    with_terms: Mapping[str, int] = field(default_factory=dict)  # field → entries that have it
    terms: Mapping[str, int] = field(default_factory=dict)  # field → its length in all entries

    @property
    def all_entries(self) -> int:
        """How many entries there are, the deleted ones too."""
        return sum(self.files.values())

    @property
    def deleted_entries(self) -> int:
        """How many entries are deleted, and still have records."""
        return sum(count for _, count in self.deleted)

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return self.all_entries - self.deleted_entries

    def is_deleted(self, number: int) -> bool:
        """Tell whether an entry is deleted."""
        place = bisect_right(self.deleted, (number, self.all_entries)) - 1
        if place < 0:
            return False
        first, count = self.deleted[place]
        return number < first + count

    def without_entries(self, numbers: Iterable[int]) -> Self:
        """Return the state with more entries deleted.

        The entries of a document follow one another, so runs of numbers are kept: the first
        number of each, and how many there are.

        >>> IndexState(deleted=((7, 2),)).without_entries([3, 9, 4]).deleted
        ((3, 2), (7, 3))
        """
        runs: list[tuple[int, int]] = []
        for run in sorted([*self.deleted, *((number, 1) for number in numbers)]):
            if runs and sum(runs[-1]) == run[0]:
                run_before = runs.pop()
                runs.append((run_before[0], run_before[1] + run[1]))
            else:
                runs.append(run)
        return replace(self, deleted=tuple(runs))

    @property
    def bases(self) -> list[int]:
        """The number of the first entry of each file, and that of the next entry."""
        return [0, *accumulate(self.files.values())]

    def mean_length(self, name: str) -> float:
        """Return the mean length of a field in the entries that have it; 0 if none has."""
        return self.terms.get(name, 0) / max(1, self.with_terms.get(name, 0))

    def counting(self, records: Iterable[Record], sign: int = 1) -> Self:
        """Return the state with the lengths of some records added, or taken off."""
        with_terms, terms = Counter[str](), Counter[str]()
        for record in records:
            for name, length in record.lengths().items():
                with_terms[name] += sign
                terms[name] += sign * length
        return self.with_lengths(with_terms, terms)

    def with_lengths(self, with_terms: Mapping[str, int], terms: Mapping[str, int]) -> Self:
        """Return the state with more counts of entries that have a field, and of its terms."""
        return replace(
            self,
            with_terms=_added(self.with_terms, with_terms),
            terms=_added(self.terms, terms),
        )

    def save(self, folder: Path) -> None:
        """Write the state; an older file is replaced, not changed."""
        data = json.dumps(asdict(self)).encode()
        path = folder / STATE_FILE
        path.unlink(missing_ok=True)  # the generation before may share the file
        path.write_bytes(b"%08x %s\n" % (zlib.crc32(data), data))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the state of the index in *folder*.

        Raises:
            ValueError: the file was damaged, or names what is no file of records.
            FileNotFoundError: it is missing.
        """
        line = (folder / STATE_FILE).read_bytes()
        data = line[9:-1]
        if line != b"%08x %s\n" % (zlib.crc32(data), data):
            raise ValueError("the table of contents is not what was written (CRC-32 differs)")
        values = json.loads(data)
        for name in values["files"]:
            if not _RECORD_FILE.fullmatch(name):  # not a path: joined files are deleted
                raise ValueError(f"the table of contents names {name!r}")
        numbers = [values["documents"], *chain.from_iterable(values["deleted"])]
        for name in ("files", "with_terms", "terms"):
            numbers += values[name].values()
        if not all(isinstance(number, int) for number in numbers):
            raise ValueError("the table of contents has something else in the place of a number")
        values["deleted"] = tuple((first, count) for first, count in values["deleted"])
        return cls(**values)


def _added(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) + more.get(name, 0) for name in {**counts, **more}}
