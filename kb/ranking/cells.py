"""The cells of a question: one for each feature that is counted in a passage.

A BoundQuestion comes in. Each different word, of the question and of its rewrites,
is a unit with three cells: its terms, its form as typed, its family. Each pair of
neighbouring words is one more cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from kb.index.passage_terms import PassageTerms
from kb.index.zones import prefix_key, term_key
from kb.query.institution_names import NameMatch
from kb.query.question import BoundQuestion, BoundTerm

__all__ = ["Cells"]

_BEFORE, _AFTER = 2, 4
"""Words between a number and what it counts: 5 wajumbe, idara za wakala ni tano."""


class Cells:
    """The cells of one question, in one row: terms, forms, families, then pairs.

    Attributes:
        units: the different words, without their labels.
        weak: how many units there are; a weak match is a unit's number plus this.
        pairs: (unit, unit) of each pair of neighbours.
        pair_cells: the cell of each pair.
        count: how many cells there are.
    """

    def __init__(self, question: BoundQuestion) -> None:
        typed = question.typed
        place = {edge.first: k for k, edge in enumerate(typed)}
        # A rewrite of words without an edge replaces nothing that is ranked.
        covers = [
            (edge, [place[at] for at in range(edge.first, edge.last + 1) if at in place])
            for edge in question.edges
            if edge.rewrite is not None
        ]
        numbers: dict[BoundTerm, int] = {}
        self._typed = [_number(edge.terms[0], numbers) for edge in typed]
        own = frozenset(self._typed)
        by_term = {term: unit for unit, i in reversed(numbers.items()) for term in unit.terms}
        self._rewritten = [
            (covered, _run(edge.terms, numbers, by_term)) for edge, covered in covers if covered
        ]
        self.units = list(numbers)
        # A pair of a rewrite counts besides those that were typed, so it has none of their words.
        others = (pairwise([unit for unit, _ in run]) for _, run in self._rewritten)
        pairs = [pair for run in others for pair in run if own.isdisjoint(pair)]
        pairs[:0] = pairwise(self._typed)
        self.pairs = list(dict.fromkeys((a, b) for a, b in pairs if a != b))
        self.weak = weak = len(self.units)
        self.pair_cells = {pair: 3 * weak + k for k, pair in enumerate(self.pairs)}
        self.count = 3 * weak + len(self.pairs)
        # A term of two units belongs to the first.
        places = list(enumerate(self.units))[::-1]
        full = {term: i for i, unit in places for term in unit.terms}
        family = {term: weak + i for i, unit in places for term in unit.family | unit.terms}
        self._terms, self._families = _best_last(family | full), _best_last(family)
        self._by_form = {form: i for i, unit in places for form in unit.forms}
        self._beginnings = {prefix_key(unit.surface) for unit in self.units if unit.forms}
        self.forms = [term_key(unit.surface) for unit in self.units]
        line = question.question.typed
        self._line = [word.surface for word in line]
        self._content = {word.surface for word in line if not word.function}
        self._counted = [term_key(word) for word in question.question.counted]
        self._around = [
            (i, [term_key(term) for term in sorted(unit.terms)])
            for i, unit in enumerate(self.units)
            if unit.context_frequency
        ]
        self._kinds = [
            (i, term_key(unit.kind)) for i, unit in enumerate(self.units) if unit.kind_frequency
        ]

    def answers(self, words: PassageTerms) -> dict[int, int]:
        """Return the places of a passage that match, each with a unit, or a unit plus ``weak``."""
        matches = words.looked_up(self._families, self._terms)
        for start in self._beginnings:
            for place, form in words.beginning(start):
                if form in self._by_form:
                    matches[place] = self._by_form[form]
        return matches

    def has_count(self, words: PassageTerms) -> bool:
        """Tell whether a passage has a number beside what the question counts, or its unit.

        Where the question does not tell what it counts, any number will do.
        """
        if not self._counted:
            return words.has_number
        return words.has_number and words.has_number_beside(self._counted, _BEFORE, _AFTER)

    def around(self, words: PassageTerms, matches: Mapping[int, int]) -> list[int]:
        """Return the units that a passage lacks, but that occur around it.

        Args:
            words: of the passage.
            matches: what ``answers`` returned for it.
        """
        if not self._around:
            return []
        inside = set(matches.values())
        return [
            unit
            for unit, keys in self._around
            if unit not in inside and any(map(words.is_around, keys))
        ]

    def of_kind(self, words: PassageTerms, matches: Mapping[int, int]) -> list[int]:
        """Return the units that name the kind of a passage's section: *simu*, of *mawasiliano*."""
        if not self._kinds:
            return []
        inside = set(matches.values())
        return [unit for unit, key in self._kinds if unit not in inside and words.is_around(key)]

    def named(self, name: Sequence[str]) -> NameMatch:
        """Return how much of an institution's name the line has."""
        return NameMatch.of(name, self._line, self._content)

    def sum_of_words(self, values: Sequence[Sequence[float]]) -> list[float]:
        """Return the value of all words: each as typed, or rewritten where that is higher.

        Args:
            values: of each unit, a column each: its value in each passage.

        Returns:
            A value for each passage.
        """
        sums: list[float] = list(
            map(sum, zip(*(values[unit] for unit in self._typed), strict=True))
        )
        # Fast path: most passages have no word of a rewrite.
        rows = {
            row
            for unit in {unit for _, run in self._rewritten for unit, _ in run}
            if any(values[unit])
            for row, value in enumerate(values[unit])
            if value
        }
        for row in rows:
            sums[row] = self._sum_of_best([column[row] for column in values])
        return sums

    def share(self, present: AbstractSet[int], rarities: Sequence[float]) -> float:
        """Return the share of the question's words that are present, typed or rewritten.

        Args:
            present: the units that a passage has.
            rarities: of each unit: how much it counts.
        """
        places = {place for place, unit in enumerate(self._typed) if unit in present}
        places.update(
            *(
                covered
                for covered, run in self._rewritten
                if all(unit in present for unit, _ in run)
            )
        )
        whole = sum(rarities[unit] for unit in self._typed)
        return sum(rarities[self._typed[place]] for place in places) / whole if whole else 1.0

    def _sum_of_best(self, values: Sequence[float]) -> float:
        typed = [values[unit] for unit in self._typed]
        gains = [
            (
                sum(values[unit] * share for unit, share in run) - sum(typed[i] for i in covered),
                covered,
            )
            for covered, run in self._rewritten
        ]
        replaced: set[int] = set()
        for gain, covered in sorted(gains, key=lambda one: -one[0]):
            if gain > 0 and replaced.isdisjoint(covered):
                typed.append(gain)
                replaced.update(covered)
        return sum(typed)


