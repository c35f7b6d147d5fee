"""Turn results into the one JSON shape that the command line and the API share.

Text stays text: marks are ``[start, end]`` pairs of code points, never HTML.
Keys are only ever added; one that changes its meaning raises SCHEMA_VERSION.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from kb.document import Span
from kb.present.reasons import because, raised
from kb.results import Hit, Results

__all__ = ["SCHEMA_VERSION", "as_json"]

SCHEMA_VERSION = 1


def as_json(results: Results, *, explain: bool = False) -> dict[str, object]:
    """Return *results* as what ``json.dumps`` takes.

    Args:
        results: the answer to a question.
        explain: whether each hit says how its marked words were read, as ``because``,
            and which features raised it.

    >>> as_json(Results("dira", 0, (), 1.25))["total"]
    0
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "query": results.query,
        "total": results.total,
        "listed": results.total - results.folded,
        "took_ms": round(results.took_ms, 3),
        "page": results.page,
        "limit": results.limit,
        "generation": results.generation,
        "dropped": list(results.dropped),
        "dropped_english": list(results.dropped_english),
        "widened": list(results.widened),
        "suggestion": results.suggestion,
        "corrected": results.corrected,
        "facets": {name: dict(counts) for name, counts in results.facets.items()},
        "hits": [
            _hit(hit)
            | {"more": _more(hit, results), "newer": asdict(hit.newer) if hit.newer else None}
            | ({"because": because(hit), "features": raised(hit)} if explain else {})
            for hit in results.hits
        ],
    }


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.id,
        "document": hit.document,
        "title": hit.title,
        "institution": hit.institution,
        "date": hit.date,
        "path": list(hit.path),
        "heading": hit.heading,
        "heading_spans": _spans(hit.heading_spans),
        "kind": hit.kind,
        "page": hit.page,
        "anchor": hit.anchor,
        "language": hit.language,
        "score": round(hit.score, 6),
        "text": hit.text,
        "start": hit.start,
        "spans": _spans(hit.spans),
        "cut": list(hit.cut),
        "missing": list(hit.missing),
        "children": [{"heading": heading, "anchor": anchor} for heading, anchor in hit.children],
    }


def _more(hit: Hit, results: Results) -> dict[str, object] | None:
    """Return how many matches are folded below a hit, and the search that lists them all."""
    if not hit.more:
        return None
    filters = {name: list(values) for name, values in results.filters.items()}
    filters["document"] = [hit.document]
    return {"count": hit.more, "query": results.query, "filters": filters}


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]
