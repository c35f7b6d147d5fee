"""Superseded documents: they are listed after their replacements, with a note.

The manifest says which document replaces which (kb.indexing.superseding). Ranked
matches come in and go out in another order. Before a passage of an older document
come two matches of the newer one: the best, and that in the same section. The newer
ones move up; the older ones do not move down. So a reader never sees the old rule
before the one in force. The hits of other documents keep their order.

Why so: docs/decisions/0007-in-force.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from kb.ranking.scorer import Ranked
from kb.results import Newer
from kb.store import IndexReader

__all__ = [
    "document_of",
    "newer_first",
    "newer_ones",
    "newest",
    "section_of",
    "without_superseded",
]

_MAX_EDITIONS = 20
"""Newer documents of one chain that are used, the newest first."""

Before = Callable[[str, str], Iterable[Ranked]]
"""Returns for a document its best match and its match in the section with that anchor."""


def newer_first(
    places: Iterable[Ranked], replaced: Mapping[str, str], before: Before
) -> Iterator[Ranked]:
    """Yield all places, those of a replaced document after matches of its newer ones.

    Args:
        places: all matches, best first.
        replaced: superseded documents, each with its replacement.
        before: finds the matches that come before; see ``Before``.
    """
    yielded: set[str] = set()

    def from_newest(place: Ranked) -> Iterator[Ranked]:
        if place.id in yielded:
            return
        yielded.add(place.id)
        document, anchor = document_of(place.id), section_of(place.id).rpartition("#")[2]
        for newer in newer_ones(document, replaced):
            for raised in before(newer, anchor):
                yield from from_newest(raised)
        yield place

    for place in places:
        yield from from_newest(place)


def newer_ones(document: str, replaced: Mapping[str, str]) -> list[str]:
    """Return the documents that replace one, the newest first.

    >>> newer_ones("sera-2003.md", {"sera-2003.md": "sera-2010.md", "sera-2010.md": "sera.md"})
    ['sera.md', 'sera-2010.md']
    """
    chain: dict[str, None] = {}
    while (document := replaced.get(document, "")) and document not in chain:
        chain[document] = None
    return list(islice(reversed(chain), _MAX_EDITIONS))


def without_superseded(places: Sequence[Ranked], replaced: Mapping[str, str]) -> list[Ranked]:
    """Return the places without those of older documents where a newer one is among them.

    >>> places = [Ranked("sera.md#ada.1", 2.0), Ranked("sera-2003.md#ada.1", 3.0)]
    >>> [place.id for place in without_superseded(places, {"sera-2003.md": "sera.md"})]
    ['sera.md#ada.1']
    """
    there = {document_of(place.id) for place in places}
    return [
        place for place in places if there.isdisjoint(newer_ones(document_of(place.id), replaced))
    ]


def newest(reader: IndexReader, document: str) -> Newer | None:
    """Return the document that is in force instead of one; None where it is itself in force."""
    for id in newer_ones(document, reader.manifest.replaced)[:1]:
        record = reader.documents.get(id)
        if record is not None:
            return Newer(id, record.title, record.date)
    return None


def document_of(id: str) -> str:
    """Return the document of a passage: its id without anchor and number."""
    return id.rpartition("#")[0]


def section_of(id: str) -> str:
    """Return the section of a passage: its id without the passage's number."""
    return id.rpartition(".")[0]
