"""An engine that counts what it is asked, over a real one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from kb.engines.base import Engine, EngineHit, SearchRequest, SearchResponse

__all__ = ["CountingEngine"]

_READING = ("copies", "document", "fetch", "statistics")


class CountingEngine:
    """Passes every call on to an engine and remembers it.

    Attributes:
        calls: how often each method was called.
        terms_asked: how often the frequency of each (field, term) was asked for.
        payloads_read: how often each entry's payload was asked for.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.calls: Counter[str] = Counter()
        self.terms_asked: Counter[tuple[str, str]] = Counter()
        self.payloads_read: Counter[str] = Counter()

    def search(self, request: SearchRequest) -> SearchResponse:
        """See Engine."""
        self.calls["search"] += 1
        return self._engine.search(request)

    def payloads(self, hits: Sequence[EngineHit]) -> list[bytes]:
        """See Engine."""
        self.calls["payloads"] += 1
        self.payloads_read.update(hit.id for hit in hits)
        return self._engine.payloads(hits)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """See Engine."""
        self.calls["frequencies"] += 1
        self.terms_asked.update((field, term) for term in terms)
        return self._engine.frequencies(field, terms)

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """See Engine."""
        self.calls["terms"] += 1
        return self._engine.terms(field, prefix, limit)

    def terms_by_prefix(
        self, field: str, prefixes: Sequence[str], limit: int = 100
    ) -> list[list[tuple[str, int]]]:
        """See Engine."""
        self.calls["terms_by_prefix"] += 1
        return self._engine.terms_by_prefix(field, prefixes, limit)

    def close(self) -> None:
        """See Engine."""
        self._engine.close()

    def __getattr__(self, name: str) -> Any:
        if name in _READING:
            self.calls[name] += 1
        return getattr(self._engine, name)
