"""Tell where the words of a question are: in a sentence, above it, around it, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kb.answers.above import named_above
from kb.answers.read_passage import ReadPassage
from kb.answers.referring import carried_over
from kb.answers.sentence_query import SentenceQuery
from kb.answers.sentences import Sentence
from kb.highlight import Mark

__all__ = ["WordPlaces", "word_places"]


class WordPlaces(NamedTuple):
    """Where the words of the question are, by their numbers; each is in one of the last four."""

    marked: Sequence[Mark]  # in the sentence
    plain: AbstractSet[int]  # in the sentence, in any inflected form
    inside: AbstractSet[int]  # in the sentence, or a relative of it
    above: AbstractSet[int]  # in what stands above the sentence, or in what it refers to
    shown: AbstractSet[int]  # shown by the kind of answer
    around: AbstractSet[int]  # in the rest of the passage
    nowhere: AbstractSet[int]

    @property
    def firsts(self) -> Sequence[int]:
        """The tokens that are words of the question."""
        return [mark.first for mark in self.marked]


def word_places(
    passage: ReadPassage, sentence: Sentence, query: SentenceQuery, *, shown: AbstractSet[int]
) -> WordPlaces:
    """Return where the words of a question are, seen from one sentence.

    Args:
        passage: the sentence's.
        sentence: a stretch of it.
        query: the question.
        shown: the words that the kind of answer shows: an amount shows *bei*.
    """
    first, last = sentence.tokens
    marked = [mark for mark in passage.marked if first <= mark.first < last]
    inside = {int(mark.label) for mark in marked}
    plain = {int(mark.label) for mark in passage.plain if first <= mark.first < last}
    above = named_above(passage, sentence) | carried_over(passage, sentence, inside)
    shown = shown - inside - above
    around = {int(mark.label) for mark in passage.marked} - inside - above - shown
    nowhere = set(range(len(query.worth))) - inside - above - around - shown
    return WordPlaces(marked, plain, inside, above, shown, around, nowhere)
