"""Clauses → the entries that answer them, and their scores.

Clauses are evaluated on sets of entries, not by Whoosh's matchers. Totals are exact,
so every match is visited anyway, and sets are simpler. A clause is
scored by BM25 (k1 1.2, b 0.75) as one term: the postings of its alternatives
are joined, so it has one frequency in an entry and one in the index.

All matches are counted, but not all are scored. An entry with none of the rare terms
cannot reach the top n, so it is skipped (MaxScore).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nlargest
from math import log
from typing import Any, NamedTuple

from kb.engines.base import AnyOf, Clause, Either, Filters, InOrder, TermPrefix
from kb.engines.phrases import count_starts
from kb.engines.whoosh.reader import Postings, Snapshot
from kb.engines.whoosh.segment import LENGTHS

__all__ = ["MatchSet", "apply_filters", "match_clauses"]

K1 = 1.2
B = 0.75
_ROUNDING = 1 + 1e-9


class _TermMatches(NamedTuple):
    """The entries that answer one ask in one field, and how often each does."""

    field: str
    counts: Mapping[int, float]
    max_count: float  # no entry does so more often


class _ScoredClause(NamedTuple):
    """A clause that is scored: as the option that is worth most."""

    bound: float  # no entry gets more
    weight: float
    options: Sequence[_TermMatches]


@dataclass(frozen=True, slots=True)
class MatchSet:
    """Every entry that answers some clauses, filters not yet applied."""

    matched: Collection[int]
    any_matches: bool  # an entry that answers any clause is a match
    frequencies: tuple[int, ...]
    scored: tuple[_ScoredClause, ...]
    clauses: Sequence[Clause]
    sets: Sequence[Collection[int]]  # of each clause, the entries that answer it

    def every(self, among: Collection[int]) -> MatchSet | None:
        """Return what of *among* answers every ``should`` clause but the expansions.

        Its scores are of the clauses that are no expansions. None where no such
        ``should`` clause was asked.
        """
        own = [
            (clause, numbers)
            for clause, numbers in zip(self.clauses, self.sets, strict=True)
            if not clause.expansion
        ]
        should = [numbers for clause, numbers in own if clause.need == "should"]
        if not should:
            return None
        scored = [clause for clause in self.clauses if clause.need != "not"]
        return replace(
            self,
            matched=_in_all([*should, among]),
            any_matches=False,
            scored=tuple(
                one for clause, one in zip(scored, self.scored, strict=True) if not clause.expansion
            ),
        )

    def top_scores(self, index: Snapshot, among: Collection[int], limit: int) -> dict[int, float]:
        """Return the scores of the best *limit* entries of *among*, and of some others (MaxScore).

        An entry that is not returned scores less than each of those *limit*.
        """
        if not self.scored:
            return dict.fromkeys(among, 0.0)
        scores: dict[int, float] = {}
        clauses = sorted(self.scored, reverse=True, key=lambda clause: clause.bound)
        for i, clause in enumerate(clauses):
            left = sum(other.bound for other in clauses[i:])
            if 0 < limit <= len(scores) and nlargest(limit, scores.values())[-1] > left * _ROUNDING:
                break
            if len(scores) == len(among):
                break
            having = [_union(clause.options)]
            if not self.any_matches or among is not self.matched:
                having.append(among)
            new = _in_all(having)
            new.difference_update(scores)
            # An entry with an earlier term was scored in full with that term.
            scores |= _scores(index, clauses[i:], new)
        return scores

    def scores(self, index: Snapshot, among: Iterable[int]) -> dict[int, float]:
        """Return the score of each entry of *among*."""
        return _scores(index, self.scored, among)


def _scores(
    index: Snapshot, clauses: Sequence[_ScoredClause], among: Iterable[int]
) -> dict[int, float]:
    scores = dict.fromkeys(among, 0.0)
    for _, weight, options in clauses:
        if len(options) == 1:
            _add(index, options[0], weight, scores)
            continue
        best: dict[int, float] = {}
        for option in options:
            one = dict.fromkeys(scores, 0.0)
            _add(index, option, weight, one)
            best = {number: max(score, best.get(number, 0.0)) for number, score in one.items()}
        for number, score in best.items():
            scores[number] += score
    return scores


def match_clauses(index: Snapshot, clauses: Sequence[Clause]) -> MatchSet:
    """Return the entries that answer *clauses*; all of them where nothing must or should be."""
    found = [_options(index, clause.ask) for clause in clauses]
    sets = [_union(options) for options in found]
    needs = [clause.need for clause in clauses]
    must = [numbers for numbers, need in zip(sets, needs, strict=True) if need == "must"]
    should = [numbers for numbers, need in zip(sets, needs, strict=True) if need == "should"]
    barred = [numbers for numbers, need in zip(sets, needs, strict=True) if need == "not"]
    matched: Collection[int]
    if must:
        matched = _in_all(must)
    elif not should:
        matched = index.alive
    else:
        matched = _in_any(should)
    if barred:
        matched = set(matched).difference(*barred)
    return MatchSet(
        matched=matched,
        any_matches=not must and not barred,
        frequencies=tuple(len(numbers) for numbers in sets),
        scored=tuple(
            _ScoredClause(
                max(_bound(index, one, clause.weight) for one in options), clause.weight, options
            )
            for clause, options in zip(clauses, found, strict=True)
            if clause.need != "not"
        ),
        clauses=clauses,
        sets=sets,
    )


def apply_filters(
    index: Snapshot, matched: Collection[int], filters: Filters | None
) -> Collection[int]:
    """Return those of *matched* that have one of the values of every facet of *filters*."""
    for facet, values in (filters or {}).items():
        having: set[int] = set()
        for value in values:
            having.update(index.postings(f"facet_{facet}", value).counts)
        matched = having.intersection(matched)
    return matched


def _union(options: Sequence[_TermMatches]) -> Collection[int]:
    """Return the entries that answer any of the options."""
    if len(options) == 1:
        return options[0].counts.keys()
    return set().union(*(option.counts for option in options))


def _in_any(sets: Sequence[Collection[int]]) -> Collection[int]:
    if len(sets) == 1:
        return sets[0]
    return set().union(*sets)


def _in_all(sets: Sequence[Collection[int]]) -> set[int]:
    """Return what is in each, looking only up what is in the smallest."""
    smallest, *others = sorted(sets, key=len)
    found = set(smallest)
    for other in others:
        if isinstance(other, set):
            found &= other
        else:  # of a dict, set.intersection would read all
            found = {number for number in found if number in other}
    return found


def _factor(index: Snapshot, found: _TermMatches, weight: float) -> float:
    often = len(found.counts)
    rarity = log(1 + (index.entries - often + 0.5) / (often + 0.5))
    return weight * rarity * (K1 + 1)


def _norm(length: float, mean: float) -> float:
    return K1 * (1 - B + B * length / mean)


@lru_cache(maxsize=32)
def _norms(mean: float) -> tuple[float, ...]:
    """Return the length normalisation of BM25, for each of Whoosh's codes of a length."""
    return tuple(_norm(length, mean) for length in LENGTHS)


