"""Decode a ranked passage for an answer: its sentences, and what the question has in it.

Of a table each row is a sentence. Its header is above every row, as a heading is above its
text; header rows themselves answer nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from kb import swahili
from kb.document import Span
from kb.highlight import Mark, find_marks
from kb.highlight.table_rows import row_spans, with_rows
from kb.index.payload import decode_passage
from kb.index.schema import StoredPassage, TokenColumns
from kb.index.zones import PassageTerms
from kb.query.terms import QueryTerm
from kb.search.headings import covers

__all__ = ["RankedPassage", "ReadPassage", "read_passage"]


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
    spans: Sequence[Span]  # of its sentences and rows
    above: AbstractSet[int]  # the query terms in its title or headings
    titled: AbstractSet[
        int
    ]  # those in the title of its document, or in the name of its institution
    about: bool  # its heading, or else its title, has no words but the question's
    subject: float  # the share of its heading's or title's words that are the question's
    rows: Sequence[Span]  # of its tables, without header rows
    headers: Sequence[tuple[Span, AbstractSet[int]]]  # rows, and the query terms of their header


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
        columns = words.columns(name)
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
    spans = with_rows(swahili.sentences(stored.text), every_row)
    return ReadPassage(
        stored,
        share,
        marked,
        find_marks(stored.body, plain, field),
        [span for span in spans if span not in header],
        above,
        titled | institution,
        stored.ordinal == 1 and about,
        subject,
        [row for row in every_row if row not in header],
        _header_labels(stored, words_asked, marked),
    )


def _covered(columns: TokenColumns, marked: Sequence[Mark]) -> float:
    """Return the share of a text's content words that are marked."""
    content = {i for i, function in enumerate(columns.functions) if not function}
    inside = {i for mark in marked for i in range(mark.first, mark.last + 1)}
    return len(content & inside) / len(content) if content else 0.0


def _named_by(institution: str, words_asked: Sequence[QueryTerm]) -> AbstractSet[int]:
    """Return the query terms of which an institution's name has a word."""
    terms = _terms_of(institution)
    return {int(word.label) for word in words_asked if not terms.isdisjoint(word.terms)}


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
