"""Divide a document at its headings: the tree of its sections, and the kind of each.

    Document ─► headings of its markup ─► mixed_markup: what it lacks ─┐
             └► heading_finder: by their shape ────────────────────────┴► tree ─► Outline

The rules for text without markup: docs/sections.md. ``outliner`` is imported when a
document is divided, because a search only needs the names of kinds and must start fast.
"""

from __future__ import annotations

from kb.document import Document, Outline
from kb.outline.kinds import KINDS, kind_named, kind_of
from kb.outline.tables import tables_fingerprint

__all__ = ["KINDS", "kind_named", "kind_of", "outline", "outline_version"]

RULES = "7"
"""Raised when a rule changes the headings of a document; part of the fingerprint of an index."""


def outline_version() -> str:
    """Return a string that changes when the rules or their tables change."""
    return f"{RULES}-{tables_fingerprint()}"


def outline(document: Document) -> Outline:
    """Return the title and sections of a document.

    >>> text = "Dira\\n\\nKuwa kinara wa huduma.\\n\\nDhamira\\n\\nKutoa huduma bora.\\n"
    >>> [s.anchor for s in outline(Document("a.txt", text, "text")).sections]
    ['dira', 'dhamira']
    """
    from kb.outline.outliner import build_outline

    return build_outline(document)
