"""Every section of one kind: all *Dira*, all *Misingi Mikuu*, ordered by owner and title.

The engine gives the ids of the passages of a kind in one request; they are kept for the
generation. What is shown of a section is fetched for the page that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from kb.catalogue.shelves import Counted, Shelves
from kb.engines.base import Preference, SearchRequest
from kb.index.payload import decode_passage
from kb.index.schema import StoredPassage
from kb.search.superseded import newest, section_of
from kb.store import IndexReader

__all__ = [
    "OwnedSections",
    "SectionPlace",
    "fetch_passages",
    "kind_counts",
    "sections_by_owner",
    "sections_of_kind",
]

MAX_LISTED = 20_000
"""Passages of one kind that are listed; a larger collection is cut there."""


class SectionPlace(NamedTuple):
    """The first passage of a section."""

    id: str
    document: str
    owner: str  # an institution, or the id of a document without one
    in_force: bool  # its document is not replaced


class OwnedSections(NamedTuple):
    """The sections of one kind that an owner has."""

    owner: str
    sections: tuple[SectionPlace, ...]


def kind_counts(reader: IndexReader) -> list[Counted]:
    """Return the kinds of section in the index with the number of their passages, A to Z."""
    request = SearchRequest(limit=0, facets=("kind",), one_of_copies=Preference())
    counts = reader.engine.search(request).facets["kind"]
    return [Counted(kind, counts[kind]) for kind in sorted(counts)]


def sections_of_kind(reader: IndexReader, shelves: Shelves, kind: str) -> list[SectionPlace]:
    """Return the sections of a kind; of copies one is listed."""
    request = SearchRequest(
        filters={"kind": [kind]},
        sort="reading",
        limit=MAX_LISTED,
        one_of_copies=Preference(),
    )
    listed = {one.id: one for one in shelves.documents}
    hits = sorted(
        reader.engine.search(request).hits,
        key=lambda hit: (shelves.places.get(hit.document, 0), hit.document, hit.ordinal),
    )
    first = {
        section_of(hit.id): hit for hit in reversed(hits)
    }  # its first passage is the last here
    places = []
    for hit in reversed(first.values()):
        document = listed.get(hit.document)
        owner = (document.institution if document else None) or hit.document
        in_force = document is None or document.in_force
        places.append(SectionPlace(hit.id, hit.document, owner, in_force))
    return places


def sections_by_owner(sections: Iterable[SectionPlace]) -> list[OwnedSections]:
    """Return the sections in force of each owner, in the order of the sections."""
    in_force = (section for section in sections if section.in_force)
    return [
        OwnedSections(owner, tuple(group))
        for owner, group in groupby(in_force, key=lambda section: section.owner)
    ]


def fetch_passages(reader: IndexReader, ids: Sequence[str]) -> list[StoredPassage]:
    """Return the passages with these ids in this order; each says what replaces its document."""
    passages = (decode_passage(one.payload) for one in reader.engine.fetch(ids) if one)
    return [replace(one, newer=newest(reader, one.document)) for one in passages]
