"""Clauses → the entries that answer them, and their scores.

Works on sets of entries, not on Whoosh's matchers: totals are exact, so every
match has to be seen anyway, and sets say plainly what is meant. A clause is
scored by BM25 (k1 1.2, b 0.75) as one term: the postings of its alternatives
are joined, so it has one frequency in an entry and one in the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Any

from whoosh.util.numeric import byte_to_length

from kb.engines.base import AnyOf, Clause, Either, Filters, InOrder, Prefix
from kb.engines.whoosh.segments import Snapshot

__all__ = ["Answer", "answer", "filtered"]

K1 = 1.2
B = 0.75
LENGTHS = tuple(byte_to_length(code) for code in range(256))


@dataclass(frozen=True, slots=True)
class _Found:
    """The entries that answer one ask in one field, and how often each does."""

    field: str
    counts: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """Every entry that answers some clauses, filters not yet applied."""

    matched: frozenset[int] | set[int]
    frequencies: tuple[int, ...]
    scored: tuple[tuple[float, tuple[_Found, ...]], ...]  # weight, options

    def scores(self, index: Snapshot, among: Iterable[int]) -> dict[int, float]:
        """Return the score of each entry of *among*."""
        scores = dict.fromkeys(among, 0.0)
        for weight, options in self.scored:
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
    matched: frozenset[int] | set[int]
    if not clauses:
        matched = index.alive
    elif must:
        matched = set.intersection(*sorted(must, key=len))
    else:
        matched = set().union(*should)
    return Answer(
        matched=matched.difference(*barred),
        frequencies=tuple(len(numbers) for numbers in sets),
        scored=tuple(
            (clause.weight, options)
            for clause, options in zip(clauses, found, strict=True)
            if clause.need != "not"
        ),
    )


def filtered(
    index: Snapshot, matched: frozenset[int] | set[int], filters: Filters | None
) -> frozenset[int] | set[int]:
    """Return those of *matched* that have one of the values of every facet of *filters*."""
    for facet, values in (filters or {}).items():
        having: set[int] = set()
        for value in values:
            having.update(index.postings(f"facet_{facet}", value))
        matched = matched & having
    return matched


def _union(options: Sequence[_Found]) -> set[int]:
    return set().union(*(option.counts for option in options))


def _add(index: Snapshot, found: _Found, weight: float, scores: dict[int, float]) -> None:
    """Add to each of *scores* what *found* is worth there."""
    counts = found.counts
    if not counts:
        return
    codes = index.lengths(found.field)
    rarity = log(1 + (index.entries - len(counts) + 0.5) / (len(counts) + 0.5))
    factor = weight * rarity * (K1 + 1)
    mean = index.mean_length(found.field)
    norms = [K1 * (1 - B + B * length / mean) for length in LENGTHS]
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
        return (_Found(ask.field, _in_order(index, ask)),)
    if isinstance(ask, Prefix):
        terms = tuple(term for term, _ in index.terms(ask.field, ask.prefix, ask.limit))
        ask = AnyOf(ask.field, terms)
    return (_Found(ask.field, _any_of(index, ask.field, ask.terms)),)


def _any_of(index: Snapshot, field: str, terms: Sequence[str]) -> Mapping[int, float]:
    """Return at how many positions each entry has one of *terms*.

    Terms may be stacked at one position, which then counts once; positions are
    read only of entries that have several of the terms.
    """
    joined: dict[int, float] = {}
    several: set[int] = set()
    terms = tuple(dict.fromkeys(terms))
    for term in terms:
        postings = index.postings(field, term)
        if joined:
            several.update(joined.keys() & postings.keys())
        joined |= postings
    if several:
        places = _places(index, field, terms, several)
        joined.update((number, float(len(places[number]))) for number in several)
    return joined


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
        set().union(*(index.postings(ask.field, term) for term in step))
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
