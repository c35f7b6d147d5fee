"""Retrieve the candidates of a question and rank the hits of one page.

Two stages, so that every engine ranks alike. The engine's own score chooses the
candidates: passages with all words first, then with any. kb.ranking orders them.
Beyond the candidates the engine's order is kept.

    retrieve    BoundQuestion ─► Retrieved: the candidates, decoded, and the counts
    rank_page   Retrieved ─► RankedPage: the ranked passages of one page
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kb.engines.base import Clause, Engine, EngineHit, Filters, Preference, SearchRequest
from kb.index.passage_terms import PassageTerms
from kb.index.payload import decode_all_terms, decode_terms
from kb.query.question import BoundQuestion
from kb.ranking.scorer import Candidate, Ranked, Scorer
from kb.search import engine_query
from kb.search.collapse import MAX_OF_ONE, MatchList, collapse
from kb.search.newest import by_date

__all__ = ["RankedPage", "Retrieved", "rank_page", "retrieve"]

_TOO_FEW = 10
"""With fewer matches, the families of the words are searched too."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The candidates of a question, with the counts of the engine."""

    question: BoundQuestion
    request: SearchRequest  # the last one, relaxed where needed
    total: int  # how many passages match, one of each group of copies
    entries: int  # how many passages the index holds
    candidates: Sequence[Candidate] = ()
    crowded: Mapping[str, int] = field(default_factory=dict)  # documents to be collapsed
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    copies: int = 0  # matches that are copies of another match
    copied: AbstractSet[str] = frozenset()  # the candidates that have copies, matching or not
    lost_shards: int = 0  # parts of the index that did not answer


@dataclass(frozen=True, slots=True)
class RankedPage:
    """The ranked passages of one stretch of the result list."""

    ranked: Sequence[Ranked] = ()
    more: Mapping[str, int] = field(default_factory=dict)  # see kb.search.collapse.Collapsed
    collapsed: int = 0
    passages: Mapping[str, tuple[bytes, PassageTerms]] = field(
        default_factory=dict
    )  # of the ranked ones
    copied: AbstractSet[str] = frozenset()  # those of them that may have copies
    scorer: Scorer | None = None  # None where nothing is ranked: a question of filters only


def retrieve(
    engine: Engine,
    question: BoundQuestion,
    filters: Filters,
    *,
    limit: int,
    grouped: bool = False,
    facets: Sequence[str] = (),
    one_of_copies: Preference | None = None,
) -> Retrieved:
    """Return at most *limit* candidates: passages with all words first, then with any.

    A question without words is one of filters: all passages they allow match, in
    reading order, without the excluded ones.

    Args:
        engine: the open index.
        question: bound to this index.
        filters: facet values a passage must have.
        limit: how many passages are returned.
        grouped: whether documents with many matches are counted, to be collapsed.
        facets: count all matches by the values of these facets.
        one_of_copies: which one of each group of copies is retrieved; None: all are.
    """
    crowded = MAX_OF_ONE if grouped and "document" not in filters else None
    request = SearchRequest(
        filters=filters,
        limit=limit,
        facets=tuple(facets),
        crowded_above=crowded,
        one_of_copies=one_of_copies,
    )
    if question.question.is_empty:
        if not filters:
            return Retrieved(question, request, 0, 0)
        excluded = tuple(engine_query.clauses(question))
        request = replace(request, clauses=excluded, sort="reading")
    else:
        clauses = tuple(engine_query.clauses(question))
        request = replace(request, clauses=clauses, all_first=engine_query.is_of_several(question))
    response = engine.search(request)
    for relaxed in _relaxed(engine, question, request, response.total):
        request, response = relaxed, engine.search(relaxed)
    hits = response.hits
    if response.total <= limit:  # nothing is left out: order by score
        hits = tuple(sorted(hits, key=_by_score)) if request.sort == "score" else hits
    return Retrieved(
        question,
        request,
        response.total,
        max(1, response.entries),
        _candidates(hits, engine.payloads(hits) if hits else ()),
        response.crowded,
        response.facets,
        response.copies,
        frozenset(hit.id for hit in hits if hit.copies),
        response.lost_shards,
    )


