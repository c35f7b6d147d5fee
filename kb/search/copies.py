"""The copies of a passage: which one is listed, and where else the others are.

The engine groups copies and counts one match of each group (kb.index.copies). Here is
said which one it prefers, and the copies of a listed passage are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from kb.engines.base import Engine, Preference
from kb.index.payload import decode_properties
from kb.results import Copy

__all__ = ["CopyList", "copies_of", "preference"]

_MAX_LISTED = 10
"""Copies of one passage that are read; all are counted."""


@dataclass(frozen=True, slots=True)
class CopyList:
    """The copies of one passage, without itself."""

    count: int = 0
    listed: tuple[Copy, ...] = ()


def preference(replaced: Mapping[str, str]) -> Preference:
    """Return which of several copies is listed: one in force, not one that was replaced.

    A document that replaces another comes first, because it is listed before the other
    (kb.search.superseded); its copy in a third document must not take its place.

    Args:
        replaced: superseded documents, each with its replacement.
    """
    return Preference(frozenset(replaced.values()) - replaced.keys(), frozenset(replaced))


def copies_of(engine: Engine, ids: Iterable[str]) -> dict[str, CopyList]:
    """Return the copies of each passage that has any; one engine call, or none without ids."""
    ids = list(ids)
    lists = engine.copies(ids, _MAX_LISTED) if ids else []
    return {
        id: CopyList(copies.total, tuple(_copy(one.payload) for one in copies.first))
        for id, copies in zip(ids, lists, strict=True)
        if copies.total
    }


def _copy(payload: bytes) -> Copy:
    properties = decode_properties(payload)
    return Copy(**{field.name: properties[field.name] for field in fields(Copy)})
