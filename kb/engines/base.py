"""The protocol of a search engine: one request in, one response out.

An engine takes Entries, whose terms are ready-made, and stores them. It takes a
SearchRequest and returns a SearchResponse: the hits of one page, the exact total,
the facet counts. It never analyses text.

``tests/kb/engines/test_contract.py`` is the contract. It runs on every engine, and
compares each with an oracle, a plain engine that is obviously right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from kb.index.schema import Entry

__all__ = [
    "DEFAULT_MEGABYTES",
    "AnyOf",
    "Clause",
    "Copies",
    "Either",
    "Engine",
    "EngineFactory",
    "EngineHit",
    "Filters",
    "InOrder",
    "Need",
    "Preference",
    "SearchRequest",
    "SearchResponse",
    "Sort",
    "Statistics",
    "Stored",
    "TermPrefix",
]

DEFAULT_MEGABYTES = 512
"""The memory in which an engine gathers postings before it writes them."""

Need = Literal["must", "should", "not"]
Sort = Literal["score", "reading"]  # reading: by document id, then ordinal
Filters = Mapping[str, Sequence[str]]
"""Facet name: the values of which an entry must have one. Several facets: all of them."""


class AnyOf(NamedTuple):
    """Entries with any of *terms* in *field*.

    Scored as one term whose postings are joined: alternatives stacked at one
    position count once.
    """

    field: str
    terms: tuple[str, ...]


class InOrder(NamedTuple):
    """A phrase: entries where one term of each step follows in order.

    ``gaps[i]`` is the distance from step i to step i + 1 in positions, exactly: gaps
    of 1 are neighbours, and stop words in between count. ``slop`` is how many
    positions more are allowed in all. Scored as one term that occurs wherever the
    steps begin.
    """

    field: str
    steps: tuple[tuple[str, ...], ...]
    gaps: tuple[int, ...]
    slop: int = 0


class TermPrefix(NamedTuple):
    """Entries with a term of *field* that starts with *prefix*: AnyOf those terms.

    Of more than *limit* such terms, the *limit* most frequent are taken; equal ones
    by code points.
    """

    field: str
    prefix: str
    limit: int = 200


class Either(NamedTuple):
    """Entries that answer any of *options*. Scored as the best option there."""

    options: tuple[AnyOf | InOrder | TermPrefix, ...]


class Clause(NamedTuple):
    """One part of a query, and whether an entry must answer it.

    Only ``must`` and ``should`` clauses are scored. With no ``must`` clause, an
    entry has to answer at least one ``should``; where all clauses are ``not``, every
    entry matches that answers none of them.
    """

    ask: AnyOf | InOrder | TermPrefix | Either
    need: Need = "should"
    weight: float = 1.0
    expansion: bool = False  # added to the question: ``all_first`` does not ask for it


class Preference(NamedTuple):
    """Which of several copies is chosen: first by document, then by score.

    Of equal ones, the first of its group (kb.index.copies): the newest, then the shortest id.
    """

    first: AbstractSet[str] = frozenset()  # documents whose copies are chosen before others
    last: AbstractSet[str] = frozenset()  # and those whose copies are chosen after others

    def rank(self, document: str) -> int:
        """Return 0 for a document that is preferred, 2 for one that is not, 1 for others."""
        return 2 if document in self.last else 0 if document in self.first else 1


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to an engine: what matches, what is returned of it, what is counted."""

    clauses: tuple[Clause, ...] = ()
    """What an entry must answer. No clauses: every entry matches, with score 0."""
    filters: Filters = field(default_factory=dict)
    """Facet values that a match must have. They do not change a score."""
    sort: Sort = "score"
    """The order of the hits. Equal scores come in reading order."""
    offset: int = 0
    """How many hits of the list are passed over."""
    limit: int = 10
    """How many hits are returned at most."""
    all_first: bool = False
    """Whether matches that answer *every* ``should`` clause come before all others.

    Expansion clauses are left out: these matches need not answer them, and among
    themselves they are ordered by the score of the other clauses. Without any
    ``should`` clause that is no expansion, and in reading order, it changes nothing.
    """
    facets: tuple[str, ...] = ()
    """Facets of which the values are counted over all matches."""
    crowded_above: int | None = None
    """Count the documents that have more matches than this; None counts none."""
    one_of_copies: Preference | None = None
    """Whether only one match of each group of copies counts, and which; None: all count.

    Hits, the total and crowded documents have the chosen match alone. A facet counts a
    value once for each group that has it, so its count is the total with that filter.
    """


