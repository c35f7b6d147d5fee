"""The engine for many machines: an OpenSearch cluster finds, this package scores.

    access       settings → the hosts, and how a request says whose it is
    connection   requests to the cluster, errors of our own
    refusals     what the cluster answers where it refuses → an error that says what mends it
    mapping      the index, and the document that an entry becomes
    view         one state of an index: a point in time, and what is remembered of it
    clauses      clauses → queries of the server, and the scorers of what they match
    matches      the matches of a request, the best of them, one of each group of copies
    engine       the protocol of kb.engines.base over all of these; indexes by name
    spool        what an update adds, on the disk until all of it is known
    grouping     the groups of copies that an update changes
    writer       delete, add, refresh, compact

Only ``connection`` imports the client library. What the server can do, what it cannot, and
what is done instead: docs/decisions/0023-opensearch.md
"""

__all__: list[str] = []
