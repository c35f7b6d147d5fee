"""Put the passages an engine found into the order a reader would.

The engine's own score knows one field. This second stage reads the stored words
of each candidate, zone by zone, and adds up what each word of the question is
worth there:

    score = (Σ words: term + surface + family  +  Σ neighbouring pairs)  × heading cover

Each part is BM25F: counts of all zones are weighted, evened out by the zone's
length, added, and saturated once. A passage is a window into its section, so
what it is worth is mixed with what the section is worth as a whole. It works on any engine, since it asks of it
only document frequencies. What every feature is worth: docs/ranking.md

Source: Robertson, Zaragoza and Taylor (2004), "Simple BM25 extension to multiple
weighted fields", CIKM; the idf is Lucene's, never negative.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kb.entries import ZONES, Zone

__all__ = ["WEIGHTS", "Candidate", "Ranked", "Unit", "Weights", "rank"]


class Weights(NamedTuple):
    """What each feature counts for; chosen on three judged sets together (docs/ranking.md)."""

    k1: float = 1.2  # how soon more of the same word stops helping
    b: float = 0.75  # how much a long zone is discounted
    title: float = 5.0  # the four zones
    path: float = 5.0
    heading: float = 5.0
    body: float = 1.0
    surface: float = 0.3  # the very form that was typed
    family: float = 0.2  # a word of the same family
    pair: float = 0.3  # two neighbours of the question that are neighbours here
    cover: float = 0.3  # the heading says nothing but what was asked
    section: float = 0.4  # the share of the whole section's worth in a passage's
    date: float = 0.15  # the question says lini, and a date or year is here
    number: float = 0.1  # the question says ngapi, and a number is here
    elsewhere: float = 0.4  # a word this section lacks, that others of its document have


WEIGHTS = Weights()

_NOTHING = -1


class Unit(NamedTuple):
    """One word of the question, and how rare it is.

    ``terms`` match it fully, ``family`` matches it weakly. What is asked for by its
    form, a prefix or a lone function word, has ``forms`` instead: those it stands
    for. The numbers say in how many passages each stands.
    """

    terms: frozenset[str]
    surface: str
    family: frozenset[str]
    term_frequency: int
    surface_frequency: int
    family_frequency: int
    forms: frozenset[str] = frozenset()
    weight: float = 1.0  # what it is worth beside a word that was typed


class Candidate(NamedTuple):
    """A passage the engine found."""

    id: str
    document: str
    ordinal: int  # its place in its document
    zones: Mapping[str, Zone]
    section: str = ""  # names its section; empty where it is a section of its own
    section_words: int = 0  # how long the whole section is


class Ranked(NamedTuple):
    """A passage with its score."""

    id: str
    score: float


def rank(
    units: Sequence[Unit],
    candidates: Sequence[Candidate],
    passages: int,
    weights: Weights = WEIGHTS,
    *,
    answers: str = "",
) -> list[Ranked]:
    """Return the candidates, best first.

    Equal ones stand as a reader would leaf through them: what has fewer words
    above its heading first, then what comes earlier in its document. Without
    units the order given stands.

    Args:
        units: the words of the question in the order typed; a repeated one counts again.
        candidates: what the engine found.
        passages: how many passages the index holds, for the idf.
        weights: what each feature counts for.
        answers: what the question asks for: "date", "number", or "" for neither.

    >>> word = Unit(frozenset({"dira"}), "dira", frozenset(), 2, 2, 2)
    >>> empty = Zone([], [], [])
    >>> def candidate(id, heading, body):
    ...     zones = {"title": empty, "path": empty}
    ...     zones["heading"] = Zone(heading, heading, [""] * len(heading))
    ...     zones["body"] = Zone(body, body, [""] * len(body))
    ...     return Candidate(id, "d", 0, zones)
    >>> found = [candidate("a", ["bodi"], ["dira", "ya"]), candidate("b", ["dira"], ["wakala"])]
    >>> [place.id for place in rank([word], found, passages=10)]
    ['b', 'a']
    """
    if not units or not candidates:
        return [Ranked(candidate.id, 0.0) for candidate in candidates]
    question = _Question(units, weights, candidates)
    counted = question.counted()
    rarities = [_rarity(unit, passages, weights) for unit in question.units]
    pair_rarities = [
        weights.pair * _idf(sum(own.pairs[k] > 0 for own, _ in counted), passages)
        for k in range(len(question.pairs))
    ]
    worth = [question.worth(*counts, rarities) for counts in counted]
    best = _best_of_documents(candidates, worth)
    scores = []
    for candidate, (own, whole), values in zip(candidates, counted, worth, strict=True):
        most = best[candidate.document]
        score = sum(
            times * (value or weights.elsewhere * other)
            for times, value, other in zip(question.times, values, most, strict=True)
        )
        for rarity, count, in_section in zip(pair_rarities, own.pairs, whole.pairs, strict=True):
            score += rarity * question.mixed(count, in_section)
        score *= 1 + weights.cover * own.cover
        if answers and _holds(answers, candidate.zones["body"]):
            score *= 1 + (weights.date if answers == "date" else weights.number)
        scores.append(score)
    order = sorted(zip(scores, candidates, strict=True), key=_place)
    return [Ranked(candidate.id, score) for score, candidate in order]


def _place(scored: tuple[float, Candidate]) -> tuple[float, int, int, str]:
    """Return what orders candidates: the score, then where a reader would look first."""
    score, candidate = scored
    above = len(candidate.zones["path"].terms)
    # Rounded: sums that differ in the last digit are equal to a reader.
    return -round(score, 9), above, candidate.ordinal, candidate.id


def _rarity(unit: Unit, passages: int, weights: Weights) -> tuple[float, float, float]:
    """Return what one full occurrence of a unit is worth: its term, its form, its family."""
    return (
        unit.weight * _idf(unit.term_frequency, passages),
        unit.weight * weights.surface * _idf(unit.surface_frequency, passages),
        unit.weight * weights.family * _idf(unit.family_frequency, passages),
    )


def _idf(frequency: int, passages: int) -> float:
    frequency = min(frequency, passages)
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def _saturated(count: float, k1: float) -> float:
    return count * (k1 + 1) / (k1 + count) if count else 0.0


def _holds(answers: str, zone: Zone) -> bool:
    """Tell whether a text has what a question word asks for."""
    if answers == "date":
        return any(len(form) == _YEAR and form.isdigit() for form in zone.surfaces)
    return any(term[-1].isdigit() for term in zone.terms)  # a number in words has its figures too


_YEAR = 4  # figures


def _mean(lengths: Iterable[int]) -> float:
    """Return the mean of the lengths that are not zero."""
    known = [length for length in lengths if length]
    return sum(known) / len(known) if known else 1.0


def _best_of_documents(
    candidates: Sequence[Candidate], worth: Sequence[Sequence[float]]
) -> dict[str, list[float]]:
    """Return for each document what each unit is worth in the best of its candidates."""
    best: dict[str, list[float]] = {}
    for candidate, values in zip(candidates, worth, strict=True):
        known = best.setdefault(candidate.document, [0.0] * len(values))
        known[:] = map(max, known, values)
    return best


class _Counts:
    """Weighted counts of one candidate, a cell for each unit or pair."""

    __slots__ = ("cover", "families", "pairs", "surfaces", "terms")

    def __init__(self, units: int, pairs: int) -> None:
        self.terms = [0.0] * units
        self.surfaces = [0.0] * units
        self.families = [0.0] * units
        self.pairs = [0.0] * pairs
        self.cover = 0.0  # the share of the heading's content words that was asked for

    def plus(self, other: _Counts, share: float) -> _Counts:
        """Return these counts and a share of the others."""
        both = _Counts(0, 0)
        both.terms = [a + share * b for a, b in zip(self.terms, other.terms, strict=True)]
        both.surfaces = [a + share * b for a, b in zip(self.surfaces, other.surfaces, strict=True)]
        both.families = [a + share * b for a, b in zip(self.families, other.families, strict=True)]
        both.pairs = [a + share * b for a, b in zip(self.pairs, other.pairs, strict=True)]
        both.cover = self.cover
        return both


class _Question:
    """The units of one question, laid out so that a candidate is read once."""

    def __init__(
        self, units: Sequence[Unit], weights: Weights, candidates: Sequence[Candidate]
    ) -> None:
        self.units = list(dict.fromkeys(units))
        place = {unit: i for i, unit in enumerate(self.units)}
        order = [place[unit] for unit in units]
        self.times = [order.count(i) for i in range(len(self.units))]
        self.pairs = list(dict.fromkeys((a, b) for a, b in pairwise(order) if a != b))
        self._pair = {pair: k for k, pair in enumerate(self.pairs)}
        self._weights, self._candidates = weights, candidates
        self._lengths = {
            name: _mean(len(candidate.zones[name].terms) for candidate in candidates)
            for name in ZONES
        }
        # What a word answers: the place of a unit, or that many more where only weakly.
        # Of two units that share a term, the first has it.
        self._weak = weak = len(self.units)
        places = list(enumerate(self.units))[::-1]
        full = {term: i for i, unit in places for term in unit.terms}
        family = {term: weak + i for i, unit in places for term in unit.family | unit.terms}
        self._by_term, self._by_family = _Answers(family | full), _Answers(family)
        self._by_form = {form: i for i, unit in places for form in unit.forms}

    def counted(self) -> list[tuple[_Counts, _Counts]]:
        """Return for each candidate its own counts, and those of its whole section."""
        heads = [self._above(candidate.zones) for candidate in self._candidates]
        bodies = [self._body(candidate.zones["body"]) for candidate in self._candidates]
        sections: dict[str, tuple[_Counts, int]] = {}
        none = _Counts(len(self.units), len(self.pairs)), 0
        for candidate, body in zip(self._candidates, bodies, strict=True):
            known, length = sections.get(candidate.section or candidate.id, none)
            # Passages without any of the words are no candidates, but count in the length.
            length = max(candidate.section_words, length + len(candidate.zones["body"].terms))
            sections[candidate.section or candidate.id] = known.plus(body, 1.0), length
        mean = _mean(length for _, length in sections.values())
        found = []
        for candidate, head, body in zip(self._candidates, heads, bodies, strict=True):
            words = len(candidate.zones["body"].terms)
            own = head.plus(body, self._share(self._weights.body, words, self._lengths["body"]))
            all_of_it, length = sections[candidate.section or candidate.id]
            whole = head.plus(all_of_it, self._share(self._weights.body, length, mean))
            found.append((own, whole))
        return found

    def _share(self, weight: float, length: int, mean: float) -> float:
        """Return what one occurrence counts for in a zone of this length."""
        b = self._weights.b
        return weight / (1 - b + b * length / mean)

    def _body(self, zone: Zone) -> _Counts:
        """Return the bare counts of a passage's text."""
        counts = _Counts(len(self.units), len(self.pairs))
        self._add(zone, self._answers(zone), 1.0, counts)
        return counts

    def _above(self, zones: Mapping[str, Zone]) -> _Counts:
        """Return the weighted counts of what stands above a passage: title, path, heading."""
        counts = _Counts(len(self.units), len(self.pairs))
        weights = self._weights
        # What has no heading, a document's opening, goes by the document's title.
        headed = "heading" if zones["heading"].terms else "title"
        for name, weight in (
            ("title", weights.title),
            ("path", weights.path),
            ("heading", weights.heading),
        ):
            zone = zones[name]
            length = len(zone.terms)
            if length:
                answers = self._answers(zone)
                self._add(zone, answers, self._share(weight, length, self._lengths[name]), counts)
                if name == headed:
                    counts.cover = self._cover(zone, answers)
        return counts

    def _answers(self, zone: Zone) -> list[int]:
        """Return what each word of a zone answers. A loop over every word of every candidate."""
        by_term = map(self._by_term.__getitem__, zone.terms)
        by_family = map(self._by_family.__getitem__, zone.related)
        found = [weak if full < 0 else full for full, weak in zip(by_term, by_family, strict=True)]
        if self._by_form:
            formed = zip(zone.surfaces, found, strict=True)
            found = [self._by_form.get(surface, other) for surface, other in formed]
        return found

    def _add(self, zone: Zone, answers: Sequence[int], share: float, counts: _Counts) -> None:
        """Add what the words of one zone answer to the counts."""
        last, before = _NOTHING, 0  # the last full answer, and its place
        for place in [i for i, unit in enumerate(answers) if unit >= 0]:
            unit = answers[place]
            if unit >= self._weak:
                counts.families[unit - self._weak] += share
                continue
            counts.terms[unit] += share
            if zone.surfaces[place] == self.units[unit].surface:
                counts.surfaces[unit] += share
            pair = self._pair.get((last, unit))
            if pair is not None and _adjoin(zone.terms[before + 1 : place]):
                counts.pairs[pair] += share
            last, before = unit, place

    def _cover(self, zone: Zone, answers: Sequence[int]) -> float:
        """Return which share of a zone's content words is asked for."""
        asked = [0 <= unit < self._weak for unit in answers]
        content = sum(
            full or not term.startswith("~") for full, term in zip(asked, zone.terms, strict=True)
        )
        return sum(asked) / content if content else 0.0

    def worth(
        self, own: _Counts, whole: _Counts, rarities: Sequence[tuple[float, float, float]]
    ) -> list[float]:
        """Return what each unit is worth in one candidate."""
        return [
            term * self.mixed(own.terms[j], whole.terms[j])
            + surface * self.mixed(own.surfaces[j], whole.surfaces[j])
            + family * self.mixed(own.families[j], whole.families[j])
            for j, (term, surface, family) in enumerate(rarities)
        ]

    def mixed(self, own: float, whole: float) -> float:
        """Return a count of the passage and one of its section as one, each saturated."""
        k1, share = self._weights.k1, self._weights.section
        return (1 - share) * _saturated(own, k1) + share * _saturated(whole, k1)


def _adjoin(between: Sequence[str]) -> bool:
    """Tell whether two words are neighbours: nothing but function words between them."""
    return all(term.startswith("~") for term in between)


class _Answers(dict[str, int]):
    """What a stored word answers, by its readings joined with "|".

    Worked out once for each different word: a hundred passages share most of theirs.
    """

    def __init__(self, units: Mapping[str, int]) -> None:
        super().__init__(units)
        self._units = units

    def __missing__(self, stacked: str) -> int:
        units = self._units
        # The least: a full answer goes before a weak one.
        answer = min((units[t] for t in stacked.split("|") if t in units), default=_NOTHING)
        self[stacked] = answer
        return answer
