"""Bring an index up to date with a folder of documents.

    corpus     what files there are, and which are refused
    telling    what is said of documents: sources.tsv and sidecars
    sources    what the index was made from, and what has moved since
    parses     documents as they were read, kept for the next recipe
    entries    documents → entries; the recipe of it all
    planning   what an update has to do, and on which generation it builds
    ignoring   what .kisimaignore leaves out
    reading    one document: a file → its entries, or why not
    workers    the same on every core
    updating   one update, from the corpus to a published generation
    reporting  what the index holds, and whether the corpus has moved on
    adding     copy a file into the corpus
    removing   take a document out, on request out of everything that is kept
    generations  list, check and go back to earlier states
    aliases    old names of renamed documents, beside the generations

Takes a corpus and the settings, leaves a generation in the store, tells what
it did. A document that cannot be read is reported and stops nothing.
"""

from kb.indexing.adding import WANTED, Added, add
from kb.indexing.generations import Kept, Verified, history, roll_back, verify
from kb.indexing.removing import Removed, Removing, remove, removing
from kb.indexing.reporting import Held, Status, status
from kb.indexing.updating import Report, index_documents, update

__all__ = [
    "WANTED",
    "Added",
    "Held",
    "Kept",
    "Removed",
    "Removing",
    "Report",
    "Status",
    "Verified",
    "add",
    "history",
    "index_documents",
    "remove",
    "removing",
    "roll_back",
    "status",
    "update",
    "verify",
]
