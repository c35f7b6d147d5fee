"""Attached documents: what a document came with, and what came with it.

The id of a document comes in; the mail that it is attached to, or its attachments, go out. The
records of the generation say so (kb.store.documents).
"""

from __future__ import annotations

from kb.results import Linked
from kb.store import IndexReader

__all__ = ["attached_to", "attachments_of"]


def attached_to(reader: IndexReader, document: str) -> Linked | None:
    """Return the document that one is attached to; None for a file of its own."""
    above = document.rpartition("/")[0]
    # Most documents are in folders, which have no suffix: they need no look-up.
    if "." not in above.rpartition("/")[2]:
        return None
    record = reader.documents.get(document)
    if record is None or record.attached_to is None:
        return None
    container = reader.documents.get(record.attached_to)
    # The text of a mail may have failed while its attachments were read.
    return Linked(record.attached_to, container.title) if container else None


def attachments_of(reader: IndexReader, document: str) -> tuple[Linked, ...]:
    """Return the documents that are attached to one, in the order of their names."""
    return tuple(
        Linked(record.id, record.title)
        for record in reader.documents.below(document)
        if record.attached_to == document
    )
