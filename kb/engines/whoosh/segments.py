"""One state of a Whoosh index, read.

Whoosh numbers entries within each segment; here they are numbered through all
segments, deleted entries are left out of every answer, and a term's postings
come as one dict. Posting lists are read block by block: a fifth of the time of
asking Whoosh's matchers for one posting after the other.

Not for two threads at once: Whoosh's files have one position each. The engine
holds a lock.
"""

# ruff: noqa: SLF001  Whoosh 2.7.4 is the last of its kind: what is private in it stays as it is.

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import suppress
from functools import cached_property
from heapq import heappop, heappush, nsmallest
from itertools import accumulate, takewhile
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Positions
from whoosh.index import TOC
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from kb.engines.whoosh.schema import codec, facet_field, placed, schema

__all__ = ["NAME", "Snapshot", "Storage"]

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
        self.everything: int = self._bases[-1]  # entries, the deleted ones too
        self.segments = len(self._readers)
        self._columns: dict[str, list[Any]] = {}
        self._lengths: dict[str, bytes] = {}
        self._means: dict[str, float] = {}
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

    def postings(self, field: str, term: str) -> dict[int, float]:
        """Return the entries with *term* in *field*, and how often each has it."""
        found: dict[int, float] = {}
        for matcher, base in self._matchers(field, term):
            for numbers, block in _blocks(matcher, base):
                weights = block[1]
                if weights is None:
                    found.update(dict.fromkeys(numbers, 1.0))
                elif isinstance(weights, float):
                    found.update(dict.fromkeys(numbers, weights))
                else:
                    found.update(zip(numbers, weights, strict=True))
        for number in self.deleted.intersection(found):
            del found[number]
        return found

    def positions(self, field: str, term: str, among: Container[int]) -> dict[int, list[int]]:
        """Return where *term* stands in those entries of *among* that have it."""
        decode = Positions().decode_positions
        return {
            number: decode(value)
            for matcher, base in self._matchers(field, term)
            for numbers, block in _blocks(matcher, base)
            for number, value in zip(numbers, block[2], strict=True)
            if number in among
        }

    def _matchers(self, field: str, term: str) -> Iterator[tuple[Any, int]]:
        format_ = self._schema[field].format
        for reader, base in zip(self._readers, self._bases, strict=False):
            try:
                matcher = reader._terms.matcher(field, term.encode(), format_)
            except TermNotFound:
                continue
            yield matcher, base

    def frequency(self, field: str, term: str) -> int:
        """Return how many entries have *term* in *field*."""
        if self.deleted:
            return len(self.postings(field, term))
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

    def lengths(self, field: str) -> bytes:
        """Return for every entry the length of *field*, as Whoosh's one-byte code."""
        if field not in self._lengths:
            self._lengths[field] = b"".join(_length_codes(r, field) for r in self._readers)
        return self._lengths[field]

    def mean_length(self, field: str) -> float:
        """Return the mean length of *field* in those entries that have it.

        From the same codes that score each entry, deleted ones left out: so it
        does not matter how often the index was updated and merged.
        """
        if field not in self._means:
            codes = self.lengths(field)
            counts = Counter(codes)
            counts.subtract(codes[number] for number in self.deleted)
            counts[0] = 0
            total = sum(byte_to_length(code) * count for code, count in counts.items())
            self._means[field] = total / max(1, counts.total())
        return self._means[field]

    def column(self, name: str, number: int) -> bytes:
        """Return what column *name* holds for an entry."""
        if name not in self._columns:
            self._columns[name] = [r.column_reader(name, translate=False) for r in self._readers]
        for base, end, reader in zip(
            self._bases, self._bases[1:], self._columns[name], strict=False
        ):
            if number < end:
                value: bytes = reader[number - base]
                return value
        raise IndexError(number)

    def facet(self, name: str) -> tuple[list[str], array[int]]:
        """Return the values of a facet, and for every entry which one it has: -1 is none."""
        if name not in self._facets:
            field = facet_field(name)
            values = sorted(self._bounds(field, ""))
            codes = array("i", [-1]) * self.everything
            for code, value in enumerate(values):
                for number in self.postings(field, value):
                    codes[number] = code
            self._facets[name] = values, codes
        return self._facets[name]

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


def _in_documents(term: tuple[str, bytes]) -> bool:
    return term[0] == "document"


def _most_frequent_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _blocks(matcher: Any, base: int) -> Iterator[tuple[list[int], Any]]:
    """Yield the numbers of each block of postings, and the block: (deltas, weights, values)."""
    if not isinstance(matcher, W3LeafMatcher):
        raise TypeError(f"postings are laid out as {type(matcher).__name__}")
    while matcher.is_active():
        matcher._read_data()
        numbers = list(accumulate(matcher._data[0], initial=base))
        del numbers[0]
        yield numbers, matcher._data
        matcher._next_block()


def _length_codes(reader: Any, field: str) -> bytes:
    count = reader.doc_count_all()
    column = f"_{field}_len"
    if not reader._perdoc.has_column(column):
        return bytes(count)
    file, start, length = reader._perdoc._get_column_file(column)
    codes: bytes = file.get(start, length)
    return codes.ljust(count, b"\0")  # Whoosh leaves out the zeros at the end
