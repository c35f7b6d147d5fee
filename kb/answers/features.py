"""Describe a sentence as an answer: what of the question it has, and what it should have.

A passage that was read and one of its sentences come in; numbers from 0 to 1 go out. What
they weigh: kb.answers.weights
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kb.answers.read_passage import ReadPassage
from kb.answers.sentences import Sentence, items, list_intro
from kb.highlight import Mark
from kb.index.schema import TokenColumns
from kb.query.question import BoundQuestion
from kb.query.terms import QueryTerm
from kb.search.evidence import CURRENCIES, evidence, is_other_event
from kb.search.expected_answer import (
    LOCATIVES,
    QUESTION_TERMS,
    ExpectedAnswer,
    expected_answer,
)

__all__ = ["Features", "SentenceQuery", "counts_list", "sentence_features", "sentence_query"]


_FIGURES = frozenset({"date", "number", "amount", "law"})
_ASKED_AMOUNTS = CURRENCIES | {"kiasi"}
_NAMES = frozenset({"person", "called", "name", "region", "colour", "reason"})


class SentenceQuery(NamedTuple):
    """The question as sentences are compared with it."""

    words: Sequence[QueryTerm]  # labelled with the number of the query term
    plain: Sequence[QueryTerm]  # of these the words themselves: no relatives, no synonyms
    worth: Sequence[float]  # of each query term; together 1
    expected: ExpectedAnswer
    surfaces: AbstractSet[str]
    focus: AbstractSet[int]  # the query terms next to the question word
    events: AbstractSet[str]  # the terms that may be events
    marked: Sequence[QueryTerm]  # what is marked in the answer


class Features(NamedTuple):
    """What a sentence has, each from 0 to 1; all words of the question together count 1."""

    words: float  # words of the question in the sentence, in any inflected form
    kin: float  # words of which only a relative or synonym is there: kuanzisha for ulianza
    above: float  # words that only the title, the headings or the header of the table have
    around: float  # words that only the rest of the passage has
    lacking: float  # the rarest word that is nowhere
    rank: float  # the passage's score, relative to the best
    subject: float  # the share of the title's or heading's words that the question has
    pairs: float  # neighbours of the question that are neighbours in the sentence
    near: float  # how near the expected kind of answer is to a word of the question
    many: float  # one sentence has more than one of the expected kind
    focus: float  # the word next to the question word: lilianzishwa lini
    told: float  # a date or number is near that word
    named: float  # a name or a person is near that word
    placed: float  # a place is near that word
    event: float  # the date is of another event: alizaliwa 1901, for alifariki lini
    opening: float  # it opens its passage, or is a row, which is read by itself
    further: float  # a second sentence is quoted
    length: float  # of the quotation, relative to the longest


@cache
def _same_events() -> Mapping[str, AbstractSet[str]]:
    """Return for the term of a verb those that tell the same event."""
    text = Path(__file__).with_name("same_events.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    groups = [frozenset(verbs.split()) for verbs, _ in rows[1:]]
    return {verb: group for group in groups for verb in group}


def sentence_query(question: BoundQuestion, weights: Mapping[str, float]) -> SentenceQuery:
    """Return a question as sentences are compared with it.

    Args:
        question: bound to an index.
        weights: how much each word counts, by its label.
    """
    synonyms = {
        phrase
        for rewrite in question.rewrites
        if rewrite.reason == "synonym"
        for phrase in rewrite.phrases()
    }
    marked = question.marked()
    expected = expected_answer(marked)

    def only_asks(word: QueryTerm) -> bool:
        """Tell whether a word says what is asked, and an answer need not have it: shilingi ngapi."""
        if expected.kind == "amount" and word.surface in _ASKED_AMOUNTS:
            return True
        return bool(word.terms) and word.terms <= QUESTION_TERMS

    things = [
        options
        for options in question.alternatives()
        if not all(only_asks(word) for word in options if word not in synonyms)
    ]
    worth = [
        max((weights.get(word.label, 0.0) for word in options), default=0.0) or 1.0
        for options in things
    ]
    total = sum(worth) or 1.0
    words = [
        word._replace(
            label=str(k),
            need="want",
            field=None,
            related=word.related.union(*(_same_events().get(term, ()) for term in word.terms)),
        )
        for k, options in enumerate(things)
        for word in options
    ]
    plain = [
        word._replace(label=str(k), need="want", field=None, related=frozenset())
        for k, options in enumerate(things)
        for word in options
        if word not in synonyms
    ]
    terms = frozenset(term for word in words for term in (*word.terms, *word.related))
    return SentenceQuery(
        words,
        plain,
        [one / total for one in worth],
        expected,
        {word.surface for word in words},
        {int(word.label) for word in words if word.surface == expected.focus},
        terms,
        marked,
    )


def sentence_features(
    passage: ReadPassage,
    sentence: Sentence,
    query: SentenceQuery,
    max_length: int,
) -> tuple[Features, list[int]]:
    """Return the features of a sentence, and the tokens of the expected kind.

    Args:
        passage: the sentence's.
        sentence: a stretch of it.
        query: the question.
        max_length: of a quotation, in characters.
    """
    first, last = sentence.tokens
    worth = query.worth
    marked = [mark for mark in passage.marked if first <= mark.first < last]
    inside = {int(mark.label) for mark in marked}
    plain = {int(mark.label) for mark in passage.plain if first <= mark.first < last}
    named = _above_sentence(passage, sentence)
    around = {int(mark.label) for mark in passage.marked} - inside - named
    nowhere = set(range(len(worth))) - inside - named - around
    stored = passage.stored
    announces = bool(list_intro(stored.text[sentence.start : sentence.end]))
    scope = (first, len(stored.body)) if announces else sentence.tokens
    tokens = evidence(query.expected, stored.text, stored.body, scope, query.surfaces)
    is_row = any(start <= sentence.start < end for start, end in passage.rows)
    if not tokens and is_row and query.expected.kind in ("amount", "number"):
        # The unit of a column is in its header.
        tokens = [i for i in range(first, last) if _has_figures(stored.body, i)]
    focus = {mark.first for mark in marked if int(mark.label) in query.focus}
    if query.expected.located:
        focus = {i for i in range(first, last) if stored.body.surfaces[i] in LOCATIVES}
    kind = query.expected.kind
    told = _nearness(tokens, sorted(focus))
    counted = counts_list(passage, sentence, query)
    features = Features(
        words=sum(worth[k] for k in plain),
        kin=sum(worth[k] for k in inside - plain),
        above=sum(worth[k] for k in named - inside),
        around=sum(worth[k] for k in around),
        lacking=max((worth[k] for k in nowhere), default=0.0),
        rank=passage.share,
        subject=passage.subject,
        pairs=_pairs(marked, len(worth)),
        near=1.0 if counted else _nearness(tokens, [mark.first for mark in marked]),
        many=float(len(tokens) > 1 and not sentence.further),
        focus=1.0 if query.focus & plain else 0.5 if query.focus & inside else 0.0,
        told=told * (kind in _FIGURES),
        named=told * (kind in _NAMES),
        placed=told * (kind == "place"),
        event=float(
            query.expected.kind == "date"
            and is_other_event(stored.body, tokens, sentence.tokens[0], query.events)
        ),
        opening=float(sentence.opens or is_row),
        further=float(sentence.further),
        length=min(1.0, (sentence.end - sentence.start) / max_length),
    )
    return features, _nearest_first(tokens, focus or {mark.first for mark in marked})


def _nearest_first(tokens: Sequence[int], places: AbstractSet[int]) -> list[int]:
    """Return the tokens in the order of their distance to a place."""
    return sorted(tokens, key=lambda i: min((abs(i - place) for place in places), default=0))


def counts_list(passage: ReadPassage, sentence: Sentence, query: SentenceQuery) -> bool:
    """Tell whether the list that a sentence announces, or the sections below it, are counted.

    *Misingi mikuu ni mingapi* asks for the sections below *Misingi Mikuu*; *wajumbe ni wangapi*
    for the items below *Wajumbe ni wafuatao*.
    """
    noun, stored = query.expected.noun, passage.stored
    if query.expected.kind != "number" or not noun:
        return False
    intro = list_intro(stored.text[sentence.start : sentence.end])
    if intro and len(items(stored.text, sentence.start + len(intro))) > 1:
        first, last = sentence.tokens
        inside = {term for terms in stored.body.terms[first:last] for term in terms}
        return not noun.isdisjoint(inside)
    if len(stored.children) < 2 or not sentence.opens or stored.ordinal != 1:
        return False
    heads = (
        terms
        for terms, function in zip(
            stored.heading_tokens.terms, stored.heading_tokens.functions, strict=True
        )
        if not function
    )
    return not noun.isdisjoint(next(heads, ()))


def _has_figures(columns: TokenColumns, i: int) -> bool:
    return any(term[-1:].isdigit() for term in columns.terms[i])


def _above_sentence(passage: ReadPassage, sentence: Sentence) -> set[int]:
    """Return the query terms in the title, the headings, and the header above a row."""
    named = set(passage.above)
    for (start, end), header in passage.headers:
        if start <= sentence.start < end:
            named |= header
    return named


def _pairs(marked: Sequence[Mark], count: int) -> float:
    """Return the share of the question's neighbours that are at most one word apart."""
    if count < 2:
        return 0.0
    joined = set()
    for i, mark in enumerate(marked):
        for other in marked[i + 1 : i + 4]:
            if other.first - mark.last > 2:
                break
            if abs(int(other.label) - int(mark.label)) == 1:
                joined.add(min(int(other.label), int(mark.label)))
    return len(joined) / (count - 1)


def _nearness(tokens: Sequence[int], places: Sequence[int]) -> float:
    """Return 1 where a token of the expected kind is beside a place, less further away."""
    if not tokens or not places:
        return 0.0
    least = min(abs(place - token) for token in tokens for place in places)
    return 1.0 / math.sqrt(max(1, least))
