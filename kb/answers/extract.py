"""Extract the sentence or two that answer a question best.

The best passages of a search come in and their sentences are scored. One answer for each
institution goes out, or none, because a wrong answer is worse than none. A sentence is no
candidate where the question expects a date, an amount, a place … and it has none, or where
too little of the question is in it, above it and around it. How sure the best of the others
must be: kb.answers.weights
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kb.answers.features import (
    Features,
    SentenceQuery,
    counts_list,
    sentence_features,
    sentence_query,
)
from kb.answers.parties import named_party, party_of
from kb.answers.quote import quote
from kb.answers.read_passage import RankedPassage, ReadPassage, read_passage
from kb.answers.sentences import Sentence, announces_list, candidate_sentences
from kb.answers.weights import (
    MIN_OTHER_SUPPORT,
    MIN_SUPPORT,
    SENTENCE_WEIGHTS,
    score_of,
    support_of,
)
from kb.highlight.definitions import defining
from kb.query.question import BoundQuestion
from kb.results import Answer
from kb.search.evidence import DECIDABLE

__all__ = [
    "MAX_ANSWERS",
    "MAX_PASSAGES",
    "ScoredSentence",
    "candidates",
    "extract",
    "read_passages",
    "surest",
]

MAX_PASSAGES = 8
"""How many of the best passages are read for an answer."""

MAX_ANSWERS = 3
"""How many answers are given: one for each institution, or one for each date of one."""

_MIN_COVERED = 0.5
"""The share of the question's words that must be in a sentence, above it or around it."""

_AROUND = 0.5
"""Weight of a word that occurs in the passage, but not in the sentence or above it."""

_EQUALS = 3.0
"""How much less than the best the answer of another institution may score."""


class ScoredSentence(NamedTuple):
    """A sentence that may be the answer."""

    score: float
    passage: ReadPassage
    sentence: Sentence
    features: Features
    facts: Sequence[int]  # its tokens of the expected kind


def extract(
    ranked: Sequence[RankedPassage],
    question: BoundQuestion,
    weights: Mapping[str, float],
    *,
    max_length: int,
    line: str = "",
    min_support: float = MIN_SUPPORT,
) -> tuple[Answer, ...]:
    """Return the best answer, then those of other institutions; nothing where none is sure.

    Args:
        ranked: the passages, best first.
        question: bound to the index.
        weights: how much each word counts, by its label.
        max_length: of an answer, in characters.
        line: the question as it was typed; it may name an institution.
        min_support: how sure an answer must be.
    """
    query = sentence_query(question, weights)
    if not query.words:
        return ()
    kind = "topic" if question.question.kind == "topic" else query.expected.kind
    passages = read_passages(ranked, query)
    parties: dict[str | None, list[ScoredSentence]] = {}
    for one in candidates(passages, query, max_length):
        if not _is_of_another(one.passage, passages, query):
            parties.setdefault(party_of(one.passage.stored), []).append(one)
    surest_of = [surest(group, kind) for group in parties.values()]
    if not any(support >= min_support for _, support in surest_of):
        return ()
    enough = min(min_support, MIN_OTHER_SUPPORT)
    sure = [(support, best) for best, support in surest_of if support >= enough]
    # All the words before fewer: an institution whose page lacks one is not the one asked about.
    least = min(one.features.lacking for _, one in sure)
    sure.sort(key=lambda one: (one[1].features.lacking > least, -one[1].score))
    named = named_party([name for name in parties if name], line)
    kept = _kept(sure, named)
    if kept[0][0] < min_support:
        return ()
    if len(kept) == 1:
        support, best = kept[0]
        kept += [(support, one) for one in _older(best, parties[party_of(best.passage.stored)])]
    return tuple(
        _quoted(one, parties[party_of(one.passage.stored)], query, weights, support, max_length)
        for support, one in kept[:MAX_ANSWERS]
    )


def _quoted(
    one: ScoredSentence,
    group: Sequence[ScoredSentence],
    query: SentenceQuery,
    weights: Mapping[str, float],
    support: float,
    max_length: int,
) -> Answer:
    """Return a sentence as it is shown: with the next one, if that announces the list of it."""
    for longer in group:
        begins_alike = _same_passage(one, longer) and longer.sentence.start == one.sentence.start
        text = one.passage.stored.text[longer.sentence.start : longer.sentence.end]
        if begins_alike and longer.sentence.further and announces_list(text):
            one = longer
            break
    return quote(one.passage, one.sentence, one.facts, query, weights, support, max_length)


def read_passages(ranked: Sequence[RankedPassage], query: SentenceQuery) -> list[ReadPassage]:
    """Return the best passages, decoded."""
    top = ranked[:MAX_PASSAGES]
    return [
        read_passage(
            place,
            place.score / top[0].score if top[0].score > 0 else 1.0,
            query.words,
            query.plain,
        )
        for place in top
    ]


