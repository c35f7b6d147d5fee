"""What an update adds, on the disk until all of it is known: nothing is sent before.

So a corpus that breaks in the middle changes nothing, and the sketches of a million entries
take no memory. A table of SQLite in a temporary file, which is gone when it is closed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, Self, TypeVar

from kb.engines.fields import decode_place
from kb.engines.opensearch.mapping import sketch_keys
from kb.engines.record import Record, encode_record
from kb.index.schema import Entry, Place

__all__ = ["Compared", "Spool", "batches_of"]

_TABLES = """
    CREATE TABLE entries (id TEXT PRIMARY KEY, record BLOB) WITHOUT ROWID;
    CREATE TABLE keys (key TEXT, id TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
"""
_AT_ONCE = 500

Item = TypeVar("Item")


class Compared(NamedTuple):
    """An entry that may have copies."""

    place: Place
    sketch: bytes
    group: str | None  # in the index as it is; None too for a new entry
    is_new: bool


class Spool:
    """The entries of one update, by id; of equal ids the last one counts."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Write the entries down.

        Raises:
            Exception: what *entries* raised.
        """
        self._base = sqlite3.connect("")  # a temporary file
        try:
            self._base.executescript(_TABLES)
            for some in batches_of(entries, _AT_ONCE):
                self._add(some)
        except BaseException:
            self._base.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def __len__(self) -> int:
        (count,) = self._base.execute("SELECT count(*) FROM entries").fetchone()
        return int(count)

    def __contains__(self, id: str) -> bool:
        row = self._base.execute("SELECT 1 FROM entries WHERE id = ?", (id,)).fetchone()
        return row is not None

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Yield the id and the record of each entry."""
        yield from self._base.execute("SELECT id, record FROM entries")

    def record(self, id: str) -> bytes:
        """Return the record of an entry."""
        (record,) = self._base.execute("SELECT record FROM entries WHERE id = ?", (id,)).fetchone()
        return bytes(record)

    def keys(self) -> Iterator[str]:
        """Yield each key that an entry may share with its copies, once."""
        for (key,) in self._base.execute("SELECT DISTINCT key FROM keys"):
            yield key

    def shared_keys(self) -> list[str]:
        """Return the keys that several entries have."""
        rows = self._base.execute("SELECT key FROM keys GROUP BY key HAVING count(*) > 1")
        return [key for (key,) in rows]

    def having(self, keys: Sequence[str]) -> dict[str, Compared]:
        """Return the entries that have one of *keys*, by id."""
        entries = {}
        for some in batches_of(keys, _AT_ONCE):
            marks = ",".join("?" * len(some))
            rows = self._base.execute(
                f"SELECT DISTINCT id, record FROM keys JOIN entries USING (id) "  # noqa: S608
                f"WHERE key IN ({marks})",
                some,
            )
            for id, data in rows:
                record = Record(data)
                entries[id] = Compared(decode_place(record.place), record.sketch, None, True)
        return entries

    def _add(self, entries: Sequence[Entry]) -> None:
        base = self._base
        last = {entry.id: entry for entry in entries}
        base.executemany("DELETE FROM keys WHERE id = ?", [(id,) for id in last if id in self])
        base.executemany(
            "INSERT OR REPLACE INTO entries VALUES (?, ?)",
            [(entry.id, encode_record(entry)) for entry in last.values()],
        )
        base.executemany(
            "INSERT OR IGNORE INTO keys VALUES (?, ?)",
            [(key, entry.id) for entry in last.values() for key in sketch_keys(entry.sketch)],
        )


def batches_of(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items, *size* at a time.

    >>> list(batches_of("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
