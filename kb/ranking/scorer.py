"""Score the candidates of a question with BM25F and order them.

The engine's own score uses one field. This second stage counts the words of the
question in the stored words of each candidate, zone by zone, and adds up their
values:

    score = (Σ words: term + surface + family  +  Σ neighbouring pairs)
            × (1 + heading cover) × (1 + kind of answer)

Each part is BM25F: counts of all zones are weighted, divided by the zone's
length, added, and saturated once. A passage is a window into its section, so
its value is mixed with that of the whole section. Any engine can be used: only its
document frequencies are needed. The weight of every feature: docs/ranking.md

Source: Robertson, Zaragoza and Taylor (2004), "Simple BM25 extension to multiple
weighted fields", CIKM; the idf is Lucene's, never negative.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import sub
from typing import NamedTuple

from kb.index.zones import ZONES, PassageTerms
from kb.query.question import BoundQuestion
from kb.ranking.cells import Cells
from kb.ranking.counts import ZoneCounts, count
from kb.ranking.weights import WEIGHTS, Weights

__all__ = ["Candidate", "Ranked", "Scorer", "rank"]

_BODY = ZONES.index("body")


class Candidate(NamedTuple):
    """A passage that the engine returned."""

    id: str
    document: str
    ordinal: int  # its place in its document
    words: PassageTerms
    section: str = ""  # the id of its section; empty where the passage is a section itself
    section_words: int = 0  # how long the whole section is
    opens: bool = True  # whether its section begins with it
    payload: bytes = b""  # stored; the words are decoded from it


class Ranked(NamedTuple):
    """A passage with its score."""

    id: str
    score: float


class _Section(NamedTuple):
    """The counts of all candidates of one section together."""

    body: ZoneCounts
    opening: ZoneCounts
    length: int


class Scorer:
    """The candidates of one question, counted once, scored any number of times.

    Args:
        question: bound to the index of the candidates.
        candidates: the passages that the engine returned.
        passages: how many passages the index holds, for the idf.
    """

    def __init__(
        self, question: BoundQuestion, candidates: Sequence[Candidate], passages: int
    ) -> None:
        self._kind, self._passages = question.question.kind, passages
        self._candidates, self._cells = candidates, Cells(question)
        self._place = {candidate.id: i for i, candidate in enumerate(candidates)}
        self._counts = [
            count(candidate.words, self._cells, opens=candidate.opens, kind=self._kind)
            for candidate in candidates
        ]
        bounds = zip(*(candidate.words.bounds for candidate in candidates), strict=True)
        self._lengths = [list(map(sub, ends, starts)) for starts, ends in pairwise(bounds)]
        self._means = [_mean(of_zone) for of_zone in self._lengths]
        self._sections = self._counted_sections()
        self._section_mean = _mean(section.length for section in self._sections.values())
        first = 3 * len(self._cells.units)
        self._pair_frequencies = [
            sum(counts.has(first + k) for counts in self._counts)
            for k in range(len(self._cells.pairs))
        ]

    def rank(self, weights: Weights = WEIGHTS) -> list[Ranked]:
        """Return the candidates, best first; see ``rank``."""
        if not self._cells.units:
            return [Ranked(candidate.id, 0.0) for candidate in self._candidates]
        each = self._rarities(weights)
        scores = [self._score(i, weights, each) for i in range(len(self._candidates))]
        order = sorted(zip(scores, self._candidates, strict=True), key=_place)
        return [Ranked(candidate.id, score) for score, candidate in order]

    def scores(self, ids: Iterable[str], weights: Weights) -> dict[str, float]:
        """Return the scores of some candidates under other weights."""
        each = self._rarities(weights)
        return {id: self._score(self._place[id], weights, each) for id in ids if id in self._place}

    def _counted_sections(self) -> dict[str, _Section]:
        sections: dict[str, _Section] = {}
        bodies = self._lengths[_BODY] if self._lengths else ()
        for candidate, counts, words in zip(self._candidates, self._counts, bodies, strict=True):
            name = candidate.section or candidate.id
            known = sections.get(name, _Section(None, None, 0))
            sections[name] = _Section(
                _added(known.body, counts.zones[_BODY]),
                _added(known.opening, counts.opening),
                # Passages without any of the words are no candidates, but count in the length.
                max(candidate.section_words, known.length + words),
            )
        return sections

    def _score(self, i: int, weights: Weights, each: Sequence[float]) -> float:
        """Return the score of one candidate."""
        counts, candidate, b = self._counts[i], self._candidates[i], weights.b
        above = [0.0] * self._cells.count
        shares = (weights.title, weights.path, weights.heading)
        for zone, share in enumerate(shares):
            of_zone = counts.zones[zone]
            if of_zone is not None:
                part = _share(share, b, self._lengths[zone][i], self._means[zone])
                above = [a + part * n for a, n in zip(above, of_zone, strict=True)]
        section = self._sections[candidate.section or candidate.id]
        length, mean = self._lengths[_BODY][i], self._means[_BODY]
        own = _with_body(
            above,
            counts.zones[_BODY],
            counts.opening,
            weights.opening,
            _share(weights.body, b, length, mean),
        )
        whole = _with_body(
            above,
            section.body,
            section.opening,
            weights.opening,
            _share(weights.body, b, section.length, self._section_mean),
        )
        worth = _saturated(each, own, whole, weights)
        units = len(self._cells.units)
        terms, forms, kin = (worth[k * units : (k + 1) * units] for k in range(3))
        words = [term + form + family for term, form, family in zip(terms, forms, kin)]
        return (
            (self._cells.sum_of_words(words) + sum(worth[3 * units :]))
            * (1 + weights.cover * counts.cover)
            * (1 + _kind_weight(self._kind, weights) * counts.answers)
        )

    def _rarities(self, weights: Weights) -> list[float]:
        """Return for each cell the value of one full occurrence."""
        passages, units = self._passages, self._cells.units
        terms = [unit.weight * _idf(unit.term_frequency, passages) for unit in units]
        surface, family = weights.surface, weights.family
        forms = [unit.weight * surface * _idf(unit.surface_frequency, passages) for unit in units]
        kin = [unit.weight * family * _idf(unit.family_frequency, passages) for unit in units]
        pairs = (weights.pair * _idf(frequency, passages) for frequency in self._pair_frequencies)
        return [*terms, *forms, *kin, *pairs]


def rank(
    question: BoundQuestion,
    candidates: Sequence[Candidate],
    passages: int,
    weights: Weights = WEIGHTS,
) -> list[Ranked]:
    """Return the candidates, best first.

    Equal ones are in reading order: those with fewer words above their heading
    first, then by their place in the document. A question
    without words keeps the order given.

    Args:
        question: bound to the index of the candidates.
        candidates: the passages that the engine returned.
        passages: how many passages the index holds, for the idf.
        weights: what each feature counts for.

    >>> from kb.index.zones import ZoneTerms
    >>> from kb.query.question import BoundTerm, Edge
    >>> word = BoundTerm("dira", frozenset({"dira"}), "dira", frozenset(), 2, 2, 2)
    >>> def candidate(id, **zones):
    ...     zones = {name: ZoneTerms(read, read, [""] * len(read)) for name, read in zones.items()}
    ...     return Candidate(id, "d", 0, PassageTerms.of(zones))
    >>> candidates = [
    ...     candidate("a", heading=["bodi"], body=["dira", "ya"]),
    ...     candidate("b", heading=["dira"], body=["wakala"]),
    ... ]
    >>> question = BoundQuestion(edges=(Edge(0, 0, (word,)),))
    >>> [place.id for place in rank(question, candidates, passages=10)]
    ['b', 'a']
    """
    return Scorer(question, candidates, passages).rank(weights)


def _place(scored: tuple[float, Candidate]) -> tuple[float, int, int, str]:
    """Return the sort key of a candidate: its score, then reading order."""
    score, candidate = scored
    above = candidate.words.length("path")
    # Rounded, so that sums that differ in the last digit are equal.
    return -round(score, 9), above, candidate.ordinal, candidate.id


def _kind_weight(kind: str, weights: Weights) -> float:
    kinds = {"date": weights.date, "number": weights.number, "definition": weights.definition}
    return kinds.get(kind, 0.0)


def _idf(frequency: int, passages: int) -> float:
    frequency = min(frequency, passages)
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def _mean(lengths: Iterable[int]) -> float:
    """Return the mean of the lengths that are not zero."""
    known = [length for length in lengths if length]
    return sum(known) / len(known) if known else 1.0


def _share(weight: float, b: float, length: int, mean: float) -> float:
    """Return the weight of one occurrence in a zone of this length."""
    return weight / (1 - b + b * length / mean)


def _added(counts: ZoneCounts, more: ZoneCounts) -> ZoneCounts:
    if counts is None or more is None:
        return more if counts is None else counts
    return [a + b for a, b in zip(counts, more, strict=True)]


def _with_body(
    above: Sequence[float], body: ZoneCounts, opening: ZoneCounts, stress: float, share: float
) -> Sequence[float]:
    """Return the weighted counts of all zones: *above* and a body, its opening stressed."""
    if body is None:
        return above
    if opening is not None:
        body = [n + stress * o for n, o in zip(body, opening, strict=True)]
    return [a + share * n for a, n in zip(above, body, strict=True)]


def _saturated(
    each: Sequence[float], own: Sequence[float], whole: Sequence[float], weights: Weights
) -> list[float]:
    """Return the value of each cell of one candidate: its own and its section's, saturated."""
    k1, share = weights.k1, weights.section
    limit = k1 + 1
    # count * (k1 + 1) / (k1 + count): each further occurrence adds less.
    return [
        value
        * (
            (1 - share) * (count * limit / (k1 + count))
            + share * (in_section * limit / (k1 + in_section))
        )
        if in_section
        else 0.0
        for value, count, in_section in zip(each, own, whole, strict=True)
    ]
