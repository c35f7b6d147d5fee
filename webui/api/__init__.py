"""The addresses for programs, /api/v1/: reading only, and the JSON of the command line.

    operations    the table of addresses: parameters, result, problems
    parameters    the table of parameters, and how a request's are read
    endpoints     answers each operation
    cursors       a long list in parts
    openapi       the description of the API, made from the tables and kb.present.shapes
    json_schema   a TypedDict as JSON Schema
    page          the description as a page
    origins       which other sites' pages may read the API (CORS)

What may change, and what will not: docs/api.md
"""

from __future__ import annotations

__all__: list[str] = []
