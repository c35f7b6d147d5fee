"""The query term: one word, phrase or prefix of a question, with terms of the index."""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "QueryTerm",
]


class QueryTerm(NamedTuple):
    """One word, phrase or prefix of a question, with its terms.

    A single word has ``terms``; a phrase has ``sequence``, one QueryTerm a word; a
    prefix has ``prefix``. ``exact`` matches surfaces only.
    """

    label: str  # as the reader typed it
    terms: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    surface: str = ""
    function: bool = False
    prefix: str = ""
    exact: bool = False
    field: str | None = None  # None, "heading" or "title"
    need: str = "want"  # want, must or not
    sequence: tuple[QueryTerm, ...] = ()
