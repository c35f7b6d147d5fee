"""Cut a text into words, with their place in it, and read each one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from kb.swahili.normal import INITIALS, normal
from kb.swahili.reading import reader
from kb.swahili.segment import boundaries

__all__ = ["Token", "analyse", "stem", "words"]


class Token(NamedTuple):
    """One word of a text, read.

    ``text[start:end] == surface`` always; offsets count code points.
    """

    surface: str  # as it stands in the text
    normal: str  # NFC, lower case, one apostrophe; holds no blank, "|" or "~"
    terms: tuple[str, ...]  # what its inflected forms share; several where it is ambiguous
    related: tuple[str, ...]  # weaker terms: the word family
    start: int
    end: int
    position: int  # place among the words of the text, from 0
    kind: str  # word, number, acronym or foreign
    function: bool  # carries grammar, not content: ya, kwa, ambayo


LONGEST = 100
"""Characters of the longest word that is read; more is noise, and is cut."""


# Class prefixes that are written before a foreign word, with a hyphen: ku-update, ma-CEO.
_PREFIXES = frozenset(
    {"ku", "ma", "wa", "ki", "vi", "m", "mi", "u", "i", "a", "ni", "tu", "li", "e"}
)
_INFLECTED = frozenset({"ana", "wana", "ina", "zina", "ali", "wali", "ili", "ame", "wame", "ime"})


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of *text* stand; a hyphen parts words, but not a prefix from its word."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in boundaries(text)[1:]:
        if text[start].isalnum():
            if end - start > LONGEST:
                found.extend((at, min(at + LONGEST, end)) for at in range(start, end, LONGEST))
            elif not text[start:end].isalnum() and _is_glued(text, start, end):
                found.extend(_apart(text, start, end))
            elif found and text[start - 1] == "-" and _is_prefix(text, *found[-1], start):
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        start = end
    return found


# ICU keeps these inside a word; in agencies' text a blank is missing there: "umma.Wakala".
_GLUE = re.compile(r"(?<=[^\W\d_])[.:·_](?=[^\W\d_])")


def _is_glued(text: str, start: int, end: int) -> bool:
    """Tell whether a sign joins what are several words; that of S.L.P joins one."""
    glued = _GLUE.search(text, start, end) is not None
    return glued and not INITIALS.fullmatch(text, start, end)


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for glue in _GLUE.finditer(text, start, end):
        yield start, glue.start()
        start = glue.end()
    yield start, end


def _is_prefix(text: str, start: int, end: int, word: int) -> bool:
    """Tell whether text[start:end], a hyphen, is the prefix of the word that starts at *word*."""
    return end == word - 1 and text[start:end].lower() in _PREFIXES | _INFLECTED


def words(text: str) -> list[Token]:
    """Return the words of *text* in lower case, without any reading.

    >>> [t.normal for t in words("Ng’ombe wawili.")]
    ["ng'ombe", 'wawili']
    """
    return [
        Token(surface, word, (word,), (), start, end, position, "word", False)
        for position, (start, end) in enumerate(_spans(text))
        for surface in (text[start:end],)
        for word in (normal(surface),)
    ]


def analyse(text: str) -> list[Token]:
    """Return the words of *text*, read.

    >>> [t.terms for t in analyse("Wakurugenzi wa idara wameteuliwa")]
    [('mkurugenzi',), ('a',), ('idara',), ('teua',)]
    """
    read = _read
    known = _known
    make = tuple.__new__
    found = []
    for position, (start, end) in enumerate(_spans(text)):
        surface = text[start:end]
        word, terms, related, kind, function = known.get(surface) or read(surface)
        found.append(
            make(Token, (surface, word, terms, related, start, end, position, kind, function))
        )
    if "-" in text:
        _join_hyphens(text, found)
    return found


def _join_hyphens(text: str, tokens: list[Token]) -> None:
    """Give the first part of a hyphenated word the term of the whole: mbali-mbali, mwana-chama."""
    for i, (first, second) in enumerate(pairwise(tokens)):
        if second.start == first.end + 1 and text[first.end] == "-":
            whole = reader().whole(first.normal + second.normal)
            if whole is not None:
                terms = dict.fromkeys((*first.terms, *whole.terms))
                tokens[i] = first._replace(terms=tuple(terms))


_MOST_KNOWN = 200_000
_known: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], str, bool]] = {}
_KINDS = {"number": "number", "acronym": "acronym", "foreign": "foreign"}


def _read(surface: str) -> tuple[str, tuple[str, ...], tuple[str, ...], str, bool]:
    """Read one word and remember it by its writing."""
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    word = normal(surface)
    source = reader()
    reading = source.read(word)
    related = []
    for term in reading.terms:
        for weaker in source.families.related(term):
            if weaker not in reading.terms and weaker not in related:
                related.append(weaker)
    function = reading.part == "function"
    entry = _known[surface] = (
        word,
        reading.terms,
        () if function else tuple(related),
        _KINDS.get(reading.part, "word"),
        function,
    )
    return entry


def stem(word: str) -> str:
    """Return the term of one word; the first, where it has several readings.

    >>> stem("majukumu"), stem("inaongozwa")
    ('jukumu', 'ongoza')
    """
    return _read(word[:LONGEST])[1][0]
