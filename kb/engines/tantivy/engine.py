"""The engine protocol over a Tantivy index in one folder.

Safe for reading from several threads: what is read is one snapshot, which never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Self

from kb.engines.base import (
    Copies,
    EngineHit,
    SearchRequest,
    SearchResponse,
    Statistics,
    Stored,
)
from kb.engines.checks import check_name, check_request
from kb.engines.fields import DOCUMENT, FIELDS, decode_place, facet_field
from kb.engines.tantivy.matches import Matches
from kb.engines.tantivy.reader import META_FILE, IndexView
from kb.engines.tantivy.schema import LIBRARY_VERSION
from kb.engines.tantivy.state import STATE_FILE
from kb.errors import IndexDamaged, KisimaError
from kb.index.schema import Entry
from kb.messages import Message

__all__ = ["TantivyEngine"]

_LAYOUT = 1
"""Of our own files: another one is another version."""
_MAX_DELETED = 0.2  # of all entries; past it the index is rewritten
_PANIC = "PanicException"  # what the library raises on a file that it did not write


class TantivyEngine:
    """An open index; see kb.engines.base.Engine."""

    name: ClassVar[str] = "tantivy"
    version: ClassVar[str] = f"{LIBRARY_VERSION}-{_LAYOUT}"

    def __init__(self, folder: Path, *, writable: bool) -> None:
        self._folder = folder
        self._writable = writable
        self._snapshot: IndexView | None = None
        with _damage(folder):
            self._snapshot = IndexView(folder)

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make an empty index in *folder* and open it for writing."""
        from kb.engines.tantivy.writer import create_index

        create_index(folder)
        return cls(folder, writable=True)

    @classmethod
    def open(cls, folder: Path, *, writable: bool = False) -> Self:
        """Open the index in *folder*.

        Raises:
            IndexDamaged: its files are not those of an index.
        """
        return cls(folder, writable=writable)

    @classmethod
    def contents(cls, folder: Path) -> tuple[str, ...]:
        """Return the names of the files that say what all others hold."""
        return tuple(name for name in (META_FILE, STATE_FILE) if (folder / name).exists())

    def apply(self, delete_documents: Iterable[str], add_entries: Iterable[Entry]) -> None:
        """See Engine."""
        from kb.engines.tantivy.writer import change, group_copies_of, rewrite_index

        with self._writing() as index:
            change(self._folder, index, delete_documents, add_entries)
        with self._writing() as index:
            if len(index.state.deleted) > _MAX_DELETED * index.state.all_entries:
                rewrite_index(self._folder, index)
        with self._writing() as index:
            group_copies_of(self._folder, index)

    def compact(self) -> None:
        """See Engine."""
        from kb.engines.tantivy.writer import group_copies_of, rewrite_index

        with self._writing() as index:
            if index.segments < 2 and not index.state.deleted:
                return
            rewrite_index(self._folder, index)
        with self._writing() as index:
            group_copies_of(self._folder, index)

    def search(self, request: SearchRequest) -> SearchResponse:
        """See Engine."""
        check_request(request)
        with self._reading() as index:
            matches = Matches(index, request)
            above = request.crowded_above
            return SearchResponse(
                hits=tuple(_hit(index, matches, number) for number in matches.page()),
                total=matches.total,
                frequencies=tuple(clause.frequency for clause in matches.clauses),
                facets={facet: matches.values(facet) for facet in request.facets},
                crowded={} if above is None else matches.crowded(above),
                entries=index.state.entries,
                copies=len(matches.left_out),
            )

    def payloads(self, hits: Sequence[EngineHit]) -> list[bytes]:
        """See Engine."""
        with self._reading() as index:
            return [index.record(hit.handle).payload for hit in hits]

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
            numbers = index.numbers_of(facet_field(DOCUMENT), [id])
            stored = [_stored(index, number) for number in numbers]
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
            return Statistics(
                entries=index.state.entries,
                documents=index.state.documents,
                deleted=len(index.state.deleted),
                segments=index.segments,
            )

    def close(self) -> None:
        """See Engine."""
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is not None:
            snapshot.close()

    @contextmanager
    def _reading(self) -> Iterator[IndexView]:
        snapshot = self._snapshot
        if snapshot is None:
            raise ValueError("this index has been closed")
        with _damage(self._folder):
            yield snapshot

    @contextmanager
    def _writing(self) -> Iterator[IndexView]:
        """Lend the snapshot to what changes the index; open the index again afterwards."""
        if not self._writable:
            raise ValueError(f"{self._folder} is open for reading only")
        snapshot = self._snapshot
        if snapshot is None:
            raise ValueError("this index has been closed")
        yield snapshot
        with _damage(self._folder):
            self._snapshot = IndexView(self._folder)
        snapshot.close()


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    """Call whatever is raised on a file that makes no sense by its name.

    A system that refuses to open a file says nothing about the file, and is passed on.
    """
    try:
        yield
    except FileNotFoundError as error:
        reason = Message("the file is missing")
        raise IndexDamaged(Path(error.filename or folder), reason) from error
    except (KisimaError, OSError):
        raise
    except Exception as error:
        raise IndexDamaged(folder, f"{type(error).__name__}: {error}") from error
    except BaseException as error:  # a panic of Tantivy's is no Exception
        if type(error).__name__ != _PANIC:
            raise
        raise IndexDamaged(folder, f"{type(error).__name__}: {error}") from error


def _hit(index: IndexView, matches: Matches, number: int) -> EngineHit:
    document, ordinal, id = decode_place(matches.record(number).place)
    copies = max(0, len(index.copies.of(number)) - 1)
    return EngineHit(number, id, document, ordinal, matches.score(number), copies)


def _numbers_by_id(index: IndexView, ids: Sequence[str]) -> dict[str, int]:
    numbers = index.numbers_of("id", list(dict.fromkeys(ids))) if ids else []
    return {decode_place(index.record(number).place).id: number for number in numbers}


def _stored(index: IndexView, number: int) -> Stored:
    record = index.record(number)
    document, ordinal, id = decode_place(record.place)
    return Stored(id, document, ordinal, record.payload)
