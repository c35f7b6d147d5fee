"""The engine protocol over a Whoosh index in one folder.

Safe for reading from several threads: one lock is held for the length of a
method, because Whoosh's files have one position each. Threads lose nothing by
it that the interpreter's own lock would not take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from heapq import nlargest
from pathlib import Path
from threading import RLock
from typing import ClassVar, NamedTuple

from kb.engines.base import (
    DEFAULT_MEGABYTES,
    EngineHit,
    Preference,
    SearchRequest,
    SearchResponse,
)
from kb.engines.checks import check_request
from kb.engines.embedded import EmbeddedEngine, naming_damage
from kb.engines.fields import decode_place
from kb.engines.whoosh.postings import LAYOUT
from kb.engines.whoosh.reader import Snapshot
from kb.engines.whoosh.scorer import MatchSet, apply_filters, match_clauses
from kb.engines.whoosh.segment import INDEX_NAME, WHOOSH_VERSION
from kb.index.schema import Entry

__all__ = ["WhooshEngine"]

_NO_VALUE = -1  # the code of a facet that an entry does not have


class WhooshEngine(EmbeddedEngine[Snapshot]):
    """An open index; see kb.engines.base.Engine."""

    name: ClassVar[str] = "whoosh"
    version: ClassVar[str] = f"{WHOOSH_VERSION}-{LAYOUT}"
    document_field: ClassVar[str] = "document"

    def __init__(
        self, folder: Path, *, writable: bool, megabytes: float = DEFAULT_MEGABYTES
    ) -> None:
        super().__init__(folder, writable=writable, megabytes=megabytes)
        self._guard = RLock()

    @classmethod
    def contents(cls, folder: Path) -> tuple[str, ...]:
        """Return the names of the files that say what all others hold."""
        return tuple(sorted(path.name for path in folder.glob(f"_{INDEX_NAME}_*.toc")))

    @staticmethod
    def _create(folder: Path) -> None:
        from kb.engines.whoosh.writer import create

        create(folder)

    def _read(self, folder: Path) -> Snapshot:
        return Snapshot(folder)

    def _change(self, index: Snapshot, deleted: Iterable[str], added: Iterable[Entry]) -> None:
        from kb.engines.whoosh.writer import rewrite  # searching never needs it

        with naming_damage(self._folder):
            numbers = sorted(index.numbers_of(self.document_field, list(dict.fromkeys(deleted))))
        rewrite(self._folder, numbers, added, megabytes=self._megabytes)

    def _merge(self, index: Snapshot) -> None:
        from kb.engines.whoosh.writer import rewrite

        rewrite(self._folder, (), (), merge=True, megabytes=self._megabytes)

    def search(self, request: SearchRequest) -> SearchResponse:
        """See Engine."""
        check_request(request)
        with self._reading() as index:
            answers = match_clauses(index, request.clauses)
            matches = apply_filters(index, answers.matched, request.filters)
            every, groups = matches, []
            if request.one_of_copies is not None:
                groups = index.copies.among(matches)
                matches = _one_of(index, answers, matches, groups, request.one_of_copies)
            return SearchResponse(
                hits=_page(index, answers, matches, request),
                total=len(matches),
                frequencies=answers.frequencies,
                facets={facet: _counts(index, facet, every, groups) for facet in request.facets},
                crowded=_crowded(index, matches, request.crowded_above),
                entries=index.entries,
                copies=len(every) - len(matches),
            )


def _one_of(
    index: Snapshot,
    answers: MatchSet,
    matches: Collection[int],
    groups: Sequence[Sequence[int]],
    preference: Preference,
) -> Collection[int]:
    """Return *matches* with one entry of each of the groups; see Preference."""
    if not groups:
        return matches
    scores = answers.scores(index, [number for numbers in groups for number in numbers])

    def rank(number: int) -> tuple[int, float]:
        if not (preference.first or preference.last):
            return 0, -scores[number]
        document = decode_place(index.column("place", number)).document
        return preference.rank(document), -scores[number]

    left_out = set[int]()
    for numbers in groups:
        left_out.update(numbers)
        left_out.discard(min(numbers, key=rank))
    return set(matches) - left_out


def _page(
    index: Snapshot, answers: MatchSet, matches: Collection[int], request: SearchRequest
) -> tuple[EngineHit, ...]:
    """Return the hits of one page, in the order that the request asks for."""
    end = min(request.offset + request.limit, len(matches))
    if end <= request.offset:
        return ()
    if request.sort == "reading":
        places = index.places(matches)
        page = sorted(places, key=places.__getitem__)[request.offset : end]
        scores = answers.scores(index, page)
    else:
        ranked = _by_score(index, answers, matches, end, all_first=request.all_first)
        page, scores = ranked.numbers[request.offset : end], ranked.scores
        places = index.places(page)
    hits = []
    for number in page:
        document, ordinal, id = decode_place(places[number])
        copies = max(0, len(index.copies.of(number)) - 1)
        hits.append(EngineHit(number, id, document, ordinal, scores[number], copies))
    return tuple(hits)


class _Ranked(NamedTuple):
    """Entries in order, and the score of each by all clauses."""

    numbers: list[int]
    scores: dict[int, float]


def _by_score(
    index: Snapshot, answers: MatchSet, matches: Collection[int], count: int, *, all_first: bool
) -> _Ranked:
    """Return at least the first *count* of *matches*, best first, ties in reading order.

    Args:
        index: the open index.
        answers: what answers the clauses.
        matches: those that pass the filters.
        count: how many are asked for, 1 or more.
        all_first: as in SearchRequest.
    """
    every = answers.every(matches) if all_first else None
    if every is None:
        return _best(index, answers, matches, count)
    first = _best(index, every, every.matched, count).numbers[:count]
    scores = answers.scores(index, first)
    if len(first) < count:
        rest = _best(index, answers, matches, count)
        # All that answer every clause have been placed, since there are fewer than *count*.
        first += [number for number in rest.numbers if number not in scores]
        scores |= rest.scores
    return _Ranked(first, scores)


def _best(index: Snapshot, answers: MatchSet, matches: Collection[int], count: int) -> _Ranked:
    """Return the *count* best of *matches* in order; see ``_by_score``."""
    if not matches:
        return _Ranked([], {})
    scores = answers.top_scores(index, matches, count)
    worst = nlargest(count, scores.values())[-1]
    contenders = [number for number, score in scores.items() if score >= worst]
    places = index.places(contenders)
    return _Ranked(sorted(places, key=lambda number: (-scores[number], places[number])), scores)


def _counts(
    index: Snapshot,
    facet: str,
    matches: Collection[int],
    groups: Iterable[Sequence[int]] = (),
    above: int = 0,
) -> dict[str, int]:
    """Return how many of *matches* have each value of a facet, most frequent first.

    Args:
        index: the open index.
        facet: its name.
        matches: all that match.
        groups: copies among them: of each group a value counts once.
        above: values that are less frequent are left out.
    """
    values, codes = index.facet(facet)
    counts = Counter(map(codes.__getitem__, matches))
    for numbers in groups if facet != "document" else ():  # a document has one of a group
        codes_of_group = [codes[number] for number in numbers]
        for code in set(codes_of_group):
            counts[code] -= codes_of_group.count(code) - 1
    del counts[_NO_VALUE]
    counted = [(values[code], count) for code, count in counts.items() if count > above]
    return dict(sorted(counted, key=lambda item: (-item[1], item[0])))


def _crowded(index: Snapshot, matches: Collection[int], above: int | None) -> dict[str, int]:
    """Return the documents with more than *above* matches."""
    if above is None or len(matches) <= above:
        return {}
    return _counts(index, "document", matches, above=above)
