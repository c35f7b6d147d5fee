"""The embedded engine: Whoosh 2.7.4 keeps the postings, this package reads them.

    safe_pickle   what Whoosh may build from a file: an allow-list
    postings      how postings are laid out in their file
    schema        the fields, and how the stacked terms of an entry get into them
    reader        one state of the index: postings, positions, lengths, columns
    scorer        clauses → the entries that answer them, and their scores
    writer        delete, add, merge, commit
    engine        the protocol of kb.engines.base over all of these

Nothing else imports whoosh. Why this engine, and why its query objects are not
used: docs/decisions/0001-whoosh.md
"""

__all__: list[str] = []
