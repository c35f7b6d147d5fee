"""The dates that documents mention, each with the sentences that mention it.

Indexing has found them: every writing of a day shares the term ``d:2010-12-17``, and of a
month ``d:2010-12`` (kb.normalization). So the list of dates is read from the terms of the
index, without reading a passage; the passages of the dates on one page are fetched for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kb.catalogue.shelves import Counted
from kb.engines.base import AnyOf, Clause, Preference, SearchRequest, TermPrefix
from kb.index.payload import decode_passage
from kb.index.schema import StoredPassage
from kb.search.superseded import section_of
from kb.store import IndexReader
from kb.swahili import sentences

__all__ = [
    "DatedPassage",
    "MentionedDate",
    "mentioned_dates",
    "passages_of_date",
    "without_empty_months",
    "years_of",
]

MAX_DATES = 100_000
"""Different dates that are listed."""
MAX_PASSAGES = 3
"""Passages that are shown of one date."""
_MAX_QUOTED = 280
_MAX_BETWEEN = 4
"""Words between the day of a date and its month or year: 17 Desemba mwaka 2010."""

_MONTH, _DAY = len("d:2010-12"), len("d:2010-12-17")
_DATE = re.compile(r"d:([0-9]{4})-[0-9]{2}(?:-[0-9]{2})?")


class DatedPassage(NamedTuple):
    """A passage that mentions a date, and the sentence that does."""

    passage: StoredPassage
    quoted: str
    span: tuple[int, int]  # the date, in ``quoted``; empty where the heading has it


class MentionedDate(NamedTuple):
    """A day or a month, with passages that mention it."""

    date: str  # ISO
    total: int  # passages, of copies one
    passages: tuple[DatedPassage, ...]


def mentioned_dates(reader: IndexReader) -> Mapping[str, Sequence[Counted]]:
    """Return the days and months of each year in order, by year.

    A day has the number of its passages. A month has those that are not needed for its
    days: 0 is possible where a passage mentions two of them.
    """
    terms = dict(reader.engine.terms("term", "d:", MAX_DATES))
    of_days: Counter[str] = Counter()
    for term, number in terms.items():
        if len(term) == _DAY:
            of_days[term[:_MONTH]] += number
    by_year: dict[str, list[Counted]] = {}
    for term in sorted(terms):
        date = _DATE.fullmatch(term)
        if date is not None:
            number = max(0, terms[term] - of_days[term])
            by_year.setdefault(date[1], []).append(Counted(term[2:], number))
    return by_year


def years_of(reader: IndexReader, years: Iterable[str], institution: str) -> Sequence[Counted]:
    """Return the years that documents of an institution mention, with their passages."""
    counts = (
        Counted(
            year, _total(reader, (Clause(TermPrefix("term", f"d:{year}-"), "must"),), institution)
        )
        for year in years
    )
    return [one for one in counts if one.number]


def without_empty_months(
    reader: IndexReader, dates: Sequence[Counted], institution: str = ""
) -> Sequence[Counted]:
    """Return the dates of a year without the months that only their days mention.

    Args:
        reader: the generation.
        dates: of the year.
        institution: only dates that its documents mention; "": those of all.
    """
    if institution:
        counts = (Counted(d, _total(reader, _clauses(d), institution)) for d, _ in dates)
        return [one for one in counts if one.number]
    return [
        one
        for one in dates
        if len(one.value) == len("2010-12-17") or one.number or _total(reader, _clauses(one.value))
    ]


def _total(reader: IndexReader, clauses: tuple[Clause, ...], institution: str = "") -> int:
    request = SearchRequest(clauses, filters=_of(institution), limit=0)
    return reader.engine.search(request).total


def _of(institution: str) -> Mapping[str, Sequence[str]]:
    return {"institution": [institution]} if institution else {}


def _clauses(date: str) -> tuple[Clause, ...]:
    """Return what a passage must have to mention a date; of a month, none of its days."""
    clause = Clause(AnyOf("term", (f"d:{date}",)), "must")
    if len(date) != len("2010-12"):
        return (clause,)
    days = tuple(f"d:{date}-{day:02}" for day in range(1, 32))
    return clause, Clause(AnyOf("term", days), "not")


def passages_of_date(reader: IndexReader, date: str, institution: str = "") -> MentionedDate:
    """Return passages that mention a date; those of a month mention none of its days."""
    request = SearchRequest(
        _clauses(date),
        filters=_of(institution),
        sort="reading",
        limit=4 * MAX_PASSAGES,
        one_of_copies=Preference(),
    )
    response = reader.engine.search(request)
    ids = list({section_of(hit.id): hit.id for hit in reversed(response.hits)}.values())[::-1]
    stored = reader.engine.fetch(ids[:MAX_PASSAGES])
    passages = (decode_passage(one.payload) for one in stored if one)
    return MentionedDate(date, response.total, tuple(_quoting(passages, f"d:{date}")))


def _quoting(passages: Iterable[StoredPassage], term: str) -> Iterable[DatedPassage]:
    for passage in passages:
        at = next((i for i, terms in enumerate(passage.body.terms) if term in terms), None)
        if at is None:  # the heading mentions it
            quoted = passage.text[:_MAX_QUOTED]
            yield DatedPassage(passage, quoted, (0, 0))
            continue
        start, end = passage.body.span(*_date_around(passage, at, term))
        first, last = next((a, b) for a, b in sentences(passage.text) if a <= start < b)
        first = max(first, _word_start(passage.text, start - _MAX_QUOTED // 2))
        last = min(last, first + _MAX_QUOTED)
        quoted = passage.text[first:last].rstrip()
        yield DatedPassage(passage, quoted, (start - first, end - first))


def _date_around(passage: StoredPassage, at: int, term: str) -> tuple[int, int]:
    """Return the first and the last word of the date whose term is on word *at*."""
    body, year, month = passage.body, term[2:6], term[:9]
    near = range(max(0, at - _MAX_BETWEEN), min(len(body), at + _MAX_BETWEEN + 1))
    of_it = [i for i in near if month in body.terms[i] or (i > at and body.surfaces[i] == year)]
    return min([at, *of_it]), max([at, *of_it])


def _word_start(text: str, at: int) -> int:
    """Return where the first whole word from *at* on begins."""
    return 0 if at <= 0 else text.find(" ", at) + 1
