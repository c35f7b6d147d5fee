"""One state of a Whoosh index, read: postings, positions, lengths, columns, facets.

Whoosh numbers entries within each segment. Here they are numbered through all
segments, deleted entries are left out of every answer, and a term's postings come
as one dict, read block by block. Lists that were read lately are kept: one question
asks for its words several times, and the next for some of them again.

Not for two threads at once: the engine holds a lock.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heappop, heappush, nsmallest
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from kb.engines.base import Statistics
from kb.engines.copies import CopyTable
from kb.engines.fields import DOCUMENT, decode_place, facet_field
from kb.engines.whoosh.postings import PostingBlock, decode_positions, posting_blocks
from kb.engines.whoosh.segment import LENGTHS, Column, read_toc

__all__ = ["NO_VALUE", "Lengths", "Postings", "Snapshot"]

NO_VALUE = -1
"""The code of a facet that an entry does not have."""

_MAX_KEPT = 300_000  # postings: about 25 MB
_OVERHEAD = 20  # what a list takes besides, in postings
_FEW = 500  # values of a column that are read one by one


class Postings(NamedTuple):
    """The entries that have a term, and how often each does."""

    counts: Mapping[int, float]
    max_count: float  # no entry has it more often


class Lengths(NamedTuple):
    """How many terms of a field each entry has."""

    codes: bytes  # of every entry, as Whoosh's one-byte code
    mean: float  # of the entries that have any; deleted ones left out
    shortest: float  # of the same


class _PostingsCache:
    """The posting lists that were read last, at most ``_MAX_KEPT`` postings together."""

    def __init__(self) -> None:
        self._lists: OrderedDict[tuple[str, ...], Postings] = OrderedDict()
        self._room = _MAX_KEPT

    def get(self, key: tuple[str, ...]) -> Postings | None:
        """Return a list that is kept."""
        found = self._lists.get(key)
        if found is not None:
            self._lists.move_to_end(key)
        return found

    def keep(self, key: tuple[str, ...], postings: Postings) -> None:
        """Keep a list; the one that was not used for the longest time is dropped."""
        self._lists[key] = postings
        self._room -= len(postings.counts) + _OVERHEAD
        while self._room < 0 and len(self._lists) > 1:
            _, gone = self._lists.popitem(last=False)
            self._room += len(gone.counts) + _OVERHEAD


class Snapshot:
    """The segments that were current when it was made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segments = read_toc(folder)
        self._bases = [0, *accumulate(segment.entries for segment in self._segments)]
        self.deleted = frozenset(
            base + number
            for segment, base in zip(self._segments, self._bases, strict=False)
            for number in segment.deleted
        )
        self._columns: dict[str, list[Column]] = {}
        self._lengths: dict[str, Lengths] = {}
        self._postings = _PostingsCache()
        self._facets: dict[str, tuple[list[str], list[int]]] = {}
        self._of_documents: dict[str, array[int] | None] = {}

    @property
    def all_entries(self) -> int:
        """How many entries there are, the deleted ones too."""
        return self._bases[-1]

    @property
    def segments(self) -> int:
        """How many segments there are."""
        return len(self._segments)

    @property
    def entries(self) -> int:
        """How many entries there are, deleted ones left out."""
        return self.all_entries - len(self.deleted)

    @cached_property
    def alive(self) -> frozenset[int]:
        """The number of every entry."""
        return frozenset(range(self.all_entries)) - self.deleted

    def hold_files(self) -> None:
        """Map or read every file, so that the snapshot outlives the next change."""
        for segment in self._segments:
            segment.hold_files()
        _ = self.copies

    def close(self) -> None:
        """Close the files."""
        for segment in self._segments:
            segment.close()

    def postings(self, field: str, term: str) -> Postings:
        """Return the entries with *term* in *field*, and how often each has it."""
        key = field, term
        found = self._postings.get(key)
        if found is None:
            found = self._read(field, term)
            self._postings.keep(key, found)
        return found

    def joined(
        self,
        field: str,
        terms: tuple[str, ...],
        join: Callable[[Snapshot, str, Sequence[str]], Postings],
    ) -> Postings:
        """Return the postings of several terms as one term's; *join* makes them where none are kept."""
        key = field, *terms
        found = self._postings.get(key)
        if found is None:
            found = join(self, field, terms)
            self._postings.keep(key, found)
        return found

    def _read(self, field: str, term: str) -> Postings:
        found: dict[int, float] = {}
        max_count = 0.0
        for block, base in self._blocks(field, term):
            weights = block.weights()
            max_count = max(max_count, block.greatest)
            if weights is None:
                found.update(dict.fromkeys(block.numbers(base), 1))
            else:
                found.update(zip(block.numbers(base), weights, strict=True))
        gone = self.deleted if len(self.deleted) < len(found) else self.deleted.intersection(found)
        for number in gone:
            found.pop(number, None)
        return Postings(found, max_count)

    def positions(self, field: str, term: str, among: Container[int]) -> dict[int, Sequence[int]]:
        """Return where *term* occurs in those entries of *among* that have it."""
        return {
            number: decode_positions(value)
            for block, base in self._blocks(field, term)
            for number, value in zip(block.numbers(base), block.values(), strict=True)
            if number in among
        }

    def _blocks(self, field: str, term: str) -> Iterator[tuple[PostingBlock, int]]:
        """Yield the blocks of a term's postings, and what is added to their entries' numbers."""
        for segment, base in zip(self._segments, self._bases, strict=False):
            info = segment.terms.get(field, term)
            if info is not None:
                for block in posting_blocks(segment.postings(info)):
                    yield block, base

    def frequency(self, field: str, term: str) -> int:
        """Return how many entries have *term* in *field*."""
        kept = self._postings.get((field, term))
        if kept is not None:
            return len(kept.counts)
        if self.deleted:
            return len(self.postings(field, term).counts)
        infos = (segment.terms.get(field, term) for segment in self._segments)
        return sum(info.frequency for info in infos if info is not None)

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the *limit* terms of *field* that start with *prefix* and occur in most entries.

        Whoosh's own counts include deleted entries, so they are upper bounds: terms
        are counted from the highest bound down, until no bound can beat those counted.
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
        for segment in self._segments:
            for term, info in segment.terms.from_prefix(field, prefix):
                bounds[term] = bounds.get(term, 0) + info.frequency
        return bounds

    def lengths(self, field: str) -> Lengths:
        """Return how long *field* is in every entry.

        The mean is of the same codes that score each entry, deleted ones left out: so
        it does not matter how often the index was updated and merged.
        """
        if field not in self._lengths:
            codes = b"".join(segment.length_codes(field) for segment in self._segments)
            counts = Counter(codes)
            counts.subtract(codes[number] for number in self.deleted)
            counts[0] = 0
            total = sum(LENGTHS[code] * count for code, count in counts.items())
            shortest = min((code for code, count in counts.items() if count), default=0)
            mean = total / max(1, counts.total())
            self._lengths[field] = Lengths(codes, mean, LENGTHS[shortest])
        return self._lengths[field]

    def column(self, name: str, number: int) -> bytes:
        """Return what column *name* holds for an entry."""
        columns = self._columns.get(name) or self._column(name)
        if len(columns) == 1:
            return columns[0][number]
        segment = bisect_right(self._bases, number) - 1
        return columns[segment][number - self._bases[segment]]

    def _column(self, name: str) -> list[Column]:
        if name not in self._columns:
            self._columns[name] = [segment.column(name) for segment in self._segments]
        return self._columns[name]

    def place(self, number: int) -> bytes:
        """Return the encoded place of an entry; see kb.engines.fields."""
        return self.column("place", number)

    def payload(self, number: int) -> bytes:
        """Return what is shown of an entry."""
        return self.column("payload", number)

    def numbers_of(self, field: str, values: Sequence[str]) -> list[int]:
        """Return the entries whose id or document is one of *values*."""
        return [number for value in values for number in self.postings(field, value).counts]

    def statistics(self) -> Statistics:
        """Return the size of the index."""
        return Statistics(self.entries, len(self.documents), len(self.deleted), self.segments)

    def places(self, numbers: Collection[int]) -> dict[int, bytes]:
        """Return the encoded place of each entry; see ``schema.encode_place``."""
        if "_places" not in self.__dict__ and len(numbers) < _FEW:
            return {number: self.column("place", number) for number in numbers}
        places = self._places
        return {number: places[number] for number in numbers}

    @cached_property
    def _places(self) -> list[bytes]:
        return [place for column in self._column("place") for place in column.values()]

    def sketches(self) -> Iterator[tuple[int, bytes]]:
        """Yield the number of every entry, and its sketch."""
        every = (sketch for column in self._column("sketch") for sketch in column.values())
        return ((n, sketch) for n, sketch in enumerate(every) if n not in self.deleted)

    @cached_property
    def copies(self) -> CopyTable:
        """The groups of copies."""
        return CopyTable(self._folder, self.all_entries)

    def facet(self, name: str) -> tuple[list[str], list[int]]:
        """Return the values of a facet, and for every entry which one it has, or NO_VALUE.

        Lists, not arrays: each number is one object for all entries, and counting takes a third less.
        """
        if name not in self._facets:
            self._facets[name] = self._documents() if name == DOCUMENT else self._coded(name)
        return self._facets[name]

    def facet_of_documents(self, name: str) -> array[int] | None:
        """Return which value of a facet each document has, by its code in the facet "document".

        None where the entries of one document have different values.
        """
        if name not in self._of_documents:
            self._of_documents[name] = self._value_of_documents(name)
        return self._of_documents[name]

    def _value_of_documents(self, name: str) -> array[int] | None:
        documents, document_of = self.facet(DOCUMENT)
        values = array("i", [NO_VALUE]) * len(documents)
        seen = bytearray(len(documents))
        for number, (document, value) in enumerate(zip(document_of, self.facet(name)[1])):
            if number in self.deleted:
                continue
            if seen[document] and values[document] != value:
                return None
            seen[document], values[document] = True, value
        return values

    def _coded(self, facet: str) -> tuple[list[str], list[int]]:
        field = facet_field(facet)
        values = sorted(self._bounds(field, ""))
        codes = [NO_VALUE] * self.all_entries
        for code, value in enumerate(values):
            for number in self._read(field, value).counts:
                codes[number] = code
        return values, codes

    def _documents(self) -> tuple[list[str], list[int]]:
        """Return the facet with thousands of values: the place of an entry starts with its own."""
        of_entries = [place.partition(b"\0")[0] for place in self._places]
        values = sorted(set(of_entries))  # UTF-8 sorts as its code points do
        code = {value: i for i, value in enumerate(values)}
        return [value.decode() for value in values], list(map(code.__getitem__, of_entries))

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The id of every document that has an entry, sorted."""
        found = {
            document
            for segment in self._segments
            for document, _ in segment.terms.from_prefix("document", "")
        }
        # Only a document with deleted entries can be gone whole: ask for those alone.
        doubtful = {decode_place(self.column("place", number))[0] for number in self.deleted}
        return tuple(sorted(found - {id for id in doubtful if not self.frequency("document", id)}))


def _most_frequent_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
