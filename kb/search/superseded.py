"""What is in force: documents that another one replaces stand after it, and are marked.

The manifest says which document replaces which (kb.indexing.superseding); nothing
is guessed here. Takes ranked matches, gives them in an order in which before a
passage of an older document come the newer one's best match and its match in the
same section. Those are raised rather than the older one lowered: what answers is
not buried for its age, and nobody meets the old rule before the one in force. No
two other documents' hits move past each other.

Why so: docs/decisions/0007-in-force.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from kb.engines.base import Engine
from kb.index.payload import decode_passage
from kb.ranking.scorer import Ranked
from kb.results import Newer

__all__ = [
    "MOST_EDITIONS",
    "document_of",
    "in_force",
    "newer_first",
    "newer_ones",
    "newest",
    "section_of",
]

MOST_EDITIONS = 20
"""Newer documents of one chain that are looked at, the newest of them."""

Before = Callable[[str, str], Iterable[Ranked]]
"""Gives, of a document, the best match and the match in the section of that anchor, if any."""


def newer_first(
    places: Iterable[Ranked], replaced: Mapping[str, str], before: Before
) -> Iterator[Ranked]:
    """Yield all places, those of a replaced document after what its newer ones have to say.

    Args:
        places: all matches, best first.
        replaced: documents, and the one that stands in for each.
        before: finds what must stand before; see ``Before``.
    """
    given: set[str] = set()

    def from_newest(place: Ranked) -> Iterator[Ranked]:
        if place.id in given:
            return
        given.add(place.id)
        document, anchor = document_of(place.id), section_of(place.id).rpartition("#")[2]
        for newer in newer_ones(document, replaced):
            for raised in before(newer, anchor):
                yield from from_newest(raised)
        yield place

    for place in places:
        yield from from_newest(place)


def newer_ones(document: str, replaced: Mapping[str, str]) -> list[str]:
    """Return the documents that stand in for one, the newest of all first.

    >>> newer_ones("sera-2003.md", {"sera-2003.md": "sera-2010.md", "sera-2010.md": "sera.md"})
    ['sera.md', 'sera-2010.md']
    """
    found: dict[str, None] = {}
    while (document := replaced.get(document, "")) and document not in found:
        found[document] = None
    return list(islice(reversed(found), MOST_EDITIONS))


def in_force(places: Sequence[Ranked], replaced: Mapping[str, str]) -> list[Ranked]:
    """Return the places without those of older documents where a newer one is among them.

    >>> places = [Ranked("sera.md#ada.1", 2.0), Ranked("sera-2003.md#ada.1", 3.0)]
    >>> [place.id for place in in_force(places, {"sera-2003.md": "sera.md"})]
    ['sera.md#ada.1']
    """
    there = {document_of(place.id) for place in places}
    return [
        place for place in places if there.isdisjoint(newer_ones(document_of(place.id), replaced))
    ]


def newest(engine: Engine, document: str, replaced: Mapping[str, str]) -> Newer | None:
    """Return the document that stands in for one today; None where it is in force itself."""
    for id in newer_ones(document, replaced)[:1]:
        first = engine.search((), {"document": [id]}, sort="reading", limit=1)
        for found in filter(None, engine.fetch(first.ids)):
            passage = decode_passage(found.payload)
            return Newer(id, passage.title, passage.date)
    return None


def document_of(id: str) -> str:
    """Return the document of a passage: what stands before the anchor in its id."""
    return id.rpartition("#")[0]


def section_of(id: str) -> str:
    """Return the section of a passage: its id without the passage's number."""
    return id.rpartition(".")[0]