class EngineHit(NamedTuple):
    """One match of a request."""

    handle: int  # the engine's own number of the entry; good until the engine is written to
    id: str
    document: str
    ordinal: int
    score: float
    copies: int = 0  # how many other entries are copies of it, whether they match or not


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """What an engine returns of a SearchRequest."""

    hits: tuple[EngineHit, ...]
    total: int  # all matches, exactly
    frequencies: tuple[int, ...]  # of each clause: entries that answer it, filters not applied
    facets: Mapping[str, Mapping[str, int]]
    """Of each facet of the request, how many matches have a value, most frequent value first."""
    crowded: Mapping[str, int]
    """Documents with more than ``crowded_above`` matches, and how many, most matches first."""
    entries: int  # in the index
    copies: int = 0  # matches that ``one_of_copies`` left out, filters applied
    lost_shards: int = 0  # parts of the index that did not answer, where that is allowed


class Stored(NamedTuple):
    """What an engine gives back of an entry."""

    id: str
    document: str
    ordinal: int
    payload: bytes


class Copies(NamedTuple):
    """The entries that are copies of one entry."""

    total: int  # without the entry itself
    first: tuple[Stored, ...]  # as many as were asked for, in the order of their group


class Statistics(NamedTuple):
    """Size of an index. ``deleted`` entries are still on disk, and may count in an engine's weights."""

    entries: int
    documents: int
    deleted: int
    segments: int


class Engine(Protocol):
    """An open index. Reading methods answer from one state of it, whatever is written meanwhile.

    They may be called from several threads at once; ``apply`` and ``compact`` from one.
    """

    @property
    def name(self) -> str:
        """What the engine is called in a manifest."""

    @property
    def version(self) -> str:
        """The version of its library: another one may not read this one's files."""

    def apply(self, delete_documents: Iterable[str], add_entries: Iterable[Entry]) -> None:
        """Remove every entry of *delete_documents*, add *add_entries*, and commit.

        The copies are grouped anew, by ``kb.index.copies.group_copies`` over all entries.

        All or nothing: if *add_entries* raises, the index is as before.

        Raises:
            StorageFailed: the disk refused.
        """

    def compact(self) -> None:
        """Merge everything, so that deleted entries leave the disk."""

    def search(self, request: SearchRequest) -> SearchResponse:
        """Return all that the request asks for, in one pass over its matches.

        Raises:
            ValueError: the index has no such field or facet; or steps and gaps do not fit.
            IndexDamaged: a file of the index cannot be read.
        """

    def payloads(self, hits: Sequence[EngineHit]) -> list[bytes]:
        """Return the payload of each hit of a response."""

    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        """Return what is stored under each id, None where there is none."""

    def copies(self, ids: Sequence[str], limit: int) -> list[Copies]:
        """Return for each of *ids* the other entries of its group of copies.

        Args:
            ids: of entries; one that the index does not have has no copies.
            limit: how many entries are returned for each.
        """

    def document(self, id: str) -> list[Stored]:
        """Return a document's entries in order; empty if there is no such document."""

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """Return terms of *field* that start with *prefix*, and how many entries contain each.

        Most frequent first, equal ones by code points.
        """

    def terms_by_prefix(
        self, field: str, prefixes: Sequence[str], limit: int = 100
    ) -> list[list[tuple[str, int]]]:
        """Return for each of *prefixes* what ``terms`` returns, in one call."""

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return for each of *terms* how many entries contain it."""

    def statistics(self) -> Statistics:
        """Return the size of the index."""

    def close(self) -> None:
        """Close every file. Idempotent."""


class EngineFactory(Protocol):
    """Creates and opens the indexes of one engine, for the store."""

    @property
    def name(self) -> str:
        """What the engine is called in a manifest."""

    @property
    def version(self) -> str:
        """The version of its library."""

    def create(self, folder: Path, *, megabytes: float = DEFAULT_MEGABYTES) -> Engine:
        """Make an empty index in *folder* and open it for writing.

        Args:
            folder: an empty folder.
            megabytes: the memory in which it gathers postings before it writes them.
        """

    def open(
        self, folder: Path, *, writable: bool = False, megabytes: float = DEFAULT_MEGABYTES
    ) -> Engine:
        """Open the index in *folder*.

        Args:
            folder: the index.
            writable: whether it may be changed.
            megabytes: as for ``create``.

        Raises:
            IndexDamaged: its files are not those of an index.
        """

    def contents(self, folder: Path) -> tuple[str, ...]:
        """Return the names of the files that say what all others hold.

        They are small; the store compares their hashes before it has them opened.
        """
