"""The pool of open readers: each request borrows the generation that answers.

A newer generation takes its place between two requests. The older one is closed
when the last request that reads it has ended. Safe from any number of threads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kb.errors import IndexDamaged, IndexOutOfDate, IndexUnusable
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
        self._compared = ""  # the generation whose files were compared with their hashes

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
            self._replace(_Lease(_opened(self._store)))
        return True

    def _replace(self, lease: _Lease) -> None:
        with self._lock:
            before, self._lease = self._lease, lease
        if before is not None:
            before.release()

    def fall_back(self, generation: str, fault: Exception) -> bool:
        """Answer from the newest sound older generation if one is damaged.

        Args:
            generation: the one that was asked. Where another answers already, it stays.
            fault: what came of it. IndexDamaged is believed; after any other fault the files
                are compared with their hashes, once a generation.

        Returns:
            Whether another generation answers now.
        """
        with self._refreshing:
            with self.reading() as reader:
                if reader.generation != generation:
                    return True
                if reader.notice is not None:  # the older one is damaged too
                    return False
            if not isinstance(fault, IndexDamaged) and self._is_sound(generation):
                return False
            older = self._sound_reader(generation)
            if older is None:
                return False
            self._replace(_Lease(older))
        return True

    def _is_sound(self, generation: str) -> bool:
        """Return whether a generation is as it was written, or was when it was last compared."""
        if generation == self._compared:
            return True
        self._compared = generation
        return not self._store.verify(generation)

    def _sound_reader(self, damaged: str) -> IndexReader | None:
        """Open the newest generation that verifies, but for the damaged one."""
        for name in self._store.generations():
            try:
                if name != damaged and not self._store.verify(name):
                    return _of_our_format(self._store, self._store.reader_of(name))
            except IndexUnusable:
                continue
        return None

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
    return _of_our_format(store, store.reader())


def _of_our_format(store: Store, reader: IndexReader) -> IndexReader:
    version = reader.manifest.parts.get("entries")
    if version != str(ENTRY_FORMAT):
        reader.close()
        raise IndexOutOfDate(
            store.index,
            Message("entries {version}", version=version),
            Message("entries {version}", version=ENTRY_FORMAT),
        )
    return reader
