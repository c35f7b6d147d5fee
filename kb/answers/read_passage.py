"""Decode a ranked passage for an answer: its sentences, and what the question has in it.

Of a table each row is a sentence. Its header is above every row, as a heading is above its
text; header rows themselves answer nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from kb import swahili
from kb.answers.sentences import ITEM, complete_sentences
from kb.document import Span
from kb.highlight import Mark, find_marks
from kb.highlight.table_rows import row_spans, with_rows
from kb.index.packed_columns import zone_columns
from kb.index.passage_terms import PassageTerms
from kb.index.payload import decode_passage
from kb.index.schema import StoredPassage, TokenColumns
from kb.query.terms import QueryTerm
from kb.search.asked_nouns import Expected
from kb.search.expected_answer import expected_answer
from kb.search.headings import covers

__all__ = ["RankedPassage", "ReadPassage", "read_passage"]


_LABEL = re.compile(rf"(?:{ITEM.pattern}\s*)?[^.:|\n]{{2,60}}(?:: |\t| {{2,}})(?=\S)")
"""What begins a line of a list of labels; a label names its own thing."""


class RankedPassage(NamedTuple):
    """A ranked passage, with its payload and its words."""

    score: float
    payload: bytes
    words: PassageTerms


class ReadPassage(NamedTuple):
    """A passage decoded for an answer."""

    stored: StoredPassage
    share: float  # its score, relative to the best
    marked: Sequence[Mark]  # labelled with the number of the query term
    plain: Sequence[Mark]  # those of a form of the word itself, not of a relative or synonym
    spans: Sequence[Span]  # of its sentences and rows, without the blanks around them
    above: AbstractSet[int]  # the query terms in its title or headings
    headed: AbstractSet[int]  # those in its heading or in the name of its institution
    titled: AbstractSet[int]  # those in its title or in the name of its institution
    about: bool  # its heading, or else its title, has no words but the question's
    subject: float  # the share of its heading's or title's words that are the question's
    rows: Sequence[Span]  # of its tables, without header rows
    headers: Sequence[tuple[Span, AbstractSet[int]]]  # rows, and the query terms of their header
    labelled: Sequence[Span]  # lines of lists of labels: *Kliniki ya macho: Jumanne*
    known: AbstractSet[str]  # the terms of its institution's name
    asks: Expected  # what its heading asks for, if that is a question with words of this one

    def place_of(self, offset: int) -> int:
        """Return the number of the sentence or row that an offset is in; −1 before the first."""
        return bisect_right(self.spans, offset, key=itemgetter(0)) - 1


def read_passage(
    place: RankedPassage,
    share: float,
    words_asked: Sequence[QueryTerm],
    plain: Sequence[QueryTerm],
) -> ReadPassage:
    """Return a passage as its sentences are scored.

    Args:
        place: the ranked passage.
        share: its score, relative to the best.
        words_asked: labelled with the number of the query term.
        plain: of these the words themselves: no relatives, no synonyms.
    """
    words, stored = place.words, decode_passage(place.payload, place.words)
    heading = find_marks(stored.heading_tokens, words_asked, None)
    above = {int(mark.label) for mark in heading}
    about = covers(stored.heading_tokens, heading)
    subject = _covered(stored.heading_tokens, heading)
    titled: AbstractSet[int] = frozenset()
    for name in ("title", "path"):
        columns = zone_columns(words, name)
        marked = find_marks(columns, words_asked, None)
        above |= {int(mark.label) for mark in marked}
        if name == "title":
            titled = {int(mark.label) for mark in marked}
            subject = max(subject, _covered(columns, marked))
            if stored.heading is None:
                about = covers(columns, marked)
    institution = _named_by(stored.institution or "", words_asked)
    above |= institution
    field = "heading" if stored.bare else None
    marked = find_marks(stored.body, words_asked, field)
    every_row = row_spans(stored.text, stored.tables)
    header = {
        row for row in every_row for part in stored.tables if part.start <= row[0] < part.body
    }
    parted = with_rows(swahili.sentences(stored.text), every_row)
    spans = complete_sentences(stored.text, (span for span in parted if span not in header))
    return ReadPassage(
        stored,
        share,
        marked,
        find_marks(stored.body, plain, field),
        spans,
        above,
        {int(mark.label) for mark in heading} | institution,
        titled | institution,
        stored.ordinal == 1 and about,
        subject,
        [row for row in every_row if row not in header],
        _header_labels(stored, words_asked, marked),
        _labelled(stored.text, spans),
        _terms_of(stored.institution or ""),
        _asked_by(stored.heading_tokens) if heading else "",
    )


def _labelled(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the lines that begin with a label, beside another such line."""
    lines = [_LABEL.match(text, *span) is not None for span in spans]
    beside = zip([False, *lines], lines, [*lines[1:], False])
    return [
        span for span, (before, here, after) in zip(spans, beside) if here and (before or after)
    ]


def _asked_by(heading: TokenColumns) -> Expected:
    """Return what kind of answer a heading asks for: *Leseni hudumu kwa muda gani*."""
    columns = zip(heading.surfaces, heading.terms, heading.functions, strict=True)
    return expected_answer(
        QueryTerm(form, frozenset(terms), surface=form, function=function)
        for form, terms, function in columns
    ).kind


def _covered(columns: TokenColumns, marked: Sequence[Mark]) -> float:
    """Return the share of a text's content words that are marked."""
    content = {i for i, function in enumerate(columns.functions) if not function}
    inside = {i for mark in marked for i in range(mark.first, mark.last + 1)}
    return len(content & inside) / len(content) if content else 0.0


def _named_by(institution: str, words_asked: Sequence[QueryTerm]) -> AbstractSet[int]:
    """Return the query terms that an institution's name has; of a phrase all the words."""
    terms = _terms_of(institution)

    def names(word: QueryTerm) -> bool:
        steps = [step for step in word.sequence if not step.function] or [word]
        return not any(terms.isdisjoint(step.terms) for step in steps)

    return {int(word.label) for word in words_asked if names(word)}


@lru_cache(maxsize=64)
def _terms_of(name: str) -> AbstractSet[str]:
    return frozenset(term for token in swahili.analyse(name) for term in token.terms)


def _header_labels(
    stored: StoredPassage, words_asked: Sequence[QueryTerm], marked: Sequence[Mark]
) -> list[tuple[Span, AbstractSet[int]]]:
    """Return the span of each table, and what of the question its header has."""
    earlier = find_marks(stored.header_tokens, words_asked, None)
    labels: list[tuple[Span, AbstractSet[int]]] = []
    for place, part in enumerate(stored.tables):
        inside = [mark for mark in marked if part.start <= mark.start < part.body]
        header = {int(mark.label) for mark in (*inside, *(earlier if place == 0 else ()))}
        labels.append(((part.body, part.end), header))
    return labels
