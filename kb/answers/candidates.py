"""Yield the sentences of passages that may answer a question.

A sentence is no candidate where the question expects a date, an amount, a place … and it has
none, or where too little of the question is in it, above it and around it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kb.answers.counted_list import counts_list
from kb.answers.features import FIGURES, Features, sentence_features
from kb.answers.listed import is_other_row
from kb.answers.read_passage import ReadPassage
from kb.answers.sentence_query import SentenceQuery
from kb.answers.sentences import ITEM, Sentence, candidate_sentences, items
from kb.answers.verb_forms import is_verb
from kb.answers.weights import SENTENCE_WEIGHTS, score_of
from kb.document import Span
from kb.highlight.definitions import defining
from kb.search.evidence import DECIDABLE

__all__ = ["ScoredSentence", "candidates"]

_MIN_COVERED = 0.5
"""The share of the question's words that must be in a sentence, above it or around it."""

_AROUND = 0.5
"""Weight of a word that occurs in the passage, but not in the sentence or above it."""


class ScoredSentence(NamedTuple):
    """A sentence that may be the answer."""

    score: float
    passage: ReadPassage
    sentence: Sentence
    features: Features
    facts: Sequence[int]  # its tokens of the expected kind


def candidates(
    passages: Sequence[ReadPassage], query: SentenceQuery, max_length: int
) -> Iterator[ScoredSentence]:
    """Yield the sentences of passages that may answer."""
    for passage in passages:
        text = passage.stored.text
        defined = defining(text, passage.stored.body, passage.marked, passage.spans)
        for sentence in candidate_sentences(
            text,
            passage.stored.body,
            passage.spans,
            max_length,
            passage.rows,
            _labels_asked(passage, query),
        ):
            features, facts = sentence_features(passage, sentence, query, max_length)
            if _may_answer(features, facts, passage, sentence, defined, query):
                yield ScoredSentence(
                    score_of(features, SENTENCE_WEIGHTS), passage, sentence, features, facts
                )


def _labels_asked(passage: ReadPassage, query: SentenceQuery) -> list[Span]:
    """Return the labelled lines that are quoted alone: each has its own figure, name or place.

    Items of a list, *Uwazi: tunasema ukweli*, are quoted together where none of these is asked.
    """
    text, asks = passage.stored.text, query.expected.kind not in ("", "definition")
    return [span for span in passage.labelled if asks or not ITEM.match(text, *span)]


def _may_answer(
    features: Features,
    facts: Sequence[int],
    passage: ReadPassage,
    sentence: Sentence,
    defined: AbstractSet[int],
    query: SentenceQuery,
) -> bool:
    """Tell whether a sentence has enough of the question, and the form of the answer."""
    covered = features.words + features.kin + features.above + _AROUND * features.around
    if covered < _MIN_COVERED:
        return False
    kind = query.expected.kind
    if kind == "amount" and (features.lacking or is_other_row(passage, sentence, features.around)):
        return False  # the fee of something else
    if features.event and kind in ("place", "region"):
        return False  # the place of something else
    if kind == "date" and facts and not features.asked and _dates_other_subject(passage, facts):
        return False  # the date of something else
    if not kind and not (passage.stored.bare or _says_more(passage, sentence)):
        return False  # the question once more
    if sentence.further and _repeats_heading(passage, sentence):
        return False  # the next sentence says it without
    if kind in FIGURES and _is_list(passage, sentence):
        return False  # a figure in one of its items says nothing of the list
    defines = any(sentence.tokens[0] <= place < sentence.tokens[1] for place in defined)
    if kind == "definition":
        return defines or (sentence.opens and passage.about and not passage.stored.bare)
    if kind not in DECIDABLE or facts or (kind == "called" and defines):
        return True
    return counts_list(passage, sentence, query)


def _dates_other_subject(passage: ReadPassage, dates: Sequence[int]) -> bool:
    """Tell whether every date is in a sentence about a noun that is not asked about.

    *Bei zinaanza kutumika tarehe 1 Agosti* does not say when the company was founded: it has only a
    relative of the verb, and a subject of its own.
    """
    places = {passage.place_of(passage.stored.body.starts[date]) for date in dates}
    return all(place >= 0 and _has_other_subject(passage, place) for place in places)


def _has_other_subject(passage: ReadPassage, place: int) -> bool:
    """Tell whether a sentence has the question in other words alone, after another noun."""
    (start, end), columns = passage.spans[place], passage.stored.body
    if any(start <= mark.start < end for mark in passage.plain):
        return False
    asked = {
        i
        for mark in passage.marked
        if start <= mark.start < end
        for i in range(mark.first, mark.last + 1)
    }
    words = range(bisect_left(columns.starts, start), bisect_left(columns.starts, end))
    first = next((i for i in words if not columns.functions[i]), None)
    if not asked or first is None or first in asked or is_verb(columns, first):
        return False
    is_figure = columns.surfaces[first][:1].isdigit()
    return passage.known.isdisjoint(columns.terms[first]) and not is_figure


def _says_more(passage: ReadPassage, sentence: Sentence) -> bool:
    """Tell whether a candidate has a word that neither the question nor its institution's name has."""
    first, last = sentence.tokens
    columns = passage.stored.body
    asked = {i for mark in passage.marked for i in range(mark.first, mark.last + 1)}
    return any(
        not columns.functions[i] and i not in asked and passage.known.isdisjoint(columns.terms[i])
        for i in range(first, last)
    )


def _is_list(passage: ReadPassage, sentence: Sentence) -> bool:
    """Tell whether a candidate is several items that nothing announces."""
    text = passage.stored.text[sentence.start : sentence.end]
    return len(items(text, 0)) > 1


def _repeats_heading(passage: ReadPassage, sentence: Sentence) -> bool:
    """Tell whether a candidate begins with the line of its heading, written once more in the text."""
    heading = (passage.stored.heading or "").strip().casefold()
    line = passage.stored.text[sentence.start : sentence.end].partition("\n")[0]
    return bool(heading) and line.strip().casefold() == heading
