"""Count what one passage has of a question, zone by zone. No weight is known here.

Takes the stored words of a passage and the cells of a question. So a passage is
read once, however often it is weighed.
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
"""Words in which a section says what it is about, as a heading does."""

_BESIDE_HEADING = 0.5
"""What the opening counts for under a heading; without one it takes the heading's place."""

_SUBJECT, _LINK = 4, 15
"""Words of a text in which a definition names its subject, and then says *ni*."""

_LINKS = tuple(term_key(form) for form in ("ni", "ndiyo", "ndio", "alikuwa", "ilikuwa"))
_NUMBER = term_key("namba")
_NOTHING = -1
_TITLE, _, _HEADING, _BODY = range(len(ZONES))

ZoneCounts = Sequence[float] | None
"""A number for each cell; None where a zone has nothing that was asked for."""


class Counts(NamedTuple):
    """How often one passage has what was asked for."""

    zones: tuple[ZoneCounts, ...]  # title, path, heading and body
    opening: ZoneCounts  # the share of the body's that is in its section's first words
    cover: float  # the share of the heading's content words that was asked for
    answers: float  # 1 where it has the kind of thing that is asked for, else 0

    def has(self, cell: int) -> bool:
        """Tell whether any zone has something in a cell."""
        return any(zone is not None and zone[cell] > 0 for zone in self.zones)


def count(words: PassageTerms, cells: Cells, *, opens: bool, kind: AnswerKind) -> Counts:
    """Return what a passage has of a question.

    Args:
        words: of the passage.
        cells: of the question.
        opens: whether its section begins with it.
        kind: what kind of answer is asked for.
    """
    answers = cells.answers(words)
    bounds, places = words.bounds, sorted(answers)
    # What has no heading, a document's opening, goes by the document's title.
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
        # A fact may as well be in the middle of a text as in its opening.
        if zone == _BODY and opens and kind == "topic":
            first = places[start : bisect_left(places, bounds[_BODY] + OPENING, start)]
            if first:
                stress = 1.0 if headed == _TITLE else _BESIDE_HEADING
                found = _zone(words, cells, first, answers, is_body=True)
                opening = [stress * number for number in found]
    return Counts(tuple(zones), opening, cover, _answer(words, cells, answers, kind))


def _zone(
    words: PassageTerms,
    cells: Cells,
    places: Sequence[int],
    answers: Mapping[int, int],
    *,
    is_body: bool,
) -> list[float]:
    """Return what one zone has in each cell."""
    units, found = cells.weak, [0.0] * cells.count
    forms: dict[int, Sequence[int]] = {}  # where a unit occurs in the form typed
    last = before = _NOTHING
    for place in places:
        unit = answers[place]
        if unit >= units:
            found[units + unit] += 1
            continue
        if not is_body and cells.units[unit].bare:
            continue
        found[unit] += 1
        if unit not in forms:
            forms[unit] = words.forms(cells.forms[unit])
        if place in forms[unit]:
            found[units + unit] += 1
        pair = cells.pair_number.get((last, unit))
        if pair is not None and _adjoin(words, before, place):
            found[3 * units + pair] += 1
        last, before = unit, place
    return found


def _adjoin(words: PassageTerms, before: int, place: int) -> bool:
    """Tell whether two words are neighbours: sheria na. 12 and sheria namba 12 alike."""
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
    """Return which share of the heading's content words was asked for."""
    asked = [
        place
        for place in places
        if answers[place] < cells.weak and not cells.units[answers[place]].bare
    ]
    if not asked:
        return 0.0
    # A function word that was asked for by its form counts as a content word.
    functions = sum(not words.content(place, place + 1) for place in asked)
    content = words.content(words.bounds[headed], words.bounds[headed + 1]) + functions
    if headed == _HEADING:
        content = max(len(asked), content - words.label)
    return len(asked) / content if content else 0.0


def _answer(
    words: PassageTerms, cells: Cells, answers: Mapping[int, int], kind: AnswerKind
) -> float:
    """Return 1 where a passage has the kind of thing that is asked for, else 0."""
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
    """Tell whether a text begins by saying what something is that was asked for."""
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
