"""Where each term occurs: gathered passage by passage, sorted on the disk, read term by term.

An occurrence has a term, the form that was written, a zone, a place and its order among the
content words there. Places are numbers: of a document for the zone ``title``, of a section for
``path`` and ``heading``, of a passage for ``body``. What is around the passages of a document
(kb.index.context) has its number, and no order. The memory does not grow with the collection,
because a temporary database sorts.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from operator import itemgetter

from kb.index.zones import ZONES, ZoneTerms
from kb.offline.numbers import deltas, packed
from kb.offline.shards import ShardRow

__all__ = ["SortedPostings"]

_FUNCTION = "~"
_AROUND = len(ZONES)
"""The column after the zones."""
_MAX_KIN = 24
"""Terms of one family that are named for each other."""

_Occurrence = tuple[str, str, int, int, str]


class SortedPostings:
    """The occurrences of all terms of a collection. Close it, or use it in ``closing``."""

    def __init__(self) -> None:
        # An empty name: a file that SQLite makes, and removes when it is closed.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("CREATE TABLE occurs (term, form, zone, place, positions)")
        self._database.execute("BEGIN")
        self.forms: Counter[str] = Counter()
        self._relatives: dict[str, set[str]] = defaultdict(set)

    def close(self) -> None:
        """Remove the file of the occurrences."""
        self._database.close()

    def add(self, zone: str, place: int, words: ZoneTerms) -> None:
        """Add the words of one zone."""
        number = ZONES.index(zone)
        self.forms.update(words.surfaces)
        self._database.executemany(
            "INSERT INTO occurs VALUES (?, ?, ?, ?, ?)", self._occurrences(number, place, words)
        )

    def add_around(self, document: int, terms: Iterable[str]) -> None:
        """Add the terms around the passages of a document."""
        self._database.executemany(
            "INSERT INTO occurs VALUES (?, ?, ?, ?, ?)",
            ((term, term, _AROUND, document, packed([0])) for term in terms),
        )

    def _occurrences(self, zone: int, place: int, words: ZoneTerms) -> Iterator[_Occurrence]:
        positions: dict[tuple[str, str], list[int]] = defaultdict(list)
        order = 0
        for terms, form, related in zip(*words, strict=True):
            if terms.startswith(_FUNCTION):
                continue
            for term in terms.split("|"):
                positions[term, form].append(order)
                if related:
                    self._relatives[term].update(related.split("|"))
            order += 1
        for (term, form), orders in positions.items():
            yield term, form, zone, place, packed(_counted(orders))

    def frequencies(self) -> dict[str, int]:
        """Return every term of the texts, and in how many places it occurs."""
        counted = "SELECT term, COUNT(*) FROM occurs WHERE zone < ? GROUP BY term"
        return dict(self._database.execute(counted, (_AROUND,)))

    def around(self) -> set[str]:
        """Return the terms that are around passages."""
        rows = self._database.execute("SELECT DISTINCT term FROM occurs WHERE zone = ?", (_AROUND,))
        return {term for (term,) in rows}

    def rows(self) -> Iterator[ShardRow]:
        """Yield a row for each term, sorted: its family, then each form with its occurrences.

        ``term|kin kin|form body heading path title around|form body``: what is empty at the end
        is left out.
        """
        kin = _kin(self._relatives, self.frequencies().keys())
        ordered = self._database.execute(
            "SELECT term, form, zone, place, positions FROM occurs ORDER BY term, form, zone, place"
        )
        for term, of_term in groupby(ordered, key=itemgetter(0)):
            forms = [
                " ".join((form, *_zones(of_form))).rstrip()
                for form, of_form in groupby(of_term, key=itemgetter(1))
            ]
            yield ShardRow(term, "|".join((term, " ".join(kin.get(term, ())), *forms)))


def _counted(positions: Sequence[int]) -> Iterator[int]:
    """Yield how many positions follow, then these."""
    yield len(positions)
    yield from deltas(positions)


def _zones(of_form: Iterable[_Occurrence]) -> list[str]:
    """Return the occurrences of one form, from the body to the title, then around passages."""
    lists = {zone: list(rows) for zone, rows in groupby(of_form, key=itemgetter(2))}
    return [_places(lists.get(zone, [])) for zone in (*reversed(range(_AROUND)), _AROUND)]


def _places(rows: Sequence[_Occurrence]) -> str:
    """Return the places of one zone: the difference to the one before, then the positions there.

    Neighbours with equal positions are one run: the headings above are those of all sections below.
    The number before the positions is twice the difference, and one more where a run follows.
    """
    text = []
    before = 0
    for positions, run in _runs(rows):
        first, length = run[0], len(run)
        step = 2 * (first - before)
        text.append(packed([step + 1, length] if length > 1 else [step]) + positions)
        before = run[-1]
    return "".join(text)


def _runs(rows: Sequence[_Occurrence]) -> Iterator[tuple[str, list[int]]]:
    run: list[int] = []
    shared = ""
    for *_, place, positions in rows:
        if run and (place != run[-1] + 1 or positions != shared):
            yield shared, run
            run = []
        shared = positions
        run.append(place)
    if run:
        yield shared, run


def _kin(
    relatives: Mapping[str, AbstractSet[str]], terms: AbstractSet[str]
) -> dict[str, list[str]]:
    """Return for each term those of its family that occur.

    >>> sorted(_kin({"uongozi": {"ongoza"}, "kiongozi": {"ongoza"}}, {"uongozi", "kiongozi"}).items())
    [('kiongozi', ['uongozi']), ('uongozi', ['kiongozi'])]
    """
    heads: dict[str, set[str]] = defaultdict(set)  # by a relative: the terms that have it
    for term, own in relatives.items():
        for relative in own:
            heads[relative].add(term)
    kin: dict[str, list[str]] = {}
    for term in {*relatives, *heads} & terms:
        own = relatives.get(term, frozenset())
        family = {*own, *heads.get(term, ()), *(one for head in own for one in heads[head])}
        kin[term] = sorted((family & terms) - {term})[:_MAX_KIN]
    return kin
