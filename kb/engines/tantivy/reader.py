"""One state of an index, read: Tantivy's searcher, and the records beside it.

Tantivy numbers entries within each segment, and a merge renumbers them. Here an entry has
the number that it was written with, which Tantivy keeps in a column.
"""

from __future__ import annotations

import json
import shutil
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from math import log
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import tantivy

from kb.engines.base import Statistics
from kb.engines.copies import CopyTable
from kb.engines.fields import DOCUMENT, decode_place, facet_field
from kb.engines.record import Record
from kb.engines.tantivy.checks import META_FILE, TANTIVY_FILE
from kb.engines.tantivy.copied import CopiedEntries, leaders
from kb.engines.tantivy.record_file import RecordFile
from kb.engines.tantivy.schema import DOCUMENT_NUMBER, NUMBER, index_schema
from kb.engines.tantivy.state import IndexState
from kb.index.sketch import KEYS

__all__ = ["IndexView", "Tally", "Top"]

_TRIES, _PAUSE_SECONDS = 5, 0.02
_MAX_REMEMBERED = 4096
_FEW_TERMS = 32  # counted one by one
_LET_GO = 10_000  # records, about 50 MB


@contextmanager
def _linked(folder: Path) -> Iterator[Path]:
    """Lend a folder of links to Tantivy's files.

    Tantivy locks a file of the folder while it opens an index, and readers of ours may not
    write. Once it is open, every file is mapped, and the links are no longer needed.
    """
    aside = Path(mkdtemp(prefix="kisima-"))
    try:
        for path in folder.iterdir():
            if TANTIVY_FILE.fullmatch(path.name):
                (aside / path.name).symlink_to(path.resolve())
        yield aside
    finally:
        for _ in range(_TRIES):  # a thread of a failed opening may still make its lock
            shutil.rmtree(aside, ignore_errors=True)
            if not aside.exists():
                break
            time.sleep(_PAUSE_SECONDS)


class Top(NamedTuple):
    """The entries that Tantivy scores highest."""

    numbers: list[int]
    bounds: list[float]  # none is scored higher than its bound, nor than that of one before it


class Tally(NamedTuple):
    """How many entries match, and how many of them have each value of some columns."""

    total: int
    values: Mapping[str, dict[Any, int] | None]  # by column; None: too many values


