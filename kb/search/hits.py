"""Build the hits of a page: the window shown, its marks, and the words a passage lacks.

The matcher of a question is built once for a page. The passages store all it needs;
nothing is analysed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kb.highlight import marked_tables, marks, window
from kb.index.passage_terms import PassageTerms
from kb.index.payload import decode_passage
from kb.index.schema import StoredPassage
from kb.index.zones import prefix_key, term_key
from kb.query.question import BoundQuestion
from kb.query.terms import QueryTerm
from kb.results import Hit
from kb.search.evidence import DECIDABLE, evidence
from kb.search.expected_answer import ExpectedAnswer, expected_answer
from kb.search.headings import heading_matches
from kb.search.retrieve import RankedPage

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["build_hits", "label_weights"]


def label_weights(question: BoundQuestion, passages: int) -> dict[str, float]:
    """Return the weight of each word when a window is chosen: its inverse document frequency.

    Args:
        question: bound to an index.
        passages: how many passages the index holds.
    """
    return {
        term.label: math.log(1 + passages / (1 + term.term_frequency))
        for edge in question.typed
        for term in edge.terms
    }


def build_hits(
    page: RankedPage, question: BoundQuestion, weights: Mapping[str, float], *, max_length: int
) -> list[Hit]:
    """Return the hits of ranked passages.

    Args:
        page: the passages of one page.
        question: bound to the index.
        weights: see ``label_weights``.
        max_length: of a window, in characters.
    """
    marked, alternatives = question.marked(), question.alternatives()
    kinds = {
        term.label: term_key(term.kind)
        for edge in question.typed
        for term in edge.terms
        if term.kind
    }
    asked = expected_answer(marked) if question.question.kind != "topic" else ExpectedAnswer("")
    return [
        _hit(score, *page.passages[id], marked, alternatives, kinds, asked, weights, max_length)
        for id, score in page.ranked
        if id in page.passages
    ]


def _hit(
    score: float,
    payload: bytes,
    words: PassageTerms,
    marked: Sequence[QueryTerm],
    alternatives: Sequence[tuple[QueryTerm, ...]],
    kinds: Mapping[str, bytes],
    asked: ExpectedAnswer,
    weights: Mapping[str, float],
    max_length: int,
) -> Hit:
    passage = decode_passage(payload, words)
    long = len(passage.text) > max_length
    shown = window(
        passage.text,
        passage.body,
        marked,
        max_length=max_length,
        weights=weights,
        field="heading" if passage.bare else None,
        opening=long and heading_matches(passage, words, marked),
        tables=marked_tables(passage, marked),
        facts=_facts(passage, marked, asked) if long else (),
    )
    first_mark = shown.start + (shown.spans[0][0] if shown.spans else 0)
    return Hit(
        id=passage.id,
        document=passage.document,
        title=passage.title,
        institution=passage.institution,
        date=passage.date,
        path=passage.path,
        heading=passage.heading,
        kind=passage.kind,
        anchor=passage.anchor,
        language=passage.language,
        page=passage.page_at(first_mark),
        ocr=passage.ocr,
        score=score,
        text=shown.text,
        start=passage.start + shown.start,
        spans=shown.spans,
        missing=_missing(words, alternatives, kinds),
        children=passage.children,
        heading_spans=marks(passage.heading_tokens, marked, field="heading"),
        cut=_cut(passage, shown.start, len(shown.text)),
        tables=shown.tables,
    )


def _facts(
    passage: StoredPassage, marked: Sequence[QueryTerm], asked: ExpectedAnswer
) -> list[Span]:
    """Return the spans of the dates, amounts, names … that a question asks for."""
    if asked.kind not in DECIDABLE:
        return []
    forms = {word.surface for word in marked}
    tokens = evidence(asked, passage.text, passage.body, (0, len(passage.body)), forms)
    return [passage.body.span(i, i) for i in tokens]


def _cut(passage: StoredPassage, start: int, length: int) -> tuple[bool, bool]:
    return start > 0, start + length < len(passage.text)


def _missing(
    words: PassageTerms,
    alternatives: Sequence[tuple[QueryTerm, ...]],
    kinds: Mapping[str, bytes],
) -> tuple[str, ...]:
    """Return the words that are missing from a passage, its title, its headings and around it.

    Where one of several alternatives occurs, none is missing. A word that names the kind of its
    section is not missing: *opening hours* in "Muda wa kufungua".
    """
    missing = (options for options in alternatives if not any(_occurs(o, words) for o in options))
    labels = dict.fromkeys(options[0].label for options in missing)
    return tuple(
        label for label in labels if label not in kinds or not words.is_around(kinds[label])
    )


def _occurs(term: QueryTerm, words: PassageTerms) -> bool:
    """Tell whether a word occurs in a passage, or the content words of a phrase do."""
    if term.sequence:
        return all(_occurs(step, words) for step in term.sequence if not step.function)
    if term.prefix:
        return bool(words.beginning(prefix_key(term.prefix)))
    if term.exact:
        return bool(words.forms(term_key(term.surface)))
    # Its own terms first: they are in most passages that are shown.
    return (
        any(map(words.has, term.terms))
        or any(map(words.has, term.related))
        or any(words.is_around(term_key(one)) for one in term.terms)
    )
