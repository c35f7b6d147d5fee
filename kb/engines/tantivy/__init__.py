"""The fast engine: Tantivy finds, this package scores what may be among the best.

    schema     the fields, as Tantivy wants them; which length a length is rounded to
    record     what is kept of an entry beside Tantivy's own files: where each term occurs
    record_file  the files of records; joined as they grow
    state      the table of contents: the record files, and the counts for BM25
    checks     look at Tantivy's files before the library does
    refusals   what the system refused, where the library only says that it failed
    reader     one state of the index: Tantivy's searcher, and the records
    clauses    clauses → Tantivy queries, and the scorers of what they find
    matches    the matches of a request, the best of them, one of each group of copies
    engine     the protocol of kb.engines.base over all of these
    writer     delete, add, commit, rewrite
    grouping   the copies after a change: all anew, or those that it may alter
    copied     what a search needs to know of copies beside their groups
    crowded    how many matches a document has, by name

What the library can do, what it cannot, and what is done instead:
docs/decisions/0022-tantivy.md
"""

__all__: list[str] = []
