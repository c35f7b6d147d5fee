"""Choose the sentence or two that answer a question best, as a person would quote them.

The best passages of a search come in, their sentences are weighed, and one quote goes
out, or none: a wrong answer is worse than none. A sentence is weighed by the words of
the question it has, those that stand above it (title and headings), whether it says
what the thing is, and whether it has what the question word expects. What each counts
for was chosen on half of the judged questions: docs/short-answers.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kb import swahili
from kb.answers.sentences import Sentence, announces, items, listed, sentences
from kb.document import Span
from kb.engines.base import Engine
from kb.highlight import Mark, found, window
from kb.highlight.definitions import defining
from kb.index.payload import decode_passage, decode_terms
from kb.index.schema import StoredPassage, TokenColumns
from kb.query.terms import QueryTerm
from kb.ranking.scorer import Ranked
from kb.results import Quote
from kb.search.expected_answer import QUESTION_TERMS, Expected, expected, holding
from kb.search.headings import covers
from kb.search.interpret import Asked

__all__ = ["PASSAGES", "WEIGHTS", "Weights", "quote"]

PASSAGES = 8
"""How many of the best passages are read for a quote."""


_BESIDE = 4
"""Words between what is expected and a word of the question."""


_AROUND = 0.5
"""What a word counts for that stands in the passage, but neither in the sentence nor above."""


class Weights(NamedTuple):
    """What each feature of a sentence counts for beside the words it has, which count 1 together."""

    above: float = 1.0  # words that stand in the title or the headings
    rank: float = 2.0  # the passage's own score, beside the best
    defines: float = 0.1  # it says what something asked for is
    definition: float = 0.3  # the same, where the question asks what a thing is
    expected: float = 0.6  # it has what the question word expects
    beside: float = 0.2  # that stands beside a word of the question
    opening: float = 0.2  # it opens its passage
    second: float = -0.05  # a second sentence is quoted
    least: float = 0.6  # the share of the question that must stand in it, above or around


WEIGHTS = Weights()


class _Passage(NamedTuple):
    """A passage read for a quote."""

    stored: StoredPassage
    share: float  # its score, beside the best
    marked: Sequence[Mark]  # labelled with the number of the want
    spans: Sequence[Span]  # of its sentences
    above: AbstractSet[int]  # the wants that stand in its title or headings
    about: bool  # its heading, or where it has none its title, says nothing but what was asked


class _Asked(NamedTuple):
    """What a sentence is held against."""

    words: Sequence[QueryTerm]  # labelled with the number of the want they are of
    worth: Sequence[float]  # of each want; together 1
    expected: Expected
    surfaces: AbstractSet[str]


def quote(
    engine: Engine,
    ranked: Sequence[Ranked],
    asked: Asked,
    weights: Mapping[str, float],
    *,
    most: int,
    features: Weights = WEIGHTS,
) -> Quote | None:
    """Return the best quote, or None where nothing found answers well enough.

    Args:
        engine: the open index.
        ranked: the passages found, best first.
        asked: what the question asks for.
        weights: how much each word counts, by its label.
        most: the greatest length of a quote, in characters.
        features: what each feature counts for.
    """
    question = _question(asked, weights)
    if not question.words:
        return None
    top = ranked[:PASSAGES]
    best: tuple[float, float, _Passage, Sentence] | None = None
    for place, fetched in zip(top, engine.fetch([place.id for place in top]), strict=True):
        if fetched is None:
            continue
        share = place.score / top[0].score if top[0].score > 0 else 1.0
        passage = _read(fetched.payload, share, question)
        text = passage.stored.text
        defined = defining(text, passage.stored.body, passage.marked, passage.spans)
        for sentence in sentences(text, passage.stored.body, passage.spans, most):
            support, score = _weighed(passage, sentence, defined, question, features)
            if support >= features.least and (best is None or score > best[0]):
                best = score, support, passage, sentence
    if best is None:
        return None
    _, support, passage, sentence = best
    return _quote(passage.stored, sentence, asked, weights, support, most)


def _question(asked: Asked, weights: Mapping[str, float]) -> _Asked:
    wants = [
        want
        for want in asked.wants
        if not all(word.terms and word.terms <= QUESTION_TERMS for word in want)
    ]
    worth = [
        max((weights.get(word.label, 0.0) for word in want), default=0.0) or 1.0 for want in wants
    ]
    total = sum(worth) or 1.0
    words = [
        word._replace(label=str(k), need="want", field=None)
        for k, want in enumerate(wants)
        for word in want
    ]
    surfaces = {word.surface for word in words}
    return _Asked(words, [one / total for one in worth], expected(asked.wanted), surfaces)


def _read(payload: bytes, share: float, asked: _Asked) -> _Passage:
    stored, words = decode_passage(payload), decode_terms(payload)
    heading = found(stored.heading_tokens, asked.words, None)
    above = {int(mark.label) for mark in heading}
    about = covers(stored.heading_tokens, heading)
    for name in ("title", "path"):
        nowhere = (0,) * words.length(name)
        columns = words.columns(name, nowhere, nowhere)
        marked = found(columns, asked.words, None)
        above |= {int(mark.label) for mark in marked}
        if name == "title" and stored.heading is None:
            about = covers(columns, marked)
    return _Passage(
        stored,
        share,
        found(stored.body, asked.words, "heading" if stored.bare else None),
        swahili.sentences(stored.text),
        above,
        stored.ordinal == 1 and about,
    )


# ---- What it is worth ---------------------------------------------------------------------


def _weighed(
    passage: _Passage,
    sentence: Sentence,
    defined: AbstractSet[int],
    asked: _Asked,
    features: Weights,
) -> tuple[float, float]:
    """Return which share of the question a sentence answers to, and what it is worth in all."""
    first, last = sentence.tokens
    marked = [mark for mark in passage.marked if first <= mark.first < last]
    inside = {int(mark.label) for mark in marked}
    words = sum(asked.worth[k] for k in inside)
    above = sum(asked.worth[k] for k in passage.above - inside)
    score = words + features.above * above + features.rank * passage.share
    stored, defines = passage.stored, any(first <= place < last for place in defined)
    if defines:
        definition = asked.expected == "definition"
        score += features.definition if definition else features.defines
    held = holding(asked.expected, stored.text, stored.body, sentence.tokens, asked.surfaces)
    if held:
        score += features.expected
        if any(abs(i - mark.first) <= _BESIDE for i in held for mark in marked):
            score += features.beside
    if sentence.opens:
        score += features.opening
    if sentence.further:
        score += features.second
    missed = (asked.expected in ("date", "number", "law") and not held) or (
        asked.expected == "definition" and not (defines or (sentence.opens and passage.about))
    )
    around = {int(mark.label) for mark in passage.marked} - inside - passage.above
    support = words + above + _AROUND * sum(asked.worth[k] for k in around)
    return 0.0 if missed else support, score


def _quote(
    stored: StoredPassage,
    sentence: Sentence,
    asked: Asked,
    weights: Mapping[str, float],
    support: float,
    most: int,
) -> Quote:
    """Return a sentence as it is shown: cut where it is too long, with the list it announces."""
    said = stored.text[sentence.start : sentence.end]
    shown = window(
        said,
        _part(stored.body, sentence),
        asked.wanted,
        most=most,
        weights=weights,
        field="heading" if stored.bare else None,
    )
    text, spans = shown.text, shown.spans
    start: int | None = stored.start + sentence.start + shown.start
    if shown.text == said and (stored.bare or announces(said)):
        names = [heading for heading, _ in stored.children] or items(stored.text, sentence.end)
        if names:
            text, start = listed(said, names, most), None
    page = stored.page
    if page is not None:
        page += sum(at <= sentence.start for at in stored.page_breaks)
    return Quote(
        text=text,
        spans=spans,
        start=start,
        cut=(shown.start > 0, shown.start + len(shown.text) < len(said)),
        id=stored.id,
        document=stored.document,
        title=stored.title,
        path=stored.path,
        heading=stored.heading,
        kind=stored.kind,
        anchor=stored.anchor,
        institution=stored.institution,
        date=stored.date,
        page=page,
        language=stored.language,
        support=min(1.0, support),
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
