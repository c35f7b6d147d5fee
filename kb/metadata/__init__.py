"""What is known about a document beside its text."""

from __future__ import annotations

__all__: list[str] = []
