"""Metadata of documents: title, institution, date, source; from the file, its sidecar, sources.tsv."""

from __future__ import annotations

__all__: list[str] = []
