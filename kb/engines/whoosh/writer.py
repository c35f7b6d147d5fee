"""Change a Whoosh index: delete documents, add entries, merge, commit.

Whoosh's own policy merges small segments as they come (60 updates leave 7
segments); past a fifth of deleted entries everything is merged.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex, clean_files
from whoosh.writing import SegmentWriter

from kb.engines.whoosh.reader import NAME, Storage
from kb.engines.whoosh.schema import codec, row, schema
from kb.errors import StorageFailed
from kb.index.records import Entry

__all__ = ["create", "rewrite"]

_MERGE_PAST = 0.2
_MEMORY_MB = 512  # Whoosh's sorting pool; a third faster than its default at 100,000 entries


def create(folder: Path) -> None:
    """Make an index without entries in an empty folder."""
    storage = Storage(str(folder))
    TOC.create(storage, schema(), NAME)
    storage.close()


def rewrite(
    folder: Path, deleted: Iterable[int], added: Iterable[Entry], *, merge: bool = False
) -> None:
    """Delete entries by number, add others, and commit; all of it or nothing.

    Args:
        folder: the index.
        deleted: numbers of entries, as the index has them now.
        added: entries; may be a generator.
        merge: make one segment of all, whatever was deleted.

    Raises:
        StorageFailed: the disk refused.
        Exception: what *added* raised.
    """
    storage = Storage(str(folder))
    try:
        writer = SegmentWriter(
            FileIndex(storage, schema(), NAME), codec=codec(), compound=False, limitmb=_MEMORY_MB
        )
    except OSError as error:
        storage.give_up()
        raise StorageFailed.of(folder, error) from error
    for segment in writer.segments:  # those that are merged are read by it
        segment._codec = codec()  # noqa: SLF001  it is pickled as Whoosh's own
    try:
        for number in deleted:
            writer.delete_document(number)
        for entry in added:
            writer.add_document(**row(entry))
        total = sum(segment.doc_count_all() for segment in writer.segments)
        writer.commit(optimize=merge or writer.deleted_count() > _MERGE_PAST * total)
    except BaseException as error:
        _abandon(writer, storage)
        if isinstance(error, OSError):
            raise StorageFailed.of(folder, error) from error
        raise
    finally:
        storage.close()
        (folder / f"{NAME}_WRITELOCK").unlink(missing_ok=True)


def _abandon(writer: Any, storage: Storage) -> None:
    """Take back what an unfinished writer left: files, folder and lock."""
    if not writer.is_closed:
        # On a full disk cancelling fails too, and Whoosh would keep its lock.
        with suppress(Exception):
            writer.cancel()
        if not writer.is_closed and writer.writelock.fd is not None:
            writer.writelock.release()
    storage.give_up()
    with suppress(Exception):
        toc = TOC.read(storage, NAME, schema=schema())
        clean_files(storage, NAME, toc.generation, toc.segments)
