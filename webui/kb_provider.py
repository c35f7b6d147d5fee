"""Hold the knowledge base that the site answers from.

It is opened by the first request that needs it, so that the site may start
before anything has been indexed, and asked before each answer whether there
is a newer generation, so that nothing is ever restarted.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

__all__ = ["Holding"]


class Holding:
    """The knowledge base, opened when it is first needed. Safe to use from several threads."""

    def __init__(self, settings: Settings, given: KnowledgeBase | None = None) -> None:
        self._index = Path(settings.index)
        self._settings = settings
        self._base = given
        self._given = given is not None
        self._lock = Lock()

    def current(self) -> KnowledgeBase:
        """Return the knowledge base, at its newest generation.

        Raises:
            IndexUnusable: nothing has been indexed, or what has been cannot be used.
        """
        base = self._base
        if base is None:
            with self._lock:
                if self._base is None:
                    self._base = KnowledgeBase.open(self._index, self._settings)
                base = self._base
        base.refresh()
        return base

    def close(self) -> None:
        """Close what was opened here; one that was given belongs to its giver."""
        with self._lock:
            if self._base is not None and not self._given:
                self._base.close()
                self._base = None
