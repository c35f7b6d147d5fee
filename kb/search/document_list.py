"""List the documents of a generation, all or those that filters let through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb.analysis import Analyser
from kb.messages import Message
from kb.search.filters import resolve
from kb.store import IndexReader
from kb.store.documents import DocumentRecord

__all__ = ["DocumentList", "list_documents"]


class DocumentList(NamedTuple):
    """Documents in the order of their ids, and what to say of the filters."""

    documents: tuple[DocumentRecord, ...]
    notes: tuple[Message, ...]


def list_documents(
    reader: IndexReader, filters: Mapping[str, Sequence[str]], analyser: Analyser
) -> DocumentList:
    """Return documents in the order of their ids.

    Args:
        reader: the generation that answers.
        filters: values for the facets that a document has, as a reader would type them:
            institution, language, year, format.
        analyser: see ``resolve``.
    """
    records = tuple(reader.documents.records())

    def values_of(facet: str) -> list[str]:
        values = (_value(record, facet) for record in records)
        return list(dict.fromkeys(value for value in values if value))

    resolved = resolve({}, filters, values_of, reader.manifest.aliases, analyser)
    chosen = (
        record
        for record in records
        if all(_value(record, facet) in values for facet, values in resolved.filters.items())
    )
    return DocumentList(tuple(chosen), resolved.notes)


def _value(record: DocumentRecord, facet: str) -> str | None:
    """Return the value of a document for a facet."""
    match facet:
        case "institution":
            return record.institution
        case "language":
            return record.language
        case "year":
            return record.date[:4] if record.date else None
        case "format":
            return record.format
    raise ValueError(f"a document has no {facet}")
