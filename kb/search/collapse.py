"""Field collapsing by document: at most three hits of each document in the list.

Ranked matches come in; the stretch of the list that one page shows goes out. A
document in force comes before the one it replaced (kb.search.superseded). Then the
list is collapsed: where several documents match, the list has at most three hits of
each, and the third says how many more there are.

Both steps start at the head of the list, so a page always has the same hits. Matches
after the ranked ones are in the engine's order; they are read as far as needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from kb.engines.base import Engine, EngineHit, Preference, SearchRequest
from kb.ranking.scorer import Ranked
from kb.search.superseded import document_of, newer_first, section_of

__all__ = ["MAX_OF_ONE", "Collapsed", "MatchList", "collapse", "collapsed_list"]

MAX_OF_ONE = 3
"""Hits of one document in a list with other documents."""

_MAX_COPIED = 20
"""The best matches of a newer document, of which the first is taken that no copy replaces."""

_MAX_NEWER = 200
"""Newer documents that are looked up, one request of a few ms each."""


class MatchList(NamedTuple):
    """All matches of one question: the ranked head, and the request for the rest."""

    engine: Engine
    request: SearchRequest
    ranked: Sequence[Ranked]
    total: int
    crowded: Mapping[str, int] = MappingProxyType({})  # documents with more than MAX_OF_ONE

    def places(self, minimum: int) -> Iterator[Ranked]:
        """Yield every match, best first.

        Args:
            minimum: an estimate of how many are needed.
        """
        yield from self.ranked
        yielded = {place.id for place in self.ranked}
        read, limit = len(yielded), len(yielded) + minimum
        while read < self.total:
            read = limit = min(limit, self.total)
            for hit in self._search(limit=limit):
                if hit.id not in yielded:
                    yielded.add(hit.id)
                    yield self._beyond(hit)
            limit *= 2

    def best_of(self, document: str) -> Ranked | None:
        """Return the best match of a document; None where it has none."""
        first = next((one for one in self.ranked if document_of(one.id) == document), None)
        chosen = self.request.filters.get("document", (document,))
        if first is not None or len(self.ranked) == self.total or document not in chosen:
            return first
        only = {**self.request.filters, "document": (document,)}
        hits = self._search(filters=only, limit=1 if self._preference is None else _MAX_COPIED)
        return next((self._beyond(hit) for hit in hits if self._is_listed(hit)), None)

    @property
    def _preference(self) -> Preference | None:
        return self.request.one_of_copies

    def _is_listed(self, hit: EngineHit) -> bool:
        """Tell whether the list surely has this match, and not a copy of it."""
        preference = self._preference
        if preference is None or not hit.copies:
            return True
        if hit.document not in preference.first:
            return False
        others = self.engine.copies([hit.id], hit.copies)[0].first
        return all(other.document not in preference.first for other in others)

    def _search(self, **changes: object) -> Sequence[EngineHit]:
        plain = replace(self.request, all_first=False, facets=(), crowded_above=None)
        return self.engine.search(replace(plain, **changes)).hits  # type: ignore[arg-type]

    def _beyond(self, hit: EngineHit) -> Ranked:
        """Return a match that was not ranked; its score is at most that of the last ranked one."""
        last = self.ranked[-1].score if self.ranked else hit.score
        return Ranked(hit.id, min(hit.score, last))


class Collapsed(NamedTuple):
    """The stretch of the list on one page."""

    ranked: Sequence[Ranked]
    more: Mapping[str, int]  # by the id of a document's last hit: matches collapsed below it
    collapsed: int  # matches that are on no page, only counted below a hit


def collapse(
    matches: MatchList, *, offset: int, limit: int, replaced: Mapping[str, str]
) -> Collapsed:
    """Return the hits of the list from *offset* on, at most *limit* of them.

    If only one document matches, nothing is collapsed.

    Args:
        matches: of the question.
        offset: how many hits of the list are skipped.
        limit: how many are returned.
        replaced: superseded documents, each with its replacement.
    """
    places = matches.places(offset + limit)
    if replaced:
        places = newer_first(places, replaced, _Before(matches))
    counts = {} if matches.total in matches.crowded.values() else matches.crowded
    if not counts:
        return Collapsed(list(islice(places, offset, offset + limit)), {}, 0)
    page = list(islice(collapsed_list(places, counts), offset, offset + limit))
    return Collapsed(
        [place for place, _ in page],
        {place.id: more for place, more in page if more},
        sum(count - MAX_OF_ONE for count in counts.values()),
    )


def collapsed_list(
    places: Iterable[Ranked], counts: Mapping[str, int]
) -> Iterator[tuple[Ranked, int]]:
    """Yield the first hits of each document, and with the last one how many more there are.

    Args:
        places: all matches, best first.
        counts: the documents with more than MAX_OF_ONE matches, and how many each has.

    >>> places = [Ranked(f"{name}#dira.1", 1.0) for name in ("a", "b")]
    >>> places[1:1] = [Ranked(f"a#sehemu-{n}.1", 1.0) for n in range(4)]
    >>> [(place.id, more) for place, more in collapsed_list(places, {"a": 5})]
    [('a#dira.1', 0), ('a#sehemu-0.1', 0), ('a#sehemu-1.1', 2), ('b#dira.1', 0)]
    """
    yielded: Counter[str] = Counter()
    for place in places:
        document = document_of(place.id)
        yielded[document] += 1
        if yielded[document] <= MAX_OF_ONE:
            last = yielded[document] == MAX_OF_ONE
            yield place, counts[document] - MAX_OF_ONE if last and document in counts else 0


class _Before:
    """Finds the matches of a newer document that come before an older one; each once."""

    def __init__(self, matches: MatchList) -> None:
        self._matches = matches
        self._best: dict[str, Ranked | None] = {}
        self._in_section: dict[str, Ranked] = {}
        for place in matches.ranked:
            self._in_section.setdefault(section_of(place.id), place)

    def __call__(self, document: str, anchor: str) -> list[Ranked]:
        if document not in self._best and len(self._best) < _MAX_NEWER:
            self._best[document] = self._matches.best_of(document)
        same = self._in_section.get(f"{document}#{anchor}")
        return [place for place in (self._best.get(document), same) if place is not None]
