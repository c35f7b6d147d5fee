"""What an engine and an index contain, asked as anybody may ask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.engines.base import Engine, SearchRequest
from kb.engines.fields import FIELDS
from kb.facets import FACETS
from kb.settings import Settings
from kb.store import open_store

__all__ = ["document_ids", "everything"]

MANY = 1_000_000


def document_ids(engine: Engine) -> list[str]:
    """Return the id of every document that has an entry, sorted."""
    return sorted(engine.search(SearchRequest(limit=0, crowded_above=0)).crowded)


def everything(index: Path, settings: Settings | None = None) -> dict[str, Any]:
    """Return all that an index says: passages, terms, facets, copies, documents, sources."""
    store = open_store(index, settings or Settings())
    with store.reader() as reader:
        engine = reader.engine
        stored = [one for id in document_ids(engine) for one in engine.document(id)]
        facets = tuple(facet.name for facet in FACETS)
        sources = store.sources(reader.generation)
        return {
            "passages": stored,
            "terms": {name: engine.terms(name, limit=MANY) for name in sorted(FIELDS)},
            "facets": engine.search(SearchRequest(limit=0, facets=facets)).facets,
            "copies": [engine.copies([one.id], MANY) for one in stored],
            "documents": [
                replace(one, added=None, changed=None) for one in reader.documents.records()
            ],
            "sources": {
                id: replace(one, mtime_ns=0, ctime_ns=0, seen_ns=0, added_ns=0, changed_ns=0)
                for id, one in sources.files.items()
            },
            "refused": sources.refused,
            "replaced": dict(reader.manifest.replaced),
            "recipe": reader.manifest.recipe,
        }
