"""The engine protocol over a Whoosh index in one folder.

Safe for reading from several threads: one lock is held for the length of a
method, because Whoosh's files have one position each. Threads lose nothing by
it that the interpreter's own lock would not take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from kb.engines.fields import DOCUMENT, decode_place
from kb.engines.whoosh.postings import LAYOUT
from kb.engines.whoosh.reader import NO_VALUE, Snapshot
from kb.engines.whoosh.scorer import MatchSet, apply_filters, match_clauses
from kb.engines.whoosh.segment import INDEX_NAME, WHOOSH_VERSION
from kb.index.schema import Entry

__all__ = ["WhooshEngine"]


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
            every, groups, left_out = matches, [], set[int]()
            if request.one_of_copies is not None:
                groups = index.copies.among(matches)
                left_out = _left_out(index, answers, groups, request.one_of_copies)
                matches = set(matches) - left_out if left_out else matches
            by_document = Counter[int]()
            if request.facets or request.crowded_above is not None:
                by_document = Counter(map(index.facet(DOCUMENT)[1].__getitem__, every))
            return SearchResponse(
                hits=_page(index, answers, matches, request),
                total=len(matches),
                frequencies=answers.frequencies,
                facets=_facets(index, request.facets, every, groups, by_document),
                crowded=_crowded(index, by_document, left_out, request.crowded_above),
                entries=index.entries,
                copies=len(left_out),
            )


def _left_out(
    index: Snapshot,
    answers: MatchSet,
    groups: Sequence[Sequence[int]],
    preference: Preference,
) -> set[int]:
    """Return all entries of the groups but one of each; see Preference."""
    left_out = set[int]()
    if not groups:
        return left_out
    scores = answers.scores(index, [number for numbers in groups for number in numbers])

    def rank(number: int) -> tuple[int, float]:
        if not (preference.first or preference.last):
            return 0, -scores[number]
        document = decode_place(index.column("place", number)).document
        return preference.rank(document), -scores[number]

    for numbers in groups:
        left_out.update(numbers)
        left_out.discard(min(numbers, key=rank))
    return left_out


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


def _facets(
    index: Snapshot,
    facets: Sequence[str],
    matches: Collection[int],
    groups: Sequence[Sequence[int]],
    by_document: Mapping[int, int],
) -> dict[str, dict[str, int]]:
    """Return how many of *matches* have each value of each facet, most frequent first.

    Args:
        index: the open index.
        facets: their names.
        matches: all that match.
        groups: copies among them: of each group a value counts once.
        by_document: how many matches each document has, by its code.
    """
    counted = {}
    for facet in facets:
        values, codes = index.facet(facet)
        counts = by_document
        if facet != DOCUMENT:  # a document has one of a group
            counts = _counts(index, facet, matches, by_document)
            for code in _repeated(codes, groups):
                counts[code] -= 1
        counted[facet] = _most_frequent_first(values, counts)
    return counted


def _counts(
    index: Snapshot, facet: str, matches: Collection[int], by_document: Mapping[int, int]
) -> Counter[int]:
    """Return how many of *matches* have each value of a facet, by its code.

    Fast path: most facets are the same in all of a document, and a question has far fewer
    documents than matches.
    """
    of_documents = index.facet_of_documents(facet)
    if of_documents is None:
        return Counter(map(index.facet(facet)[1].__getitem__, matches))
    counts: Counter[int] = Counter()
    for document, count in by_document.items():
        counts[of_documents[document]] += count
    return counts


def _repeated(codes: Sequence[int], groups: Iterable[Sequence[int]]) -> Iterator[int]:
    """Yield the code of each entry that has the same as an earlier one of its group."""
    for first, *others in groups:
        seen = {codes[first]}
        for number in others:
            code = codes[number]
            if code in seen:
                yield code
            seen.add(code)


def _most_frequent_first(
    values: Sequence[str], counts: Mapping[int, int], above: int = 0
) -> dict[str, int]:
    """Return the values that are counted more than *above* times; codes sort as values do."""
    ordered = sorted(code for code, count in counts.items() if count > above and code != NO_VALUE)
    ordered.sort(key=counts.__getitem__, reverse=True)
    return {values[code]: counts[code] for code in ordered}


def _crowded(
    index: Snapshot,
    by_document: Counter[int],
    left_out: Collection[int],
    above: int | None,
) -> dict[str, int]:
    """Return the documents with more than *above* matches.

    Args:
        index: the open index.
        by_document: how many entries of each document match, by its code.
        left_out: those of them that are copies of another match.
        above: see SearchRequest.
    """
    if above is None:
        return {}
    documents, codes = index.facet(DOCUMENT)
    counts = by_document.copy()
    counts.subtract(map(codes.__getitem__, left_out))
    return _most_frequent_first(documents, counts, above)
