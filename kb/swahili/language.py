"""Identify the language of a passage: Swahili, English, or another.

A text comes in, a code or None goes out. Two signs count, both cheap. Function words (ya,
kwa, ni; the, of, and) are a third of running text in either language. The shape of the
other words counts too, because Swahili syllables are open. A few clear words are enough;
where the signs disagree, the answer is None.

Source of the counts: docs/documents.md.
"""

from __future__ import annotations

import re
from functools import cache

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
_FOREIGN = 0.25
"""Of running words, with no grammar of either language: so many are not shaped like Swahili."""
_DIFFERENT = 2
"""Function words of its own, shared with no other language, that running text has at least."""
_ANYWHERE = frozenset({"a", "as", "do", "he", "i", "in", "la", "me", "no", "on", "so"})
"""Function words that other languages write too."""


def language_of(text: str) -> str | None:
    """Return "sw", "en" or "und", which is any other; None where neither sign decides.

    >>> language_of("Dira ya Wakala ni kuwa kinara wa huduma"), language_of("the Vision of the Agency")
    ('sw', 'en')
    >>> language_of("Dodoma 2024") is None
    True
    """
    words = [match[0] for _, match in zip(range(_MAX_WORDS), _WORD.finditer(text), strict=False)]
    if len(words) < _MIN_WORDS:
        return None
    if sum(not word.isascii() and not _latin(word) for word in words) > 0.5 * len(words):
        return OTHER
    ours: list[str] = []
    theirs: list[str] = []
    shaped = foreign = 0
    for word in words:
        plain = normalize(word)
        if plain in FUNCTION_WORDS and plain in _function_words():
            continue
        if plain in _function_words():
            ours.append(plain)
        elif plain in FUNCTION_WORDS:
            theirs.append(plain)
        elif word[0].islower() or len(words) < _ENOUGH:
            # Names with a large letter are the same in every language.
            foreign += is_foreign(plain)
            shaped += not is_foreign(plain) and is_swahili(plain)
    return _judged(len(words), _weight(words, ours), _weight(words, theirs), shaped, foreign)


def _weight(words: list[str], grammar: list[str]) -> int:
    """Return how many function words count: in running text, none if they are not its own."""
    own = set(grammar) - _ANYWHERE
    enough = _DIFFERENT if len(words) >= _ENOUGH else 0
    return len(grammar) if len(own) >= enough else 0


def _judged(words: int, swahili: int, english: int, shaped: int, foreign: int) -> str | None:
    running = words >= _ENOUGH
    grammar = _SHARE * words if running else 0
    if running and not swahili and not english:
        # A table of names, or another language: in this one its words show it.
        return OTHER if foreign >= _FOREIGN * words else None
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
