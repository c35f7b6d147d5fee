"""The engine protocol over a Whoosh index in one folder.

Safe for reading from several threads: one lock is held for the length of a
method, because Whoosh's files have one position each. Threads lose nothing by
it that the interpreter's own lock would not take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from heapq import nlargest
from pathlib import Path
from threading import RLock
from typing import ClassVar, Self

import whoosh

from kb.engines.base import (
    AnyOf,
    Clause,
    Either,
    Filters,
    InOrder,
    Matches,
    Prefix,
    Sort,
    Statistics,
    Stored,
)
from kb.engines.whoosh.postings import LAYOUT
from kb.engines.whoosh.reader import Snapshot
from kb.engines.whoosh.schema import FIELDS, placed
from kb.engines.whoosh.scorer import Answer, answer, filtered
from kb.errors import IndexDamaged, KisimaError
from kb.facets import FACET_BY_NAME
from kb.index.records import Entry

__all__ = ["WhooshEngine"]

_MOST_FOUND = 10_000
_MOST_ANSWERS = 2  # passages with any of the words, and with all
_NO_VALUE = -1  # the code of a facet that an entry does not have


class WhooshEngine:
    """An open index; see kb.engines.base.Engine."""

    name: ClassVar[str] = "whoosh"
    version: ClassVar[str] = f"{whoosh.versionstring()}-{LAYOUT}"

    def __init__(self, folder: Path, *, writable: bool) -> None:
        self._folder = folder
        self._writable = writable
        self._lock = RLock()
        # What searches gave lately: number, document and ordinal of an id.
        self._found: dict[str, tuple[int, str, int]] = {}
        self._answers: list[tuple[tuple[Clause, ...], Answer]] = []  # the last ones
        self._snapshot: Snapshot | None = None
        with _damage(folder):
            self._snapshot = Snapshot(str(folder))

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make an empty index in *folder* and open it for writing."""
        from kb.engines.whoosh.writer import create

        create(folder)
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
        return tuple(sorted(path.name for path in folder.glob("_MAIN_*.toc")))

    def apply(self, delete_documents: Iterable[str], add_entries: Iterable[Entry]) -> None:
        """See Engine."""
        with self._reading() as index:
            deleted = sorted(
                number
                for id in dict.fromkeys(delete_documents)
                for number in index.postings("document", id).counts
            )
        self._rewrite(deleted, add_entries)

    def compact(self) -> None:
        """See Engine."""
        with self._reading() as index:
            needed = index.segments > 1 or index.deleted
        if needed:
            self._rewrite((), (), merge=True)

    def _rewrite(
        self, deleted: Iterable[int], added: Iterable[Entry], *, merge: bool = False
    ) -> None:
        if not self._writable:
            raise ValueError(f"{self._folder} is open for reading only")
        from kb.engines.whoosh.writer import rewrite  # searching never needs it

        rewrite(self._folder, deleted, added, merge=merge)
        with self._lock, _damage(self._folder):
            if self._snapshot is not None:
                self._snapshot.close()
            self._found.clear()
            self._answers.clear()
            self._snapshot = Snapshot(str(self._folder))

    def search(
        self,
        clauses: Sequence[Clause],
        filters: Filters | None = None,
        sort: Sort = "score",
        offset: int = 0,
        limit: int = 10,
    ) -> Matches:
        """See Engine."""
        _check(clauses, filters)
        with self._reading() as index:
            found = self._answer(index, clauses)
            matched = filtered(index, found.matched, filters)
            last = min(offset + limit, len(matched))
            if not last:
                return Matches((), (), len(matched), found.frequencies)
            if sort == "score":
                scores = found.best(index, matched, last)
                worst = nlargest(last, scores.values())[-1]
                contenders = [number for number, score in scores.items() if score >= worst]
                places = index.places(contenders)
                ranked = sorted(places, key=lambda number: (-scores[number], places[number]))
            else:
                places = index.places(matched)
                ranked = sorted(places, key=places.__getitem__)
                scores = found.scores(index, ranked[offset:last])
            page = ranked[offset:last]
            return Matches(
                ids=self._given([(number, places[number]) for number in page]),
                scores=tuple(scores[number] for number in page),
                total=len(matched),
                frequencies=found.frequencies,
            )

    def _answer(self, index: Snapshot, clauses: Sequence[Clause]) -> Answer:
        """Return what answers *clauses*; who has asked for the best asks for the facets next."""
        asked = tuple(clauses)
        for known, found in self._answers:
            if known == asked:
                return found
        found = answer(index, clauses)
        self._answers = [(asked, found), *self._answers[: _MOST_ANSWERS - 1]]
        return found

    def _given(self, page: Sequence[tuple[int, bytes]]) -> tuple[str, ...]:
        """Return the ids of entries, and remember whose they are: they are fetched next."""
        if len(self._found) > _MOST_FOUND:
            self._found.clear()
        ids = []
        for number, place in page:
            document, ordinal, id = placed(place)
            self._found[id] = number, document, ordinal
            ids.append(id)
        return tuple(ids)

    def count(
        self,
        clauses: Sequence[Clause],
        filters: Filters | None,
        facet: str,
        *,
        above: int = 0,
    ) -> dict[str, int]:
        """See Engine."""
        _check(clauses, filters)
        _check_name(facet, FACET_BY_NAME)
        with self._reading() as index:
            matched = filtered(index, self._answer(index, clauses).matched, filters)
            values, codes = index.facet(facet)
            counts = Counter(map(codes.__getitem__, matched))
        del counts[_NO_VALUE]
        counted = [(values[code], count) for code, count in counts.items() if count > above]
        return dict(sorted(counted, key=lambda item: (-item[1], item[0])))

    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        """See Engine."""
        with self._reading() as index:
            stored: list[Stored | None] = []
            for id in ids:
                if id in self._found:
                    number, document, ordinal = self._found[id]
                    payload = index.column("payload", number)
                    stored.append(Stored(id, document, ordinal, payload))
                    continue
                entry = next(iter(index.postings("id", id).counts), None)
                stored.append(None if entry is None else _stored(index, entry))
            return stored

    def document(self, id: str) -> list[Stored]:
        """See Engine."""
        with self._reading() as index:
            stored = [_stored(index, number) for number in index.postings("document", id).counts]
        return sorted(stored, key=lambda entry: entry.ordinal)

    def documents(self) -> list[str]:
        """See Engine."""
        with self._reading() as index:
            return list(index.documents)

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """See Engine."""
        _check_name(field, FIELDS)
        with self._reading() as index:
            return index.terms(field, prefix, limit)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """See Engine."""
        _check_name(field, FIELDS)
        with self._reading() as index:
            return [index.frequency(field, term) for term in terms]

    def statistics(self) -> Statistics:
        """See Engine."""
        with self._reading() as index:
            return Statistics(
                entries=index.entries,
                documents=len(index.documents),
                deleted=len(index.deleted),
                segments=index.segments,
            )

    def close(self) -> None:
        """See Engine."""
        with self._lock:
            if self._snapshot is not None:
                self._snapshot.close()
                self._snapshot = None

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        with self._lock:
            if self._snapshot is None:
                raise ValueError("this index has been closed")
            with _damage(self._folder):
                yield self._snapshot


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    """Call whatever Whoosh raises on a file it cannot make sense of by its name.

    Of 300 flipped bits, half came out as an exception, of some twenty kinds. A
    system that refuses to open a file says nothing about the file, and is passed on.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise IndexDamaged(Path(error.filename or folder), "is missing") from error
    except (KisimaError, OSError):
        raise
    except Exception as error:
        raise IndexDamaged(folder, f"{type(error).__name__}: {error}") from error


def _stored(index: Snapshot, number: int) -> Stored:
    document, ordinal, id = placed(index.column("place", number))
    return Stored(id, document, ordinal, index.column("payload", number))


def _check(clauses: Sequence[Clause], filters: Filters | None) -> None:
    """Refuse fields and facets the index does not have: the caller's mistake, not damage."""
    for clause in clauses:
        asks = clause.ask.options if isinstance(clause.ask, Either) else (clause.ask,)
        for ask in asks:
            _check_ask(ask)
    for facet in filters or {}:
        _check_name(facet, FACET_BY_NAME)


def _check_ask(ask: AnyOf | InOrder | Prefix) -> None:
    _check_name(ask.field, FIELDS)
    if isinstance(ask, InOrder) and len(ask.gaps) != len(ask.steps) - 1:
        raise ValueError(f"{len(ask.steps)} steps need {len(ask.steps) - 1} gaps: {ask.gaps}")


def _check_name(name: str, known: Collection[str]) -> None:
    if name not in known:
        raise ValueError(f"{name!r} is none of {', '.join(known)}")
