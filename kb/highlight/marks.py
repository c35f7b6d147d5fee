"""Find the words of a text that match a question: which are marked, and as which term.

The stored tokens of a text and the query terms come in; marks go out, in the order
of the text. Nothing is analysed: a word matches if a term it was indexed under is
among the query terms, whatever prefixes the word has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kb.index.schema import TermNumbers, TokenColumns
from kb.normalization import MAX_PARTS
from kb.query.terms import QueryTerm

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["Mark", "apart", "find_marks", "marks"]


_CODE = re.compile("[0-9]")
"""A joined code has a digit in it."""


class Mark(NamedTuple):
    """Tokens *first* to *last* match the query term called *label*."""

    first: int
    last: int
    start: int
    end: int
    label: str


def marks(
    columns: TokenColumns, query_terms: Sequence[QueryTerm], *, field: str | None = None
) -> tuple[Span, ...]:
    """Return the spans of *columns*' text that match a query term.

    A phrase is one span, from its first word to its last. Function words are
    marked inside a phrase, or where the question has nothing else.

    Args:
        columns: the tokens of the text.
        query_terms: what the question asks for; one with need "not" is never marked.
        field: what the text is: None for a passage, "heading" or "title". A term
            with a field is marked there only.

    Returns:
        Spans in order; none overlap.

    >>> words = TokenColumns(("bodi", "na", "wakurugenzi"), (("bodi",), ("na",), ("mkurugenzi",)),
    ...     ((), (), ()), (False, True, False), (0, 5, 8), (4, 7, 19))
    >>> marks(words, [QueryTerm("mkurugenzi", terms=frozenset({"mkurugenzi"}))])
    ((8, 19),)
    """
    return apart(find_marks(columns, query_terms, field))


def find_marks(
    columns: TokenColumns, query_terms: Sequence[QueryTerm], field: str | None
) -> list[Mark]:
    """Return every mark, in the order of the text."""
    if not len(columns):
        return []
    # Mostly no term has a field: then all texts of a passage have one matcher.
    fielded = any(term.field is not None for term in query_terms)
    question = _matcher(tuple(query_terms), field if fielded else None)
    places = columns.places(question.numbers)
    if not places:
        return []
    marked = {
        Mark(i, last, *columns.span(i, last), label)
        for k, label in question.singles
        for i in places.get(k, ())
        for last in (_last_part(columns, i, question.codes),)
    }
    for phrase in question.phrases:
        for first, last in _runs(columns, phrase, places):
            marked.add(Mark(first, last, *columns.span(first, last), phrase.label))
    return sorted(marked)


def apart(marked: Iterable[Mark]) -> tuple[Span, ...]:
    """Return the spans of marks; overlapping ones are merged."""
    spans: list[Span] = []
    for mark in marked:
        if spans and mark.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(mark.end, spans[-1][1]))
        else:
            spans.append((mark.start, mark.end))
    return tuple(spans)


class _Question(NamedTuple):
    """The matcher for one kind of text; its single words have numbers."""

    singles: tuple[tuple[int, str], ...]  # each with its label
    phrases: tuple[_Phrase, ...]
    numbers: TermNumbers
    codes: frozenset[str]  # the terms that may be codes, written in several parts


class _Phrase(NamedTuple):
    """The words of a phrase, and the steps that must occur; connectives may differ."""

    label: str
    words: tuple[int, ...]
    content: tuple[int, ...]


@lru_cache(maxsize=8)  # all hits of one page have the same question
def _matcher(query_terms: tuple[QueryTerm, ...], field: str | None) -> _Question:
    """Return the matcher for one kind of text."""
    included = [w for w in query_terms if w.need != "not"]
    nothing_else = all(w.function and not w.sequence for w in included)
    here = [w for w in included if w.field in (None, field)]
    singles = [w for w in here if not w.sequence and (nothing_else or not w.function)]
    phrases = [(w.label, _steps(w)) for w in here if w.sequence]
    words = list(dict.fromkeys(chain(singles, *(steps for _, steps in phrases))))
    number = {word: k for k, word in enumerate(words)}
    by_surface, by_term, by_related = (defaultdict[str, list[int]](list) for _ in range(3))
    for k, word in enumerate(words):
        if word.prefix:
            continue
        by_surface[word.surface].append(k)
        if not word.exact:
            for term in word.related:
                by_related[term].append(k)
            for term in word.terms | word.related:
                by_term[term].append(k)
    return _Question(
        tuple((number[word], word.label) for word in singles),
        tuple(
            _Phrase(label, tuple(number[step] for step in steps), _deciding(steps))
            for label, steps in phrases
        ),
        TermNumbers(
            by_surface,
            by_term,
            by_related,
            [(k, word.prefix) for k, word in enumerate(words) if word.prefix],
        ),
        frozenset(filter(_CODE.search, by_term)),
    )


def _steps(phrase: QueryTerm) -> tuple[QueryTerm, ...]:
    """Return the words of a phrase; those of an exact one match by their form only."""
    if phrase.exact:
        return tuple(step._replace(exact=True) for step in phrase.sequence)
    return phrase.sequence


def _deciding(steps: Sequence[QueryTerm]) -> tuple[int, ...]:
    """Return the steps of a phrase that must occur: all but its connectives."""
    content = tuple(k for k, step in enumerate(steps) if step.exact or not step.function)
    return content or tuple(range(len(steps)))


def _last_part(columns: TokenColumns, first: int, codes: AbstractSet[str]) -> int:
    """Return the last word of a code that matches as a whole: *0754112233*, "0754 112 233".

    Its joined parts are a term of its first word (``kb.normalization.codes``). Any other word
    ends where it begins.
    """
    if not codes:
        return first
    surfaces = columns.surfaces
    for term in columns.terms[first]:
        if term not in codes or len(term) <= len(surfaces[first]):
            continue
        joined = ""
        for last in range(first, min(first + MAX_PARTS, len(surfaces))):
            joined += surfaces[last]
            # The code of a country stands for the first digit of a telephone number.
            if joined.endswith(term[1:]):
                return last
    return first


def _runs(
    columns: TokenColumns, phrase: _Phrase, places: Mapping[int, list[int]]
) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each place where a phrase occurs.

    Connectives may differ (*misingi ya wakala*, *misingi wa wakala*): only the other
    steps count, and their distances.
    """
    _, words, content = phrase
    occurs = {k: frozenset(places.get(words[k], ())) for k in content}
    for place in places.get(words[content[0]], ()):
        origin = place - content[0]
        if not all(origin + k in occurs[k] for k in content):
            continue
        first, last, final = place, origin + content[-1], origin + len(words) - 1
        # Connectives at the ends of the phrase are part of it, where they occur.
        while first > max(origin, 0) and columns.functions[first - 1]:
            first -= 1
        while last < min(final, len(columns.functions) - 1) and columns.functions[last + 1]:
            last += 1
        yield first, last
