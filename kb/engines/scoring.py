"""The exact score of an entry by one ask, from its record: BM25 as every engine of ours has it.

An ask is scored as one term: the postings of its alternatives are joined. Engines whose
library cannot do that let it propose entries by an upper bound, and score those exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from kb.engines.phrases import count_starts
from kb.engines.record import Record

__all__ = ["BM25_B", "BM25_K1", "AskScorer", "rarity_of", "spread_slop", "weights"]

BM25_K1 = 1.2
BM25_B = 0.75
_NORM = BM25_K1 * (1 - BM25_B)  # the length normalisation of a field without terms


@dataclass(frozen=True)
class AskScorer:
    """One ask in one field: how many entries match, and what is the score of each."""

    field: str
    steps: tuple[tuple[bytes, ...], ...]  # the keys of each step; one step: no phrase
    gaps: tuple[int, ...]
    slop: int
    frequency: int
    factor: float  # what BM25 multiplies the frequency in the entry with; no score reaches it
    norm_of_term: float  # what each term of the field adds to the length normalisation

    def count(self, record: Record) -> int:
        """Return at how many positions an entry has one of the terms, or where the phrase begins."""
        if len(self.steps) == 1:
            each = [where for key in self.steps[0] if (where := record.positions(self.field, key))]
            if len(each) < 2:
                return len(each[0]) if each else 0
            return len(set().union(*each))
        places = []
        for keys in self.steps:
            places.append(self._places(record, keys))
            if not places[-1]:
                return 0
        return count_starts(places, self.gaps, self.slop)

    def score(self, record: Record) -> float:
        """Return the BM25 score of an entry."""
        return self.value(self.count(record), record) if self.steps else 0.0

    def value(self, count: int, record: Record) -> float:
        """Return the BM25 score of an entry that matches at *count* positions."""
        if not count:
            return 0.0
        norm = _NORM + self.norm_of_term * record.length(self.field)
        return self.factor * count / (count + norm)

    def _places(self, record: Record, keys: Sequence[bytes]) -> set[int]:
        each = (record.positions(self.field, key) for key in keys)
        return {ord(position) for positions in each for position in positions}


def weights(entries: int, frequency: int, mean: float) -> tuple[float, float]:
    """Return the factor and the norm of a term, as ``AskScorer`` has them.

    Args:
        entries: in the index.
        frequency: how many of them match.
        mean: length of the field in those that have it.
    """
    factor = (BM25_K1 + 1) * rarity_of(entries, frequency)
    return factor, (BM25_K1 * BM25_B / mean if mean else 0.0)


def rarity_of(entries: int, frequency: int) -> float:
    """Return the weight of a term that *frequency* of *entries* contain.

    >>> round(rarity_of(100, 1), 3), round(rarity_of(100, 100), 3)
    (4.21, 0.005)
    """
    return log(1 + (entries - frequency + 0.5) / (frequency + 0.5))


def spread_slop(gaps: Sequence[int], slop: int) -> Iterator[list[int]]:
    """Yield the offsets of the steps, for each way to spend *slop* on the gaps.

    The slop of Lucene and Tantivy also lets words change their order, which is another question.

    >>> list(spread_slop([1, 2], 1))
    [[0, 1, 3], [0, 1, 4], [0, 2, 4]]
    """
    if not gaps:
        yield [0]
        return
    for more in range(slop + 1):
        first = gaps[0] + more
        for rest in spread_slop(gaps[1:], slop - more):
            yield [0, *(first + offset for offset in rest)]
