"""Headings and titles whole, as the field ``line`` holds them: what completion offers."""

from __future__ import annotations

__all__ = ["LINES", "lines"]

LINES = "line"
"""The field that holds headings and titles whole, as ``lines`` makes them."""


def lines(*texts: str | None) -> tuple[str, ...]:
    """Return the terms that hold headings and titles in the field ``line``.

    >>> lines("Misingi  Mikuu", None)
    ('misingi mikuu=Misingi Mikuu',)
    """
    tidy = [" ".join(text.split()) for text in texts if text]
    return tuple(dict.fromkeys(f"{text.lower()}={text}" for text in tidy if text))
