"""Bring an index up to date with a folder of documents.

    corpus     what files there are, and which are refused
    sources    what the index was made from, and what has moved since
    parses     documents as they were read, kept for the next recipe
    entries    documents → entries; the recipe of it all
    planning   what an update has to do, and on which generation it builds
    updating   one update, from the corpus to a published generation
    reporting  what the index holds, and whether the corpus has moved on

Takes a corpus and the settings, leaves a generation in the store, tells what
it did. A document that cannot be read is reported and stops nothing.
"""

from kb.indexing.reporting import Held, Status, status
from kb.indexing.updating import Report, index_documents, update

__all__ = ["Held", "Report", "Status", "index_documents", "status", "update"]
