"""The embedded engine: Whoosh 2.7.4 keeps the postings, this package reads them.

    schema        the fields, and the bytes an entry is ordered by
    safe_pickle   read pickles of an index: an allow-list
    postings      how postings are laid out in their file
    segment       the files as Whoosh wrote them, read without importing Whoosh
    reader        one state of the index: postings, positions, lengths, columns
    scorer        clauses → the entries that answer them, and their scores
    engine        the protocol of kb.engines.base over all of these
    writer        delete, add, merge, commit
    compat        every reach into Whoosh's private parts, for the writer

Only writer and compat import whoosh. Why this engine, and why its query objects are not
used: docs/decisions/0001-whoosh.md
"""

__all__: list[str] = []
