"""Read files in child processes under limits."""

from __future__ import annotations

__all__: list[str] = []
