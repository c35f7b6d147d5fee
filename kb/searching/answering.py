"""Find candidates, rank them, and make the hits of one page.

Two stages, so that every engine ranks alike: the engine's own score chooses the
candidates (passages with all words first, then with any), ours orders them.
Beyond the candidates the engine's order stands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb import entries
from kb.engines.base import Clause, Engine, Filters
from kb.highlight import marks, window
from kb.model import Hit, StoredPassage, Wanted
from kb.ranking import Candidate, Ranked, Unit, rank
from kb.searching.asking import Asked

__all__ = ["Answer", "Found", "answer", "find", "hits"]

TOO_FEW = 10
"""Matches below which the families of the words are asked for too."""

MOST_FORMS = 200
"""Forms that a prefix stands for; the most frequent ones."""


class Found(NamedTuple):
    """What the first stage gives the second."""

    clauses: Sequence[Clause]  # what the engine was asked
    total: int  # how many passages answer them
    units: Sequence[Unit]  # the words of the question, in the order typed
    candidates: Sequence[Candidate]
    passages: int  # how many the index holds


class Answer(NamedTuple):
    """The ranked ids of one stretch of the result list."""

    total: int
    ranked: Sequence[Ranked]
    weights: Mapping[str, float]  # how rare each word is, by its label
    clauses: Sequence[Clause]  # what the total counts


def answer(
    engine: Engine,
    asked: Asked,
    filters: Filters,
    *,
    candidates: int,
    offset: int,
    limit: int,
) -> Answer:
    """Return the passages from *offset* on, at most *limit* of them, best first.

    A question that is filters only lists all that they let through, in reading order.

    Args:
        engine: the open index.
        asked: what the question asks for.
        filters: facet values a passage must have.
        candidates: how many passages are ordered by our ranking.
        offset: how many of the list are passed over.
        limit: how many are returned.
    """
    if asked.is_empty:
        if asked.required or not filters:
            return Answer(0, (), {}, ())
        listed = engine.search((), filters, sort="reading", offset=offset, limit=limit)
        return Answer(listed.total, [Ranked(id, 0.0) for id in listed.ids], {}, ())
    found = find(engine, asked, filters, candidates)
    ranked = rank(found.units, found.candidates, found.passages, answers=asked.answers)
    chosen = ranked[offset : offset + limit]
    if offset + limit > len(ranked) and found.total > len(ranked):
        chosen += _beyond(engine, found.clauses, filters, ranked, offset, limit - len(chosen))
    weights = {
        word.label: math.log(1 + found.passages / (1 + unit.term_frequency))
        for word, unit in zip(asked.words, found.units, strict=False)  # the typed ones come first
    }
    return Answer(found.total, chosen, weights, found.clauses)


def find(engine: Engine, asked: Asked, filters: Filters, most: int) -> Found:
    """Return at most *most* candidates: passages with all words first, then with any."""
    clauses = asked.clauses(every=False)
    matches = engine.search(clauses, filters, limit=most)
    if matches.total < TOO_FEW and asked.optional and not asked.also:
        clauses += asked.weaker()
        matches = engine.search(clauses, filters, limit=most)
    ids = matches.ids
    if len(asked.optional) > 1 and matches.total > most:
        every = engine.search(asked.clauses(every=True), filters, limit=most)
        ids = tuple(dict.fromkeys(every.ids + ids))[:most]
    return Found(
        clauses,
        matches.total,
        _units(engine, asked),
        _fetched(engine, ids),
        max(1, engine.statistics().entries),
    )


def _fetched(engine: Engine, ids: Sequence[str]) -> list[Candidate]:
    return [
        Candidate(
            stored.id,
            stored.document,
            stored.ordinal,
            entries.zones(stored.payload),
            stored.id.rpartition(".")[0],  # a passage's id is its section's, and its number
            entries.section_words(stored.payload),
        )
        for stored in engine.fetch(ids)
        if stored is not None
    ]


def _units(engine: Engine, asked: Asked) -> list[Unit]:
    """Return the words of the question with how rare they are, looked up in one go."""
    words = [*asked.words, *(extra.word for extra in asked.extras)]
    weights = [1.0] * len(asked.words) + [extra.weight for extra in asked.extras]
    terms = sorted({term for word in words for term in (*word.terms, *word.related)})
    surfaces = sorted({word.surface for word in words})
    in_terms = dict(zip(terms, engine.frequencies("term", terms), strict=True))
    in_families = dict(zip(terms, engine.frequencies("family", terms), strict=True))
    in_surfaces = dict(zip(surfaces, engine.frequencies("surface", surfaces), strict=True))
    units = []
    for word, weight in zip(words, weights, strict=True):
        often = in_surfaces[word.surface]
        if word.prefix:
            units.append(_beginning(engine, word))
        elif word.exact:
            form = frozenset({word.surface})
            units.append(Unit(frozenset(), word.surface, frozenset(), often, often, 0, form))
        else:
            full = max((in_terms[term] for term in word.terms), default=0)
            weak = max((in_terms[term] + in_families[term] for term in word.related), default=0)
            unit = Unit(word.terms, word.surface, word.related, full, often, weak)
            units.append(unit._replace(weight=weight))
    return units


def _beginning(engine: Engine, word: Wanted) -> Unit:
    """Return the unit of a prefix: any of the forms that start with it."""
    forms = dict(engine.terms("surface", word.prefix, MOST_FORMS))
    often = sum(forms.values())
    return Unit(frozenset(), word.prefix, frozenset(), often, often, 0, frozenset(forms))


def _beyond(
    engine: Engine,
    clauses: Sequence[Clause],
    filters: Filters,
    ranked: Sequence[Ranked],
    offset: int,
    limit: int,
) -> list[Ranked]:
    """Return what follows the candidates, in the engine's order."""
    seen = {place.id for place in ranked}
    skip = max(0, offset - len(ranked))
    lowest = ranked[-1].score if ranked else 0.0
    found = engine.search(clauses, filters, limit=len(ranked) + skip + limit)
    rest = [
        Ranked(id, min(score, lowest))
        for id, score in zip(found.ids, found.scores, strict=True)
        if id not in seen
    ]
    return rest[skip : skip + limit]


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
    passage = entries.stored(payload)
    shown = window(
        passage.text,
        passage.body,
        asked.wanted,
        most=most,
        weights=weights,
        field="heading" if passage.bare else None,
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
        missing=_missing(entries.zones(payload), asked.wants),
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


def _missing(
    zones: Mapping[str, entries.Zone], wants: Sequence[tuple[Wanted, ...]]
) -> tuple[str, ...]:
    """Return the words a passage lacks; its title and headings count as its own.

    Of alternatives none is lacked where one is there.
    """
    surfaces = {surface for zone in zones.values() for surface in zone.surfaces}
    there: set[str] = set()
    for zone in zones.values():
        for stacked in (*zone.terms, *filter(None, zone.related)):
            there.update(stacked.removeprefix("~").split("|"))

    def stands(word: Wanted) -> bool:
        if word.sequence:
            return all(stands(step) for step in word.sequence if not step.function)
        if word.prefix:
            return any(surface.startswith(word.prefix) for surface in surfaces)
        if word.exact:
            return word.surface in surfaces
        return not there.isdisjoint(word.terms | word.related)

    lacked = (want for want in wants if not any(map(stands, want)))
    return tuple(dict.fromkeys(want[0].label for want in lacked))
