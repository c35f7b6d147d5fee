"""One state of a Whoosh index, read.

Whoosh numbers entries within each segment; here they are numbered through all
segments, deleted entries are left out of every answer, and a term's postings
come as one dict, read block by block. Lists that were read lately are kept: one
question asks for its words three times, and the next for some of them again.

Not for two threads at once: Whoosh's files have one position each. The engine
holds a lock.
"""

# ruff: noqa: SLF001  Whoosh 2.7.4 is the last of its kind: what is private in it stays as it is.

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from collections import Counter, OrderedDict
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from heapq import heappop, heappush, nsmallest
from itertools import accumulate, pairwise, takewhile
from typing import Any, NamedTuple

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from kb.engines.whoosh.postings import Block, Places, blocks
from kb.engines.whoosh.schema import codec, facet_field, placed, schema

__all__ = ["NAME", "Lengths", "Postings", "Snapshot", "Storage"]

_MOST_KEPT = 300_000  # postings: about 25 MB
_OVERHEAD = 20  # what a list takes besides, in postings
_FEW = 500  # values of a column that are read one by one
_STEPS = 4_096  # halves of the terms that are remembered: the first twelve of some sixteen

NAME = "MAIN"
"""Whoosh's name for the only index of a folder."""


class Storage(FileStorage):  # type: ignore[misc]  # Whoosh ships no types
    """A folder that knows its open files, so that none stays open where something failed."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._read: list[Any] = []
        self._written: list[Any] = []  # those of a writer's temporary folder too

    def create_file(self, name: str, **options: object) -> Any:
        """See FileStorage."""
        file = super().create_file(name, **options)
        self._written.append(file)
        return file

    def open_file(self, name: str, **options: object) -> Any:
        """See FileStorage."""
        file = super().open_file(name, **options)
        self._read.append(file)
        return file

    def temp_storage(self, name: str | None = None) -> Storage:
        """See FileStorage."""
        made: Storage = Storage(self._fpath(name or f"{NAME}.tmp")).create()
        made._written = self._written
        return made

    def close(self) -> None:
        """Close the files that were read; Whoosh calls this in the middle of writing, too."""
        _close(self._read)

    def give_up(self) -> None:
        """Close every file, those half written too."""
        _close(self._read)
        _close(self._written)


def _close(files: list[Any]) -> None:
    while files:
        file = files.pop()
        if not file.is_closed:
            # On a full disk the last bytes of a file that is given up cannot be written.
            with suppress(OSError):
                file.close()


class Postings(NamedTuple):
    """The entries that have a term, and how often each does."""

    counts: Mapping[int, float]
    most: float  # no entry has it more often


class Lengths(NamedTuple):
    """How many terms of a field each entry has."""

    codes: bytes  # of every entry, as Whoosh's one-byte code
    mean: float  # of the entries that have any; deleted ones left out
    least: float  # of the same


class _Kept:
    """The posting lists that were asked for last."""

    def __init__(self) -> None:
        self._lists: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._room = _MOST_KEPT

    def get(self, key: tuple[str, str]) -> Postings | None:
        """Return a list that is kept."""
        found = self._lists.get(key)
        if found is not None:
            self._lists.move_to_end(key)
        return found

    def keep(self, key: tuple[str, str], postings: Postings) -> None:
        """Keep a list; what was not asked for longest has to go."""
        self._lists[key] = postings
        self._room -= len(postings.counts) + _OVERHEAD
        while self._room < 0 and len(self._lists) > 1:
            _, gone = self._lists.popitem(last=False)
            self._room += len(gone.counts) + _OVERHEAD


class _Column:
    """The values of a column, read where they lie: as Whoosh does, without moving in the file."""

    def __init__(self, reader: Any) -> None:
        self._file, self._start = reader._dbfile.file.fileno(), reader._basepos
        self._offsets, self._lengths = reader._offsets, reader._lengths

    def __getitem__(self, number: int) -> bytes:
        return os.pread(self._file, self._lengths[number], self._start + self._offsets[number])

    def all(self) -> Iterator[bytes]:
        """Yield every value."""
        data = os.pread(self._file, sum(self._lengths), self._start)
        ends = accumulate(self._lengths, initial=0)
        return (data[start:end] for start, end in pairwise(ends))


class Snapshot:
    """The segments that were current when it was made."""

    def __init__(self, folder: str) -> None:
        self._storage = Storage(folder)
        self._schema = schema()
        try:
            toc = TOC.read(self._storage, NAME, schema=self._schema)
            self._readers = [
                SegmentReader(self._storage, self._schema, segment, codec=codec())
                for segment in toc.segments
                if segment.doc_count_all()
            ]
            self._bases: list[int] = [
                0,
                *accumulate(reader.doc_count_all() for reader in self._readers),
            ]
            self.deleted = frozenset(
                base + number
                for reader, base in zip(self._readers, self._bases, strict=False)
                for number in reader.segment().deleted_docs()
            )
        except BaseException:
            self._storage.close()
            raise
        for reader in self._readers:
            _remember(reader._terms._tindex)
        self.everything: int = self._bases[-1]  # entries, the deleted ones too
        self.segments = len(self._readers)
        self._columns: dict[str, list[_Column]] = {}
        self._lengths: dict[str, Lengths] = {}
        self._kept = _Kept()
        self._facets: dict[str, tuple[list[str], array[int]]] = {}

    @property
    def entries(self) -> int:
        """How many entries there are, deleted ones left out."""
        return self.everything - len(self.deleted)

    @cached_property
    def alive(self) -> frozenset[int]:
        """The number of every entry."""
        return frozenset(range(self.everything)) - self.deleted

    def close(self) -> None:
        """Close the files."""
        self._storage.close()

    def postings(self, field: str, term: str) -> Postings:
        """Return the entries with *term* in *field*, and how often each has it."""
        key = field, term
        found = self._kept.get(key)
        if found is None:
            found = self._read(field, term)
            self._kept.keep(key, found)
        return found

    def _read(self, field: str, term: str) -> Postings:
        found: dict[int, float] = {}
        most = 0.0
        for block, base in self._blocks(field, term):
            weights = block.weights()
            most = max(most, block.greatest)
            if weights is None:
                found.update(dict.fromkeys(block.numbers(base), 1))
            else:
                found.update(zip(block.numbers(base), weights, strict=True))
        gone = self.deleted if len(self.deleted) < len(found) else self.deleted.intersection(found)
        for number in gone:
            found.pop(number, None)
        return Postings(found, most)

    def positions(self, field: str, term: str, among: Container[int]) -> dict[int, Sequence[int]]:
        """Return where *term* stands in those entries of *among* that have it."""
        decode = Places().decode_positions
        return {
            number: decode(value)
            for block, base in self._blocks(field, term)
            for number, value in zip(block.numbers(base), block.values(), strict=True)
            if number in among
        }

    def _blocks(self, field: str, term: str) -> Iterator[tuple[Block, int]]:
        """Yield the blocks of a term's postings, and what is added to their entries' numbers."""
        for reader, base in zip(self._readers, self._bases, strict=False):
            try:
                # Whoosh forgets to take the length out of the tuple it was unpacked to.
                start, (length,) = reader._terms.term_info(field, term.encode()).extent()
            except TermNotFound:
                continue
            for block in blocks(reader._terms._postfile.get(start, length)):
                yield block, base

    def frequency(self, field: str, term: str) -> int:
        """Return how many entries have *term* in *field*."""
        kept = self._kept.get((field, term))
        if kept is not None:
            return len(kept.counts)
        if self.deleted:
            return len(self.postings(field, term).counts)
        return sum(reader.doc_frequency(field, term) for reader in self._readers)

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the *limit* terms of *field* that start with *prefix* and stand in most entries.

        Whoosh's own counts include deleted entries, so they are bounds: terms
        are looked at from the highest bound down, until no bound can beat what is found.
        """
        bounds = self._bounds(field, prefix)
        if not self.deleted:
            return nsmallest(limit, bounds.items(), key=_most_frequent_first)
        found: list[tuple[str, int]] = []
        best: list[int] = []  # a heap of the highest counts found
        for term, bound in sorted(bounds.items(), key=_most_frequent_first):
            if len(best) == limit and (not best or bound < best[0]):
                break
            if frequency := self.frequency(field, term):
                found.append((term, frequency))
                heappush(best, frequency)
                if len(best) > limit:
                    heappop(best)
        return nsmallest(limit, found, key=_most_frequent_first)

    def _bounds(self, field: str, prefix: str) -> dict[str, int]:
        bounds: dict[str, int] = {}
        start = prefix.encode()
        for reader in self._readers:
            for (name, text), info in reader._terms.items_from(field, start):
                if name != field or not text.startswith(start):
                    break
                term = text.decode()
                bounds[term] = bounds.get(term, 0) + info.doc_frequency()
        return bounds

    def lengths(self, field: str) -> Lengths:
        """Return how long *field* is in every entry.

        The mean is of the same codes that score each entry, deleted ones left out: so
        it does not matter how often the index was updated and merged.
        """
        if field not in self._lengths:
            codes = b"".join(_length_codes(reader, field) for reader in self._readers)
            counts = Counter(codes)
            counts.subtract(codes[number] for number in self.deleted)
            counts[0] = 0
            total = sum(byte_to_length(code) * count for code, count in counts.items())
            least = min((code for code, count in counts.items() if count), default=0)
            mean = total / max(1, counts.total())
            self._lengths[field] = Lengths(codes, mean, byte_to_length(least))
        return self._lengths[field]

    def column(self, name: str, number: int) -> bytes:
        """Return what column *name* holds for an entry."""
        columns = self._columns.get(name) or self._column(name)
        if len(columns) == 1:
            return columns[0][number]
        segment = bisect_right(self._bases, number) - 1
        return columns[segment][number - self._bases[segment]]

    def _column(self, name: str) -> list[_Column]:
        if name not in self._columns:
            self._columns[name] = [
                _Column(reader.column_reader(name, translate=False)) for reader in self._readers
            ]
        return self._columns[name]

    def places(self, numbers: Collection[int]) -> dict[int, bytes]:
        """Return what entries are found and ordered by; see ``schema.place``."""
        if "_places" not in self.__dict__ and len(numbers) < _FEW:
            return {number: self.column("place", number) for number in numbers}
        places = self._places
        return {number: places[number] for number in numbers}

    @cached_property
    def _places(self) -> list[bytes]:
        return [place for column in self._column("place") for place in column.all()]

    def facet(self, name: str) -> tuple[list[str], array[int]]:
        """Return the values of a facet, and for every entry which one it has: -1 is none."""
        if name not in self._facets:
            self._facets[name] = self._documents() if name == "document" else self._coded(name)
        return self._facets[name]

    def _coded(self, facet: str) -> tuple[list[str], array[int]]:
        field = facet_field(facet)
        values = sorted(self._bounds(field, ""))
        codes = array("i", [-1]) * self.everything
        for code, value in enumerate(values):
            for number in self._read(field, value).counts:
                codes[number] = code
        return values, codes

    def _documents(self) -> tuple[list[str], array[int]]:
        """Return the facet of which there are thousands of values: every place starts with its own."""
        of_entries = [place.partition(b"\0")[0] for place in self._places]
        values = sorted(set(of_entries))  # UTF-8 sorts as its code points do
        code = {value: i for i, value in enumerate(values)}
        return [value.decode() for value in values], array("i", map(code.__getitem__, of_entries))

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The id of every document that has an entry, sorted."""
        found = {
            text.decode()
            for reader in self._readers
            for _, text in takewhile(_in_documents, reader._terms.terms_from("document", b""))
        }
        # Only a document with deleted entries can be gone whole: ask for those alone.
        doubtful = {placed(self.column("place", number))[0] for number in self.deleted}
        return tuple(sorted(found - {id for id in doubtful if not self.frequency("document", id)}))


def _remember(terms: Any) -> None:
    """Have the first steps of every search by halves through the terms of a file remembered."""
    terms.key_at = lru_cache(_STEPS)(terms.key_at)
    terms._get_pos = lru_cache(_STEPS)(terms._get_pos)


def _in_documents(term: tuple[str, bytes]) -> bool:
    return term[0] == "document"


def _most_frequent_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _length_codes(reader: Any, field: str) -> bytes:
    count = reader.doc_count_all()
    column = f"_{field}_len"
    if not reader._perdoc.has_column(column):
        return bytes(count)
    file, start, length = reader._perdoc._get_column_file(column)
    codes: bytes = file.get(start, length)
    return codes.ljust(count, b"\0")  # Whoosh leaves out the zeros at the end
