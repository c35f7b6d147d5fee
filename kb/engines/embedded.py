"""What the engines over files in one folder share: open and close, read, write, group the copies.

    EmbeddedEngine   the protocol of kb.engines.base, all but the search itself
    OpenIndex        one state of an index: what the rest needs to read of it

What is read is one snapshot. Every change ends with a new one, and none is read in between.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import ClassVar, Generic, Protocol, Self, TypeVar

from kb.engines.base import DEFAULT_MEGABYTES, Copies, EngineHit, Statistics, Stored
from kb.engines.checks import check_name
from kb.engines.copies import CopyTable
from kb.engines.fields import FIELDS, decode_place
from kb.errors import IndexDamaged, KisimaError
from kb.index.schema import Entry
from kb.messages import Message

__all__ = ["EmbeddedEngine", "OpenIndex", "naming_damage"]

_PANIC = "PanicException"  # what a library written in Rust raises on a file that it did not write


class OpenIndex(Protocol):
    """One state of an index. An entry has a number, which is good for this state only."""

    @property
    def all_entries(self) -> int:
        """How many numbers there are, those of deleted entries too."""

    @property
    def copies(self) -> CopyTable:
        """The groups of copies."""

    def place(self, number: int) -> bytes:
        """Return the encoded place of an entry; see kb.engines.fields."""

    def payload(self, number: int) -> bytes:
        """Return what is shown of an entry."""

    def sketches(self) -> Iterator[tuple[int, bytes]]:
        """Yield the number of every entry, deleted ones left out, and its sketch."""

    def numbers_of(self, field: str, values: Sequence[str]) -> Sequence[int]:
        """Return the entries whose id or document is one of *values*."""

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the *limit* terms of *field* that start with *prefix* and occur in most entries."""

    def frequency(self, field: str, term: str) -> int:
        """Return how many entries have a term."""

    def statistics(self) -> Statistics:
        """Return the size of the index."""

    def hold_files(self) -> None:
        """Open now every file that a change may delete or replace."""

    def close(self) -> None:
        """Close the files."""


IndexT = TypeVar("IndexT", bound=OpenIndex)


