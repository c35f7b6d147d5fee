"""Stem the English words of Swahili text.

Agencies write both languages in one sentence. A lower-case English word comes in, its stem
by Snowball's English stemmer (the package PyStemmer, in C) goes out. The package is loaded
when the first such word occurs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

__all__ = ["FUNCTION_WORDS", "english_stem"]

FUNCTION_WORDS = frozenset(
    (
        "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
        "before", "being", "between", "both", "but", "by", "can", "could", "did", "do", "does",
        "each", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in",
        "into", "is", "it", "its", "may", "more", "most", "must", "my", "no", "nor", "not", "of",
        "on", "only", "or", "other", "our", "out", "over", "shall", "she", "should", "so", "some",
        "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
        "those", "through", "to", "under", "until", "upon", "was", "we", "were", "what", "when",
        "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "within",
        "without", "would", "you", "your",
    )
)  # fmt: skip
"""Words that carry English grammar: no question is about them, and they show the language."""


@cache
def _stemmer() -> Callable[[str], str]:
    from Stemmer import Stemmer  # most questions need none of it

    stem: Callable[[str], str] = Stemmer("english").stemWord
    return stem


# No suffix of the stemmer ends in one of these letters; a quarter of all words end so.
_UNTOUCHED = frozenset("abfhjkopquvwxz")


@lru_cache(maxsize=50_000)
def english_stem(word: str) -> str:
    """Return the English stem of a lower-case word.

    >>> english_stem("documents") == english_stem("document")
    True
    """
    if word[-1:] in _UNTOUCHED:
        return word
    return _stemmer()(word)
