"""Which documents came into the collection, changed and left it, and when.

A record of a document says when it was added and when it changed last; that lasts for
ever. What was removed is only known from the older generations that the store keeps: a
document of theirs that is in no newer one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from kb.errors import IndexUnusable
from kb.store import IndexReader, Store
from kb.store.documents import DocumentRecord

__all__ = ["Change", "changes_of"]

ChangeKind = Literal["added", "changed", "renamed", "removed"]


class Change(NamedTuple):
    """The last thing that happened to a document."""

    at: str  # ISO, UTC
    kind: ChangeKind
    id: str
    title: str
    institution: str | None
    date: str | None  # of the document
    now: str | None = None  # the document's id today, where it was renamed


def changes_of(reader: IndexReader, store: Store) -> list[Change]:
    """Return the changes, the newest first; of one moment, by id."""
    changes = [
        _change(record, "added" if record.added == record.changed else "changed", record.changed)
        for record in reader.documents.records()
        if record.changed is not None
    ]
    changes += _removed(reader, store)
    changes.sort(key=lambda change: change.id)
    changes.sort(key=lambda change: change.at, reverse=True)
    return changes


def _removed(reader: IndexReader, store: Store) -> list[Change]:
    """Return the documents that a kept generation has, and this one has not."""
    removed: dict[str, Change] = {}
    present, built = frozenset(reader.documents), reader.manifest.built
    for manifest in store.history():  # the newest first
        if manifest.generation >= reader.generation:
            continue
        try:
            older = list(store.sources(manifest.generation).records({}))
        except IndexUnusable:
            continue  # a writer removed it meanwhile
        for record in older:
            if record.id not in present:
                now = reader.manifest.aliases.get(record.id)
                kind: ChangeKind = "removed" if now is None else "renamed"
                removed.setdefault(record.id, _change(record, kind, built, now))
        built = manifest.built
    return list(removed.values())


def _change(record: DocumentRecord, kind: ChangeKind, at: str, now: str | None = None) -> Change:
    return Change(at, kind, record.id, record.title, record.institution, record.date, now)
