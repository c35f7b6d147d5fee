"""The store that is an OpenSearch cluster: generations are indexes, and an alias names one.

    NAME                    alias of the entries that readers open
    NAME-records            alias of their records; both move in one request
    NAME-000012             the entries of one build, and the updates after it
    NAME-000012-records     its manifest, and a row for each document and file
    NAME-lock               the writer's lock

    index_names      what the indexes are called
    builds           pairs of indexes: listed, described, moved to, removed
    record_index     rows with checksums: written, read by id, listed
    cluster_lock     one writer on all machines
    cluster_store    open, list, check
    cluster_draft    a generation that is being written, and the journal of an update
    cluster_writer   begin, publish, collect, roll back
    canaries         what is compared before the alias moves

A full build makes a new pair of indexes. An update changes the entries of its documents in
the current pair, and moves the number of the generation on: docs/decisions/0024-aliases.md.
"""

__all__: list[str] = []
