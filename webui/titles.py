"""Remember what documents are called, for filters that list them by title.

The index counts documents by id; a title stands in each of their passages, so
one answer of a document tells it. It is asked for once a generation.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from kb.knowledge_base import KnowledgeBase

__all__ = ["Titles"]

MOST_TITLES = 10_000


class Titles:
    """Titles by document id, of one generation at a time. Safe to use from several threads."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._generation = ""
        self._lock = Lock()

    def of(self, base: KnowledgeBase, line: str, ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of documents that answer *line*."""
        generation = base.generation
        with self._lock:
            if generation != self._generation or len(self._known) > MOST_TITLES:
                self._known, self._generation = {}, generation
            known = self._known
        found = {}
        for id in ids:
            if id not in known:
                hits = base.search(line, limit=1, filters={"document": (id,)}).hits
                known[id] = hits[0].title if hits else id
            found[id] = known[id]
        return found
