"""Count the matches of a question in one passage, zone by zone; no weights are used.

The stored words of a passage and the cells of a question come in, Counts go out. So a
passage is read once, however often it is scored.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb.index.zones import ZONES, PassageTerms, term_key
from kb.query.question import AnswerKind
from kb.ranking.cells import Cells

__all__ = ["Counts", "count"]

OPENING = 20
"""Words at the beginning of a section; they name its topic, as a heading does."""

_UNDER_HEADING = 0.5
"""Weight of the opening under a heading; without a heading it is 1."""

_SUBJECT, _LINK = 4, 15
"""Words within which a definition names its subject, and then has *ni*."""

_LINKS = tuple(term_key(form) for form in ("ni", "ndiyo", "ndio", "alikuwa", "ilikuwa"))
_NUMBER = term_key("namba")
_NOTHING = -1
_TITLE, _, _HEADING, _BODY = range(len(ZONES))

ZoneCounts = Sequence[float] | None
"""A number for each cell; None where a zone has no match."""


class Counts(NamedTuple):
    """How often the cells of a question occur in one passage."""

    zones: tuple[ZoneCounts, ...]  # title, path, heading and body
    opening: ZoneCounts  # the part of the body's count in the first words of its section
    cover: float  # the share of the heading's content words that match
    answers: float  # 1 where it contains the expected kind of answer, else 0

    def has(self, cell: int) -> bool:
        """Tell whether any zone has a count in a cell."""
        return any(zone is not None and zone[cell] > 0 for zone in self.zones)


def count(words: PassageTerms, cells: Cells, *, opens: bool, kind: AnswerKind) -> Counts:
    """Return the counts of a question in a passage.

    Args:
        words: of the passage.
        cells: of the question.
        opens: whether its section begins with it.
        kind: the expected kind of answer.
    """
    answers = cells.answers(words)
    bounds, places = words.bounds, sorted(answers)
    # Without a heading (the opening of a document), the title is used instead.
    headed = _HEADING if bounds[_HEADING] < bounds[_BODY] else _TITLE
    zones: list[ZoneCounts] = []
    opening: ZoneCounts = None
    cover = 0.0
    end = 0
    for zone in range(len(ZONES)):
        start, end = end, bisect_left(places, bounds[zone + 1], end)
        here = places[start:end]
        zones.append(_zone(words, cells, here, answers, is_body=zone == _BODY) if here else None)
        if zone == headed and here:
            cover = _cover(words, cells, here, answers, headed)
        # Only topics: a fact may be anywhere in a text, not mainly in its opening.
        if zone == _BODY and opens and kind == "topic":
            first = places[start : bisect_left(places, bounds[_BODY] + OPENING, start)]
            if first:
                stress = 1.0 if headed == _TITLE else _UNDER_HEADING
                counts = _zone(words, cells, first, answers, is_body=True)
                opening = [stress * number for number in counts]
    return Counts(tuple(zones), opening, cover, _answer(words, cells, answers, kind))


def _zone(
    words: PassageTerms,
    cells: Cells,
    places: Sequence[int],
    answers: Mapping[int, int],
    *,
    is_body: bool,
) -> list[float]:
    """Return the counts of one zone, one for each cell."""
    units, counts = cells.weak, [0.0] * cells.count
    forms: dict[int, Sequence[int]] = {}  # where a unit occurs in the form typed
    last = before = _NOTHING
    for place in places:
        unit = answers[place]
        if unit >= units:
            counts[units + unit] += 1
            continue
        if not is_body and cells.units[unit].bare:
            continue
        counts[unit] += 1
        if unit not in forms:
            forms[unit] = words.forms(cells.forms[unit])
        if place in forms[unit]:
            counts[units + unit] += 1
        pair = cells.pair_number.get((last, unit))
        if pair is not None and _adjoin(words, before, place):
            counts[3 * units + pair] += 1
        last, before = unit, place
    return counts


def _adjoin(words: PassageTerms, before: int, place: int) -> bool:
    """Tell whether two words are neighbours; *namba* may be between: sheria namba 12."""
    between = words.content(before + 1, place)
    if between > 1:
        return False
    return not between or any(before < at < place for at in words.terms(_NUMBER))


def _cover(
    words: PassageTerms,
    cells: Cells,
    places: Sequence[int],
    answers: Mapping[int, int],
    headed: int,
) -> float:
    """Return the share of the heading's content words that match."""
    covered = [
        place
        for place in places
        if answers[place] < cells.weak and not cells.units[answers[place]].bare
    ]
    if not covered:
        return 0.0
    # A function word that the question asks for by its form counts as a content word.
    functions = sum(not words.content(place, place + 1) for place in covered)
    content = words.content(words.bounds[headed], words.bounds[headed + 1]) + functions
    if headed == _HEADING:
        content = max(len(covered), content - words.label)
    return len(covered) / content if content else 0.0


def _answer(
    words: PassageTerms, cells: Cells, answers: Mapping[int, int], kind: AnswerKind
) -> float:
    """Return 1 where a passage contains the expected kind of answer, else 0."""
    match kind:
        case "date":
            return float(words.has_year)
        case "number":
            return float(words.has_number)
        case "definition":
            return float(_defines(words, cells, answers))
        case _:
            return 0.0


def _defines(words: PassageTerms, cells: Cells, answers: Mapping[int, int]) -> bool:
    """Tell whether a text begins with a definition of a query term."""
    start = words.bounds[_BODY]
    subjects = [
        place
        for place, unit in answers.items()
        if start <= place < start + _SUBJECT and unit < cells.weak
    ]
    if not subjects:
        return False
    first = min(subjects)
    return any(first < place < first + _LINK for form in _LINKS for place in words.forms(form))
