"""Count the matches of a question in its candidates, zone by zone; no weights are used.

The stored words of the candidates and the cells of a question come in, Counts go out. So
a passage is read once, however often it is scored.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb.index.passage_terms import PassageTerms
from kb.index.zones import ZONES, term_key
from kb.query.question import AnswerKind
from kb.ranking.cells import Cells

__all__ = ["Columns", "Counts", "count"]

OPENING = 20
"""Words at the beginning of a section; they name its topic, as a heading does."""

_UNDER_HEADING = 0.5
"""Weight of the opening under a heading; without a heading it is 1."""

_SUBJECT, _LINK = 4, 15
"""Words within which a definition names its subject, and then has *ni*."""

_NEAR = 10
"""Words between a date and a word of the question."""

_LINKS = tuple(term_key(form) for form in ("ni", "ndiyo", "ndio", "alikuwa", "ilikuwa"))
_NUMBER = term_key("namba")
_NOWHERE = -1
_TITLE, _, _HEADING, _BODY = range(len(ZONES))

_TOLD_BY_TEXT = frozenset({"date", "number", "definition"})

Columns = Mapping[int, list[float]]
"""A column for each cell that occurs: its count in each passage. Most cells never occur."""


class Counts(NamedTuple):
    """How often the cells of a question occur in each of some passages."""

    zones: Sequence[Columns]  # title, path, heading and body
    opening: Columns  # the part of the body's count in the first words of its section
    cover: list[float]  # the share of the heading's content words that match
    context: Columns  # of each unit: 1 where it occurs around a passage that lacks it
    kind: Columns  # of each unit: 1 where it names the section's kind, but is not in its heading
    named: list[float]  # 1 where the line names its institution, word for word, and no other one
    answers: list[float]  # 1 where a passage contains the expected kind of answer, else 0

    def of(self, rows: Sequence[int]) -> Counts:
        """Return the counts of some of the passages, by their numbers."""
        if rows == range(len(self.cover)):  # all of them
            return self
        return Counts(
            [_of(rows, zone) for zone in self.zones],
            _of(rows, self.opening),
            [self.cover[i] for i in rows],
            _of(rows, self.context),
            _of(rows, self.kind),
            [self.named[i] for i in rows],
            [self.answers[i] for i in rows],
        )

    def summed_by(self, group: Sequence[int]) -> Counts:
        """Return the counts with the bodies and openings of each group added up.

        Args:
            group: of each passage.
        """
        if len(set(group)) == len(group):
            return self
        *above, body = self.zones
        return self._replace(
            zones=[*above, _summed(body, group)], opening=_summed(self.opening, group)
        )

    def stressed(self, cell: int, stress: float) -> list[float] | None:
        """Return the counts of a cell in the bodies, those in their openings stressed.

        None where no passage has the cell.
        """
        body, opening = self.zones[_BODY].get(cell), self.opening.get(cell)
        if body is None or opening is None:
            return body
        return [n + stress * o for n, o in zip(body, opening, strict=True)]

    def frequency(self, cell: int) -> int:
        """Return in how many passages a cell occurs."""
        columns = [zone[cell] for zone in self.zones if cell in zone]
        return sum(map(any, zip(*columns, strict=True)))


def count(
    passages: Sequence[PassageTerms], cells: Cells, *, opens: Sequence[bool], kind: AnswerKind
) -> Counts:
    """Return the counts of a question in some passages.

    Args:
        passages: the words of each.
        cells: of the question.
        opens: whether its section begins with it, for each passage.
        kind: the expected kind of answer.
    """
    total = len(passages)
    zones = [defaultdict[int, list[float]](lambda: [0.0] * total) for _ in ZONES]
    opening = defaultdict[int, list[float]](lambda: [0.0] * total)
    around = defaultdict[int, list[float]](lambda: [0.0] * total)
    kinds = defaultdict[int, list[float]](lambda: [0.0] * total)
    counts = Counts(
        zones, opening, [0.0] * total, around, kinds, _named(passages, cells), [0.0] * total
    )
    in_body = zones[_BODY]
    for row, words in enumerate(passages):
        one = _Passage(words, cells)
        bounds, places = words.bounds, sorted(one.answers)
        beginning = bounds[_BODY]
        # Without a heading (the opening of a document), the title is used instead.
        headed = _HEADING if bounds[_HEADING] < beginning else _TITLE
        if places and places[0] < beginning:
            end = 0
            for zone in range(_BODY):
                start, end = end, bisect_left(places, bounds[zone + 1], end)
                here = places[start:end]
                for _, cell in one.cells_at(here, is_body=False):
                    zones[zone][cell][row] += 1
                if zone == headed and here:
                    counts.cover[row] = one.cover(here, headed)
            places = places[end:]
        # Only topics: a fact may be anywhere in a text, not mainly in its opening.
        until = beginning + OPENING if opens[row] and kind == "topic" else beginning
        stress = 1.0 if headed == _TITLE else _UNDER_HEADING
        for place, cell in one.cells_at(places, is_body=True):
            in_body[cell][row] += 1
            if place < until:
                opening[cell][row] += stress
        for unit in cells.around(words, one.answers):
            around[unit][row] = 1.0
        for unit in cells.of_kind(words, one.answers):
            kinds[unit][row] = 1.0
        if kind in _TOLD_BY_TEXT:
            counts.answers[row] = float(one.contains(kind))
    return counts


def _named(passages: Sequence[PassageTerms], cells: Cells) -> list[float]:
    """Return for each passage 1 if the line names its institution, and no other one better."""
    names = [words.institution() for words in passages]
    matches = {name: cells.named(name) for name in set(names)}
    best = max(matches.values(), default=None)
    return [float(matches[name].is_named and matches[name] == best) for name in names]


class _Passage:
    """The matches of a question in one passage."""

    __slots__ = ("_cells", "_forms", "_words", "answers")

    def __init__(self, words: PassageTerms, cells: Cells) -> None:
        self._words, self._cells = words, cells
        self.answers = cells.answers(words)
        self._forms: dict[int, Sequence[int]] = {}  # where a unit occurs in the form typed

    def cells_at(self, places: Sequence[int], *, is_body: bool) -> list[tuple[int, int]]:
        """Return the cells that count at some places of one zone, in order, with their places."""
        answers, cells, forms = self.answers, self._cells, self._forms
        units, pair_cells = cells.weak, cells.pair_cells
        counted = []
        last = before = _NOWHERE
        for place in places:
            unit = answers[place]
            if unit >= units:
                counted.append((place, units + unit))
                continue
            if not is_body and cells.units[unit].bare:
                continue
            counted.append((place, unit))
            if unit not in forms:
                forms[unit] = self._words.forms(cells.forms[unit])
            if place in forms[unit]:
                counted.append((place, units + unit))
            pair = pair_cells.get((last, unit))
            if pair is not None and self._adjoin(before, place):
                counted.append((place, pair))
            last, before = unit, place
        return counted

    def _adjoin(self, before: int, place: int) -> bool:
        """Tell whether two words are neighbours; *namba* may be between: sheria namba 12."""
        between = self._words.content(before + 1, place)
        if between > 1:
            return False
        numbers = self._words.terms(_NUMBER) if between else ()
        return not between or any(before < at < place for at in numbers)

    def cover(self, places: Sequence[int], headed: int) -> float:
        """Return the share of the heading's content words that match.

        Args:
            places: that match there.
            headed: the zone that is the heading.
        """
        words, cells = self._words, self._cells
        covered = [
            place
            for place in places
            if self.answers[place] < cells.weak and not cells.units[self.answers[place]].bare
        ]
        if not covered:
            return 0.0
        # A function word that the question asks for by its form counts as a content word.
        functions = sum(not words.content(place, place + 1) for place in covered)
        content = words.content(words.bounds[headed], words.bounds[headed + 1]) + functions
        if headed == _HEADING:
            content = max(len(covered), content - words.label)
        return len(covered) / content if content else 0.0

    def contains(self, kind: AnswerKind) -> bool:
        """Tell whether the passage contains the expected kind of answer."""
        match kind:
            case "date":
                return self._is_dated()
            case "number":
                return self._cells.has_count(self._words)
            case _:
                return self._defines()

    def _is_dated(self) -> bool:
        """Tell whether the text has a date near a word of the question, and not one of them.

        Where the text has no word of the question, as under a heading with all of them, any
        date will do.
        """
        start = self._words.bounds[_BODY]
        places = sorted(place for place in self.answers if place >= start)
        dates = [at for at in self._words.dates() if at >= start and at not in self.answers]
        if not places:
            return bool(dates)
        near = (
            bisect_left(places, date - _NEAR) < bisect_left(places, date + _NEAR + 1)
            for date in dates
        )
        return any(near)

    def _defines(self) -> bool:
        """Tell whether the text begins with a definition of a query term."""
        start = self._words.bounds[_BODY]
        subjects = [
            place
            for place, unit in self.answers.items()
            if start <= place < start + _SUBJECT and unit < self._cells.weak
        ]
        if not subjects:
            return False
        first = min(subjects)
        links = (place for form in _LINKS for place in self._words.forms(form))
        return any(first < place < first + _LINK for place in links)


def _summed(columns: Columns, group: Sequence[int]) -> Columns:
    summed = {}
    for cell, column in columns.items():
        sums = [0.0] * len(group)
        for number, count in zip(group, column, strict=True):
            sums[number] += count
        summed[cell] = [sums[number] for number in group]
    return summed


def _of(rows: Sequence[int], columns: Columns) -> Columns:
    return {cell: [column[i] for i in rows] for cell, column in columns.items()}
