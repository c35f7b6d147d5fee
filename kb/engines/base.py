"""What Kisima asks of a search engine.

An engine is given Entries (terms ready-made, several stacked at a position)
and answers Clauses. It never analyses text. ``tests/kb/engines/test_contract.py``
is the contract, run on every engine beside a plain one that is obviously right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from kb.index.records import Entry

__all__ = [
    "FILLER",
    "AnyOf",
    "Clause",
    "Either",
    "Engine",
    "EngineFactory",
    "Filters",
    "InOrder",
    "Matches",
    "Need",
    "Prefix",
    "Sort",
    "Statistics",
    "Stored",
]

FILLER = "·"
"""Stands at a position that holds no term (a stop word, the gap after a heading). Never asked for."""

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
    """Entries where one term of each step follows in order.

    ``gaps[i]`` is how many positions after step i stands step i + 1: exactly that
    many, so gaps of 1 are neighbours and stop words in between are counted.
    ``slop`` is how many positions more are allowed in all. Scored as one term
    that stands wherever the steps begin.
    """

    field: str
    steps: tuple[tuple[str, ...], ...]
    gaps: tuple[int, ...]
    slop: int = 0


class Prefix(NamedTuple):
    """Entries with a term of *field* that starts with *prefix*: AnyOf those terms.

    Of more than *limit* such terms, the *limit* that stand in most entries are taken;
    equal ones by code points.
    """

    field: str
    prefix: str
    limit: int = 200


class Either(NamedTuple):
    """Entries that answer any of *options*. Scored as the option that is worth most there."""

    options: tuple[AnyOf | InOrder | Prefix, ...]


class Clause(NamedTuple):
    """One thing asked for, and whether it must be there.

    Only ``must`` and ``should`` clauses are scored. With no ``must`` clause, an
    entry has to answer at least one ``should``; clauses that are all ``not`` match nothing.
    """

    ask: AnyOf | InOrder | Prefix | Either
    need: Need = "should"
    weight: float = 1.0


class Matches(NamedTuple):
    """One page of an answer: the ids asked for, and exact counts over all matches."""

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    total: int
    frequencies: tuple[
        int, ...
    ]  # of each clause, in the order asked: entries that answer it, unfiltered


class Stored(NamedTuple):
    """What an engine gives back of an entry."""

    id: str
    document: str
    ordinal: int
    payload: bytes


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
        """Remove every entry of the documents named, add the entries given, and commit.

        All or nothing: if *add_entries* raises, the index is as before.

        Raises:
            StorageFailed: the disk refused.
        """

    def compact(self) -> None:
        """Merge everything, so that deleted entries no longer weigh."""

    def search(
        self,
        clauses: Sequence[Clause],
        filters: Filters | None = None,
        sort: Sort = "score",
        offset: int = 0,
        limit: int = 10,
    ) -> Matches:
        """Return the entries that answer *clauses*, best first; equal scores in reading order.

        No clauses: all entries, every score 0.

        Raises:
            ValueError: the index has no such field or facet; or steps and gaps do not fit.
            IndexDamaged: a file of the index cannot be read.
        """

    def count(
        self,
        clauses: Sequence[Clause],
        filters: Filters | None,
        facet: str,
        *,
        above: int = 0,
    ) -> dict[str, int]:
        """Return how many matching entries have each value of *facet*, most frequent first.

        No clauses: all entries. Values that no more than *above* of them have are left out.
        """

    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        """Return what is stored under each id, None where there is none."""

    def document(self, id: str) -> list[Stored]:
        """Return a document's entries in order; empty if there is no such document."""

    def documents(self) -> list[str]:
        """Return every document id, sorted."""

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """Return terms of *field* that start with *prefix*, and in how many entries each stands.

        Most frequent first, equal ones by code points.
        """

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return for each of *terms* in how many entries it stands."""

    def statistics(self) -> Statistics:
        """Return the size of the index."""

    def close(self) -> None:
        """Let go of every file. Closing twice is fine."""


class EngineFactory(Protocol):
    """How the store, which knows no engine by name, makes and opens one."""

    @property
    def name(self) -> str:
        """What the engine is called in a manifest."""

    @property
    def version(self) -> str:
        """The version of its library."""

    def create(self, folder: Path) -> Engine:
        """Make an empty index in *folder* and open it for writing."""

    def open(self, folder: Path, *, writable: bool = False) -> Engine:
        """Open the index in *folder*.

        Raises:
            IndexDamaged: its files are not those of an index.
        """

    def contents(self, folder: Path) -> tuple[str, ...]:
        """Return the names of the files that say what all others hold.

        They are small; the store compares their hashes before it has them opened.
        """
