"""Commands that work with the analyser: learn tables from text, export rules to other engines."""

from __future__ import annotations

__all__: list[str] = []
