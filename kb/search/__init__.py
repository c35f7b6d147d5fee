"""The read path: a question goes in, ranked passages come out.

    interpret   Query ─► Question: the terms that are searched
    bind        Question ─► BoundQuestion: with frequencies and rewrites
    filters     values typed for a facet ─► values of the index
    retrieve    BoundQuestion ─► candidates ─► ranked passages
    superseded  a replaced document is listed after its replacement
    collapse    ranked matches ─► the list, at most three hits of a document
    hits        ranked passages ─► hits, with marks and missing words

The corpus is not read here; everything that is shown is stored in the index.
"""

from __future__ import annotations

__all__: list[str] = []
