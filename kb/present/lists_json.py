"""Turn lists for programs into JSON: documents, sections, facets, changes.

Records come in, plain dicts go out: see ``kb.present.json``. A list comes in parts; the
caller gives the part, the number of all, and the cursor of the next part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kb.catalogue.changes import DocumentChange
from kb.facets import Facet
from kb.messages import Message, translate
from kb.present.json import SCHEMA_VERSION, newer_json, section_json
from kb.results import ShownDocument, ShownSection
from kb.store import Manifest
from kb.store.documents import DocumentRecord

if TYPE_CHECKING:
    from kb.present.shapes.lists import (
        ChangesJson,
        DocumentsJson,
        FacetJson,
        FacetsJson,
        FacetValueJson,
        OneFacetJson,
        SectionsJson,
        SectionTextJson,
        SinceJson,
        SuggestionsJson,
    )

__all__ = [
    "ListPart",
    "changes_json",
    "documents_json",
    "facets_json",
    "one_facet_json",
    "section_text_json",
    "sections_json",
    "suggestions_json",
]


class ListPart(NamedTuple):
    """Where a part of a list is."""

    generation: str
    total: int  # items in the whole list
    limit: int  # items in a part
    next: str | None  # the cursor of the next part


def documents_json(
    documents: Iterable[DocumentRecord],
    part: ListPart,
    notes: Iterable[Message] = (),
    *,
    language: str = "sw",
) -> DocumentsJson:
    """Return a part of the list of documents."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generation": part.generation,
        "total": part.total,
        "limit": part.limit,
        "notes": [translate(note, language) for note in notes],
        "documents": [
            {
                "id": one.id,
                "title": one.title,
                "institution": one.institution,
                "date": one.date,
                "language": one.language,
                "format": one.format,
                "passages": one.passages,
                "replaced_by": one.replaced_by,
                "source": one.source,
                "attached_to": one.attached_to,
            }
            for one in documents
        ],
        "next": part.next,
    }


def sections_json(
    document: ShownDocument, sections: Iterable[ShownSection], part: ListPart
) -> SectionsJson:
    """Return a part of the list of a document's sections."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generation": part.generation,
        "document": document.id,
        "title": document.title,
        "total": part.total,
        "limit": part.limit,
        "sections": [
            {
                "heading": one.heading,
                "level": one.level,
                "path": list(one.path),
                "kind": one.kind,
                "anchor": one.anchor,
                "passages": len(one.passages),
            }
            for one in sections
        ],
        "next": part.next,
    }


def section_text_json(
    document: ShownDocument, section: ShownSection, generation: str
) -> SectionTextJson:
    """Return one section with its text, and what a citation of it needs."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generation": generation,
        "document": document.id,
        "title": document.title,
        "institution": document.institution,
        "date": document.date,
        "language": document.language,
        "source": document.source,
        "newer": newer_json(document.newer),
        **section_json(section),
        "text": "\n\n".join(passage.text for passage in section.passages),
    }


def facets_json(
    counts: Mapping[Facet, Mapping[str, int]],
    *,
    limit: int,
    generation: str,
    query: str = "",
    total: int | None = None,
    language: str = "sw",
) -> FacetsJson:
    """Return every facet with its *limit* most frequent values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generation": generation,
        "query": query,
        "total": total,
        "facets": [_facet(facet, values, limit, language) for facet, values in counts.items()],
    }


def one_facet_json(
    facet: Facet,
    values: Sequence[tuple[str, int]],
    part: ListPart,
    *,
    query: str = "",
    language: str = "sw",
) -> OneFacetJson:
    """Return a part of the values of one facet."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generation": part.generation,
        "query": query,
        "total": part.total,
        "limit": part.limit,
        "name": facet.name,
        "parameters": list(facet.parameters),
        "label": translate(facet.label, language),
        "values": _values(values),
        "next": part.next,
    }


def changes_json(
    changes: Iterable[DocumentChange], since: Manifest, until: Manifest, part: ListPart
) -> ChangesJson:
    """Return a part of the list of documents that changed."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generation": part.generation,
        "since": _since(since),
        "until": _since(until),
        "total": part.total,
        "limit": part.limit,
        "changes": [
            {
                "at": one.at,
                "change": one.change,
                "id": one.id,
                "was": one.was,
                "title": one.title,
                "institution": one.institution,
                "date": one.date,
            }
            for one in changes
        ],
        "next": part.next,
    }


def suggestions_json(query: str, completions: Iterable[str]) -> SuggestionsJson:
    """Return whole questions that begin with what was typed."""
    return {
        "schema_version": SCHEMA_VERSION,
        "query": query,
        "completions": list(completions),
    }


def _facet(facet: Facet, values: Mapping[str, int], limit: int, language: str) -> FacetJson:
    return {
        "name": facet.name,
        "parameters": list(facet.parameters),
        "label": translate(facet.label, language),
        "value_count": len(values),
        "values": _values(islice(values.items(), limit)),
    }


def _values(values: Iterable[tuple[str, int]]) -> list[FacetValueJson]:
    return [{"value": value, "count": count} for value, count in values]


def _since(manifest: Manifest) -> SinceJson:
    return {"generation": manifest.generation, "built": manifest.built}
