"""Cut a document at its headings: the tree of its sections, and the kind of each.

    Document ─► headings of its markup ─► mixed: what they lack ─┐
             └► plain: by their shape ───────────────────────────┴► tree: spans, kinds ─► Outline

How headings are found where no markup names them: docs/sections.md.

Cutting is imported when a document is cut: a search only asks for kinds by
name, and starts cold.
"""

from __future__ import annotations

from kb.document import Document, Outline
from kb.outline.kinds import KINDS, kind_named, kind_of
from kb.outline.tables import tables_fingerprint

__all__ = ["KINDS", "kind_named", "kind_of", "outline", "outline_version"]

RULES = "3"
"""Raised when a rule changes what is found; part of the recipe of an index."""


def outline_version() -> str:
    """Return a string that changes when sections could come out otherwise."""
    return f"{RULES}-{tables_fingerprint()}"


def outline(document: Document) -> Outline:
    """Return the title and sections of a document.

    >>> text = "Dira\\n\\nKuwa kinara wa huduma.\\n\\nDhamira\\n\\nKutoa huduma bora.\\n"
    >>> [s.anchor for s in outline(Document("a.txt", text, "text")).sections]
    ['dira', 'dhamira']
    """
    from kb.outline.outliner import build_outline

    return build_outline(document)
