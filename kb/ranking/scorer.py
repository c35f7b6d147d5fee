"""Put the passages an engine found into the order a reader would.

The engine's own score knows one field. This second stage asks the stored words
of each candidate, zone by zone, for the words of the question, and adds up what
each is worth there:

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
from operator import sub
from typing import Literal, NamedTuple

from kb.index.zones import ZONES, PassageTerms, term_key

__all__ = ["WEIGHTS", "Alternative", "Asks", "Candidate", "Ranked", "Unit", "Weights", "rank"]


class Weights(NamedTuple):
    """What each feature counts for; chosen on three judged sets together (docs/ranking.md)."""

    k1: float = 1.2  # how soon more of the same word stops helping
    b: float = 0.75  # how much a long zone is discounted
    title: float = 5.0  # the four zones
    path: float = 5.0
    heading: float = 6.0
    body: float = 1.0
    surface: float = 0.3  # the very form that was typed
    family: float = 0.3  # a word of the same family
    pair: float = 0.3  # two neighbours of the question that are neighbours here
    cover: float = 0.4  # the heading says nothing but what was asked
    section: float = 0.5  # the share of the whole section's worth in a passage's
    opening: float = 2.0  # the first words of a section, where a topic is asked for
    date: float = 0.15  # the question says lini, and a date or year is here
    number: float = 0.1  # the question says ngapi, and a number is here
    definition: float = 0.1  # the question says ni nini, and this says what it is


WEIGHTS = Weights()

Asks = Literal["topic", "fact", "date", "number", "definition"]
"""What a question asks for: a topic, as most do, or a fact about it, of whatever kind."""

_OPENING = 20
"""Words in which a section says what it is about, as a heading does."""

_SUBJECT, _LINK = 4, 15
"""Words of a text in which a definition names its subject, and then says *ni*."""

_LINKS = [term_key(form) for form in ("ni", "ndiyo", "ndio", "alikuwa", "ilikuwa")]

_NUMBER = term_key("namba")

_NOTHING = -1
_TITLE, _PATH, _HEADING, _BODY = range(len(ZONES))


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
    bare: bool = False  # a number that counts something: that of a heading is another thing


class Alternative(NamedTuple):
    """What some neighbouring words of the question also mean: eGA is *wakala wa serikali mtandao*.

    Where it is worth more than they are, it counts instead of them; never beside them.
    """

    first: int  # of the units it stands for
    last: int
    units: tuple[Unit, ...]


class Candidate(NamedTuple):
    """A passage the engine found."""

    id: str
    document: str
    ordinal: int  # its place in its document
    words: PassageTerms
    section: str = ""  # names its section; empty where it is a section of its own
    section_words: int = 0  # how long the whole section is
    opens: bool = True  # whether its section begins with it


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
    alternatives: Sequence[Alternative] = (),
    asks: Asks = "topic",
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
        alternatives: what some of the units also mean.
        asks: what the question asks for.

    >>> from kb.index.zones import ZoneTerms
    >>> word = Unit(frozenset({"dira"}), "dira", frozenset(), 2, 2, 2)
    >>> def candidate(id, **zones):
    ...     zones = {name: ZoneTerms(read, read, [""] * len(read)) for name, read in zones.items()}
    ...     return Candidate(id, "d", 0, PassageTerms.of(zones))
    >>> found = [
    ...     candidate("a", heading=["bodi"], body=["dira", "ya"]),
    ...     candidate("b", heading=["dira"], body=["wakala"]),
    ... ]
    >>> [place.id for place in rank([word], found, passages=10)]
    ['b', 'a']
    """
    if not units or not candidates:
        return [Ranked(candidate.id, 0.0) for candidate in candidates]
    question = _Question(units, alternatives, weights, candidates, asks)
    counted = question.counted()
    each = question.rarities(passages, [own for own, _, _ in counted])
    cells = [question.worth(own, whole, each) for own, whole, _ in counted]
    scores = [
        (question.sum_of_words(question.of_words(worth)) + sum(question.of_pairs(worth)))
        * (1 + weights.cover * cover)
        * (1 + question.kind_of_answer(candidate.words))
        for candidate, worth, (_, _, cover) in zip(candidates, cells, counted, strict=True)
    ]
    order = sorted(zip(scores, candidates, strict=True), key=_place)
    return [Ranked(candidate.id, score) for score, candidate in order]


def _place(scored: tuple[float, Candidate]) -> tuple[float, int, int, str]:
    """Return what orders candidates: the score, then where a reader would look first."""
    score, candidate = scored
    above = candidate.words.length("path")
    # Rounded: sums that differ in the last digit are equal to a reader.
    return -round(score, 9), above, candidate.ordinal, candidate.id


def _idf(frequency: int, passages: int) -> float:
    frequency = min(frequency, passages)
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def _adjoin(words: PassageTerms, before: int, place: int) -> bool:
    """Tell whether two words are neighbours: sheria na. 12 and sheria namba 12 alike."""
    between = words.content(before + 1, place)
    if between > 1:
        return False
    return not between or any(before < at < place for at in words.terms(_NUMBER))


