"""Words that are written as one or as two: *serikalimtandao*, *kauli mbiu*.

Only a writing that the index has is proposed. What is split is looked for as
neighbours, so halves that never stand together match nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.expansion.records import Candidate, read_phrase
from kb.expansion.vocabulary import SHORTEST_HALF, Index, best_split
from kb.query.terms import QueryTerm

__all__ = ["compounds"]

WEIGHT = 0.8
LONGEST = 40


def compounds(words: Sequence[QueryTerm], index: Index) -> Iterator[Candidate]:
    """Yield the other writings of single words, and of neighbours.

    Args:
        words: the content words of a question, in the order typed.
        index: its fields ``term`` and ``surface`` say which writings there are.
    """
    yield from _joined(words, index)
    yield from _split(words, index)


def _joined(words: Sequence[QueryTerm], index: Index) -> Iterator[Candidate]:
    pairs = [
        (i, words[i].surface + words[i + 1].surface)
        for i in range(len(words) - 1)
        if words[i].surface.isalpha() and words[i + 1].surface.isalpha()
    ]
    found = index.frequencies("surface", [joined for _, joined in pairs])
    for (i, joined), frequency in zip(pairs, found, strict=True):
        if frequency:
            yield Candidate(i, i + 1, read_phrase(joined), WEIGHT, "compound")


def _split(words: Sequence[QueryTerm], index: Index) -> Iterator[Candidate]:
    long = [
        i
        for i, word in enumerate(words)
        if 2 * SHORTEST_HALF <= len(word.surface) <= LONGEST and word.surface.isalpha()
    ]
    written = index.frequencies("surface", [words[i].surface for i in long])
    for i, frequency in zip(long, written, strict=True):
        if frequency or any(index.frequencies("term", sorted(words[i].terms))):
            continue
        halves = best_split(words[i].surface, index)
        if halves is not None:
            phrase = read_phrase(" ".join(halves))
            connective = len(halves[0]) < SHORTEST_HALF  # zabinadamu: za binadamu
            if len(phrase.sequence) == len(halves) or (phrase.sequence and connective):
                yield Candidate(i, i, phrase, WEIGHT, "compound")
