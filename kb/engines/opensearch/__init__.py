"""The engine for many machines: an OpenSearch cluster finds, this package scores.

    connection   settings → requests to the cluster, errors of our own
    refusals     what the cluster answers where it refuses → an error that says what mends it

Only ``connection`` imports the client library.
"""

__all__: list[str] = []
