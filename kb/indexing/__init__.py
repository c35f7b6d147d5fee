"""Bring an index up to date with a folder of documents.

    corpus            which files are documents, which are refused, their metadata
    ignore_rules      what .kisimaignore leaves out
    sources           the files a generation was made from: sources.json
    fingerprint       a hash of everything that decides an entry
    changes           what an update has to do, and on which generation it builds
    parse_cache       parsed documents, kept for the next rebuild
    entries           document → entries
    document_indexer  one file → its entries, or the reason why there are none
    attachments       documents in documents: what is attached to a mail
    pool              the same on every core
    superseding       which document replaces which
    aliases           old ids of renamed documents
    shards            one part of the documents, read on any machine before the update
    prepared          what shards have read: kept, taken once, removed
    prepared_record   the result of one file as bytes
    updater           one update, from the corpus to a published generation
    report            what an update did
    in_memory         an index of documents that come from no corpus

Takes a corpus and the settings, publishes a generation in the store, returns a report.
A document that cannot be read is reported and stops nothing.
"""

from kb.indexing.in_memory import index_documents
from kb.indexing.report import Report
from kb.indexing.updater import update

__all__ = ["Report", "index_documents", "update"]
