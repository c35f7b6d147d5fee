"""Nest the headings of a page that marks no levels.

Headings in reading order come in; the place of each one's parent goes out. A heading is
nested in another for one of these reasons:

- its number or style;
- a list above announced it;
- the section above it ends with a lead-in ("… ni kama zifuatazo:");
- the heading above it has no text of its own;
- the heading above it names a kind that contains others (``groups.tsv``).

Such a group ends at a heading that cannot belong to it: Mawasiliano is no value, and the
next Idara is not part of the last one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kb.outline.heading_finder import PlainHeading
from kb.outline.kinds import are_siblings, group
from kb.outline.runs import LEAVES, is_plural, joins

__all__ = ["parents"]

Parent = int | None

_MIN_ASKED = 4
"""Words from which a question asks something; a shorter one is the name of a page of questions."""

_MIN_PART = 3
"""Words of the name of a part of a unit: "Majukumu ya idara"."""

_OPENINGS = LEAVES | {"utangulizi"}
"""Kinds whose sections lead in the page, and contain no others."""

_PARTS = frozenset(("majukumu", "uongozi", "muundo"))
"""Kinds of what every unit has."""

_STEP = (5,)
"""Rank of Hatua ya 1, Swali la 1. A heading that names a kind follows the steps; it is in none."""


def parents(headings: Sequence[PlainHeading]) -> list[Parent]:
    """Return the place of each heading's parent; None where it is outermost."""
    return _Nesting(headings).all()


