"""Extract the sentence or two that answer a question best.

The best passages of a search come in and their sentences are scored. One answer goes
out, or none, because a wrong answer is worse than none. The score counts the words of
the question in the sentence and above it (title and headings), whether the sentence
defines the thing, and whether it contains the expected kind of answer. The weights were
chosen on half of the judged questions: docs/short-answers.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kb.answers.evidence import evidence
from kb.answers.read_passage import RankedPassage, ReadPassage, read_passage
from kb.answers.sentences import Sentence, announces_list, candidate_sentences, items, with_items
from kb.highlight import marked_tables, marks, window
from kb.highlight.definitions import defining
from kb.highlight.table_rows import shown_tables
from kb.index.schema import StoredPassage, TokenColumns
from kb.query.question import BoundQuestion
from kb.query.terms import QueryTerm
from kb.results import Answer
from kb.search.expected_answer import QUESTION_TERMS, Expected, expected

__all__ = ["MAX_PASSAGES", "SENTENCE_WEIGHTS", "SentenceWeights", "extract"]

MAX_PASSAGES = 8
"""How many of the best passages are read for an answer."""

_NEAR = 4
"""Words between an expected token and a word of the question."""

_AROUND = 0.5
"""Weight of a word that occurs in the passage, but not in the sentence or above it."""


class SentenceWeights(NamedTuple):
    """The weight of each feature of a sentence; all words of the question together count 1."""

    above: float = 1.0  # words in the title or the headings
    rank: float = 2.0  # the passage's own score, relative to the best
    defines: float = 0.1  # it defines a query term
    definition: float = 0.3  # the same, where the question asks for a definition
    expected: float = 0.6  # it contains the expected kind of answer
    near: float = 0.2  # that is near a word of the question
    opening: float = 0.2  # it opens its passage
    second: float = -0.05  # a second sentence is quoted
    min_support: float = 0.6  # the share of the question that must be in it, above or around


SENTENCE_WEIGHTS = SentenceWeights()


class _SentenceQuery(NamedTuple):
    """The question as sentences are compared with it."""

    words: Sequence[QueryTerm]  # labelled with the number of the query term
    worth: Sequence[float]  # of each query term; together 1
    expected: Expected
    surfaces: AbstractSet[str]
    marked: Sequence[QueryTerm]  # what is marked in the answer
    weights: Mapping[str, float]  # how much each word counts, by its label


def extract(
    ranked: Sequence[RankedPassage],
    question: BoundQuestion,
    weights: Mapping[str, float],
    *,
    max_length: int,
    features: SentenceWeights = SENTENCE_WEIGHTS,
) -> Answer | None:
    """Return the best answer; None where no sentence answers well enough.

    Args:
        ranked: the passages, best first.
        question: bound to the index.
        weights: how much each word counts, by its label.
        max_length: of an answer, in characters.
        features: the weight of each feature.
    """
    query = _sentence_query(question, weights)
    if not query.words:
        return None
    top = ranked[:MAX_PASSAGES]
    best: tuple[float, float, ReadPassage, Sentence] | None = None
    for place in top:
        share = place.score / top[0].score if top[0].score > 0 else 1.0
        passage = read_passage(place, share, query.words)
        text = passage.stored.text
        defined = defining(text, passage.stored.body, passage.marked, passage.spans)
        for sentence in candidate_sentences(
            text, passage.stored.body, passage.spans, max_length, passage.rows
        ):
            support, score = _scored(passage, sentence, defined, query, features)
            if support >= features.min_support and (best is None or score > best[0]):
                best = score, support, passage, sentence
    if best is None:
        return None
    _, support, passage, sentence = best
    return _answer(passage.stored, sentence, query, support, max_length)


def _sentence_query(question: BoundQuestion, weights: Mapping[str, float]) -> _SentenceQuery:
    things = [
        options
        for options in question.alternatives()
        if not all(word.terms and word.terms <= QUESTION_TERMS for word in options)
    ]
    worth = [
        max((weights.get(word.label, 0.0) for word in options), default=0.0) or 1.0
        for options in things
    ]
    total = sum(worth) or 1.0
    words = [
        word._replace(label=str(k), need="want", field=None)
        for k, options in enumerate(things)
        for word in options
    ]
    marked = question.marked()
    return _SentenceQuery(
        words,
        [one / total for one in worth],
        expected(marked),
        {word.surface for word in words},
        marked,
        weights,
    )


# ---- The score ----------------------------------------------------------------------------


def _scored(
    passage: ReadPassage,
    sentence: Sentence,
    defined: AbstractSet[int],
    query: _SentenceQuery,
    features: SentenceWeights,
) -> tuple[float, float]:
    """Return the share of the question that a sentence supports, and its score."""
    first, last = sentence.tokens
    marked = [mark for mark in passage.marked if first <= mark.first < last]
    inside = {int(mark.label) for mark in marked}
    words = sum(query.worth[k] for k in inside)
    named = _above(passage, sentence)
    above = sum(query.worth[k] for k in named - inside)
    score = words + features.above * above + features.rank * passage.share
    stored, defines = passage.stored, any(first <= place < last for place in defined)
    if defines:
        definition = query.expected == "definition"
        score += features.definition if definition else features.defines
    expected_tokens = evidence(
        query.expected, stored.text, stored.body, sentence.tokens, query.surfaces
    )
    if expected_tokens:
        score += features.expected
        if any(abs(i - mark.first) <= _NEAR for i in expected_tokens for mark in marked):
            score += features.near
    if sentence.opens:
        score += features.opening
    if sentence.further:
        score += features.second
    lacks_expected = (query.expected in ("date", "number", "law") and not expected_tokens) or (
        query.expected == "definition" and not (defines or (sentence.opens and passage.about))
    )
    around = {int(mark.label) for mark in passage.marked} - inside - named
    support = words + above + _AROUND * sum(query.worth[k] for k in around)
    return 0.0 if lacks_expected else support, score


def _above(passage: ReadPassage, sentence: Sentence) -> set[int]:
    """Return the query terms in the title, the headings, and the header above a row."""
    named = set(passage.above)
    for (start, end), header in passage.headers:
        if start <= sentence.start < end:
            named |= header
    return named


def _answer(
    stored: StoredPassage,
    sentence: Sentence,
    query: _SentenceQuery,
    support: float,
    max_length: int,
) -> Answer:
    """Return a sentence as it is shown: cut where it is too long, with the list it announces."""
    sentence_text = stored.text[sentence.start : sentence.end]
    field = "heading" if stored.bare else None
    tables = shown_tables(
        stored.text,
        marked_tables(stored, query.marked),
        sentence.start,
        sentence.end,
        marks(stored.body, query.marked, field=field) if stored.tables else (),
    )
    shown = window(
        sentence_text,
        _part(stored.body, sentence),
        query.marked,
        max_length=max_length,
        weights=query.weights,
        field=field,
        tables=tables,
    )
    text = shown.text
    start: int | None = stored.start + sentence.start + shown.start
    if shown.text == sentence_text and (stored.bare or announces_list(sentence_text)):
        names = [heading for heading, _ in stored.children] or items(stored.text, sentence.end)
        if names:
            text, start = with_items(sentence_text, names, max_length), None
    return Answer(
        id=stored.id,
        document=stored.document,
        title=stored.title,
        path=stored.path,
        heading=stored.heading,
        kind=stored.kind,
        anchor=stored.anchor,
        institution=stored.institution,
        date=stored.date,
        language=stored.language,
        page=stored.page_at(sentence.start),
        ocr=stored.ocr,
        text=text,
        spans=shown.spans,
        start=start,
        cut=(shown.start > 0, shown.start + len(shown.text) < len(sentence_text)),
        support=min(1.0, support),
        tables=shown.tables,
    )


def _part(columns: TokenColumns, sentence: Sentence) -> TokenColumns:
    """Return the words of a sentence, their places counted in it."""
    first, last = sentence.tokens
    return TokenColumns(
        columns.surfaces[first:last],
        columns.terms[first:last],
        columns.related[first:last],
        columns.functions[first:last],
        tuple(at - sentence.start for at in columns.starts[first:last]),
        tuple(at - sentence.start for at in columns.ends[first:last]),
    )