def _relaxed(
    engine: Engine, question: BoundQuestion, request: SearchRequest, total: int
) -> Iterator[SearchRequest]:
    """Yield the relaxed request, used where too few passages match; at most one.

    A question with required words is not relaxed: only these decide what matches.
    """
    if question.question.is_empty or any(clause.need == "must" for clause in request.clauses):
        return
    more: tuple[Clause, ...] = ()
    if all(rewrite.reason == "synonym" for rewrite in question.rewrites):
        if _too_few(engine, request, total):
            more = tuple(engine_query.families(question))
    elif not total:
        more = tuple(engine_query.parted(question))
    if more:
        yield replace(request, clauses=request.clauses + more)


def _too_few(engine: Engine, request: SearchRequest, total: int) -> bool:
    """Tell whether so few passages match that the families of the words are searched too.

    A search in one document decides as the search in all: the link "N more" leads here,
    and the counts must agree. A collapsed document has more than MAX_OF_ONE matches.
    """
    if total >= _TOO_FEW or "document" not in request.filters or total <= MAX_OF_ONE:
        return total < _TOO_FEW
    others = {facet: values for facet, values in request.filters.items() if facet != "document"}
    everywhere = replace(request, filters=others, limit=0, facets=(), crowded_above=None)
    return engine.search(everywhere).total < _TOO_FEW


def _by_score(hit: EngineHit) -> tuple[float, str, int]:
    return -hit.score, hit.document, hit.ordinal


def _candidates(hits: Sequence[EngineHit], payloads: Sequence[bytes]) -> list[Candidate]:
    candidates = []
    for hit, payload, words in zip(hits, payloads, decode_all_terms(payloads), strict=True):
        section, _, number = hit.id.rpartition(".")  # of a passage in its section
        candidates.append(
            Candidate(
                hit.id,
                hit.document,
                hit.ordinal,
                words,
                section,
                words.section_words,
                number == "1",
                payload,
            )
        )
    return candidates


def rank_page(
    engine: Engine,
    retrieved: Retrieved,
    *,
    offset: int,
    limit: int,
    replaced: Mapping[str, str] = MappingProxyType({}),
    date_of: Callable[[str], str | None] | None = None,
) -> RankedPage:
    """Return the passages from *offset* on, at most *limit* of them, best first.

    The order of the list: kb.search.collapse

    Args:
        engine: the open index.
        retrieved: the candidates of a question.
        offset: how many of the list are skipped.
        limit: how many are returned.
        replaced: superseded documents, each with its replacement.
        date_of: gives the date of a document: the newest come first; None: the best do.
    """
    candidates, scorer = retrieved.candidates, None
    if retrieved.question.question.is_empty:
        ranked = [Ranked(candidate.id, 0.0) for candidate in candidates]
        replaced = {}
    else:
        scorer = Scorer(retrieved.question, candidates, retrieved.entries)
        ranked = scorer.rank()
    if date_of is not None and retrieved.total:
        ranked = by_date(engine, retrieved.request, ranked, date_of)
    matches = MatchList(engine, retrieved.request, ranked, retrieved.total, retrieved.crowded)
    page = collapse(matches, offset=offset, limit=limit, replaced=replaced)
    known = {candidate.id: (candidate.payload, candidate.words) for candidate in candidates}
    beyond = [place.id for place in page.ranked if place.id not in known]
    for stored in filter(None, engine.fetch(beyond) if beyond else ()):
        known[stored.id] = stored.payload, decode_terms(stored.payload)
    shown = {place.id: known[place.id] for place in page.ranked if place.id in known}
    copied = shown.keys() & (retrieved.copied | set(beyond))
    return RankedPage(page.ranked, page.more, page.collapsed, shown, copied, scorer)
