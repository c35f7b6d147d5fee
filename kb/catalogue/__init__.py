"""The catalogue of a generation: its documents, kinds, changes, structures and dates as lists.

    shelves     the documents in dictionary order; what is made once for a generation
    sections    every section of a kind, by owner
    changes     which documents came, changed, moved and went, and when
    structure   the units of an institution as a tree
    timeline    the dates that documents mention
    catalogue   all of these for one request

A reader of the store comes in, records go out. Only the index is read, never the corpus.
An *owner* is the institution of a document, or the document itself where it names none.
"""

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.shelves import Shelves

__all__ = ["Catalogue", "Shelves"]
