"""Order matches by the date of their document, the newest first.

Ranked matches come in, and go out in another order. Those of one day keep theirs. Passages with all the words of a
question come before those with some, as in the order by relevance: a new document that has
one common word does not hide what was asked for. Documents without a date are last.

The best MAX_DATED matches are ordered; those after them stay in the engine's order.

Why so: docs/decisions/0029-results-page.md
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kb.engines.base import Engine, SearchRequest
from kb.ranking.scorer import Ranked

__all__ = ["MAX_DATED", "by_date"]

MAX_DATED = 2_000
"""Matches that are ordered by date: more than 50 pages of 10 hits, and of 40 hits."""

DateOf = Callable[[str], str | None]
"""Gives the ISO date of a document; None where it has none."""


def by_date(
    engine: Engine, request: SearchRequest, best: Sequence[Ranked], date_of: DateOf
) -> list[Ranked]:
    """Return the best matches of a request, those of the newest documents first.

    Args:
        engine: the open index.
        request: what matches.
        best: the ranked matches, best first.
        date_of: gives the date of a document.
    """
    plain = replace(request, offset=0, limit=MAX_DATED, facets=(), crowded_above=None)
    complete = _with_all_words(engine, plain)
    places = {place.id: number for number, place in enumerate(best)}
    dates: dict[str, str] = {}
    keyed: list[tuple[bool, tuple[int, ...], int, float, str, int, str]] = []
    for hit in engine.search(plain).hits:
        if hit.document not in dates:
            dates[hit.document] = date_of(hit.document) or ""
        newest = tuple(-ord(figure) for figure in dates[hit.document].ljust(10))
        partial = complete is not None and hit.id not in complete
        place = places.get(hit.id, len(places))
        keyed.append((partial, newest, place, -hit.score, hit.document, hit.ordinal, hit.id))
    scores = {place.id: place.score for place in best}
    return [Ranked(id, scores.get(id, -score)) for *_, score, _, _, id in sorted(keyed)]


def _with_all_words(engine: Engine, request: SearchRequest) -> frozenset[str] | None:
    """Return the matches that have every word; None where a match cannot lack one."""
    if not request.all_first:
        return None
    required = tuple(
        clause._replace(need="must") if clause.need == "should" else clause
        for clause in request.clauses
        if not clause.expansion
    )
    hits = engine.search(replace(request, clauses=required, all_first=False)).hits
    return frozenset(hit.id for hit in hits)
