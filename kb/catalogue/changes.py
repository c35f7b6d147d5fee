"""What became of the documents: which came, changed, moved or went, and when.

The page, the feed, the API and the command line have their list from here. Of each
document it has the last thing that happened. The list is either of all that is known, or
of what differs from an older generation that is kept.

A document has changed if its file has: its hash, or what ``sources.tsv`` or a sidecar says
of it. A generation that a new version of Kisima built anew from the same files has no
changes. When a document came and changed is known for ever; what went, and what a document
was called before, only while a generation that has it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from kb.errors import GenerationMissing, IndexUnusable
from kb.store import Manifest, Store
from kb.store.sources import Source

__all__ = ["SINCE_FORM", "ChangeLog", "DocumentChange", "DocumentChanges"]

SINCE_FORM = "[0-9]{1,9}|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
"""A regular expression: how a generation or a day is written."""

_GENERATION = re.compile(r"[0-9]{1,9}")

_Files = Mapping[str, Source]


class DocumentChange(NamedTuple):
    """The last thing that happened to a document."""

    at: str  # ISO, UTC
    change: Literal["added", "changed", "renamed", "removed"]
    id: str
    was: str | None  # its earlier id, where it was renamed
    title: str
    institution: str | None
    date: str | None  # of the document


class DocumentChanges(NamedTuple):
    """Changes up to the generation that answers, the newest first; of one moment, by id."""

    since: Manifest  # the oldest generation that was looked at
    until: Manifest
    changes: tuple[DocumentChange, ...]


class _State(NamedTuple):
    """A generation in a state. A removal rewrites kept generations, so their size changes."""

    generation: str
    built: str
    size: str


class _Gone(NamedTuple):
    """A document that an older generation has, and the one that answers has not."""

    at: str  # when the first generation without it was published
    source: Source


class ChangeLog:
    """Compares the generations of a store. It remembers a few lists: a long one has parts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._remembered = lru_cache(maxsize=4)(self._load)

    def known(self, until: Manifest) -> DocumentChanges:
        """Return all that is known of the documents up to a generation."""
        kept = self._kept(until)
        return DocumentChanges(kept[-1], until, self._changes(kept, whole=True))

    def since(self, until: Manifest, since: str | None = None) -> DocumentChanges:
        """Return what differs from an older generation.

        Args:
            until: the generation that answers.
            since: a generation ("12", "000012"), or a day ("2026-11-30"): its changes and all
                later ones. None: since the oldest generation that is kept.

        Raises:
            GenerationMissing: no kept generation is old enough.
        """
        kept = self._kept(until)
        number = _base(kept, since)
        if number is None:
            raise GenerationMissing(self._store.index, since)
        kept = kept[: number + 1]
        try:
            return DocumentChanges(kept[-1], until, self._changes(kept, whole=False))
        except IndexUnusable as error:  # it was removed meanwhile, or is damaged
            raise GenerationMissing(self._store.index, kept[-1].generation) from error

    def _kept(self, until: Manifest) -> list[Manifest]:
        """Return a generation and the older ones that are kept, the newest first."""
        older = (one for one in self._store.history() if one.generation < until.generation)
        return [until, *older]

    def _changes(self, kept: Sequence[Manifest], *, whole: bool) -> tuple[DocumentChange, ...]:
        states = tuple(
            _State(one.generation, _moment(one.built), repr(self._store.extent(one.generation)))
            for one in kept
        )
        return self._remembered(states, tuple(kept[0].aliases.items()), whole)

    def _load(
        self, states: Sequence[_State], aliases: Sequence[tuple[str, str]], whole: bool
    ) -> tuple[DocumentChange, ...]:
        """Return the changes over some generations, compared with the last unless *whole*."""
        until, *older = states
        now = self._files(until)
        gone: dict[str, _Gone] = {}
        before, published = now, until.built
        for state in older:  # the newest first
            try:
                before = self._files(state)
            except IndexUnusable:
                if not whole and state is older[-1]:
                    raise
                continue  # a writer removed it meanwhile
            for id, source in before.items():
                if id not in now:
                    gone.setdefault(id, _Gone(published, source))
            published = state.built
        if not whole:
            gone = {id: one for id, one in gone.items() if id in before}
        changes = sorted(
            _differences(now, gone, dict(aliases), None if whole else before, until.built),
            key=lambda change: change.id,
        )
        return tuple(sorted(changes, key=lambda change: change.at, reverse=True))

    def _files(self, state: _State) -> _Files:
        """Return the documents of a generation."""
        files = self._store.sources(state.generation).files
        return {id: source for id, source in files.items() if not source.failed}


def _base(kept: Sequence[Manifest], since: str | None) -> int | None:
    """Return the place of the generation to compare with; None if it is not kept."""
    if since is None:
        return len(kept) - 1
    if _GENERATION.fullmatch(since):
        return next((i for i, one in enumerate(kept) if int(one.generation) == int(since)), None)
    return next((i for i, one in enumerate(kept) if one.built < since), None)


def _differences(
    now: _Files,
    gone: Mapping[str, _Gone],
    aliases: Mapping[str, str],
    before: _Files | None,
    published: str,
) -> Iterator[DocumentChange]:
    """Yield what became of each document.

    Args:
        now: the documents of the generation that answers.
        gone: those that it has not, the last one that went first.
        aliases: earlier id of a document → its id now.
        before: the documents to compare with; None: all that is known is a change.
        published: when the generation that answers was.
    """
    renamed: dict[str, str] = {}  # id now → the earlier one
    for old, last in gone.items():
        new = aliases.get(old)
        if new is not None and new in now:
            renamed.setdefault(new, old)
        else:
            yield _change(last.at, "removed", old, last.source)
    for id, source in now.items():
        at, old = source.changed or "", renamed.get(id, "")
        if old and (before is not None or _content(gone[old].source) == _content(source)):
            yield _change(max(gone[old].at, at), "renamed", id, source, was=old)
        elif before is None:
            if at:
                yield _change(at, "added" if source.added == at else "changed", id, source)
        elif id not in before:
            yield _change(at or published, "added", id, source)
        elif _content(before[id]) != _content(source):
            yield _change(at or published, "changed", id, source)


def _moment(built: str) -> str:
    """Return the time of a generation as documents have theirs: to the millisecond."""
    return datetime.fromisoformat(built).isoformat(timespec="milliseconds")


def _content(source: Source) -> tuple[str, str]:
    return source.sha256, source.metadata


def _change(
    at: str,
    change: Literal["added", "changed", "renamed", "removed"],
    id: str,
    source: Source,
    was: str | None = None,
) -> DocumentChange:
    return DocumentChange(at, change, id, was, source.title, source.institution, source.date)
