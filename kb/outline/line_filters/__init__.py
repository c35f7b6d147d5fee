"""Filters that take lines out of the candidates for headings, one reason a file."""

from __future__ import annotations

__all__: list[str] = []