class IndexView:
    """What was committed last when it was opened. May be read from several threads."""

    def __init__(self, folder: Path) -> None:
        self.state = IndexState.load(folder)
        self._folder = folder
        meta = json.loads((folder / META_FILE).read_bytes())
        self._scored_entries: int = sum(segment["max_doc"] for segment in meta["segments"])
        if self._scored_entries > self.state.all_entries:
            # The library asks for memory by this number, and ends the process where there is none.
            raise ValueError("the segments have more entries than there are")
        self.schema = index_schema()
        with _linked(folder) as aside:
            index = tantivy.Index.open(str(aside))
            index.config_reader("manual")
            self._searcher = index.searcher()
        if self._searcher.num_docs != self.state.entries:
            raise ValueError("the entries of the two tables of contents differ")
        self._files = [RecordFile(folder / name) for name in self.state.files]
        self._bases = self.state.bases
        if [file.count for file in self._files] != list(self.state.files.values()):
            raise ValueError("the files of records are not those of the table of contents")
        self._frequencies: dict[tuple[str, str], int] = {}
        self._means: dict[str, float] = {}
        self.options: dict[object, Any] = {}  # of kb.engines.tantivy.clauses: made once

    @property
    def segments(self) -> int:
        """How many segments Tantivy reads."""
        return self._searcher.num_segments

    @property
    def all_entries(self) -> int:
        """How many entries there are, the deleted ones too."""
        return self.state.all_entries

    def statistics(self) -> Statistics:
        """Return the size of the index."""
        state = self.state
        return Statistics(state.entries, state.documents, state.deleted_entries, self.segments)

    @property
    def has_deleted(self) -> bool:
        """Whether Tantivy's own counts include deleted entries."""
        return self._scored_entries != self.state.entries

    def hold_files(self) -> None:
        """Read every file that is not mapped yet, so that the view outlives the next change."""
        _ = self.copies, self.copied

    def close(self) -> None:
        """Close the files."""
        del self._searcher
        for file in self._files:
            file.close()

    def record(self, number: int) -> Record:
        """Return the record of an entry."""
        file = bisect_right(self._bases, number) - 1
        return self._files[file].record(number - self._bases[file])

    def place(self, number: int) -> bytes:
        """Return the encoded place of an entry; see kb.engines.fields."""
        return self.record(number).place

    def payload(self, number: int) -> bytes:
        """Return what is shown of an entry."""
        return self.record(number).payload

    def sketches(self) -> Iterator[tuple[int, bytes]]:
        """Yield the number of every entry, deleted ones left out, and its sketch."""
        return ((number, record.sketch) for number, record in self.records())

    def records(self) -> Iterator[tuple[int, Record]]:
        """Yield every entry, deleted ones left out; what was read is let go of meanwhile."""
        for number in range(self.state.all_entries):
            if not number % _LET_GO:
                self.forget()
            if not self.state.is_deleted(number):
                yield number, self.record(number)

    def forget(self) -> None:
        """Let go of the records that were read: they no longer count as memory of this process."""
        for file in self._files:
            file.forget()

    def having_key(self, nth: int, key: bytes) -> Iterator[int]:
        """Yield the entries, deleted ones too, whose sketch has a key; see kb.index.sketch.KEYS."""
        column, width = self._key_columns[nth], len(key)
        at = column.find(key)
        while at >= 0:
            if not at % width:
                yield at // width
            at = column.find(key, at + 1)

    def sharing_keys(self) -> set[int]:
        """Return the entries, deleted ones too, whose sketch shares a key with another one."""
        from kb.index.copies import sharing_passages  # no search should load it

        return sharing_passages(self._key_columns)

    @cached_property
    def _key_columns(self) -> list[bytes]:
        """The keys of all sketches, 32 bytes an entry; only an update reads them."""
        return [b"".join(file.keys(nth) for file in self._files) for nth in range(len(KEYS))]

    @cached_property
    def copies(self) -> CopyTable:
        """The groups of copies."""
        return CopyTable(self._folder, self.state.all_entries)

    @cached_property
    def copied(self) -> CopiedEntries:
        """What a search needs to know of copies beside their groups."""
        return CopiedEntries.load(self._folder)

    @cached_property
    def of_copied_documents(self) -> tantivy.Query:
        """What matches the entries of all documents that have copies."""
        field, documents = facet_field(DOCUMENT), list(self.copied.documents)
        query = tantivy.Query.term_set_query(self.schema, field, documents)
        return tantivy.Query.const_score_query(query, 0.0)

    @cached_property
    def leaders(self) -> Mapping[int, int]:
        """For each entry of a group whose scores are always equal, the first entry of it."""
        return leaders(self.copies.groups(), self.copied.alike)

    @cached_property
    def leading(self) -> frozenset[int]:
        """The entries that lead others."""
        return frozenset(self.leaders.values())

    def count(self, query: tantivy.Query) -> int:
        """Return how many entries match."""
        result: Any = self._searcher.search(query, 1)  # its type lacks the count
        count: int = result.count
        return count

    def matching(self, query: tantivy.Query) -> list[int]:
        """Return the number of every match, lowest first."""
        return [number for number, _ in self._in_order(query)]

    def documents_of(self, query: tantivy.Query) -> dict[int, int]:
        """Return the number of every match, and that of its document."""
        hits = self._in_order(query)
        addresses = [address for _, address in hits]
        documents: list[Any] = self._searcher.fast_field_values(DOCUMENT_NUMBER, addresses)
        return {number: document for (number, _), document in zip(hits, documents, strict=True)}

    def _in_order(self, query: tantivy.Query) -> list[Any]:
        limit = max(1, self._scored_entries)
        return self._searcher.search(
            query, limit, count=False, order_by_field=NUMBER, order=tantivy.Order.Asc
        ).hits

    def top(self, query: tantivy.Query, limit: int) -> Top:
        """Return the *limit* matches that Tantivy scores highest; *limit* is 1 or more."""
        hits = self._searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        numbers: list[Any] = self._searcher.fast_field_values(NUMBER, addresses)
        return Top(numbers, [bound for bound, _ in hits])

    def tally(self, query: tantivy.Query, columns: Mapping[str, int]) -> Tally:
        """Count the matches, and by the values of some columns; all in one pass.

        Args:
            query: what matches.
            columns: name → how many matches a value has at least to be counted.
        """
        asked: dict[str, Any] = {
            column: {"terms": {"field": column, "size": _MAX_BUCKETS, "min_doc_count": least}}
            for column, least in columns.items()
        }
        counted = self._searcher.aggregate(query, {**asked, "": {"value_count": {"field": NUMBER}}})
        return Tally(
            int(counted[""]["value"]),
            {
                column: None
                if counted[column]["sum_other_doc_count"]
                else {one["key"]: one["doc_count"] for one in counted[column]["buckets"]}
                for column in columns
            },
        )

    def document_of(self, number: int) -> str:
        """Return the document of an entry."""
        return decode_place(self.record(number).place).document

    def document_number(self, id: str) -> int | None:
        """Return the number of a document; None if there is none."""
        query = self.term_query(facet_field(DOCUMENT), id)
        hits = self._searcher.search(query, 1, count=False).hits
        if not hits:
            return None
        (number,) = self._searcher.fast_field_values(DOCUMENT_NUMBER, [hits[0][1]])
        return None if number is None else int(number)

    def term_query(self, field: str, term: str) -> tantivy.Query:
        """Return the query of one term."""
        return tantivy.Query.term_query(self.schema, field, term, "freq")

    def occurs(self, field: str, term: str) -> bool:
        """Return whether an entry has the term; it may be deleted."""
        return self._searcher.doc_freq(field, term) > 0

    def frequency(self, field: str, term: str) -> int:
        """Return how many entries have a term."""
        if not self.has_deleted:
            return self._searcher.doc_freq(field, term)
        key = field, term
        if key not in self._frequencies:
            if len(self._frequencies) > _MAX_REMEMBERED:
                self._frequencies.clear()
            there = self.occurs(field, term)
            self._frequencies[key] = self.count(self.term_query(field, term)) if there else 0
        return self._frequencies[key]

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the *limit* terms of *field* that start with *prefix* and occur in most entries."""
        if limit <= 0:
            return []
        known = self._searcher.terms_with_prefix(field, prefix, None, limit)
        if not self.has_deleted or not known:
            return known
        if len(known) < min(limit, _FEW_TERMS):  # these are all that start so
            living = [(term, self.frequency(field, term)) for term, _ in known]
            return sorted((one for one in living if one[1]), key=lambda one: (-one[1], one[0]))
        # Counting in the living entries visits every entry: 2 ms of a million.
        alive = tantivy.Query.all_query()
        return self._searcher.terms_with_prefix(field, prefix, alive, limit)

    def numbers_of(self, field: str, values: Sequence[str]) -> list[int]:
        """Return the entries whose id or document is one of *values*."""
        return self.matching(tantivy.Query.term_set_query(self.schema, field, values))

    def rarity(self, field: str, term: str) -> float:
        """Return the weight of a term in Tantivy's scores, which counts deleted entries."""
        often = self._searcher.doc_freq(field, term)
        return log(1 + (self._scored_entries - often + 0.5) / (often + 0.5))

    def scored_mean(self, field: str, term: str) -> float:
        """Return the mean length of a field in Tantivy's scores.

        It counts deleted entries, and those without the field. Tantivy says it only where it
        explains a score.

        Args:
            field: its name.
            term: one that occurs in it.
        """
        if field not in self._means:
            query = self.term_query(field, term)
            hits = self._searcher.search(query, 1, count=False).hits
            if not hits:
                return self.state.mean_length(field)  # all its entries are deleted
            explained = json.loads(query.explain(self._searcher, hits[0][1]).to_json())
            self._means[field] = next(_values_of(explained, "avgdl"))
        return self._means[field]


_MAX_BUCKETS = 60_000
"""Tantivy refuses to return more values than 65,000."""


def _values_of(explained: dict[str, Any], name: str) -> Iterator[float]:
    """Yield each value of an explanation whose description begins with *name*."""
    if explained["description"].startswith(name):
        yield explained["value"]
    for detail in explained.get("details", ()):
        yield from _values_of(detail, name)
