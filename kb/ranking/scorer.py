"""Score the candidates of a question with BM25F and order them.

The engine's own score uses one field. This second stage counts the words of the
question in the stored words of each candidate, zone by zone, and adds up their
values:

    score = (Σ words: term + surface + family, or context, or kind  +  Σ neighbouring pairs)
            × (1 + heading cover) × (1 + named institution) × (1 + kind of answer)

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

from kb.index.passage_terms import PassageTerms
from kb.index.zones import ZONES
from kb.query.question import BoundQuestion
from kb.ranking.cells import Cells
from kb.ranking.counts import Counts, count
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
        self._counts = count(
            [candidate.words for candidate in candidates],
            self._cells,
            opens=[candidate.opens for candidate in candidates],
            kind=self._kind,
        )
        bounds = zip(*(candidate.words.bounds for candidate in candidates), strict=True)
        self._lengths = [list(map(sub, ends, starts)) for starts, ends in pairwise(bounds)]
        self._means = list(map(_mean, self._lengths))
        self._section = _section_numbers(candidates)
        self._in_section = self._counts.summed_by(self._section)
        section_lengths = _section_lengths(candidates, self._section)
        self._section_mean = _mean(section_lengths)
        self._section_lengths = [section_lengths[number] for number in self._section]
        self._pair_frequencies = list(map(self._counts.frequency, self._cells.pair_cells.values()))

    def rank(self, weights: Weights = WEIGHTS) -> list[Ranked]:
        """Return the candidates, best first; see ``rank``."""
        if not self._cells.units or not self._candidates:
            return [Ranked(candidate.id, 0.0) for candidate in self._candidates]
        scores = self._scores(range(len(self._candidates)), weights)
        order = sorted(zip(scores, self._candidates, strict=True), key=_place)
        return [Ranked(candidate.id, score) for score, candidate in order]

    def scores(self, ids: Iterable[str], weights: Weights) -> dict[str, float]:
        """Return the scores of some candidates under other weights."""
        known = {candidate.id: i for i, candidate in enumerate(self._candidates)}
        rows = {id: known[id] for id in ids if id in known}
        return dict(zip(rows, self._scores(list(rows.values()), weights), strict=True))

    def _scores(self, rows: Sequence[int], weights: Weights) -> list[float]:
        """Return the scores of the candidates with these numbers."""
        counts, cells = self._counts.of(rows), self._cells
        units = len(cells.units)
        values = self._cell_values(rows, counts, weights)
        words = [_sums(values[unit : 3 * units : units]) for unit in range(units)]
        hints = ((counts.context, self._context_value), (counts.kind, self._kind_value))
        for columns, value_of in hints:
            for unit, present in columns.items():
                words[unit] = _sums([words[unit], _times(value_of(unit, weights), present)])
        pairs = _sums([[0.0] * len(rows), *values[3 * units :]])
        kind = _kind_weight(self._kind, weights)
        covers = self._covers(words, counts.cover, weights)
        return [
            (word + pair) * (1 + cover) * (1 + weights.named * named) * (1 + kind * answers)
            for word, pair, cover, named, answers in zip(
                cells.sum_of_words(words), pairs, covers, counts.named, counts.answers, strict=True
            )
        ]

    def _cell_values(
        self, rows: Sequence[int], counts: Counts, weights: Weights
    ) -> list[list[float]]:
        """Return the value of each cell in each candidate: BM25F over the four zones."""
        in_section = self._in_section.of(rows)
        above = [
            self._shares(rows, zone, weight, weights.b) if counts.zones[zone] else ()
            for zone, weight in enumerate((weights.title, weights.path, weights.heading))
        ]
        own_shares = self._shares(rows, _BODY, weights.body, weights.b)
        section_shares = [
            _share(weights.body, weights.b, self._section_lengths[i], self._section_mean)
            for i in rows
        ]
        nothing = [0.0] * len(rows)
        values = []
        for cell, rarity in enumerate(self._rarities(weights)):
            start = nothing
            for zone, shares in enumerate(above):
                start = _added(start, shares, counts.zones[zone].get(cell))
            own = _added(start, own_shares, counts.stressed(cell, weights.opening))
            whole = _added(start, section_shares, in_section.stressed(cell, weights.opening))
            values.append(nothing if whole is nothing else _saturated(rarity, own, whole, weights))
        return values

    def _covers(
        self, words: Sequence[Sequence[float]], covers: Sequence[float], weights: Weights
    ) -> list[float]:
        """Return the gain of each candidate whose heading is what was asked.

        The heading *Dira* is all of "dira", and only a part of "dira ya Mwambao": the gain is
        that of the question's words, by their rarity, that the candidate has.

        Args:
            words: of each unit, a column each: its value in each candidate.
            covers: the share of each candidate's heading that matches.
            weights: what each feature counts for.
        """
        rarities = [
            term.weight * _idf(max(term.term_frequency, term.context_frequency), self._passages)
            for term in self._cells.units
        ]
        gains = [0.0] * len(covers)
        for row, cover in enumerate(covers):
            if cover:
                present = {unit for unit, column in enumerate(words) if column[row]}
                lacking = 1 - self._cells.share(present, rarities)
                gains[row] = weights.cover * cover * (1 - weights.complete * lacking)
        return gains

    def _shares(self, rows: Sequence[int], zone: int, weight: float, b: float) -> list[float]:
        """Return the weight of one occurrence in a zone of each candidate."""
        lengths, mean = self._lengths[zone], self._means[zone]
        return [_share(weight, b, lengths[i], mean) for i in rows]

    def _context_value(self, unit: int, weights: Weights) -> float:
        """Return the value of a word around a passage.

        It is rare if few documents are called so and few passages contain it.
        """
        term = self._cells.units[unit]
        frequency = max(term.term_frequency, term.context_frequency)
        return weights.context * term.weight * _idf(frequency, self._passages)

    def _kind_value(self, unit: int, weights: Weights) -> float:
        """Return the value of a section of the kind that a word names."""
        term = self._cells.units[unit]
        frequency = max(term.term_frequency, term.kind_frequency)
        return weights.kind * term.weight * _idf(frequency, self._passages)

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
    _, path, heading, *_ = candidate.words.bounds
    # Rounded, so that sums that differ in the last digit are equal.
    return -round(score, 9), heading - path, candidate.ordinal, candidate.id


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


def _section_numbers(candidates: Iterable[Candidate]) -> list[int]:
    """Return the number of the section of each candidate."""
    numbers: dict[str, int] = {}
    names = (candidate.section or candidate.id for candidate in candidates)
    return [numbers.setdefault(name, len(numbers)) for name in names]


def _section_lengths(candidates: Sequence[Candidate], sections: Sequence[int]) -> list[int]:
    """Return the length of each section, in words.

    Passages without any of the words are no candidates, but count in the length.
    """
    lengths = [0] * (max(sections, default=-1) + 1)
    for candidate, number in zip(candidates, sections, strict=True):
        *_, start, end = candidate.words.bounds
        lengths[number] = max(candidate.section_words, lengths[number] + end - start)
    return lengths


def _sums(columns: Sequence[Sequence[float]]) -> list[float]:
    """Return the sum of some columns, row by row."""
    return list(map(sum, zip(*columns, strict=True)))


def _times(value: float, column: Sequence[float]) -> list[float]:
    return [value * one for one in column]


def _added(
    start: list[float], shares: Sequence[float], counts: Sequence[float] | None
) -> list[float]:
    """Return weighted counts with those of one more zone; None: it has no match."""
    if counts is None:
        return start
    return [a + share * n for a, share, n in zip(start, shares, counts, strict=True)]


def _saturated(
    value: float, own: Sequence[float], whole: Sequence[float], weights: Weights
) -> list[float]:
    """Return the value of one cell in each candidate: its own and its section's, saturated."""
    k1, share = weights.k1, weights.section
    limit, rest = k1 + 1, 1 - share
    # count * (k1 + 1) / (k1 + count): each further occurrence adds less.
    return [
        value
        * (rest * (count * limit / (k1 + count)) + share * (in_section * limit / (k1 + in_section)))
        if in_section
        else 0.0
        for count, in_section in zip(own, whole, strict=True)
    ]
