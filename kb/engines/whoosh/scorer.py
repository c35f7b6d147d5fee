"""Clauses → the entries that answer them, and their scores.

Works on sets of entries, not on Whoosh's matchers: totals are exact, so every
match has to be seen anyway, and sets say plainly what is meant. A clause is
scored by BM25 (k1 1.2, b 0.75) as one term: the postings of its alternatives
are joined, so it has one frequency in an entry and one in the index.

Seen is not scored: who has none of the rare words of a question can be told
not to be among the best, so of frequent words most entries are only counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

from kb.engines.base import AnyOf, Clause, Either, Filters, InOrder, Prefix
from kb.engines.whoosh.reader import Snapshot
from kb.engines.whoosh.segment import LENGTHS

__all__ = ["Answer", "answer", "filtered"]

K1 = 1.2
B = 0.75
_ROUNDING = 1 + 1e-9


class _Found(NamedTuple):
    """The entries that answer one ask in one field, and how often each does."""

    field: str
    counts: Mapping[int, float]
    most: float  # no entry does so more often


class _Scored(NamedTuple):
    """A clause that is scored: as the option that is worth most."""

    bound: float  # no entry gets more
    weight: float
    options: Sequence[_Found]


@dataclass(frozen=True, slots=True)
class Answer:
    """Every entry that answers some clauses, filters not yet applied."""

    matched: Collection[int]
    any_matches: bool  # whoever answers any clause
    frequencies: tuple[int, ...]
    scored: tuple[_Scored, ...]
    clauses: Sequence[Clause]
    sets: Sequence[Collection[int]]  # of each clause, the entries that answer it

    def every(self, among: Collection[int]) -> Answer | None:
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

    def best(self, index: Snapshot, among: Collection[int], most: int) -> dict[int, float]:
        """Return the scores of the *most* best entries of *among*, and of some others.

        What is not returned is worth less than each of those.
        """
        if not self.scored:
            return dict.fromkeys(among, 0.0)
        scores: dict[int, float] = {}
        clauses = sorted(self.scored, reverse=True, key=lambda clause: clause.bound)
        for i, clause in enumerate(clauses):
            left = sum(other.bound for other in clauses[i:])
            if 0 < most <= len(scores) and nlargest(most, scores.values())[-1] > left * _ROUNDING:
                break
            having = [_union(clause.options)]
            if not self.any_matches or among is not self.matched:
                having.append(among)
            new = _in_all(having)
            new.difference_update(scores)
            # Whoever has a word before this one has been scored with it.
            scores |= _scores(index, clauses[i:], new)
        return scores

    def scores(self, index: Snapshot, among: Iterable[int]) -> dict[int, float]:
        """Return the score of each entry of *among*."""
        return _scores(index, self.scored, among)


def _scores(index: Snapshot, clauses: Sequence[_Scored], among: Iterable[int]) -> dict[int, float]:
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


def answer(index: Snapshot, clauses: Sequence[Clause]) -> Answer:
    """Return the entries that answer *clauses*; without clauses, all entries."""
    found = [_options(index, clause.ask) for clause in clauses]
    sets = [_union(options) for options in found]
    needs = [clause.need for clause in clauses]
    must = [numbers for numbers, need in zip(sets, needs, strict=True) if need == "must"]
    should = [numbers for numbers, need in zip(sets, needs, strict=True) if need == "should"]
    barred = [numbers for numbers, need in zip(sets, needs, strict=True) if need == "not"]
    matched: Collection[int]
    if not clauses:
        matched = index.alive
    elif must:
        matched = _in_all(must)
    else:
        matched = _in_any(should)
    if barred:
        matched = set(matched).difference(*barred)
    return Answer(
        matched=matched,
        any_matches=not must and not barred,
        frequencies=tuple(len(numbers) for numbers in sets),
        scored=tuple(
            _Scored(
                max(_bound(index, one, clause.weight) for one in options), clause.weight, options
            )
            for clause, options in zip(clauses, found, strict=True)
            if clause.need != "not"
        ),
        clauses=clauses,
        sets=sets,
    )


def filtered(index: Snapshot, matched: Collection[int], filters: Filters | None) -> Collection[int]:
    """Return those of *matched* that have one of the values of every facet of *filters*."""
    for facet, values in (filters or {}).items():
        having: set[int] = set()
        for value in values:
            having.update(index.postings(f"facet_{facet}", value).counts)
        matched = having.intersection(matched)
    return matched


def _union(options: Sequence[_Found]) -> Collection[int]:
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
        found = {number for number in found if number in other}
    return found


def _factor(index: Snapshot, found: _Found, weight: float) -> float:
    often = len(found.counts)
    rarity = log(1 + (index.entries - often + 0.5) / (often + 0.5))
    return weight * rarity * (K1 + 1)


def _norm(length: float, mean: float) -> float:
    return K1 * (1 - B + B * length / mean)


@lru_cache(maxsize=32)
def _norms(mean: float) -> tuple[float, ...]:
    """Return what evens a count out, for each of Whoosh's codes of a length."""
    return tuple(_norm(length, mean) for length in LENGTHS)


