"""The read path: a question goes in, ranked passages come out.

    interpret   Query ─► what is wanted, as terms, and clauses for the engine
    filters     what a reader typed for a facet ─► the values the index has
    retrieve    clauses ─► candidates ─► ranking ─► hits
    superseded  what has been replaced is listed after what replaced it
    collapse    ranked matches ─► the list, at most three hits of a document

Nothing is read from the corpus here; all that is shown was stored.
"""

from __future__ import annotations

__all__: list[str] = []
