"""Find candidates, rank them, and make the hits of one page.

Two stages, so that every engine ranks alike: the engine's own score chooses the
candidates (passages with all words first, then with any), ours orders them.
Beyond the candidates the engine's order stands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from kb.engines.base import Clause, Engine, Filters
from kb.highlight import marks, window
from kb.index.payload import decode_passage, decode_terms
from kb.index.schema import StoredPassage
from kb.index.zones import NUMBERED, PassageTerms, term_key
from kb.query.terms import QueryTerm
from kb.ranking.scorer import WEIGHTS, Alternative, Candidate, Ranked, Unit, Weights, rank
from kb.results import Hit
from kb.search.collapse import MOST_OF_ONE, Matched, listed
from kb.search.headings import is_heading_asked
from kb.search.interpret import Asked

__all__ = ["Answer", "Found", "answer", "features", "find", "hits"]

TOO_FEW = 10
"""Matches below which the families of the words are asked for too."""

_DAY = re.compile(r"d:\d{4}-\d\d-\d\d")  # as kb.normalization writes it
PART_OF_A_DAY = 0.3
"""What its month and its year are worth, beside a day that is known."""

MOST_FORMS = 200
"""Forms that a prefix stands for; the most frequent ones."""


class Found(NamedTuple):
    """What the first stage gives the second."""

    clauses: Sequence[Clause]  # what the engine was asked
    total: int  # how many passages answer them
    units: Sequence[Unit]  # the words of the question, in the order typed
    alternatives: Sequence[Alternative]  # what some of them also mean
    candidates: Sequence[Candidate]
    passages: int  # how many the index holds


class Answer(NamedTuple):
    """The ranked ids of one stretch of the result list."""

    total: int
    ranked: Sequence[Ranked]
    weights: Mapping[str, float]  # how rare each word is, by its label
    clauses: Sequence[Clause]  # what the total counts
    more: Mapping[str, int] = MappingProxyType({})  # see kb.search.collapse.Listed
    folded: int = 0


def answer(
    engine: Engine,
    asked: Asked,
    filters: Filters,
    *,
    candidates: int,
    offset: int,
    limit: int,
    grouped: bool = False,
    replaced: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    """Return the passages from *offset* on, at most *limit* of them, best first.

    A question that is filters only lists all that they let through, in reading order.
    How the list is laid out: kb.search.collapse

    Args:
        engine: the open index.
        asked: what the question asks for.
        filters: facet values a passage must have.
        candidates: how many passages are ordered by our ranking.
        offset: how many of the list are passed over.
        limit: how many are returned.
        grouped: whether at most a few hits of each document are listed.
        replaced: documents, and the one that stands in for each.
    """
    if asked.is_empty:
        if asked.required or not filters:
            return Answer(0, (), {}, ())
        total = engine.search((), filters, limit=0).total
        every = Matched(engine, (), filters, (), total, sort="reading")
        page = listed(every, offset=offset, limit=limit, grouped=grouped, replaced={})
        return Answer(total, page.ranked, {}, (), page.more, page.folded)
    found = find(engine, asked, filters, candidates)
    ranked = _ranked(found, asked, WEIGHTS)
    matched = Matched(engine, found.clauses, filters, ranked, found.total)
    page = listed(matched, offset=offset, limit=limit, grouped=grouped, replaced=replaced)
    weights = {
        word.label: math.log(1 + found.passages / (1 + unit.term_frequency))
        for word, unit in zip(asked.words, found.units, strict=True)
    }
    return Answer(found.total, page.ranked, weights, found.clauses, page.more, page.folded)


def _ranked(found: Found, asked: Asked, weights: Weights) -> list[Ranked]:
    return rank(
        found.units,
        found.candidates,
        found.passages,
        weights,
        alternatives=found.alternatives,
        asks=asked.asks,
    )


def features(
    engine: Engine, asked: Asked, filters: Filters, *, candidates: int, ids: Sequence[str]
) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return which features raised each of some passages, and by how much of its score.

    See kb.ranking.explain; the question is ranked again for each feature.
    """
    from kb.ranking.explain import shares

    if asked.is_empty:
        return {}
    found = find(engine, asked, filters, candidates)
    return shares(lambda weights: _ranked(found, asked, weights), ids)