def _is_of_another(
    passage: ReadPassage, passages: Sequence[ReadPassage], query: SentenceQuery
) -> bool:
    """Tell whether a question names what only the pages of another institution are called.

    *Ofisi ya MAMWA* is not answered by another authority, though its page has all but the name.
    """
    nowhere = set(range(len(query.worth))) - passage.above
    nowhere -= {int(mark.label) for mark in passage.marked}
    party = party_of(passage.stored)
    return any(
        not nowhere.isdisjoint(other.titled) and party_of(other.stored) != party
        for other in passages
    )


def candidates(
    passages: Sequence[ReadPassage], query: SentenceQuery, max_length: int
) -> Iterator[ScoredSentence]:
    """Yield the sentences of passages that may answer."""
    for passage in passages:
        text = passage.stored.text
        defined = defining(text, passage.stored.body, passage.marked, passage.spans)
        for sentence in candidate_sentences(
            text, passage.stored.body, passage.spans, max_length, passage.rows
        ):
            features, facts = sentence_features(passage, sentence, query, max_length)
            if _may_answer(features, facts, passage, sentence, defined, query):
                yield ScoredSentence(
                    score_of(features, SENTENCE_WEIGHTS), passage, sentence, features, facts
                )


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
    if kind == "amount" and features.lacking:
        return False  # the fee of something else
    defines = any(sentence.tokens[0] <= place < sentence.tokens[1] for place in defined)
    if kind == "definition":
        return defines or (sentence.opens and passage.about)
    if kind not in DECIDABLE or facts or (kind == "called" and defines):
        return True
    return counts_list(passage, sentence, query)


def surest(group: Sequence[ScoredSentence], kind: str) -> tuple[ScoredSentence, float]:
    """Return the best of several sentences, and how sure it is.

    Of sentences that differ in figures alone, such as the fees of two years, the newest is taken.
    They do not make each other less sure.
    """
    first = max(group, key=lambda one: one.score)
    versions = [one for one in group if _without_figures(one) == _without_figures(first)]
    newest = max(_date(one) for one in versions)
    best = max((one for one in versions if _date(one) == newest), key=lambda one: one.score)
    outside = [one for one in group if one not in versions]
    if _is_whole_row(best):  # rows are alike; one that lacks a word is of something else
        outside = [one for one in outside if _has_all(one)]
    others = [one.score for one in outside if not _same_passage(one, best)]
    inner = [
        one.score
        for one in outside
        if _same_passage(one, best) and not _overlap(one.sentence, best.sentence)
    ]
    nothing = float("-inf")
    lead, inner_lead = (first.score - max(scores, default=nothing) for scores in (others, inner))
    return best, support_of(first.score, lead, inner_lead, kind)


def _is_whole_row(one: ScoredSentence) -> bool:
    """Tell whether a sentence is a row of a table that has every word, with its header."""
    start = one.sentence.start
    return _has_all(one) and any(first <= start < end for first, end in one.passage.rows)


def _has_all(one: ScoredSentence) -> bool:
    return not one.features.around and not one.features.lacking


def _older(best: ScoredSentence, group: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Return what the documents of other dates say, in figures alone differently; the newest first."""
    by_date = {_date(best): best}
    for one in sorted(group, key=lambda one: -one.score):
        if _without_figures(one) == _without_figures(best) and _said(one) != _said(best):
            by_date.setdefault(_date(one), one)
    del by_date[_date(best)]
    return [by_date[date] for date in sorted(filter(None, by_date), reverse=True)]


def _date(one: ScoredSentence) -> str:
    return one.passage.stored.date or ""


def _same_passage(one: ScoredSentence, other: ScoredSentence) -> bool:
    return one.passage is other.passage


def _without_figures(one: ScoredSentence) -> tuple[str, ...]:
    columns, places = one.passage.stored.body, range(*one.sentence.tokens)
    return tuple(
        columns.surfaces[i] for i in places if not any(t[-1:].isdigit() for t in columns.terms[i])
    )


def _overlap(one: Sentence, other: Sentence) -> bool:
    return one.start < other.end and other.start < one.end


def _kept(
    sure: Sequence[tuple[float, ScoredSentence]], named: str | None
) -> list[tuple[float, ScoredSentence]]:
    """Return the best answer and its equals: from other institutions, and saying something else."""
    if named is not None:
        of_named = [one for one in sure if party_of(one[1].passage.stored) == named]
        if of_named:
            return of_named[:1]
    best = sure[0][1]
    kept = [sure[0]]
    texts = {_said(best)}
    for support, one in sure[1:]:
        unnamed = None in (party_of(one.passage.stored), party_of(best.passage.stored))
        lacks = one.features.lacking > best.features.lacking
        if unnamed or lacks or one.score < best.score - _EQUALS or _said(one) in texts:
            continue
        texts.add(_said(one))
        kept.append((support, one))
    return kept


def _said(one: ScoredSentence) -> str:
    """Return what a sentence says, however it is written."""
    first, last = one.sentence.tokens
    return " ".join(one.passage.stored.body.surfaces[first:last])
