"""The Analyser protocol, the two analysers behind it, and the recipe of an index.

An analyser turns text into tokens. Documents and questions must go through the
same one; the *recipe* is a hash of everything that decides an entry, so that an
index made by another recipe is noticed instead of answering wrongly.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from kb import normalization as calendar
from kb import swahili
from kb.swahili import Token

__all__ = ["Analyser", "CachedAnalyser", "PlainAnalyser", "SwahiliAnalyser", "recipe"]


class Analyser(Protocol):
    """Text in, tokens out."""

    name: str

    def tokens(self, text: str, language: str = "sw") -> list[Token]:
        """Return the tokens of *text* in order, function words included."""

    def fingerprint(self) -> str:
        """Return a string that changes when the tokens could."""


_MAX_CACHED = 16  # texts: title and headings of a passage, and its text
_ENGLISH = "en-1"
"""Raised when English passages come out otherwise."""


def _english(text: str) -> list[Token]:
    """Return the words of an English passage, by their English stem.

    A word keeps the terms that Swahili gives it beside its stem, because a question is
    read as Swahili. A word that is known to be English has its stem alone.

    >>> [t.terms for t in _english("policies of people") if not t.function]
    [('polici',), ('peopl',)]
    """
    from kb.swahili.english import FUNCTION_WORDS, english_stem

    found = []
    for token in swahili.analyse(text):
        if not token.normal.isalpha() or token.kind in {"number", "acronym"}:
            found.append(token)
        elif token.normal in FUNCTION_WORDS:
            found.append(token._replace(terms=(token.normal,), related=(), function=True))
        else:
            terms = tuple(dict.fromkeys((english_stem(token.normal), *token.terms)))
            found.append(token._replace(terms=terms, related=(), function=False))
    return found


class SwahiliAnalyser:
    """Words as a speaker of Swahili reads them: kb.swahili, with the dates and numbers they make."""

    name = "swahili"

    def tokens(self, text: str, language: str = "sw") -> list[Token]:
        """See Analyser.

        >>> [t.terms for t in SwahiliAnalyser().tokens("Idara na wakurugenzi")]
        [('idara',), ('na',), ('mkurugenzi',)]
        """
        found = swahili.analyse(text) if language != "en" else _english(text)
        for i, more in calendar.readings(found, text).items():
            found[i] = found[i]._replace(terms=(*found[i].terms, *more))
        return found

    def fingerprint(self) -> str:
        """See Analyser."""
        return f"{swahili.fingerprint()} {_ENGLISH}"


class CachedAnalyser:
    """Another analyser, with the tokens of the texts that it read last."""

    def __init__(self, analyser: Analyser) -> None:
        self.name, self.fingerprint = analyser.name, analyser.fingerprint
        self._tokens = lru_cache(maxsize=_MAX_CACHED)(analyser.tokens)

    def tokens(self, text: str, language: str = "sw") -> list[Token]:
        """See Analyser. The list must not be changed."""
        return self._tokens(text, language)


class PlainAnalyser:
    """Lower-cased words, nothing more: the baseline that evaluation compares with."""

    name = "plain"

    def tokens(self, text: str, language: str = "sw") -> list[Token]:
        """See Analyser.

        >>> [t.terms for t in PlainAnalyser().tokens("Idara na wakurugenzi")]
        [('idara',), ('na',), ('wakurugenzi',)]
        """
        return swahili.words(text)

    def fingerprint(self) -> str:
        """See Analyser."""
        return "plain-1"


def recipe(parts: Mapping[str, object]) -> str:
    """Return the hash that names a recipe: 16 hexadecimal digits.

    Args:
        parts: everything that decides an entry, by name; values that JSON can hold.

    >>> recipe({"analyser": "a"}) == recipe({"analyser": "a"}) != recipe({"analyser": "b"})
    True
    """
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
