"""Lay all matches out as the list a reader turns the pages of.

Takes ranked matches, gives the stretch of the list that one page shows. What is
in force comes before what it replaced (kb.search.superseded). Then the list is
folded: where several documents match, at most three hits of each stand in it, in
their own places, and the third tells how many more there are.

Both are done from the head of the whole list on, so that a page holds the same
hits whichever page was asked for first. Matches beyond the ranked ones come in
the engine's order, read as far as the page needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from kb.engines.base import Clause, Engine, Filters, Sort
from kb.ranking.scorer import Ranked
from kb.search.superseded import document_of, newer_first, section_of

__all__ = ["MOST_OF_ONE", "Listed", "Matched", "folded", "listed"]

MOST_OF_ONE = 3
"""Hits of one document in a list where others compete."""

MOST_LOOKED_UP = 200
"""Newer documents the engine is asked for, one question of a few ms each."""


class Matched(NamedTuple):
    """All that answers one question: the ranked head, and how to ask for the rest."""

    engine: Engine
    clauses: Sequence[Clause]
    filters: Filters
    ranked: Sequence[Ranked]
    total: int
    sort: Sort = "score"

    def places(self, at_least: int) -> Iterator[Ranked]:
        """Yield every match, best first.

        Args:
            at_least: how many will be wanted, as far as can be told.
        """
        yield from self.ranked
        given = {place.id for place in self.ranked}
        read, limit = len(given), len(given) + at_least
        while read < self.total:
            read = limit = min(limit, self.total)
            found = self.engine.search(self.clauses, self.filters, sort=self.sort, limit=limit)
            for id, score in zip(found.ids, found.scores, strict=True):
                if id not in given:
                    given.add(id)
                    yield self._beyond(id, score)
            limit *= 2

    def crowded(self) -> dict[str, int]:
        """Return the documents of which some matches are folded, and how many matches each has.

        Of one document alone nothing is folded. The others are left out because there may be
        as many of them as matches.
        """
        if len(self.ranked) == self.total:
            counted = Counter(document_of(place.id) for place in self.ranked)
            counts = {id: count for id, count in counted.items() if count > MOST_OF_ONE}
        else:
            counts = self.engine.count(self.clauses, self.filters, "document", above=MOST_OF_ONE)
        return {} if self.total in counts.values() else counts

    def best_of(self, document: str) -> Ranked | None:
        """Return the best match of a document; None where it has none."""
        first = next((one for one in self.ranked if document_of(one.id) == document), None)
        chosen = self.filters.get("document", (document,))
        if first is not None or len(self.ranked) == self.total or document not in chosen:
            return first
        only = {**self.filters, "document": (document,)}
        found = self.engine.search(self.clauses, only, limit=1)
        return self._beyond(found.ids[0], found.scores[0]) if found.ids else None

    def _beyond(self, id: str, score: float) -> Ranked:
        """Return the place of a match that was not ranked: it scores no better than those."""
        return Ranked(id, min(score, self.ranked[-1].score) if self.ranked else score)


class Listed(NamedTuple):
    """What one page shows of the list."""

    ranked: Sequence[Ranked]
    more: Mapping[str, int]  # by the id of a document's last hit: matches folded below it
    folded: int  # matches that are on no page, but below a hit


def listed(
    matched: Matched, *, offset: int, limit: int, grouped: bool, replaced: Mapping[str, str]
) -> Listed:
    """Return the hits of the list from *offset* on, at most *limit* of them.

    Args:
        matched: what answers the question.
        offset: how many hits of the list are passed over.
        limit: how many are returned.
        grouped: whether hits are folded; with a filter by document they never are.
        replaced: documents, and the one that stands in for each.
    """
    places = matched.places(offset + limit)
    if replaced:
        places = newer_first(places, replaced, _Before(matched))
    counts: Mapping[str, int] = {}
    if grouped and "document" not in matched.filters:
        counts = matched.crowded()
    if not counts:
        return Listed(list(islice(places, offset, offset + limit)), {}, 0)
    page = list(islice(folded(places, counts), offset, offset + limit))
    return Listed(
        [place for place, _ in page],
        {place.id: more for place, more in page if more},
        sum(count - MOST_OF_ONE for count in counts.values()),
    )


def folded(places: Iterable[Ranked], counts: Mapping[str, int]) -> Iterator[tuple[Ranked, int]]:
    """Yield the first hits of each document, and with the last of them how many more there are.

    >>> places = [Ranked(f"{name}#dira.1", 1.0) for name in ("a", "b")]
    >>> places[1:1] = [Ranked(f"a#sehemu-{n}.1", 1.0) for n in range(4)]
    >>> [(place.id, more) for place, more in folded(places, {"a": 5, "b": 1})]
    [('a#dira.1', 0), ('a#sehemu-0.1', 0), ('a#sehemu-1.1', 2), ('b#dira.1', 0)]
    """
    given: Counter[str] = Counter()
    for place in places:
        document = document_of(place.id)
        given[document] += 1
        if given[document] <= MOST_OF_ONE:
            last = given[document] == MOST_OF_ONE
            yield place, counts[document] - MOST_OF_ONE if last and document in counts else 0


class _Before:
    """What of a newer document must stand before an older one; each looked up once."""

    def __init__(self, matched: Matched) -> None:
        self._matched = matched
        self._best: dict[str, Ranked | None] = {}
        self._in_section: dict[str, Ranked] = {}
        for place in matched.ranked:
            self._in_section.setdefault(section_of(place.id), place)

    def __call__(self, document: str, anchor: str) -> list[Ranked]:
        if document not in self._best and len(self._best) < MOST_LOOKED_UP:
            self._best[document] = self._matched.best_of(document)
        same = self._in_section.get(f"{document}#{anchor}")
        return [place for place in (self._best.get(document), same) if place is not None]
