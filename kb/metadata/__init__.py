"""What is known about a document in addition to its text: title, institution, date, source."""

from __future__ import annotations

__all__: list[str] = []