def find(engine: Engine, asked: Asked, filters: Filters, most: int) -> Found:
    """Return at most *most* candidates: passages with all words first, then with any."""
    clauses = asked.clauses(every=False)
    matches = engine.search(clauses, filters, limit=most)
    if asked.optional and not asked.also and _too_few(engine, clauses, filters, matches.total):
        clauses += asked.weaker()
        matches = engine.search(clauses, filters, limit=most)
    if not matches.total and (parted := asked.parted()):
        clauses += parted
        matches = engine.search(clauses, filters, limit=most)
    ids = matches.ids
    if len(asked.optional) > 1 and matches.total > most:
        every = engine.search(asked.clauses(every=True), filters, limit=most)
        ids = tuple(dict.fromkeys(every.ids + ids))[:most]
    return Found(
        clauses,
        matches.total,
        *_units(engine, asked),
        _fetched(engine, ids),
        max(1, engine.statistics().entries),
    )


def _too_few(engine: Engine, clauses: Sequence[Clause], filters: Filters, total: int) -> bool:
    """Tell whether so few passages match that the families of the words are asked for too.

    In one document they are asked for if they were in all: its "N more" leads here, and
    must find as many as it counted. What is folded has more than MOST_OF_ONE matches.
    """
    if total >= TOO_FEW or "document" not in filters or total <= MOST_OF_ONE:
        return total < TOO_FEW
    others = {facet: values for facet, values in filters.items() if facet != "document"}
    return engine.search(clauses, others, limit=0).total < TOO_FEW


def _fetched(engine: Engine, ids: Sequence[str]) -> list[Candidate]:
    candidates = []
    for stored in filter(None, engine.fetch(ids)):
        words = decode_terms(stored.payload)
        section, _, number = stored.id.rpartition(".")  # of a passage in its section
        candidates.append(
            Candidate(
                stored.id,
                stored.document,
                stored.ordinal,
                words,
                section,
                words.section_words,
                number == "1",
            )
        )
    return candidates


def _units(engine: Engine, asked: Asked) -> tuple[list[Unit], list[Alternative]]:
    """Return the words of the question with how rare they are, looked up in one go."""
    words = asked.words + [word for one in asked.instead for word in one.words]
    terms = sorted({term for word in words for term in (*word.terms, *word.related)})
    surfaces = sorted({word.surface for word in words})
    rare = _Rarities(
        dict(zip(terms, engine.frequencies("term", terms), strict=True)),
        dict(zip(terms, engine.frequencies("family", terms), strict=True)),
        dict(zip(surfaces, engine.frequencies("surface", surfaces), strict=True)),
    )
    units = [_unit(engine, word, rare) for word in asked.words]
    counts = _counts(asked.wanted)
    days = [term for term in terms if _DAY.fullmatch(term) and rare.terms[term]]
    for i, word in enumerate(asked.words):
        if word in counts:
            units[i] = units[i]._replace(bare=True)
        if any(_is_part(word, day) for day in days):
            units[i] = units[i]._replace(weight=PART_OF_A_DAY)
    return units, [
        Alternative(
            one.first,
            one.last,
            tuple(_unit(engine, word, rare)._replace(weight=one.weight) for word in one.words),
        )
        for one in asked.instead
    ]


def _is_part(word: QueryTerm, day: str) -> bool:
    """Tell whether a word is the month or the year of a day: *Julai* or *2012* of 13/7/2012."""
    month, year = day.rpartition("-")[0], day[2:6]
    return month in word.terms or year in word.terms


