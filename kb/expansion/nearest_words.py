"""The words of an index that are nearest to those of a question without results.

A Question comes in; words with the number of their passages go out. A word that the index
has is returned as it is: other words or filters of the question kept it from matching.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.expansion.vocabulary import Index
from kb.query.question import Question

__all__ = ["nearest_words"]

_MAX_WORDS = 4
"""Words of a question that are looked up."""

_NEAREST = 3
"""Words of the index that are returned for each."""

_BEGINNING = 2
"""Letters that a near word begins with."""

_MAX_COMPARED = 3000
"""Words with the same beginning that are compared, the most frequent ones."""

_MIN_LETTERS = 3

_SIMILAR = 60.0
"""The least similarity, of 100, by edits relative to length."""


def nearest_words(question: Question, index: Index) -> list[tuple[str, int]]:
    """Return words of the index, each with how many passages have it; each word once.

    Args:
        question: one that has no results.
        index: its field ``surface`` is the vocabulary.
    """
    typed = [
        step.surface
        for word in question.words
        for step in (word.sequence or (word,))
        if not step.function and not step.prefix and word.need != "not"
    ]
    nearest: dict[str, int] = {}
    for word in list(dict.fromkeys(typed))[:_MAX_WORDS]:
        frequency = index.frequencies("surface", [word])[0]
        nearest.update({word: frequency} if frequency else dict(_similar(word, index)))
    return list(nearest.items())


def _similar(word: str, index: Index) -> Iterator[tuple[str, int]]:
    """Yield the words of the index that are most like one that it does not have."""
    if len(word) < _MIN_LETTERS:
        return
    from rapidfuzz import fuzz, process

    frequencies = dict(index.terms("surface", word[:_BEGINNING], _MAX_COMPARED))
    words = [one for one in frequencies if len(one) >= _MIN_LETTERS and one.isalpha()]
    for one, _, _ in process.extract(
        word, words, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=_NEAREST
    ):
        yield one, frequencies[one]
