"""The second stage of ranking: BM25F over the words stored with each candidate."""

from __future__ import annotations

__all__: list[str] = []