def _counts(wanted: Sequence[QueryTerm]) -> set[QueryTerm]:
    """Return the numbers of a question that number no heading: *miaka 18*, not *ibara ya 18*."""
    found = set()
    named: frozenset[str] = frozenset()  # what the last content word before says
    for before, word in pairwise(wanted):
        named = named if before.function else before.terms
        is_number = bool(word.terms) and all(term.isdigit() for term in word.terms)
        if is_number and NUMBERED.isdisjoint(named):
            found.add(word)
    return found


class _Rarities(NamedTuple):
    """In how many passages each term, relative and form stands."""

    terms: Mapping[str, int]
    families: Mapping[str, int]
    forms: Mapping[str, int]


def _unit(engine: Engine, word: QueryTerm, rare: _Rarities) -> Unit:
    if word.prefix:
        return _beginning(engine, word)
    often = rare.forms[word.surface]
    if word.exact:
        form = frozenset({word.surface})
        return Unit(frozenset(), word.surface, frozenset(), often, often, 0, form)
    full = max((rare.terms[term] for term in word.terms), default=0)
    weak = max((rare.terms[term] + rare.families[term] for term in word.related), default=0)
    return Unit(word.terms, word.surface, word.related, full, often, weak)


def _beginning(engine: Engine, word: QueryTerm) -> Unit:
    """Return the unit of a prefix: any of the forms that start with it."""
    forms = dict(engine.terms("surface", word.prefix, MOST_FORMS))
    often = sum(forms.values())
    return Unit(frozenset(), word.prefix, frozenset(), often, often, 0, frozenset(forms))


def hits(
    engine: Engine,
    ranked: Sequence[Ranked],
    asked: Asked,
    weights: Mapping[str, float],
    *,
    most: int,
) -> list[Hit]:
    """Return the hits of ranked passages: the window shown, its marks, the words it lacks.

    Args:
        engine: the open index.
        ranked: the passages of one page.
        asked: what the question asks for.
        weights: how much each word counts when the window is chosen.
        most: the greatest length of a window, in characters.
    """
    found = engine.fetch([place.id for place in ranked])
    return [
        _hit(place.score, stored.payload, asked, weights, most)
        for place, stored in zip(ranked, found, strict=True)
        if stored is not None
    ]


def _hit(
    score: float, payload: bytes, asked: Asked, weights: Mapping[str, float], most: int
) -> Hit:
    passage = decode_passage(payload)
    shown = window(
        passage.text,
        passage.body,
        asked.wanted,
        most=most,
        weights=weights,
        field="heading" if passage.bare else None,
        opening=len(passage.text) > most and is_heading_asked(passage, payload, asked.wanted),
    )
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
        score=score,
        text=shown.text,
        start=passage.start + shown.start,
        spans=shown.spans,
        missing=_missing(decode_terms(payload), asked.wants),
        children=passage.children,
        heading_spans=marks(passage.heading_tokens, asked.wanted, field="heading"),
        cut=_cut(passage, shown.start, len(shown.text)),
        page=_page(passage, shown.start + (shown.spans[0][0] if shown.spans else 0)),
    )


def _page(passage: StoredPassage, offset: int) -> int | None:
    """Return the page on which a place in the passage's text stands."""
    if passage.page is None:
        return None
    return passage.page + sum(start <= offset for start in passage.page_breaks)


def _cut(passage: StoredPassage, start: int, length: int) -> tuple[bool, bool]:
    return start > 0, start + length < len(passage.text)


def _missing(words: PassageTerms, wants: Sequence[tuple[QueryTerm, ...]]) -> tuple[str, ...]:
    """Return the words a passage lacks; its title and headings count as its own.

    Of alternatives none is lacked where one is there.
    """

    def stands(word: QueryTerm) -> bool:
        if word.sequence:
            return all(stands(step) for step in word.sequence if not step.function)
        if word.prefix:
            return bool(words.beginning(term_key(word.prefix)))
        if word.exact:
            return bool(words.forms(term_key(word.surface)))
        return any(map(words.has, word.terms | word.related))

    lacked = (want for want in wants if not any(map(stands, want)))
    return tuple(dict.fromkeys(want[0].label for want in lacked))
