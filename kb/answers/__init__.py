"""Short answers: the sentence or two of a passage that answer a question."""

from __future__ import annotations

__all__: list[str] = []