class EmbeddedEngine(ABC, Generic[IndexT]):
    """An index in a folder; see kb.engines.base.Engine."""

    name: ClassVar[str]
    version: ClassVar[str]
    document_field: ClassVar[str]
    """The field that holds an entry's document, for ``OpenIndex.numbers_of``."""

    def __init__(
        self, folder: Path, *, writable: bool, megabytes: float = DEFAULT_MEGABYTES
    ) -> None:
        self._folder = folder
        self._megabytes = megabytes
        self._writable = writable
        self._guard: AbstractContextManager[object] = nullcontext()  # held while a method reads
        self._snapshot: IndexT | None = self._opened()
        if writable:  # others read an index that nobody changes, and open few of its files
            with naming_damage(folder):
                self._snapshot.hold_files()

    @classmethod
    def create(cls, folder: Path, *, megabytes: float = DEFAULT_MEGABYTES) -> Self:
        """Make an empty index in *folder* and open it for writing."""
        cls._create(folder)
        return cls(folder, writable=True, megabytes=megabytes)

    @classmethod
    def open(
        cls, folder: Path, *, writable: bool = False, megabytes: float = DEFAULT_MEGABYTES
    ) -> Self:
        """Open the index in *folder*.

        Raises:
            IndexDamaged: its files are not those of an index.
        """
        return cls(folder, writable=writable, megabytes=megabytes)

    @staticmethod
    @abstractmethod
    def _create(folder: Path) -> None:
        """Make an index without entries in an empty folder."""

    @abstractmethod
    def _read(self, folder: Path) -> IndexT:
        """Return the state of the index that was committed last."""

    @abstractmethod
    def _change(self, index: IndexT, deleted: Iterable[str], added: Iterable[Entry]) -> None:
        """Delete documents, add entries, and commit; all of it or nothing."""

    @abstractmethod
    def _merge(self, index: IndexT) -> None:
        """Write the index as one segment, without the deleted entries."""

    def _is_wasteful(self, index: IndexT) -> bool:
        """Return whether so much was deleted that the index is merged after this change."""
        return False

    def apply(self, delete_documents: Iterable[str], add_entries: Iterable[Entry]) -> None:
        """See Engine."""
        with self._writing() as index:
            self._change(index, delete_documents, add_entries)

    def compact(self) -> None:
        """See Engine."""
        statistics = self.statistics()
        if statistics.segments > 1 or statistics.deleted:
            with self._writing() as index:
                self._merge(index)

    def _group(self, index: IndexT) -> None:
        """Group the copies of the index, and write the groups."""
        from kb.engines.grouping import group_entries  # searching never needs it

        group_entries(self._folder, index)

    def payloads(self, hits: Sequence[EngineHit]) -> list[bytes]:
        """See Engine."""
        with self._reading() as index:
            return [index.payload(hit.handle) for hit in hits]

    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        """See Engine."""
        with self._reading() as index:
            numbers = _numbers_by_id(index, ids)
            return [_stored(index, numbers[id]) if id in numbers else None for id in ids]

    def copies(self, ids: Sequence[str], limit: int) -> list[Copies]:
        """See Engine."""
        with self._reading() as index:
            numbers = _numbers_by_id(index, ids)
            copies = []
            for id in ids:
                number = numbers.get(id)
                group = () if number is None else index.copies.of(number)
                others = [other for other in group if other != number]
                first = tuple(_stored(index, other) for other in others[:limit])
                copies.append(Copies(len(others), first))
            return copies

    def document(self, id: str) -> list[Stored]:
        """See Engine."""
        with self._reading() as index:
            stored = [_stored(index, one) for one in index.numbers_of(self.document_field, [id])]
        return sorted(stored, key=lambda entry: entry.ordinal)

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """See Engine."""
        return self.terms_by_prefix(field, [prefix], limit)[0]

    def terms_by_prefix(
        self, field: str, prefixes: Sequence[str], limit: int = 100
    ) -> list[list[tuple[str, int]]]:
        """See Engine."""
        check_name(field, FIELDS)
        with self._reading() as index:
            return [index.terms(field, prefix, limit) for prefix in prefixes]

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """See Engine."""
        check_name(field, FIELDS)
        with self._reading() as index:
            return [index.frequency(field, term) for term in terms]

    def statistics(self) -> Statistics:
        """See Engine."""
        with self._reading() as index:
            return index.statistics()

    def close(self) -> None:
        """See Engine."""
        with self._guard:
            snapshot, self._snapshot = self._snapshot, None
            if snapshot is not None:
                snapshot.close()

    def _opened(self) -> IndexT:
        with naming_damage(self._folder):
            return self._read(self._folder)

    @contextmanager
    def _reading(self) -> Iterator[IndexT]:
        with self._guard:
            snapshot = self._snapshot
            if snapshot is None:
                raise ValueError("this index has been closed")
            with naming_damage(self._folder):
                yield snapshot

    @contextmanager
    def _writing(self) -> Iterator[IndexT]:
        """Lend the snapshot to what changes the index; then group the copies, and take a new one.

        Threads read the older snapshot meanwhile: the groups of copies are not those of the
        entries yet, and a merge deletes files. It is not closed here: it closes with the last
        thread that reads it.
        """
        if not self._writable:
            raise ValueError(f"{self._folder} is open for reading only")
        snapshot = self._snapshot
        if snapshot is None:
            raise ValueError("this index has been closed")
        yield snapshot
        committed = self._opened()
        try:
            if self._is_wasteful(committed):
                self._merge(committed)
                committed = self._opened()
            with naming_damage(self._folder):
                self._group(committed)
                committed = self._opened()
                committed.hold_files()
        finally:  # whatever fails, the next change begins with the entries as they are
            self._snapshot = committed


@contextmanager
def naming_damage(folder: Path) -> Iterator[None]:
    """Raise IndexDamaged for whatever a library raises on a file that makes no sense.

    Of 300 flipped bits in an index of Whoosh's, half came out as an exception, of some twenty
    kinds. A system that refuses to open a file says nothing about the file, and is passed on.
    """
    try:
        yield
    except FileNotFoundError as error:
        reason = Message("the file is missing")
        raise IndexDamaged(Path(error.filename or folder), reason) from error
    except (KisimaError, OSError):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        raise IndexDamaged(folder, f"{type(error).__name__}: {error}") from error


def _numbers_by_id(index: OpenIndex, ids: Sequence[str]) -> dict[str, int]:
    numbers = index.numbers_of("id", list(dict.fromkeys(ids))) if ids else ()
    return {decode_place(index.place(number)).id: number for number in numbers}


def _stored(index: OpenIndex, number: int) -> Stored:
    document, ordinal, id = decode_place(index.place(number))
    return Stored(id, document, ordinal, index.payload(number))
