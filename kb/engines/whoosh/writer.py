"""Change a Whoosh index: delete documents, add entries, merge, commit.

Whoosh's own policy merges small segments as they come (60 updates leave 7
segments); past a fifth of deleted entries everything is merged.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from whoosh.index import TOC, FileIndex

from kb.engines.base import DEFAULT_MEGABYTES
from kb.engines.whoosh.compat import EntryWriter, Storage, abandon, whoosh_schema
from kb.engines.whoosh.segment import INDEX_NAME
from kb.errors import StorageFailed
from kb.index.schema import Entry

__all__ = ["create", "rewrite"]

_MAX_DELETED = 0.2  # of all entries; past it everything is merged


def create(folder: Path) -> None:
    """Make an index without entries in an empty folder."""
    storage = Storage(str(folder))
    TOC.create(storage, whoosh_schema(), INDEX_NAME)
    storage.close()


def rewrite(
    folder: Path,
    deleted: Iterable[int],
    added: Iterable[Entry],
    *,
    merge: bool = False,
    megabytes: float = DEFAULT_MEGABYTES,
) -> None:
    """Delete entries by number, add others, and commit; all of it or nothing.

    Args:
        folder: the index.
        deleted: numbers of entries, as the index has them now.
        added: entries; may be a generator.
        merge: make one segment of all, whatever was deleted.
        megabytes: of postings that are gathered before some are written to the disk.

    Raises:
        StorageFailed: the disk refused.
        Exception: what *added* raised.
    """
    storage = Storage(str(folder))
    try:
        writer = EntryWriter(
            FileIndex(storage, whoosh_schema(), INDEX_NAME), int(megabytes * 1024**2)
        )
    except OSError as error:
        storage.give_up()
        raise StorageFailed.of(folder, error) from error
    try:
        for number in deleted:
            writer.delete_document(number)
        for entry in added:
            writer.add_entry(entry)
        total = sum(segment.doc_count_all() for segment in writer.segments)
        writer.commit(optimize=merge or writer.deleted_count() > _MAX_DELETED * total)
    except BaseException as error:
        abandon(writer, storage)
        if isinstance(error, OSError):
            raise StorageFailed.of(folder, error) from error
        raise
    finally:
        storage.close()
        (folder / f"{INDEX_NAME}_WRITELOCK").unlink(missing_ok=True)
