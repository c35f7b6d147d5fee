"""Which document supersedes which, from what documents declare (``inabadilisha``).

Takes the records of a generation, returns the declarations that hold. A document is
superseded only by a document of the same institution that names it. Dates decide only
between several documents that name the same one. The result is computed anew for each
generation, because a file may be changed, renamed or removed without the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kb.messages import Message
from kb.store.sources import Source

__all__ = ["Superseding", "find_superseded"]


class Superseding(NamedTuple):
    """The declarations of a corpus."""

    newer: Mapping[str, str]  # superseded document: the one that replaces it; never a circle
    rejected: tuple[tuple[str, Message], ...]  # id, and why its declaration does not hold


def find_superseded(files: Mapping[str, Source], aliases: Mapping[str, str]) -> Superseding:
    """Return which documents are superseded, each by one.

    Of several documents that replace the same one the latest counts: by date, then by id.

    Args:
        files: every file by id. One that failed neither replaces nor is replaced.
        aliases: old ids of renamed documents, and their ids today.
    """
    claims: dict[str, list[str]] = {}
    rejected: dict[str, Message] = {}
    for id, source in sorted(files.items()):
        if not source.replaces or source.failed:
            continue
        older = aliases.get(source.replaces, source.replaces)
        if reason := _fault(source, files.get(older), source.replaces):
            rejected[id] = reason
        else:
            claims.setdefault(older, []).append(id)
    newer = {
        older: max(ids, key=lambda one: (files[one].date or "", one))
        for older, ids in claims.items()
    }
    for older in _in_circles(newer):
        rejected[newer.pop(older)] = Message(
            "inabadilisha: these documents replace each other in a circle"
        )
    return Superseding(newer, tuple(sorted(rejected.items(), key=lambda pair: pair[0])))


def _fault(source: Source, older: Source | None, name: str) -> Message | None:
    """Return why a document does not replace the one it names."""
    if older is None or older.failed:
        return Message("inabadilisha: the index has no document {id}", id=name)
    ours, theirs = (" ".join((s.institution or "").casefold().split()) for s in (source, older))
    if not ours or ours != theirs:
        return Message(
            "inabadilisha: {id} is not of the same institution; name the institution in both",
            id=name,
        )
    return None


def _in_circles(newer: Mapping[str, str]) -> set[str]:
    """Return the documents that are, through others, superseded by themselves."""
    circular: set[str] = set()
    visited: set[str] = set()
    for start in newer:
        id, path = start, list[str]()
        while id in newer and id not in visited:
            visited.add(id)
            path.append(id)
            id = newer[id]
        if id in path:
            circular.update(path[path.index(id) :])
    return circular
