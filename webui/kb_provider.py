"""Provide the knowledge base that the site answers from.

The first request that needs it opens it, so that the site can start before anything is
indexed. Each request checks for a newer generation, so that no update needs a restart.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

__all__ = ["KnowledgeBaseProvider"]


class KnowledgeBaseProvider:
    """Opens the knowledge base when it is first needed. Safe to use from several threads.

    Args:
        settings: where the index is.
        knowledge_base: one that its owner opened, and closes; None: open that of the settings.
    """

    def __init__(self, settings: Settings, knowledge_base: KnowledgeBase | None = None) -> None:
        self._index = Path(settings.index)
        self._settings = settings
        self._base = knowledge_base
        self._owned = knowledge_base is None
        self._lock = Lock()

    @property
    def answer_settings(self) -> tuple[int, ...]:
        """The settings that decide what an answer looks like, whichever process makes it."""
        settings = self._settings
        return settings.limit, settings.candidates, settings.window

    def current(self) -> KnowledgeBase:
        """Return the knowledge base at its newest generation.

        Raises:
            IndexUnusable: nothing is indexed, or the index cannot be used.
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
        """Close the knowledge base if it was opened here."""
        with self._lock:
            if self._base is not None and self._owned:
                self._base.close()
                self._base = None
