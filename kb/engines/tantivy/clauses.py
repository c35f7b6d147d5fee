"""Clauses → Tantivy queries, and the exact scores of what they match.

A clause is scored by BM25 (k1 1.2, b 0.75) as one term: the postings of its alternatives are
joined. Tantivy scores each alternative alone, and counts deleted entries. So it gets a query
whose score is an upper bound (``Option.bound``), and the entries it puts first are scored
again from their records (``Option.score``). Why this is exact: kb.engines.tantivy.matches
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import NamedTuple

from tantivy import Occur, Query

from kb.engines.base import AnyOf, Clause, Either, InOrder, TermPrefix
from kb.engines.record import Record, field_key
from kb.engines.scoring import BM25_K1, AskScorer, spread_slop, weights
from kb.engines.tantivy.reader import IndexView

__all__ = ["ClauseQuery", "ExactScorer", "Option", "all_of", "any_of", "clause_query", "unscored"]

_ROUNDING = 1 + 1e-5  # Tantivy adds scores in 32 bits
_MAX_PHRASES = 64  # one for each choice of terms and gaps; past it terms are matched by pattern
_MAX_REMEMBERED = 1000
_SPECIAL = frozenset(r"\.+*?()|[]{}^$#&-~")


@dataclass(frozen=True)
class Option(AskScorer):
    """One ask in one field: what matches, how many entries do, what is its score."""

    match: Query
    bound: Query  # no entry is scored higher


@dataclass(frozen=True)
class ClauseQuery:
    """A clause: its options, of which the best one counts."""

    clause: Clause
    options: tuple[Option, ...]
    frequency: int

    @property
    def is_of_one_term(self) -> bool:
        """Whether the clause asks for one term, and for nothing else."""
        return len(self.options) == 1 and [len(keys) for keys in self.options[0].steps] == [1]

    def score(self, record: Record) -> float:
        """Return what the clause adds to the score of an entry."""
        if len(self.options) == 1:
            return self.clause.weight * self.options[0].score(record)
        return self.clause.weight * max(option.score(record) for option in self.options)

    @cached_property
    def match(self) -> Query:
        """The entries that answer the clause."""
        return any_of([option.match for option in self.options])

    @cached_property
    def bound(self) -> Query:
        """The same entries; none scores less than the clause adds."""
        bounds = [option.bound for option in self.options]
        one = bounds[0] if len(bounds) == 1 else Query.disjunction_max_query(bounds)
        return Query.boost_query(one, self.clause.weight * _ROUNDING)


class ExactScorer:
    """The exact scores of entries by some clauses together."""

    def __init__(self, clauses: Sequence[ClauseQuery]) -> None:
        self._clauses = clauses
        of_one_term = [(one.clause.weight, one.options[0]) for one in clauses if one.is_of_one_term]
        # Fast path: the terms of all clauses are looked up at once.
        self._options = of_one_term if len(of_one_term) == len(clauses) else None
        self._terms = [(option.field, option.steps[0][0]) for _, option in of_one_term]

    def score(self, record: Record) -> float:
        """Return the score of an entry."""
        if self._options is None:
            return sum(clause.score(record) for clause in self._clauses)
        score = 0.0
        for (weight, option), count in zip(self._options, record.counts(self._terms), strict=True):
            if count:
                score += weight * option.value(count, record)
        return score


def clause_query(index: IndexView, clause: Clause) -> ClauseQuery:
    """Return what a clause asks of an index."""
    asks = clause.ask.options if isinstance(clause.ask, Either) else (clause.ask,)
    options = tuple(_option(index, ask) for ask in asks)
    if len(options) == 1:
        frequency = options[0].frequency
    else:
        frequency = index.count(any_of([option.match for option in options]))
    return ClauseQuery(clause, options, frequency)


def any_of(queries: Sequence[Query]) -> Query:
    """Return what matches any of the queries; the scores are added."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query]) -> Query:
    """Return what matches each of the queries; the scores are added."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def unscored(query: Query) -> Query:
    """Return a query that matches the same, and adds nothing to a score."""
    return Query.const_score_query(query, 0.0)


class _Part(NamedTuple):
    """A Tantivy query that matches some of what an option does, and the weight it scores with."""

    query: Query
    rarity: float


def _option(index: IndexView, ask: AnyOf | InOrder | TermPrefix) -> Option:
    option: Option | None = index.options.get(ask)
    if option is None:
        if len(index.options) > _MAX_REMEMBERED:
            index.options.clear()
        option = index.options[ask] = _make_option(index, ask)
    return option


def _make_option(index: IndexView, ask: AnyOf | InOrder | TermPrefix) -> Option:
    field, slop = ask.field, 0
    gaps: tuple[int, ...] = ()
    if isinstance(ask, InOrder):
        asked, gaps, slop = ask.steps, ask.gaps, ask.slop
    elif isinstance(ask, TermPrefix):
        asked = (tuple(term for term, _ in index.terms(field, ask.prefix, ask.limit)),)
    else:
        asked = (ask.terms,)
    steps = [_occurring(index, field, terms) for terms in asked]
    if not all(steps):
        nothing = Query.empty_query()
        return Option(field, (), (), 0, 0, 0.0, 1.0, nothing, nothing)
    parts = list(_parts(index, field, steps, gaps, slop))
    match = any_of([part.query for part in parts])
    single = len(steps) == 1 == len(steps[0])
    frequency = index.frequency(field, steps[0][0]) if single else index.count(match)
    mean = index.state.mean_length(field)
    factor, norm = weights(index.state.entries, frequency, mean)
    longer = max(1.0, mean / index.scored_mean(field, steps[0][0])) if frequency else 1.0
    bounds = [
        Query.boost_query(part.query, longer * factor / (BM25_K1 + 1) / part.rarity)
        if part.rarity
        else Query.const_score_query(part.query, factor)
        for part in parts
    ]
    keys = tuple(tuple(map(field_key, step)) for step in steps)
    return Option(field, keys, gaps, slop, frequency, factor, norm, match, any_of(bounds))


def _occurring(index: IndexView, field: str, terms: Sequence[str]) -> list[str]:
    return [term for term in dict.fromkeys(terms) if index.occurs(field, term)]


def _parts(
    index: IndexView, field: str, steps: Sequence[Sequence[str]], gaps: Sequence[int], slop: int
) -> Iterator[_Part]:
    """Yield queries that together match an option: a term each, or a phrase each."""
    if len(steps) == 1:
        for term in steps[0]:
            yield _Part(index.term_query(field, term), index.rarity(field, term))
        return
    layouts = list(spread_slop(gaps, slop))
    if prod(map(len, steps)) * len(layouts) > _MAX_PHRASES:
        patterns = ["|".join(map(_pattern, step)) for step in steps]
        for offsets in layouts:
            words: list[str | tuple[int, str]] = [*zip(offsets, patterns, strict=True)]
            yield _Part(Query.regex_phrase_query(index.schema, field, words), 0.0)
        return
    for terms in product(*steps):
        rarity = sum(index.rarity(field, term) for term in terms)
        for offsets in layouts:
            words = [*zip(offsets, terms, strict=True)]
            yield _Part(Query.phrase_query(index.schema, field, words), rarity)


def _pattern(term: str) -> str:
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in term)
