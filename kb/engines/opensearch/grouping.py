"""Group the copies that an update changes, and no others.

Whether two entries are copies depends on the entries that share a key with them, and on those
that share one with these: on nothing else. So the entries that are connected with what is
added or removed are looked up by their keys, on the server and among the new ones, until
there are no more. Their groups, by ``kb.index.copies.group_copies``, are those that it would
make over all entries. The cost grows with the number of such entries, not with the index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from kb.engines.fields import DOCUMENT, facet_field
from kb.engines.opensearch.mapping import sketch_keys
from kb.engines.opensearch.spool import Compared, Spool, batches_of
from kb.engines.opensearch.view import ClusterView, Query
from kb.engines.record import Record
from kb.index.copies import ComparedText, compared_text, group_copies
from kb.index.schema import Place

__all__ = ["Groups", "Removed", "groups_after", "removed_by"]

_KEYS_AT_ONCE = 5000
_DOCUMENTS_AT_ONCE = 1000
_PAGE = 5000


class Removed(NamedTuple):
    """An entry that an update removes, or replaces."""

    document: str
    keys: tuple[str, ...]


class Groups(NamedTuple):
    """The groups of copies after an update, where it changes them."""

    of_new: Mapping[str, str]  # id of a new entry → name of its group
    of_old: Mapping[str, str | None]  # id of an entry that changes its group


def removed_by(view: ClusterView, documents: Iterable[str], spool: Spool) -> dict[str, Removed]:
    """Return the entries of *documents* that the index has, by id, and those that are replaced."""
    removed = {}
    for some in batches_of(documents, _DOCUMENTS_AT_ONCE):
        removed.update(_compared(view, {"terms": {facet_field(DOCUMENT): some}}))
    if view.entries:
        for ids in batches_of((id for id, _ in spool.records()), _KEYS_AT_ONCE):
            removed.update(_compared(view, {"terms": {"id": ids}}))
    return {
        id: Removed(one.place.document, tuple(sketch_keys(one.sketch)))
        for id, one in removed.items()
    }


def groups_after(view: ClusterView, spool: Spool, removed: Mapping[str, Removed]) -> Groups:
    """Return the groups after an update.

    Args:
        view: the index before it.
        spool: what is added.
        removed: what is removed or replaced.
    """
    connected = _connected(view, spool, removed)
    ids = list(connected)
    texts: dict[str, ComparedText] = {}

    def text_of(number: int) -> ComparedText:
        id = ids[number]
        if id not in texts:
            texts[id] = compared_text(_payload(view, spool, id, is_new=connected[id].is_new))
        return texts[id]

    def place_of(number: int) -> Place:
        return connected[ids[number]].place

    sketches = ((number, connected[id].sketch) for number, id in enumerate(ids))
    group_of: dict[str, str] = {}
    for numbers in group_copies(sketches, place_of, text_of):
        name = ids[min(numbers, key=place_of)]
        group_of.update((ids[number], name) for number in numbers)
    return Groups(
        of_new={id: name for id, name in group_of.items() if connected[id].is_new},
        of_old={
            id: group_of.get(id)
            for id, one in connected.items()
            if not one.is_new and one.group != group_of.get(id)
        },
    )


def _connected(
    view: ClusterView, spool: Spool, removed: Mapping[str, Removed]
) -> dict[str, Compared]:
    """Return the entries that what is added or removed may be copies of, by id."""
    connected: dict[str, Compared] = {}
    if view.entries:  # a new index has none to look up
        for some in batches_of(_changed_keys(spool, removed), _KEYS_AT_ONCE):
            connected.update(_on_server(view, some, removed))
    connected.update(spool.having(spool.shared_keys()))
    seen: set[str] = set()
    while keys := _keys_of(connected.values()) - seen:
        seen |= keys
        for some in batches_of(keys, _KEYS_AT_ONCE):
            connected.update(spool.having(some))
            if view.entries:
                connected.update(_on_server(view, some, removed))
    return connected


def _changed_keys(spool: Spool, removed: Mapping[str, Removed]) -> Iterable[str]:
    yield from spool.keys()
    yield from {key for one in removed.values() for key in one.keys}


def _keys_of(entries: Iterable[Compared]) -> set[str]:
    return {key for one in entries for key in sketch_keys(one.sketch)}


def _on_server(
    view: ClusterView, keys: Collection[str], removed: Collection[str]
) -> dict[str, Compared]:
    found = _compared(view, {"terms": {"keys": sorted(keys)}})
    return {id: one for id, one in found.items() if id not in removed}


def _compared(view: ClusterView, query: Query) -> dict[str, Compared]:
    """Return what copies are known by of each match, by id."""
    return {
        hit.id: Compared(hit.place, hit.record.sketch, hit.group, False)
        for hit in view.matching(query, parts=["sketch"], size=_PAGE)
    }


def _payload(view: ClusterView, spool: Spool, id: str, *, is_new: bool) -> bytes:
    if is_new:
        return Record(spool.record(id)).payload
    return view.fetch([id])[id].record.payload
