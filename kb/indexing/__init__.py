"""Bring an index up to date with a folder of documents.

    corpus        what files there are, and which are refused
    metadata      what is said of documents: sources.tsv and sidecars
    sources       what the index was made from, and what has moved since
    parse_cache   documents as they were read, kept for the next recipe
    entries       documents → entries; the recipe of it all
    changes       what an update has to do, and on which generation it builds
    ignore_rules  what .kisimaignore leaves out
    reading       one document: a file → its entries, or why not
    pool          the same on every core
    updater       one update, from the corpus to a published generation
    aliases       old names of renamed documents, beside the generations
    superseding   which document replaces which

Takes a corpus and the settings, leaves a generation in the store, tells what
it did. A document that cannot be read is reported and stops nothing.
"""

from kb.indexing.updater import Report, index_documents, update

__all__ = ["Report", "index_documents", "update"]