def _bound(index: Snapshot, found: _TermMatches, weight: float) -> float:
    """Return an upper bound of the score: the highest count in the shortest field."""
    if not found.counts:
        return 0.0
    lengths = index.lengths(found.field)
    least = _norm(lengths.shortest, lengths.mean)
    return _factor(index, found, weight) * found.max_count / (found.max_count + least)


def _add(index: Snapshot, found: _TermMatches, weight: float, scores: dict[int, float]) -> None:
    """Add to each of *scores* the BM25 score of *found* there."""
    counts = found.counts
    if not counts or not scores:
        return
    codes, mean, _ = index.lengths(found.field)
    norms = _norms(mean)
    factor = _factor(index, found, weight)
    if len(counts) <= len(scores):
        for number, count in counts.items():
            if number in scores:
                scores[number] += factor * count / (count + norms[codes[number]])
    else:
        for number in scores:
            often = counts.get(number)
            if often:
                scores[number] += factor * often / (often + norms[codes[number]])


def _options(index: Snapshot, ask: Any) -> tuple[_TermMatches, ...]:
    """Return what answers *ask*: one Found, or one for each option of an Either."""
    if isinstance(ask, Either):
        return tuple(found for option in ask.options for found in _options(index, option))
    if isinstance(ask, InOrder):
        counts = _in_order(index, ask)
        return (_TermMatches(ask.field, counts, max(counts.values(), default=0.0)),)
    if isinstance(ask, TermPrefix):
        terms = tuple(term for term, _ in index.terms(ask.field, ask.prefix, ask.limit))
        ask = AnyOf(ask.field, terms)
    return (_any_of(index, ask.field, ask.terms),)


def _any_of(index: Snapshot, field: str, terms: Sequence[str]) -> _TermMatches:
    """Return at how many positions each entry has one of *terms*.

    Terms may be stacked at one position, which then counts once; positions are
    read only of entries that have several of the terms.
    """
    terms = tuple(dict.fromkeys(terms))
    if len(terms) == 1:
        return _TermMatches(field, *index.postings(field, terms[0]))
    return _TermMatches(field, *index.joined(field, terms, _join))


def _join(index: Snapshot, field: str, terms: Sequence[str]) -> Postings:
    joined: dict[int, float] = {}
    several: set[int] = set()
    max_count = 0.0
    for term in terms:
        postings = index.postings(field, term)
        if joined:
            several.update(joined.keys() & postings.counts.keys())
        joined |= postings.counts
        max_count += postings.max_count
    if several:
        places = _places(index, field, terms, several)
        joined.update((number, float(len(places[number]))) for number in several)
    return Postings(joined, max_count)


def _places(
    index: Snapshot, field: str, terms: Iterable[str], among: set[int]
) -> dict[int, set[int]]:
    """Return the positions of any of *terms* in each entry of *among*."""
    places: dict[int, set[int]] = {number: set() for number in among}
    for term in dict.fromkeys(terms):
        for number, positions in index.positions(field, term, among).items():
            places[number].update(positions)
    return places


def _in_order(index: Snapshot, ask: InOrder) -> Mapping[int, float]:
    """Return how often the steps occur in order in each entry, counted by their first positions."""
    steps = [tuple(dict.fromkeys(step)) for step in ask.steps]
    having = [
        set().union(*(index.postings(ask.field, term).counts for term in step))
        for step in dict.fromkeys(steps)
    ]
    among = set.intersection(*sorted(having, key=len)) if having else set()
    if not among:
        return {}
    read = {step: _places(index, ask.field, step, among) for step in dict.fromkeys(steps)}
    counts = {}
    for number in among:
        places = [read[step][number] for step in steps]
        if starts := count_starts(places, ask.gaps, ask.slop):
            counts[number] = float(starts)
    return counts
