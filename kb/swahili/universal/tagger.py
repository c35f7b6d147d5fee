"""Tag a text: lemma, part of speech and features of every word, in the terms of UD.

A text comes in, ``UniversalToken`` records go out, marks included, in order. A token has one
word, or several where two words are written as one (*naye*: na, yeye). It starts from the
analysis that searching uses; its order of analyses decides, never the words around.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kb.swahili.tokens import Token, analyse
from kb.swahili.universal.features import Features
from kb.swahili.universal.readings import clitic_reading, readings_of
from kb.swahili.universal.splitting import split_word

__all__ = ["UniversalToken", "UniversalWord", "tag_text", "tag_word"]


@dataclass(frozen=True, slots=True)
class UniversalWord:
    """A word in the sense of syntax: a token, or a part of one."""

    form: str
    lemma: str
    upos: str  # the universal part of speech: NOUN, VERB, …
    feats: Features
    alternatives: tuple[tuple[str, str], ...] = ()  # lemma and upos of other readings
    guessed: bool = False  # nothing in lexicon or grammar knows the word

    @property
    def unsure(self) -> bool:
        """Whether the word has another reading, or its reading is a guess."""
        return self.guessed or bool(self.alternatives)


@dataclass(frozen=True, slots=True)
class UniversalToken:
    """A token of a text: ``text[start:end] == surface``."""

    surface: str
    start: int
    end: int
    words: tuple[UniversalWord, ...]  # one; several where words are written together


def tag_text(text: str) -> list[UniversalToken]:
    """Return the tokens of *text* with their words.

    >>> [(word.lemma, word.upos) for token in tag_text("Wanafunzi wamesoma.") for word in token.words]
    [('mwanafunzi', 'NOUN'), ('soma', 'VERB'), ('.', 'PUNCT')]
    """
    found: list[UniversalToken] = []
    place = 0
    for token in analyse(text):
        found += _marks(text, place, token.start)
        found.append(_tagged(token, opening=_opens(text, token.start)))
        place = token.end
    found += _marks(text, place, len(text))
    return found


def _tagged(token: Token, *, opening: bool) -> UniversalToken:
    words = tag_word(token.surface, opening=opening)
    return UniversalToken(token.surface, token.start, token.end, words)


@lru_cache(maxsize=50_000)
def tag_word(surface: str, *, opening: bool = True) -> tuple[UniversalWord, ...]:
    """Return the words of one token.

    Args:
        surface: the token as written.
        opening: whether it begins a sentence, where its capital says nothing.

    >>> [word.lemma for word in tag_word("naye")]
    ['na', 'yeye']
    """
    parts = split_word(surface)
    if len(parts) == 1:
        return (_word(surface, opening=opening),)
    return (_word(parts[0], opening=opening), _word(parts[1], opening=False, clitic=True))


def _word(form: str, *, opening: bool, clitic: bool = False) -> UniversalWord:
    attached = clitic_reading(form) if clitic else None
    first, *others = [attached] if attached else readings_of(form, opening=opening)
    alternatives = dict.fromkeys((one.lemma, one.upos) for one in others)
    alternatives.pop((first.lemma, first.upos), None)
    return UniversalWord(
        form, first.lemma, first.upos, first.feats, tuple(alternatives), first.guessed
    )


def _opens(text: str, start: int) -> bool:
    """Tell whether a word begins a sentence, where its capital says nothing."""
    before = text[:start].rstrip(" \t\"'“‘«([{-–—•*")
    return not before or before[-1] in ".!?:;\n"


def _marks(text: str, start: int, end: int) -> Iterator[UniversalToken]:
    """Yield what stands between two words: a run of the same sign is one token."""
    while start < end:
        sign = text[start]
        if sign.isspace():
            start += 1
            continue
        stop = start + 1
        while stop < end and text[stop] == sign:
            stop += 1
        marks = text[start:stop]
        upos = _SIGNS.get(unicodedata.category(sign)[0], "SYM")
        yield UniversalToken(marks, start, stop, (UniversalWord(marks, marks, upos, {}),))
        start = stop


_SIGNS: Mapping[str, str] = {"P": "PUNCT", "S": "SYM"}
