"""Which documents differ between a kept generation and the one that answers.

A document has changed if its file has: its hash, or what ``sources.tsv`` or a sidecar says
of it. An index that a new version of Kisima built anew from the same files has no changes.
Only generations that are kept can be compared, so an answer never leaves changes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from kb.errors import GenerationMissing, IndexUnusable
from kb.store import Manifest, Store
from kb.store.sources import Source

__all__ = ["ChangeLog", "DocumentChange", "DocumentChanges"]

_GENERATION = re.compile(r"[0-9]{1,9}")


class DocumentChange(NamedTuple):
    """What became of one document."""

    change: Literal["added", "changed", "renamed", "removed"]
    id: str
    was: str | None  # its earlier id, where it was renamed
    title: str
    institution: str | None
    date: str | None


class DocumentChanges(NamedTuple):
    """The documents that differ between two generations, in the order of their ids."""

    since: Manifest
    until: Manifest
    changes: tuple[DocumentChange, ...]


class ChangeLog:
    """Compares the generations of a store. It remembers the files of two: a list has parts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._remembered = lru_cache(maxsize=2)(self._load)

    def since(self, until: Manifest, since: str | None = None) -> DocumentChanges:
        """Return the documents that were added, changed, renamed or removed.

        Args:
            until: the generation that answers.
            since: a generation ("12", "000012"), or a day ("2026-11-30"): its changes and all
                later ones. None: since the oldest generation that is kept.

        Raises:
            GenerationMissing: no kept generation is old enough.
        """
        kept = [one for one in self._store.history() if one.generation <= until.generation]
        base = _base(kept, since)
        if base is None:
            raise GenerationMissing(self._store.index, since)
        try:
            before, now = self._files(base), self._files(until)
        except IndexUnusable as error:  # it was removed meanwhile, or is damaged
            raise GenerationMissing(self._store.index, base.generation) from error
        renamed = {
            new: old for old, new in until.aliases.items() if old in before and old not in now
        }
        changes = sorted(_differences(before, now, renamed), key=lambda change: change.id)
        return DocumentChanges(base, until, tuple(changes))

    def _files(self, manifest: Manifest) -> Mapping[str, Source]:
        # A removal rewrites kept generations: their size, and what identifies them, change.
        state = repr(self._store.extent(manifest.generation))
        return self._remembered(manifest.generation, state)

    def _load(self, generation: str, state: str) -> Mapping[str, Source]:
        """Return the documents of a generation in a state."""
        del state  # part of the key only
        sources = self._store.sources(generation)
        return {id: source for id, source in sources.files.items() if not source.failed}


def _base(kept: list[Manifest], since: str | None) -> Manifest | None:
    """Return the generation to compare with; None if it is not kept."""
    if since is None:
        return kept[-1] if kept else None
    if _GENERATION.fullmatch(since):
        return next((one for one in kept if int(one.generation) == int(since)), None)
    return next((one for one in kept if one.built < since), None)  # the newest first


def _differences(
    before: Mapping[str, Source], now: Mapping[str, Source], renamed: Mapping[str, str]
) -> Iterator[DocumentChange]:
    for id, source in now.items():
        facts = (source.title, source.institution, source.date)
        if id in before:
            old = before[id]
            if (old.sha256, old.metadata) != (source.sha256, source.metadata):
                yield DocumentChange("changed", id, None, *facts)
        elif id in renamed:
            yield DocumentChange("renamed", id, renamed[id], *facts)
        else:
            yield DocumentChange("added", id, None, *facts)
    for id, source in before.items():
        if id not in now and id not in renamed.values():
            facts = (source.title, source.institution, source.date)
            yield DocumentChange("removed", id, None, *facts)