def _mean(lengths: Iterable[int]) -> float:
    """Return the mean of the lengths that are not zero."""
    known = [length for length in lengths if length]
    return sum(known) / len(known) if known else 1.0


class _Counts(NamedTuple):
    """How often one candidate has what was asked, in a cell for each thing that is counted.

    The cells: terms, forms as typed and families, one a unit; then pairs.
    """

    above: list[float]  # weighted, of title, path and heading
    body: list[float]  # bare
    cover: float  # the share of the heading's content words that was asked for


class _Question:
    """The units of one question, laid out so that a candidate is read once."""

    def __init__(
        self,
        units: Sequence[Unit],
        alternatives: Sequence[Alternative],
        weights: Weights,
        candidates: Sequence[Candidate],
        asks: Asks,
    ) -> None:
        self._asks = asks
        runs = [units, *(one.units for one in alternatives)]
        self.units = list(dict.fromkeys(unit for run in runs for unit in run))
        place = {unit: i for i, unit in enumerate(self.units)}
        self._typed_order, *others = ([place[unit] for unit in run] for run in runs)
        self._instead = [
            (range(one.first, one.last + 1), run)
            for one, run in zip(alternatives, others, strict=True)
        ]
        pairs = (pair for run in (self._typed_order, *others) for pair in pairwise(run))
        self.pairs = list(dict.fromkeys((a, b) for a, b in pairs if a != b))
        self._pair = {pair: k for k, pair in enumerate(self.pairs)}
        self._weights, self._candidates = weights, candidates
        bounds = zip(*(candidate.words.bounds for candidate in candidates), strict=True)
        lengths = [list(map(sub, ends, starts)) for starts, ends in pairwise(bounds)]
        self._lengths = [_mean(of_zone) for of_zone in lengths]
        self._bodies = lengths[_BODY]
        # What a word answers: the place of a unit, or that many more where only weakly.
        # Of two units that share a term, the first has it.
        self._weak = weak = len(self.units)
        places = list(enumerate(self.units))[::-1]
        full = {term: i for i, unit in places for term in unit.terms}
        family = {term: weak + i for i, unit in places for term in unit.family | unit.terms}
        self._terms, self._families = _least_last(family | full), _least_last(family)
        self._by_form = {form: i for i, unit in places for form in unit.forms}
        self._beginnings = {term_key(unit.surface) for unit in self.units if unit.forms}
        self._typed = [term_key(unit.surface) for unit in self.units]

    def counted(self) -> list[tuple[list[float], list[float], float]]:
        """Return for each candidate its own counts, those of its whole section, and its cover."""
        candidates, weight = self._candidates, self._weights.body
        read = [self._read(candidate.words, candidate.opens) for candidate in candidates]
        sections: dict[str, tuple[list[float], int]] = {}
        none = self._none(), 0
        for candidate, counts, words in zip(candidates, read, self._bodies, strict=True):
            name = candidate.section or candidate.id
            known, length = sections.get(name, none)
            # Passages without any of the words are no candidates, but count in the length.
            length = max(candidate.section_words, length + words)
            both = _sum(known, counts.body, 1.0) if known is not none[0] else counts.body
            sections[name] = both, length
        mean = _mean(length for _, length in sections.values())
        found = []
        for candidate, counts, words in zip(candidates, read, self._bodies, strict=True):
            share = self._share(weight, words, self._lengths[_BODY])
            all_of_it, length = sections[candidate.section or candidate.id]
            of_section = self._share(weight, length, mean)
            own = _sum(counts.above, counts.body, share)
            found.append((own, _sum(counts.above, all_of_it, of_section), counts.cover))
        return found

    def _none(self) -> list[float]:
        return [0.0] * (3 * len(self.units) + len(self.pairs))

    def _share(self, weight: float, length: int, mean: float) -> float:
        """Return what one occurrence counts for in a zone of this length."""
        b = self._weights.b
        return weight / (1 - b + b * length / mean)

    def _read(self, words: PassageTerms, opens: bool) -> _Counts:
        """Return what one candidate has of what was asked."""
        above, body = self._none(), self._none()
        asked = functions = 0  # words of the heading that were asked for; function words of them
        answers = self._answers(words)
        units, bounds, weights = self._weak, words.bounds, self._weights
        shares = (weights.title, weights.path, weights.heading)
        # What has no heading, a document's opening, goes by the document's title.
        headed = _HEADING if bounds[_HEADING] < bounds[_BODY] else _TITLE
        zone = _TITLE - 1
        start = end = last = before = 0
        counts, share = above, 1.0
        # Who asks for a fact is as well served by the middle of a text as by its opening.
        opening = bounds[_BODY] + _OPENING if opens and self._asks == "topic" else 0
        # It stands in for a heading; beside one it counts for half.
        stress = weights.opening * (1.0 if headed == _TITLE else 0.5)
        for place in sorted(answers):
            if place >= end:
                while place >= end:
                    zone += 1
                    start, end = bounds[zone], bounds[zone + 1]
                last = _NOTHING
                counts, share = body, 1.0
                if zone != _BODY:
                    share = self._share(shares[zone], end - start, self._lengths[zone])
                    counts = above
            if counts is body:
                share = 1.0 + stress if place < opening else 1.0
            unit = answers[place]
            if unit >= units:
                counts[units + unit] += share
                continue
            if counts is above and self.units[unit].bare:
                continue
            counts[unit] += share
            if place in words.forms(self._typed[unit]):
                counts[units + unit] += share
            pair = self._pair.get((last, unit))
            if pair is not None and _adjoin(words, before, place):
                counts[3 * units + pair] += share
            last, before = unit, place
            if zone == headed:
                # A function word that was asked for by its form counts as a content word.
                asked += 1
                functions += not words.content(place, place + 1)
        content = words.content(bounds[headed], bounds[headed + 1]) + functions if asked else 0
        if headed == _HEADING:
            content = max(asked, content - words.label)
        return _Counts(above, body, asked / content if content else 0.0)

    def kind_of_answer(self, words: PassageTerms) -> float:
        """Return how far a passage is raised because it has the kind of thing that is asked for."""
        if self._asks == "date":
            return self._weights.date * words.has_year
        if self._asks == "number":
            return self._weights.number * words.has_number
        if self._asks == "definition":
            return self._weights.definition * self._defines(words)
        return 0.0

    def _defines(self, words: PassageTerms) -> bool:
        """Tell whether a text begins by saying what something is that was asked for."""
        start = words.bounds[_BODY]
        subjects = [
            place
            for place, unit in self._answers(words).items()
            if start <= place < start + _SUBJECT and unit < self._weak
        ]
        if not subjects:
            return False
        first = min(subjects)
        return any(first < place < first + _LINK for form in _LINKS for place in words.forms(form))

    def _answers(self, words: PassageTerms) -> dict[int, int]:
        """Return what the words answer, by their places; of most words it is nothing."""
        found = words.looked_up(self._families, self._terms)
        for start in self._beginnings:
            for place, form in words.beginning(start):
                if form in self._by_form:
                    found[place] = self._by_form[form]
        return found

    def rarities(self, passages: int, counted: Sequence[Sequence[float]]) -> list[float]:
        """Return what one full occurrence is worth of what each cell counts."""
        weights, units = self._weights, self.units
        terms = [unit.weight * _idf(unit.term_frequency, passages) for unit in units]
        surface, family = weights.surface, weights.family
        forms = [unit.weight * surface * _idf(unit.surface_frequency, passages) for unit in units]
        kin = [unit.weight * family * _idf(unit.family_frequency, passages) for unit in units]
        first = 3 * len(units)
        often = [sum(own[first + k] > 0 for own in counted) for k in range(len(self.pairs))]
        return [*terms, *forms, *kin, *(weights.pair * _idf(one, passages) for one in often)]

    def worth(
        self, own: Sequence[float], whole: Sequence[float], each: Sequence[float]
    ) -> list[float]:
        """Return what each cell of one candidate is worth: its own and its section's, saturated."""
        k1, share = self._weights.k1, self._weights.section
        most = k1 + 1
        # count * (k1 + 1) / (k1 + count): the more there is, the less one more is worth.
        return [
            value
            * (
                (1 - share) * (count * most / (k1 + count))
                + share * (in_section * most / (k1 + in_section))
            )
            if in_section
            else 0.0
            for value, count, in_section in zip(each, own, whole, strict=True)
        ]

    def of_words(self, cells: Sequence[float]) -> list[float]:
        """Return what each unit is worth: its term, its form and its family."""
        units = len(self.units)
        terms, forms, kin = (cells[i * units : (i + 1) * units] for i in range(3))
        return [term + form + family for term, form, family in zip(terms, forms, kin, strict=True)]

    def sum_of_words(self, values: Sequence[float]) -> float:
        """Return what all units are worth, each that was typed or what may stand for it."""
        typed = [values[unit] for unit in self._typed_order]
        if self._instead:
            gains = [
                (sum(values[unit] for unit in run) - sum(typed[i] for i in covered), covered)
                for covered, run in self._instead
            ]
            replaced: set[int] = set()
            for gain, covered in sorted(gains, key=lambda one: -one[0]):
                if gain > 0 and replaced.isdisjoint(covered):
                    typed.append(gain)
                    replaced.update(covered)
        return sum(typed)

    def of_pairs(self, cells: Sequence[float]) -> Sequence[float]:
        """Return what each pair is worth."""
        return cells[3 * len(self.units) :]


def _sum(counts: Sequence[float], more: Sequence[float], share: float) -> list[float]:
    return [a + share * b for a, b in zip(counts, more, strict=True)]


def _least_last(units: Mapping[str, int]) -> list[tuple[bytes, int]]:
    """Return the keys of terms so that of several at one place the last is the best answer."""
    ordered = sorted(units.items(), key=lambda item: (-item[1], item[0]))
    return [(term_key(term), unit) for term, unit in ordered]
