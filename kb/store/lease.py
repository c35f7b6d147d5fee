"""The pool of open readers: each request borrows the generation that answers.

A newer generation takes its place between two requests. The older one is closed
when the last request that reads it has ended. Safe from any number of threads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kb.errors import IndexOutOfDate
from kb.index.schema import ENTRY_FORMAT
from kb.messages import Message
from kb.store.base import IndexReader, Store

__all__ = ["ReaderPool"]


class _Lease:
    """An open generation and the number of its holders; closed with the last."""

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self._holders = 1
        self._lock = threading.Lock()

    def hold(self) -> None:
        """Keep it open until it is released once more."""
        with self._lock:
            self._holders += 1

    def release(self) -> None:
        """Release; the last holder closes the reader."""
        with self._lock:
            self._holders -= 1
            last = self._holders == 0
        if last:
            self.reader.close()


class ReaderPool:
    """Lends the reader of a store's current generation.

    Raises:
        IndexUnusable: there is no generation, or none is sound.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()  # guards the lease; held briefly
        self._refreshing = threading.Lock()  # guards the opening of a generation
        self._lease: _Lease | None = _Lease(_opened(store))

    @contextmanager
    def reading(self) -> Iterator[IndexReader]:
        """Borrow the reader of the current generation, whatever is published meanwhile."""
        with self._lock:
            lease = self._lease
            if lease is None:
                raise ValueError("this knowledge base has been closed")
            lease.hold()
        try:
            yield lease.reader
        finally:
            lease.release()

    def refresh(self) -> bool:
        """Move to a newer generation if one was published; return whether there was one.

        Raises:
            IndexUnusable: the newer one cannot be used; the older one still answers.
        """
        if not self._stale():
            return False
        with self._refreshing:
            if not self._stale():
                return False
            newer = _Lease(_opened(self._store))
            with self._lock:
                older, self._lease = self._lease, newer
        if older is not None:
            older.release()
        return True

    def close(self) -> None:
        """Release the generation; its last request closes it. Idempotent."""
        with self._lock:
            lease, self._lease = self._lease, None
        if lease is not None:
            lease.release()

    def _stale(self) -> bool:
        with self.reading() as reader:
            return reader.stale()


def _opened(store: Store) -> IndexReader:
    """Open the current generation, if its entries have the format that this version reads."""
    reader = store.reader()
    version = reader.manifest.parts.get("entries")
    if version != str(ENTRY_FORMAT):
        reader.close()
        raise IndexOutOfDate(
            store.index,
            Message("entries {version}", version=version),
            Message("entries {version}", version=ENTRY_FORMAT),
        )
    return reader
