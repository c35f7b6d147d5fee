"""The read path: a question goes in, ranked passages with their marks come out.

    asking      Query ─► what is wanted, as terms, and clauses for the engine
    filters     what a reader typed for a facet ─► the values the index has
    answering   clauses ─► candidates ─► ranking ─► hits
    in_force    what has been replaced stands after what replaced it
    listing     ranked matches ─► the list, at most three hits of a document
    leasing     the generation that answers, lent to each question
    quoting     ranked passages ─► the sentence or two that answer, or none
    weighing    why a hit stands where it does
    knowledge   the open index: search, show, document

Nothing is read from the corpus here; all that is shown was stored.
"""

from __future__ import annotations

from kb.searching.knowledge import KnowledgeBase

__all__ = ["KnowledgeBase"]
