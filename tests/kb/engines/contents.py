"""What an engine contains, asked with one request."""

from __future__ import annotations

from kb.engines.base import Engine, SearchRequest

__all__ = ["document_ids"]


def document_ids(engine: Engine) -> list[str]:
    """Return the id of every document that has an entry, sorted."""
    return sorted(engine.search(SearchRequest(limit=0, crowded_above=0)).crowded)