class _Nesting:
    """The headings placed so far."""

    def __init__(self, headings: Sequence[PlainHeading]) -> None:
        self._headings = headings
        # Capitals mark a level only where other headings have none: some pages use them everywhere.
        self._capitals = any(not heading.candidate.caps for heading in headings)
        self._parents: list[Parent] = []
        self._kinds: dict[Parent, set[str | None]] = {}  # of the children of each heading
        self._forms: dict[Parent, set[str]] = {}
        self._until: dict[Parent, int] = {}  # the last heading that each heading announced
        for place, heading in enumerate(headings):
            if heading.announced_by is not None:
                self._until[heading.announced_by] = place
        self._sizes = Counter(heading.candidate.shape.key for heading in headings)
        self._last_of = {heading.candidate.shape.key: i for i, heading in enumerate(headings)}
        self._containing: set[str] = set()  # series with a heading nested in one of theirs
        self._last = {_form(heading): place for place, heading in enumerate(headings)}

    def all(self) -> list[Parent]:
        """Place every heading."""
        path: list[int] = []  # open headings, the last one first
        for place, heading in enumerate(self._headings):
            parent = self._parent(place, path) if path else None
            self._parents.append(parent)
            if parent is not None:
                self._containing.add(self._headings[parent].candidate.shape.key)
            self._kinds.setdefault(parent, set()).add(heading.candidate.kind)
            self._forms.setdefault(parent, set()).add(_form(heading))
            keep = path.index(parent) if parent is not None else len(path)
            path = [place, *path[keep:]]
        return self._parents

    def _parent(self, place: int, path: list[int]) -> Parent:
        this = self._headings[place]
        if this.announced_by is not None:
            # If the section of the announcer has ended, its list was one of the whole page.
            return this.announced_by if this.announced_by in path else None
        style = self._style(this)
        if style in {"part", "mark"}:
            return self._by_rank(this, path)
        if style == "number":
            return self._by_number(this, path)
        if style in {"letter", "caps"}:
            return self._by_style(this, style, path)
        if style == "record":
            return next((i for i in path if self._style(self._headings[i]) != style), None)
        return self._by_kind(place, path)

    def _style(self, heading: PlainHeading) -> str:
        style = heading.candidate.shape.style
        if style == "caps" and not (heading.candidate.caps and self._capitals):
            return "plain"
        return style

    def _by_rank(self, this: PlainHeading, path: list[int]) -> Parent:
        below: Parent = None  # a heading of another style, under one that outranks this
        for i in path:
            upper = self._headings[i]
            if self._style(upper) != self._style(this):
                below = i if upper.bare else below
            elif upper.candidate.shape.rank < this.candidate.shape.rank:
                return i if below is None else below
            elif upper.candidate.shape.rank == this.candidate.shape.rank:
                return self._parents[i]
            else:
                below = None
        return None

    def _by_number(self, this: PlainHeading, path: list[int]) -> Parent:
        rank, key = this.candidate.shape.rank, this.candidate.shape.key
        last = self._headings[path[0]]
        if last.opens and self._style(last) == "plain" and not _opens_page(this, last):
            return path[0]
        for i in path:
            if self._style(self._headings[i]) != "number":
                continue
            above = self._headings[i].candidate.shape
            if (key, above.key) == ("number1", "number0") and len(above.rank) == len(rank):
                continue
            if len(above.rank) < len(rank):
                return i
            if len(above.rank) == len(rank):
                # A series 1., 2. can be inside 1.0, and the other way round it cannot.
                return i if (key, above.key) == ("number0", "number1") else self._parents[i]
        inside = len(rank) > 1 or any(self._style(self._headings[i]) == "part" for i in path)
        upper = {"part", "caps", "mark"} if inside else {"part"}
        return next(
            (i for i in path if self._headings[i].bare or self._style(self._headings[i]) in upper),
            None,
        )

    def _by_style(self, this: PlainHeading, style: str, path: list[int]) -> Parent:
        key = this.candidate.shape.key
        for i in path:
            upper = self._headings[i]
            if self._style(upper) == style and upper.candidate.shape.key == key:
                return self._parents[i]
        styles = {"part"} if style == "caps" else {"part", "number", "caps", "mark", "letter"}
        return next((i for i in path if self._style(self._headings[i]) in styles), None)

    def _by_kind(self, place: int, path: list[int]) -> Parent:
        this, last = self._headings[place], self._headings[path[0]]
        if self._until.get(path[0], -1) > place:
            return path[0]
        holds = group(last.candidate.kind)
        if last.opens and _opens_page(this, last):
            return self._parents[path[0]]
        if last.opens or (last.bare and self._may_gather(this, last)):
            return path[0]
        if (unit := self._unit_of(this, path)) is not None:
            return unit
        if holds and holds.always and _gathers_many(last) and _held(this, holds.holds):
            return path[0]
        step = last.candidate.shape.rank == _STEP and _is_named(this)
        if self._style(last) in {"part", "number", "letter", "mark"} and not step:
            path = self._path_after_series(place, path)
            if not path or self._style(self._headings[path[0]]) != "plain":
                return path[0] if path else None
        if self._style(last) == "caps" and not _is_named(this):
            return path[0]
        for i in path:
            if self._stays(place, self._parents[i]):
                return self._parents[i]
        return None

    def _unit_of(self, this: PlainHeading, path: list[int]) -> Parent:
        """Return the open heading of the unit whose part a heading names: "Majukumu ya idara"."""
        words = this.text.casefold().rstrip(" .:").split()
        if len(words) < _MIN_PART or words[-2] not in {"ya", "wa", "za", "cha", "la"}:
            return None
        for i in path:
            known = self._headings[i].candidate.shape.known
            named = len(self._headings[i].text.split()) > _MIN_PART - 1
            if known is not None and known.form == words[-1] and named and known.plainly:
                return i
        return None

    def _path_after_series(self, place: int, path: list[int]) -> list[int]:
        """Return the path from the plain heading that contains a numbered series.

        If the series has ended and none of its headings contains a plain one, the next
        plain heading has the level of the plain heading above the series.
        """
        key = self._headings[path[0]].candidate.shape.key
        if not key or key in self._containing or self._last_of[key] > place:
            return path
        above = (n for n, i in enumerate(path) if self._style(self._headings[i]) == "plain")
        alone = self._sizes[key] == 1 and len(self._headings[path[0]].candidate.shape.rank) == 1
        return path[next(above, 1 if alone else 0) :]  # a single 1. numbers nothing

    def _may_gather(self, this: PlainHeading, last: PlainHeading) -> bool:
        """Tell whether *last*, which has no text of its own, can contain *this*."""
        if joins(last.candidate, this.candidate):
            return True
        if last.text.endswith("?") and this.text.endswith("?"):
            return (
                last.candidate.shape.words < _MIN_ASKED
            )  # "Nifanyeje?"; else an answer is missing
        if last.candidate.kind is None or self._style(last) != "plain" or not _is_named(this):
            return last.candidate.kind not in LEAVES
        holds = group(last.candidate.kind)
        return holds is not None and _held(this, holds.holds)

    def _stays(self, place: int, parent: Parent) -> bool:
        """Tell whether a heading without a style can be another child of *parent*."""
        if parent is None or self._until.get(parent, -1) > place:
            return True
        this, upper = self._headings[place], self._headings[parent]
        if joins(upper.candidate, this.candidate):
            return True
        form, forms = _form(this), self._forms[parent]
        if form and form in forms:
            return True
        if form and form == _form(upper) and not is_plural(upper.candidate):
            return False
        if self._style(upper) not in {"plain", "caps"}:
            return True
        known, holds = this.candidate.shape.known, group(upper.candidate.kind)
        if known is not None and holds is not None and known.kind in holds.holds:
            return True
        if known is not None and known.surely:
            kinds = self._kinds[parent] if holds is None else ()
            return any(are_siblings(known.kind, kind) for kind in kinds)
        if this.bare and upper.bare:
            return False  # two headings without text are siblings
        if None in self._kinds[parent]:
            return True
        # The siblings begin with the word of a unit (Kitengo cha …). A heading without such
        # a word is one of them only if that word occurs again below it.
        return any(self._last[other] > place for other in forms)


def _opens_page(this: PlainHeading, last: PlainHeading) -> bool:
    """Tell whether the section above a heading leads in the page, or a list that was lost.

    "Utangulizi … ni kama ifuatavyo:" is above its sibling, and so is any section above the next
    part that every page has.
    """
    kind = last.candidate.kind
    return kind in _OPENINGS or (kind is None and _is_named(this) and this.candidate.kind in _PARTS)


def _is_named(heading: PlainHeading) -> bool:
    known = heading.candidate.shape.known
    return heading.candidate.announced or (known is not None and known.plainly)


def _gathers_many(heading: PlainHeading) -> bool:
    return heading.candidate.kind == "misingi" or is_plural(heading.candidate)


def _held(heading: PlainHeading, holds: frozenset[str]) -> bool:
    known = heading.candidate.shape.known
    unknown = known is None or not known.surely
    return (known is not None and known.kind in holds) or (unknown and "?" in holds)


def _form(heading: PlainHeading) -> str:
    known = heading.candidate.shape.known
    return known.form if known else ""
