"""Look terms up in the stored terms of a passage: at which places does a term occur?

A *place* counts words from 0 over all zones. How the terms are stored: kb.index.zones
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Self

from kb.index.schema import TermNumbers
from kb.index.signs import NAME_SIGN, name_words
from kb.index.zones import (
    FUNCTION,
    HEADER,
    LABEL,
    NUMBER,
    ZONES,
    ZoneTerms,
    pack_zones,
    packed_lines,
    prefix_key,
    term_key,
)

__all__ = ["DAYS", "PassageTerms"]

_BODY = ZONES.index("body")

DAYS = frozenset(
    {"januari", "februari", "machi", "aprili", "mei", "juni", "julai", "agosti", "septemba",
     "oktoba", "novemba", "desemba", "disemba", "jumatatu", "jumanne", "jumatano", "alhamisi",
     "ijumaa", "jumamosi", "jumapili"}
)  # fmt: skip
"""Months and days of the week, which are dates without a year too."""
_DATE = re.compile(rf" (?:(?:1\d|20)\d\d|d:\S+|karne|{'|'.join(sorted(DAYS))}) \n".encode())
"""The end of the line of a word of a date."""
_COUNT = re.compile(rb"(?!.* d:)(?! (?:1\d|20)\d\d $).*\d $")
"""The line of a word with figures among its terms that is no day, and no year."""

_NAME_KEY = prefix_key(NAME_SIGN)
_NO_PLACES: Sequence[int] = ()


class PassageTerms:
    """The stored terms of one passage.

    ``bounds`` are the places where title, path, heading and body begin, and where
    the body ends: zone i of ``ZONES`` is ``bounds[i]`` to ``bounds[i + 1]``.
    ``section_words`` says how many words the passage's whole section has.

    >>> words = PassageTerms.of({"heading": ZoneTerms(["mkurugenzi"], ["wakurugenzi"], [""])})
    >>> words.bounds, words.terms(term_key("mkurugenzi")), words.forms(term_key("mkurugenzi"))
    ((0, 0, 0, 1, 1), [0], ())
    """

    __slots__ = (
        "_answers",
        "_context",
        "_forms",
        "_functions",
        "_matched",
        "_related",
        "_terms",
        "bounds",
        "section_words",
    )

    def __init__(self, packed: bytes) -> None:
        """Read what ``encode_terms`` returned."""
        section, title, path, heading, body, terms, related, forms, answers = HEADER.unpack_from(
            packed
        )
        first = HEADER.size + body
        self.section_words: int = section
        self.bounds: tuple[int, int, int, int, int] = (0, title, path, heading, body)
        self._answers: int = answers
        self._functions = packed[HEADER.size : first]
        self._terms = packed[first:terms]
        self._related = packed[terms:related]
        self._forms = packed[related:forms]
        self._context = packed[forms:]
        self._matched: tuple[TermNumbers, dict[int, list[int]]] | None = None  # last looked up

    @classmethod
    def of(
        cls,
        zones: Mapping[str, ZoneTerms],
        section_words: int = 0,
        context: Iterable[str] = (),
    ) -> Self:
        """Return the words of zones given as lists; a zone left out is empty."""
        empty = ZoneTerms([], [], [])
        return cls(pack_zones([zones.get(name, empty) for name in ZONES], section_words, context))

    @property
    def has_number(self) -> bool:
        """Whether its text contains a number."""
        return bool(self._answers & NUMBER)

    @property
    def label(self) -> int:
        """How many content words only number the heading: *Ibara ya 54*."""
        return self._answers >> LABEL

    def terms(self, key: bytes) -> Sequence[int]:
        """Return the places of the words one of whose readings is this term."""
        return _places(self._terms, key)

    def related(self, key: bytes) -> Sequence[int]:
        """Return the places of the words one of whose relatives is this term."""
        return _places(self._related, key)

    def forms(self, key: bytes) -> Sequence[int]:
        """Return the places of the words that are written so."""
        return _places(self._forms, key)

    def looked_up(
        self, related: Iterable[tuple[bytes, int]], terms: Iterable[tuple[bytes, int]]
    ) -> dict[int, int]:
        """Look many keys up at once.

        Args:
            related: keys of relatives, each with what it answers.
            terms: keys of terms, likewise; they go before relatives.

        Returns:
            What the words answer, by their places. Of several keys at one place the
            last one has it. Most words answer nothing.
        """
        found: dict[int, int] = {}
        for lines, keys in ((self._related, related), (self._terms, terms)):
            for key, answer in keys:
                at = lines.find(key)
                place = last = 0
                while at >= 0:
                    place += lines.count(b"\n", last, at)  # each line is counted once
                    found[place] = answer
                    last = at
                    at = lines.find(key, at + 1)
        return found

    def dates(self) -> list[int]:
        """Return the places of years, months, days and centuries, in order.

        >>> words = ZoneTerms(["anzisha", "mwaka", "1995"], ["", "", ""], ["", "", ""])
        >>> PassageTerms.of({"body": words}).dates()
        [2]
        """
        lines = self._terms
        return [lines.count(b"\n", 0, match.start()) for match in _DATE.finditer(lines)]

    def has_number_beside(self, keys: Iterable[bytes], before: int, after: int) -> bool:
        """Tell whether a number of the text is beside one of some words; a year or day is none.

        Args:
            keys: of the words.
            before: how many words before such a word the number may be.
            after: how many words after it.

        >>> words = PassageTerms.of({"body": ZoneTerms(["mjumbe", "5"], ["wajumbe", "5"], ["", ""])})
        >>> words.has_number_beside([term_key("mjumbe")], before=0, after=1)
        True
        """
        start = self.bounds[_BODY]
        places = [place for key in keys for place in self.terms(key) if place >= start]
        lines = self._terms.split(b"\n") if places else []
        return any(
            any(map(_COUNT.match, lines[max(start, place - before) : place + after + 1]))
            for place in places
        )

    def beginning(self, key: bytes) -> list[tuple[int, str]]:
        """Return the places of the words that are written with this beginning, and their forms."""
        forms = self._forms
        found = []
        at = forms.find(key)
        while at >= 0:
            end = forms.index(b" ", at + 1)
            form = forms[at + 1 : end].decode("utf-8", "surrogatepass")
            found.append((forms.count(b"\n", 0, at), form))
            at = forms.find(key, end)
        return found

    def matching(self, wanted: TermNumbers, first: int, last: int) -> dict[int, list[int]]:
        """Look the words of a question up in the words from one place to another.

        All zones of a shown passage are asked one after the other, so all are searched at once.

        Returns:
            The places of each word that occurs, counted from *first*, in order.
        """
        if self._matched is None or self._matched[0] is not wanted:
            self._matched = wanted, self._places_of(wanted)
        matches = {}
        for number, places in self._matched[1].items():
            start, end = bisect_left(places, first), bisect_left(places, last)
            if start < end:
                matches[number] = [place - first for place in places[start:end]]
        return matches

    def _places_of(self, wanted: TermNumbers) -> dict[int, list[int]]:
        """Return the places of each word that occurs, in order."""
        matches: dict[int, set[int]] = {}
        for lines, keys in zip((self._forms, self._terms, self._related), _keys(wanted)):
            for key, numbers in keys:
                for place in _places(lines, key):
                    for number in numbers:
                        matches.setdefault(number, set()).add(place)
        for number, prefix in wanted.prefixes:
            for place, _ in self.beginning(prefix_key(prefix)):
                matches.setdefault(number, set()).add(place)
        return {number: sorted(places) for number, places in matches.items()}

    def has(self, term: str) -> bool:
        """Tell whether any word has this term, as a reading or a relative; function words too."""
        key = term_key(term)
        return (
            key in self._terms or key in self._related or term_key(FUNCTION + term) in self._terms
        )

    def is_around(self, key: bytes) -> bool:
        """Tell whether a term is among the words around the passage; see kb.index.context."""
        return key in self._context

    def around(self) -> tuple[str, ...]:
        """Return the terms around the passage.

        >>> PassageTerms.of({}, context=["maji", "rumasa"]).around()
        ('maji', 'rumasa')
        """
        return tuple(self._context.decode("utf-8", "surrogatepass").split())

    def institution(self) -> tuple[str, ...]:
        """Return the words of its institution's name, in order; none where nobody is named.

        >>> PassageTerms.of({}, context=["maji", "n:wakala~ya~vipimo"]).institution()
        ('wakala', 'ya', 'vipimo')
        """
        at = self._context.find(_NAME_KEY)
        if at < 0:
            return ()
        end = self._context.index(b" ", at + 1)
        return name_words(self._context[at + 1 : end].decode("utf-8", "surrogatepass"))

    def content(self, start: int, end: int) -> int:
        """Return how many of the words from place *start* to *end* are content words."""
        return self._functions.count(0, start, end)

    def length(self, name: str) -> int:
        """Return how many words a zone has."""
        first, last = self.bounds_of(name)
        return last - first

    def zones(self) -> dict[str, ZoneTerms]:
        """Return the words of every zone as lists: slow, for what few passages are asked."""
        lists = [
            [line[1:-1].replace(" ", "|") for line in packed_lines(packed)]
            for packed in (self._terms, self._related, self._forms)
        ]
        found = {}
        for name in ZONES:
            first, last = self.bounds_of(name)
            terms, related, forms = (words[first:last] for words in lists)
            found[name] = ZoneTerms(terms, forms, related)
        return found

    def surfaces(self, first: int, last: int) -> tuple[str, ...]:
        """Return the forms of the words from one place to another."""
        return tuple(self._forms.decode("utf-8", "surrogatepass").split()[first:last])

    def stacks(self, first: int, last: int) -> tuple[tuple[str, ...], ...]:
        """Return the readings of the words from one place to another."""
        lines = packed_lines(self._terms.replace(b" ~", b" "))[first:last]
        return tuple(map(tuple, map(str.split, lines)))

    def families(self, first: int, last: int) -> tuple[tuple[str, ...], ...]:
        """Return the relatives of the words from one place to another."""
        return tuple(map(tuple, map(str.split, packed_lines(self._related)[first:last])))

    def functions(self, first: int, last: int) -> tuple[bool, ...]:
        """Return which words from one place to another are function words."""
        return tuple(map(bool, self._functions[first:last]))

    def bounds_of(self, name: str) -> tuple[int, int]:
        """Return the places where a zone begins and ends."""
        at = ZONES.index(name)
        return self.bounds[at], self.bounds[at + 1]


@lru_cache(maxsize=8)  # all hits of one page have the same question
def _keys(wanted: TermNumbers) -> tuple[Sequence[tuple[bytes, Sequence[int]]], ...]:
    """Return the keys of forms, of terms and of relatives, with the words that they match."""
    surfaces = [(term_key(form), numbers) for form, numbers in wanted.surfaces.items()]
    terms = [
        (term_key(written), numbers)
        for term, numbers in wanted.terms.items()
        for written in (term, FUNCTION + term)
    ]
    related = [(term_key(term), numbers) for term, numbers in wanted.related.items()]
    return surfaces, terms, related


def _places(packed: bytes, key: bytes) -> Sequence[int]:
    """Return the lines that contain a key. Fast path: most keys do not occur."""
    at = packed.find(key)
    if at < 0:
        return _NO_PLACES
    found = []
    place = last = 0
    while at >= 0:
        place += packed.count(b"\n", last, at)
        found.append(place)
        last = at
        at = packed.find(key, at + 1)
    return found
