"""Cut a text into words, with their place in it, and analyse each one.

Text comes in, ``Token`` records go out, in order. Analyses are remembered by the writing of
the word, because few words make most of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from kb.swahili.lemmatizer import lemmatizer
from kb.swahili.normalize import INITIALS, fold, normalize
from kb.swahili.text_segmentation import boundaries

__all__ = ["FUNCTION", "MAX_LETTERS", "Token", "analyse", "moved", "stem", "words"]

MAX_LETTERS = 100
"""Characters of the longest word that is analysed; more is noise, and is cut."""

FUNCTION = "~"
"""Stands before the family of a word of grammar where terms are strings alone."""

MAX_REMEMBERED = 200_000
"""Words that are remembered; then all are forgotten and remembering starts again."""

# Class prefixes that are written before a foreign word, with a hyphen: ku-update, ma-CEO.
_PREFIXES = frozenset(
    {"ku", "ma", "wa", "ki", "vi", "m", "mi", "u", "i", "a", "ni", "tu", "li", "e"}
)
_INFLECTED = frozenset({"ana", "wana", "ina", "zina", "ali", "wali", "ili", "ame", "wame", "ime"})

# ICU keeps these inside a word. In agencies' text a blank is missing there ("umma.Wakala"), a
# line is left to be filled in ("Jina____"), or a name of a page or an address follows ("@Wakala").
_GLUE = re.compile(r"(?<=[^\W\d_])[.:·](?=[^\W\d_])|[_@]+")
_GLUED_BEFORE = frozenset("_@")

_START, _END = 4, 6
"""Where the offsets of a token begin and end among its properties."""

_KINDS = frozenset({"number", "acronym", "foreign"})

_Entry = tuple[str, tuple[str, ...], tuple[str, ...], str, bool]
"""Of one word: normal writing, terms, related terms, kind, whether it is a function word."""


class Token(NamedTuple):
    """One word of a text, analysed.

    ``text[start:end] == surface`` always; offsets count code points.
    """

    surface: str  # as it is written in the text
    normal: str  # NFC, lower case, one apostrophe; holds no blank, "|" or "~"
    terms: tuple[str, ...]  # what its inflected forms share; several where it is ambiguous
    related: tuple[str, ...]  # weaker terms: the word family
    start: int
    end: int
    position: int  # place among the words of the text, from 0
    kind: str  # word, number, acronym or foreign
    function: bool  # carries grammar, not content: ya, kwa, ambayo


def words(text: str) -> list[Token]:
    """Return the words of *text* in normal writing, not analysed: each is its own term.

    >>> [t.normal for t in words("Ng’ombe wawili.")]
    ["ng'ombe", 'wawili']
    """
    return [
        Token(surface, word, (word,), (), start, end, position, "word", False)
        for position, (start, end) in enumerate(_spans(text))
        for surface in (text[start:end],)
        for word in (normalize(surface),)
    ]


def analyse(text: str) -> list[Token]:
    """Return the words of *text*, analysed.

    >>> [t.terms for t in analyse("Wakurugenzi wa idara wameteuliwa")]
    [('mkurugenzi',), ('a',), ('idara',), ('teua',)]
    """
    known = _remembered()
    make = tuple.__new__  # half the time of Token(...): this loop is most of indexing's analysis
    found: list[Token] = []
    for position, (start, end) in enumerate(_spans(text)):
        surface = text[start:end]
        word, terms, related, kind, function = known.get(surface) or _analyse_word(surface)
        found.append(
            make(Token, (surface, word, terms, related, start, end, position, kind, function))
        )
    if "-" in text:
        _join_hyphens(text, found)
    return found


def moved(tokens: Iterable[Token], offset: int) -> list[Token]:
    """Return the tokens of a text as they are where it begins at an offset of another one.

    Their positions stay: they count in the text that was read.
    """
    make = tuple.__new__
    return [
        make(Token, (*token[:_START], token.start + offset, token.end + offset, *token[_END:]))
        for token in tokens
    ]


def stem(word: str) -> str:
    """Return the term of one word; the first, where it has several.

    The family of a word of grammar has ``FUNCTION`` before it, as in an index: *la* (no, of) is
    not *kula* (eat), nor *mpaka* (until) *mipaka* (boundaries).

    >>> stem("majukumu"), stem("inaongozwa")
    ('jukumu', 'ongoza')
    >>> stem("kula"), stem("la"), stem("mipaka"), stem("mpaka")
    ('la', '~la', 'mpaka', '~mpaka')
    """
    _, terms, _, _, function = _analyse_word(word[:MAX_LETTERS])
    return FUNCTION + terms[0] if function else terms[0]


@cache
def _remembered() -> dict[str, _Entry]:
    """Return the words analysed so far, by their writing; _analyse_word fills it."""
    return {}


def _analyse_word(surface: str) -> _Entry:
    """Analyse one word and remember it by its writing."""
    known = _remembered()
    if len(known) >= MAX_REMEMBERED:
        known.clear()
    word = normalize(surface)
    source = lemmatizer()
    found = source.written(surface, word)
    function = found.part == "function"
    related = () if function else source.related(found)
    kind = found.part if found.part in _KINDS else "word"
    terms = found.terms if word.isascii() else _with_folded(word, found.terms)
    entry = known[surface] = (word, terms, related, kind, function)
    return entry


def _with_folded(word: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms of a word with accents, and those of the word without them."""
    bare = fold(word)
    if bare in ("", word):
        return terms
    folded = lemmatizer().lemmatize(bare)
    if folded.part == "function":
        return terms
    return tuple(dict.fromkeys((*terms, *folded.terms)))


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of *text* are.

    A hyphen parts words, but not a class prefix from its word.
    """
    found: list[tuple[int, int]] = []
    hyphens = "-" in text
    for start, end in pairwise(boundaries(text)):
        if not text[start].isalnum():
            if text[start] in _GLUED_BEFORE:
                found.extend(_apart(text, start, end))
            continue
        if end - start > MAX_LETTERS:
            found.extend(_cut(start, end))
        elif not text[start:end].isalnum() and _is_glued(text, start, end):
            found.extend(_apart(text, start, end))
        elif hyphens and found and text[start - 1] == "-" and _is_prefix(text, *found[-1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _is_glued(text: str, start: int, end: int) -> bool:
    """Tell whether a sign joins several words; the full stops of S.L.P join one."""
    glued = _GLUE.search(text, start, end) is not None
    return glued and not INITIALS.fullmatch(text, start, end)


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the words of text[start:end] between the signs that join them."""
    for glue in _GLUE.finditer(text, start, end):
        yield from _cut(start, glue.start())
        start = glue.end()
    yield from _cut(start, end)


def _cut(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a word whole, or in pieces of MAX_LETTERS; nothing where it is empty."""
    for at in range(start, end, MAX_LETTERS):
        yield at, min(at + MAX_LETTERS, end)


def _is_prefix(text: str, start: int, end: int, word: int) -> bool:
    """Tell whether text[start:end], a hyphen, is the prefix of the word that starts at *word*."""
    written = text[start:end].lower()
    return end == word - 1 and (written in _PREFIXES or written in _INFLECTED)


def _join_hyphens(text: str, tokens: list[Token]) -> None:
    """Give the first part of a hyphenated word the term of the whole: mbali-mbali, mwana-chama."""
    for i, (first, second) in enumerate(pairwise(tokens)):
        if second.start == first.end + 1 and text[first.end] == "-":
            whole = lemmatizer().whole(first.normal + second.normal)
            if whole is not None:
                terms = dict.fromkeys((*first.terms, *whole.terms))
                tokens[i] = first._replace(terms=tuple(terms))