def _bound(index: Snapshot, found: _Found, weight: float) -> float:
    """Return what no entry can be worth more than: all it can have, and nothing else in it."""
    if not found.counts:
        return 0.0
    lengths = index.lengths(found.field)
    least = _norm(lengths.shortest, lengths.mean)
    return _factor(index, found, weight) * found.most / (found.most + least)


def _add(index: Snapshot, found: _Found, weight: float, scores: dict[int, float]) -> None:
    """Add to each of *scores* what *found* is worth there."""
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


def _options(index: Snapshot, ask: Any) -> tuple[_Found, ...]:
    """Return what answers *ask*: one Found, or one for each option of an Either."""
    if isinstance(ask, Either):
        return tuple(found for option in ask.options for found in _options(index, option))
    if isinstance(ask, InOrder):
        counts = _in_order(index, ask)
        return (_Found(ask.field, counts, max(counts.values(), default=0.0)),)
    if isinstance(ask, Prefix):
        terms = tuple(term for term, _ in index.terms(ask.field, ask.prefix, ask.limit))
        ask = AnyOf(ask.field, terms)
    return (_any_of(index, ask.field, ask.terms),)


def _any_of(index: Snapshot, field: str, terms: Sequence[str]) -> _Found:
    """Return at how many positions each entry has one of *terms*.

    Terms may be stacked at one position, which then counts once; positions are
    read only of entries that have several of the terms.
    """
    terms = tuple(dict.fromkeys(terms))
    if len(terms) == 1:
        return _Found(field, *index.postings(field, terms[0]))
    joined: dict[int, float] = {}
    several: set[int] = set()
    most = 0.0
    for term in terms:
        postings = index.postings(field, term)
        if joined:
            several.update(joined.keys() & postings.counts.keys())
        joined |= postings.counts
        most += postings.max_count
    if several:
        places = _places(index, field, terms, several)
        joined.update((number, float(len(places[number]))) for number in several)
    return _Found(field, joined, most)


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
    """Return how often the steps stand in order in each entry, counted by their first positions."""
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
        if starts := _starts(places, ask.gaps, ask.slop):
            counts[number] = float(starts)
    return counts


def _starts(places: Sequence[set[int]], gaps: Sequence[int], slop: int) -> int:
    """Return from how many first positions all the others can be reached.

    >>> _starts([{0, 9}, {2, 11}], gaps=(2,), slop=0)
    2
    >>> _starts([{0}, {3}], gaps=(2,), slop=0), _starts([{0}, {3}], gaps=(2,), slop=1)
    (0, 1)
    """
    if not slop:
        offset, starts = 0, set(places[0])
        for gap, step in zip(gaps, places[1:], strict=True):
            offset += gap
            starts = {start for start in starts if start + offset in step}
        return len(starts)
    return sum(_reaches(start, places, gaps, slop) for start in places[0])


def _reaches(start: int, places: Sequence[set[int]], gaps: Sequence[int], slop: int) -> bool:
    """Say whether the other steps follow *start*, at most *slop* positions late in all."""
    late = {start: 0}  # where the steps so far may end, and how late at best
    for gap, (_, step) in zip(gaps, pairwise(places), strict=True):
        reached: dict[int, int] = {}
        for position, used in late.items():
            for more in range(slop - used + 1):
                place = position + gap + more
                if place in step:
                    reached[place] = min(reached.get(place, slop), used + more)
        late = reached
    return bool(late)
