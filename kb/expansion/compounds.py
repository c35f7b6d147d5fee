"""Words that are written as one or as several: *serikalimtandao*, *kauli mbiu*, *T 123 ABC*.

Only a writing that the index contains is proposed. The halves of a split word are
searched as neighbours, so halves that never occur together match nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.expansion.records import Proposal, Wording, read_wording
from kb.expansion.statistics import TermStatistics
from kb.expansion.vocabulary import MIN_HALF, best_split
from kb.normalization import MAX_PARTS, national_number
from kb.query.terms import QueryTerm
from kb.swahili.lemmatizer import is_swahili_word

__all__ = ["compounds"]

WEIGHT = 0.8
_MAX_LETTERS = 40  # of a word that is split


def compounds(words: Sequence[QueryTerm], statistics: TermStatistics) -> Iterator[Proposal]:
    """Yield the other writings of single words, and of neighbours.

    Args:
        words: the content words of a question, in the order typed.
        statistics: of an index; its fields ``term`` and ``surface`` say which writings occur.
    """
    pairs = [
        (i, word.surface + after.surface)
        for i, (word, after) in enumerate(pairwise(words))
        if word.surface.isalpha() and after.surface.isalpha()
    ]
    # One call for all; the lookups below read the remembered values.
    written = [word.surface for word in words]
    statistics.frequencies("surface", [*written, *(joined for _, joined in pairs)])
    for i, joined in pairs:
        if statistics.frequency("surface", joined):
            yield Proposal(i, i + 1, read_wording(joined), WEIGHT, "compound")
    yield from _split(words, statistics)
    yield from _codes(words, statistics)


def _codes(words: Sequence[QueryTerm], statistics: TermStatistics) -> Iterator[Proposal]:
    """Yield numbers and codes that are typed in parts: *0754 112 233*, *uviko 19*."""
    runs = {
        (first, last): national_number(joined) or joined
        for first in range(len(words))
        for last in range(first + 1, min(first + MAX_PARTS, len(words)))
        for parts in ([word.surface for word in words[first : last + 1]],)
        for joined in ("".join(parts),)
        if len(joined) <= _MAX_LETTERS
        and any(part.isdecimal() for part in parts)
        and all(part.isdecimal() or part.isalpha() for part in parts)
    }
    occurring = zip(runs.items(), statistics.frequencies("term", runs.values()), strict=True)
    for ((first, last), joined), frequency in occurring:
        if frequency:
            yield Proposal(first, last, Wording(joined, (joined,), ()), WEIGHT, "compound")


def _split(words: Sequence[QueryTerm], statistics: TermStatistics) -> Iterator[Proposal]:
    for i, word in enumerate(words):
        if not (2 * MIN_HALF <= len(word.surface) <= _MAX_LETTERS and word.surface.isalpha()):
            continue
        if statistics.frequency("surface", word.surface):
            continue
        if any(statistics.frequencies("term", sorted(word.terms))):
            continue
        if word.surface not in word.terms and is_swahili_word(word.surface):
            continue  # an inflected form, *majukumu*: no two words were joined
        halves = best_split(word.surface, statistics)
        if halves is not None:
            wording = read_wording(" ".join(halves))
            connective = len(halves[0]) < MIN_HALF  # zabinadamu: za binadamu
            if len(wording.sequence) == len(halves) or (wording.sequence and connective):
                yield Proposal(i, i, wording, WEIGHT, "compound")
