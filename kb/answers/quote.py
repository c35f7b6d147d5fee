"""Make the answer of a sentence: cut where it is too long, with the list that it announces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb import swahili
from kb.answers.counted_list import counts_list
from kb.answers.read_passage import ReadPassage
from kb.answers.sentence_query import SentenceQuery
from kb.answers.sentences import Sentence, items, list_intro, with_items
from kb.document import Span
from kb.highlight import marked_tables, marks, window
from kb.highlight.table_rows import shown_tables
from kb.index.schema import TokenColumns
from kb.results import Answer
from kb.tables import TablePart

__all__ = ["quote"]

_GAP = 2
"""Characters between two neighbours of one fact: a blank, or a full stop and a blank."""

_OF = frozenset({"ya", "wa", "la", "za", "cha", "vya"})

_WHOLE_LIST = 3
"""Times the length of an answer that a list may have; a longer one is cut after an item."""


def quote(
    passage: ReadPassage,
    sentence: Sentence,
    facts: Sequence[int],
    query: SentenceQuery,
    weights: Mapping[str, float],
    support: float,
    max_length: int,
) -> Answer:
    """Return a sentence as it is shown.

    Args:
        passage: the sentence's.
        sentence: a stretch of it.
        facts: its tokens of the kind that the question expects.
        query: the question.
        weights: how much each word counts, by its label.
        support: how sure the answer is.
        max_length: of the text, in characters.
    """
    stored = passage.stored
    said = _window_of(passage, sentence, facts, query, weights, max_length)
    if not said.tables:
        said = _with_list(said, passage, sentence, facts, query, max_length)
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
        support=support,
        **said._asdict(),
    )


class _Said(NamedTuple):
    """What an answer says: the fields of Answer that are not of its source."""

    text: str
    spans: tuple[Span, ...]
    start: int | None
    cut: tuple[bool, bool]
    tables: tuple[TablePart, ...]
    fact: Span | None
    items: tuple[str, ...] = ()
    stated: int | None = None
    listed: int | None = None


def _window_of(
    passage: ReadPassage,
    sentence: Sentence,
    facts: Sequence[int],
    query: SentenceQuery,
    weights: Mapping[str, float],
    max_length: int,
) -> _Said:
    """Return a sentence, cut where it is too long; a row of a table with its header."""
    stored = passage.stored
    text = stored.text[sentence.start : sentence.end]
    field = "heading" if stored.bare else None
    tables = shown_tables(
        stored.text,
        marked_tables(stored, query.marked),
        sentence.start,
        sentence.end,
        marks(stored.body, query.marked, field=field) if stored.tables else (),
    )
    first, last = sentence.tokens
    columns = _part(stored.body, sentence)
    fact_spans = _joined(text, columns, [i - first for i in facts if first <= i < last])
    shown = window(
        text,
        columns,
        query.marked,
        max_length=max_length,
        weights=weights,
        field=field,
        tables=tables,
        facts=fact_spans,
    )
    return _Said(
        shown.text,
        shown.spans,
        stored.start + sentence.start + shown.start,
        (shown.start > 0, shown.start + len(shown.text) < len(text)),
        shown.tables,
        _fact(fact_spans, shown.start, len(shown.text)),
    )


def _with_list(
    said: _Said,
    passage: ReadPassage,
    sentence: Sentence,
    facts: Sequence[int],
    query: SentenceQuery,
    max_length: int,
) -> _Said:
    """Return what is said with the list that it announces, counted if the question counts it."""
    intro, names = _list(passage, sentence, query)
    if not names:
        return said
    text = passage.stored.text[sentence.start : sentence.end]
    listed = _listed_count(names, query) if query.expected.counts else None
    counted = said._replace(
        items=tuple(names),
        listed=listed,
        stated=_stated(passage.stored.body, facts) if listed else None,
    )
    if not listed and said.text == text and len(items(text, len(intro))) == len(names):
        return counted  # the list is in the sentence
    announced = f"{intro} ({listed})" if listed and not facts else intro
    return counted._replace(
        text=with_items(announced, names, _WHOLE_LIST * max_length),
        start=None,
        cut=(False, False),
        spans=tuple(span for span in said.spans if span[1] <= len(intro)),
        fact=said.fact if said.fact and said.fact[1] <= len(intro) else None,
    )


def _list(
    passage: ReadPassage, sentence: Sentence, query: SentenceQuery
) -> tuple[str, Sequence[str]]:
    """Return what announces a list, and the names of all its items or of the sections below."""
    stored = passage.stored
    text = stored.text[sentence.start : sentence.end]
    intro = list_intro(text)
    if not (stored.bare or intro or counts_list(passage, sentence, query)):
        return "", ()
    intro = intro or text
    listed = items(stored.text, sentence.start + len(intro))
    return intro, listed or [heading for heading, _ in stored.children]


def _listed_count(names: Sequence[str], query: SentenceQuery) -> int:
    """Return how many of a list are what is counted.

    Of *Idara ya Utawala*, *Idara ya Mipango* and *Ofisi ya Pemba* two are idara; names that do
    not say what they are count all.
    """
    named = sum(not query.expected.noun.isdisjoint(_first_terms(name)) for name in names)
    return named if named > len(names) // 2 else len(names)


def _first_terms(name: str) -> Sequence[str]:
    tokens = swahili.analyse(name)
    return tokens[0].terms if tokens else ()


def _stated(columns: TokenColumns, facts: Sequence[int]) -> int | None:
    """Return the number that a sentence gives."""
    for i in facts:
        for term in columns.terms[i]:
            if term.isdigit():
                return int(term)
    return None


def _joined(text: str, columns: TokenColumns, facts: Sequence[int]) -> list[Span]:
    """Return the spans of facts; neighbours are one, as in *4 Machi 2005* or *Asha Mfano*."""
    here = frozenset(facts)
    spans: list[Span] = []
    for i in facts:
        first = last = i
        while first - 1 in here and _are_neighbours(text, columns, first - 1):
            first -= 1
        while last + 1 in here and _are_neighbours(text, columns, last):
            last += 1
        if _is_named_by(text, columns, last):
            last += 2
        spans.append(columns.span(first, last))
    return list(dict.fromkeys(spans))


def _is_named_by(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a name of two words goes on: *Baraza la Mawaziri*, *mji wa Mfano*."""
    if i + 2 >= len(columns) or columns.surfaces[i + 1] not in _OF:
        return False
    return text[columns.starts[i + 2]].isupper()


def _are_neighbours(text: str, columns: TokenColumns, i: int) -> bool:
    between = text[columns.ends[i] : columns.starts[i + 1]]
    return len(between) <= _GAP and "," not in between


def _fact(spans: Sequence[Span], start: int, length: int) -> Span | None:
    """Return where the nearest fact is in the text that is shown."""
    for first, last in spans:
        if start <= first and last <= start + length:
            return first - start, last - start
    return None


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
