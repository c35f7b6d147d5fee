"""Identify the language of a passage: Swahili, English, or another.

A text comes in, a code or None goes out. Two signs count, both cheap. Function words (ya,
kwa, ni; the, of, and) are a third of running text in either language. The shape of the
other words counts too, because Swahili syllables are open. A few clear words are enough;
where the signs disagree, the answer is None.

Source of the counts: docs/documents.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.swahili.english import FUNCTION_WORDS
from kb.swahili.lexicon import lexicon
from kb.swahili.morphology.function_words import function_words
from kb.swahili.morphology.phonotactics import is_foreign, is_swahili
from kb.swahili.normalize import normalize

__all__ = ["OTHER", "VERSION", "language_of"]

VERSION = "1"
"""Raised when a passage's language could come out otherwise; part of the recipe of an index."""

OTHER = "und"
"""A language that is neither: the code of BCP 47 for one that is not determined."""

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‘-][^\W\d_]+)*")
_MAX_WORDS = 400
"""Words looked at; more change nothing."""
_MIN_WORDS = 3
_GRAMMAR = 3.0
"""Weight of a function word, where the shape of a word weighs 1."""
_CLEARLY = 1.3
_ENOUGH = 12
"""Words from which a text is running text, and must contain function words of its language."""
_SHARE = 0.08
_FOREIGN_SHARE = 0.25
"""Of running words, with no grammar of either language: so many are not shaped like Swahili."""
_DIFFERENT = 2
"""Function words of its own, shared with no other language, that running text has at least."""
_ANYWHERE = frozenset({"a", "as", "do", "he", "i", "in", "la", "me", "no", "on", "so"})
"""Function words that other languages write too."""
_NONE, _OURS, _THEIRS, _SHAPED, _FOREIGN = range(5)
"""What a word is a sign of: nothing, a grammar (two kinds), a shape (two kinds)."""
_MAX_REMEMBERED = 100_000
"""Words whose sign is kept; few words make most of a text."""


def language_of(text: str) -> str | None:
    """Return "sw", "en" or "und", which is any other; None where neither sign decides.

    >>> language_of("Dira ya Wakala ni kuwa kinara wa huduma"), language_of("the Vision of the Agency")
    ('sw', 'en')
    >>> language_of("Dodoma 2024") is None
    True
    """
    words = _WORD.findall(text)[:_MAX_WORDS]
    if len(words) < _MIN_WORDS:
        return None
    strange = (
        0 if text.isascii() else sum(not word.isascii() and not _latin(word) for word in words)
    )
    if strange > 0.5 * len(words):
        return OTHER
    running = len(words) >= _ENOUGH
    ours: dict[str, int] = {}
    theirs: dict[str, int] = {}
    shaped = foreign = 0
    for sign, count in Counter(map(_sign_of, words)).items():
        if sign.kind == _OURS:
            ours[sign.word] = ours.get(sign.word, 0) + count
        elif sign.kind == _THEIRS:
            theirs[sign.word] = theirs.get(sign.word, 0) + count
        elif sign.lower or not running:
            # Names with a large letter are the same in every language.
            foreign += count * (sign.kind == _FOREIGN)
            shaped += count * (sign.kind == _SHAPED)
    return _judged(len(words), _weight(ours, running), _weight(theirs, running), shaped, foreign)


@dataclass(frozen=True, slots=True, eq=False)  # counted by identity: half the time
class _Sign:
    """What one word says of the language of its text."""

    kind: int
    word: str = ""  # a function word in normal writing
    lower: bool = False  # whether another word begins with a small letter


@lru_cache(maxsize=_MAX_REMEMBERED)
def _sign_of(word: str) -> _Sign:
    plain = normalize(word)
    ours, theirs = plain in _function_words(), plain in FUNCTION_WORDS
    if ours or theirs:
        return _Sign(_NONE if ours and theirs else _OURS if ours else _THEIRS, plain)
    shape = _FOREIGN if is_foreign(plain) else _SHAPED if is_swahili(plain) else _NONE
    return _shape_sign(shape, word[0].islower())


@cache
def _shape_sign(shape: int, lower: bool) -> _Sign:
    return _Sign(shape, lower=lower)


def _weight(grammar: Mapping[str, int], running: bool) -> int:
    """Return how many function words count: in running text, none if they are not its own."""
    own = grammar.keys() - _ANYWHERE
    return sum(grammar.values()) if len(own) >= (_DIFFERENT if running else 0) else 0


def _judged(words: int, swahili: int, english: int, shaped: int, foreign: int) -> str | None:
    running = words >= _ENOUGH
    grammar = _SHARE * words if running else 0
    if running and not swahili and not english:
        # A table of names, or another language: in this one its words show it.
        return OTHER if foreign >= _FOREIGN_SHARE * words else None
    one, other = _GRAMMAR * swahili + shaped, _GRAMMAR * english + foreign
    if one >= _CLEARLY * other and swahili >= grammar and one:
        return "sw"
    if other >= _CLEARLY * one and english >= max(1.0, grammar):
        return "en"
    return OTHER if running and other >= _CLEARLY * one else None


def _latin(word: str) -> bool:
    return all(c.isascii() or "\u00c0" <= c <= "\u024f" or not c.isalpha() for c in word)


@cache
def _function_words() -> frozenset[str]:
    return frozenset(function_words(lexicon()))
