"""The embedded engine: Whoosh 2.7.4 keeps the postings, this package asks for them.

    unpickling   what Whoosh may build from a file: an allow-list
    blocks       how postings lie in their file
    schema       the fields, and how an entry's stacked terms get into them
    segments     one state of the index, read: postings, positions, lengths, columns
    matching     clauses → the entries that answer them, and their scores
    writing      delete, add, merge, commit
    engine       the protocol of kb.engines.base over all of these

Nothing else imports whoosh. Why this engine, and why its query objects are not
used: docs/decisions/0001-whoosh.md
"""

from kb.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
