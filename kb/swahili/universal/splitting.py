"""Find the words that are written as one: *naye* is na and yeye, *utawezaje* is utaweza and je,
*tuliowengi* is tulio and wengi.

UD calls the whole a multiword token and tags its words. A word comes in, its parts go out, as
they are written; most words have one part.
"""

from __future__ import annotations

from functools import cache

from kb.swahili.lemmatizer import lemmatizer
from kb.swahili.morphology.function_words import being_before
from kb.swahili.normalize import normalize
from kb.swahili.universal.features import grammar_rows

__all__ = ["split_word"]

_WITH_PRONOUN = ("na", "kwa")
"""Prepositions that a pronoun is written on to; their forms are families of the same name."""

_PERSONAL = frozenset({"nami", "nawe", "nasi", "nanyi"})
"""The same with a pronoun of the first and second person, which the lexicon lists one by one."""


def split_word(surface: str) -> tuple[str, ...]:
    """Return the words that are written as one word; the word alone for most.

    >>> split_word("naye"), split_word("kwasababu"), split_word("Utawezaje"), split_word("nao")
    (('na', 'ye'), ('kwa', 'sababu'), ('Utaweza', 'je'), ('na', 'o'))
    """
    word = normalize(surface)
    if len(word) != len(surface):
        return (surface,)  # signs fell out: the parts could not be found again
    for cut in _cuts(word):
        return surface[:cut], surface[cut:]
    return (surface,)


def _cuts(word: str) -> tuple[int, ...]:
    known = lemmatizer()
    analysis = known.lemmatize(word)
    if analysis.rule == "enclitic" and word.endswith("je"):
        return (len(word) - 2,)
    if analysis.rule == "being so":
        return (being_before(word),)
    if analysis.part == "function":
        for before in _WITH_PRONOUN:
            rest = word.removeprefix(before)
            if rest not in ("", word) and (
                analysis.terms[0] == before or f"{before}{rest}" in _PERSONAL
            ):
                return (len(before),)
    if word in _joined_words():
        return (_second_word(word),)
    return ()


@cache
def _joined_words() -> frozenset[str]:
    rows = grammar_rows("function_words.tsv")
    return frozenset(row["word"] for row in rows if row["family"] == "joined")


def _second_word(word: str) -> int:
    """Return where the second of two joined words begins: the longest listed word at the end."""
    known = lemmatizer()
    for cut in range(2, len(word) - 1):
        if known.listed(word[:cut]) is not None and known.listed(word[cut:]) is not None:
            return cut
    return len(word)
