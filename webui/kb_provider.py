"""Provide the knowledge base that the site answers from.

The first request that needs it opens it, so that the site can start before anything is
indexed. Each request checks for a newer generation, so that no update needs a restart.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from kb.analysis import SwahiliAnalyser
from kb.knowledge_base import KnowledgeBase
from kb.results import Results
from kb.settings import Settings

__all__ = ["KnowledgeBaseProvider"]

_log = logging.getLogger(__name__)


class KnowledgeBaseProvider:
    """Opens the knowledge base when it is first needed. Safe to use from several threads.

    Args:
        settings: where the index is, and what is counted.
        knowledge_base: one that its owner opened, and closes; None: open that of the settings.
    """

    def __init__(self, settings: Settings, knowledge_base: KnowledgeBase | None = None) -> None:
        self._index = Path(settings.index)
        self._settings = settings
        self._base = knowledge_base
        self._owned = knowledge_base is None
        self._lock = Lock()
        self._closing: list[Callable[[], None]] = []

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
                    self._base = self._opened()
                    self._note(self._base)
                base = self._base
        if base.refresh():
            self._note(base)
        return base

    def fall_back(self, base: KnowledgeBase, generation: str, fault: Exception) -> bool:
        """Answer from an older generation if *generation* is damaged; return whether one does."""
        if not base.fall_back(generation, fault):
            return False
        _log.error("generation %s is damaged; %s answers", generation, base.generation)
        self._note(base)
        return True

    def close(self) -> None:
        """Close the knowledge base if it was opened here, and write what was counted."""
        with self._lock:
            if self._base is not None and self._owned:
                self._base.close()
                self._base = None
            for close in self._closing:
                close()

    def _opened(self) -> KnowledgeBase:
        counted = self._counters()

        def on_results(results: Results) -> None:
            for count in counted:
                count(results)

        return KnowledgeBase.open(
            self._index,
            self._settings,
            max_seconds=self._settings.search_seconds,
            on_results=on_results if counted else None,
        )

    def _counters(self) -> list[Callable[[Results], None]]:
        """Return what the settings ask to count of each search."""
        counters: list[Callable[[Results], None]] = []
        if self._settings.metrics_port:
            from webui.metrics import observe_results  # its library is an extra

            counters.append(observe_results)
        if self._settings.unanswered:
            from kb.admin.unanswered import UnansweredLog, unanswered_words

            log, analyser = UnansweredLog(Path(self._settings.unanswered)), SwahiliAnalyser()
            self._closing.append(log.flush)

            def count_unanswered(results: Results) -> None:
                if not results.total:
                    log.add(unanswered_words(results.query, analyser))

            counters.append(count_unanswered)
        return counters

    def _note(self, base: KnowledgeBase) -> None:
        """Tell the metrics which generation answers."""
        if self._settings.metrics_port:
            from webui.metrics import observe_index

            observe_index(base)