def _number(unit: BoundTerm, numbers: dict[BoundTerm, int]) -> int:
    """Return the number of a unit, the next one where it is new."""
    return numbers.setdefault(unit._replace(label=""), len(numbers))


def _run(
    rewrite: Iterable[BoundTerm],
    numbers: dict[BoundTerm, int],
    by_term: dict[str, BoundTerm],
) -> list[tuple[int, float]]:
    """Return the unit of each word of a rewrite, and what it counts, relative to the unit.

    A word that was typed, or that another rewrite has, is the same unit: *mizani* of "kucheki
    mizani → kuhakiki mizani". As a unit of its own it would match nothing.

    Args:
        rewrite: its words.
        numbers: of the units so far; new ones are added.
        by_term: the unit of each term so far; new ones are added.
    """
    run = []
    for word in rewrite:
        unit = next((by_term[term] for term in word.terms if term in by_term), word)
        by_term.update((term, unit) for term in word.terms if term not in by_term)
        run.append((_number(unit, numbers), word.weight / unit.weight))
    return run


def _best_last(units: Mapping[str, int]) -> list[tuple[bytes, int]]:
    """Return the keys of terms; of several at one place, the last is the best match."""
    ordered = sorted(units.items(), key=lambda item: (-item[1], item[0]))
    return [(term_key(term), unit) for term, unit in ordered]
