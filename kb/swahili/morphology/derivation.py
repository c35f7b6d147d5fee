"""Derivation: the word family, as weaker terms.

A term comes in, what it is built on goes out. utekelezaji and mtekelezaji lead to tekeleza,
uanzishwaji to anzisha and anza. The lexicon lists most bases. For other nouns the endings
of nominalisation are tried, and count where the verb is listed. Reversives are never related
(funga, fungua), nor are nouns of one stem in two classes (mtu, kitu).

Source: Ashton (1944) on nouns from verbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kb.swahili.data import table_rows
from kb.swahili.lexicon_tables import Lexicon

__all__ = ["WordFamilies"]


_LEAST, _LEAST_BARE = 4, 6
"""Letters of a noun's verb, behind a prefix and where the noun has none; fewer fit by chance."""


_VOWELS = frozenset("aeiou")
_BEFORE_VOWEL: Mapping[str, bool] = {"m": False, "ki": False, "mw": True, "ch": True}
"""Whether a prefix stands before a vowel; the others stand before any letter."""


@cache
def _nominalisations() -> tuple[tuple[tuple[str, ...], str, str, str], ...]:
    columns = ("prefixes", "ending", "verb", "before", "example", "gloss")
    return tuple(
        (tuple(one.replace("-", "") for one in prefixes.split("|")), ending, final, before)
        for prefixes, ending, final, before, *_ in table_rows("nominalisations.tsv", columns)
    )


class WordFamilies:
    """Looks up the family of a term."""

    MAX_DEPTH = 3
    MAX_REMEMBERED = 100_000

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._found: dict[str, tuple[str, ...]] = {}

    def related(self, term: str) -> tuple[str, ...]:
        """Return what *term* is built on, the nearest first; without itself.

        >>> from kb.swahili.lexicon_tables import parse_lexicon
        >>> WordFamilies(parse_lexicon()).related("utekelezaji")[0]
        'tekeleza'
        """
        found = self._found.get(term)
        if found is None:
            chain: list[str] = []
            word = term
            while len(chain) < self.MAX_DEPTH:
                base = self._lexicon.base.get(word) or self._derived(word)
                if base is None or base == term or base in chain:
                    break
                chain.append(base)
                word = base
            if len(self._found) > self.MAX_REMEMBERED:
                self._found.clear()
            found = self._found[term] = tuple(chain)
        return found

    def _derived(self, word: str) -> str | None:
        """Return the listed verb or noun that an unlisted word is regularly derived from."""
        words = self._lexicon
        if word in words.verbs or word in words.names:
            return None
        if word.startswith("ki") and len(word) > 5 and word not in words.nouns:
            for prefix in ("", "u", "m"):  # kisheria, kitamaduni, kitaalamu
                if prefix + word[2:] in words.nouns:
                    return prefix + word[2:]
            if word[2:] in words.plurals:
                return words.plurals[word[2:]][0]  # kimataifa
            if word.startswith("kiji") and word[4:] in words.nouns and word[2:] not in words.verbs:
                return word[4:]  # kijiduka, a very small shop
        if word.endswith("aji") and word[0] in "mu" and len(word) > 5:
            for rest in (word[1:], word[2:] if word[1] in "wu" else ""):
                if not rest:
                    continue
                for stem in (rest[:-3] + "a", rest[:-4] + "a" if rest[-4] == "w" else ""):
                    if stem in words.verbs:
                        return stem
        if word[0] in "mu" and words.verbs.get(word[1:]) == "loan":
            return word[1:]  # mratibu, uratibu
        if word[0] == "m" and word not in words.nouns:
            for stem in (word[1:], word[2:] if word[1:2] == "w" else ""):
                if words.verbs.get(stem) == "native":
                    return stem  # mtoa huduma, one that gives service
        listed = (words.nouns, words.adverbs, words.adjectives, words.functions)
        return None if any(word in table for table in listed) else self._verb_of(word)

    def _verb_of(self, noun: str) -> str | None:
        """Return the listed verb that an unlisted noun is made of: mwongozo of ongoza."""
        verbs = self._lexicon.verbs
        for prefixes, ending, final, before in _nominalisations():
            if not noun.endswith(ending):
                continue
            for prefix in prefixes:
                root = noun[len(prefix) : -len(ending)]
                least = _LEAST if prefix else _LEAST_BARE
                if len(root) + len(final) < least or not root or not noun.startswith(prefix):
                    continue
                if (root[0] in _VOWELS) != _BEFORE_VOWEL.get(prefix, root[0] in _VOWELS):
                    continue
                fits = before == "any" or (before == "vowel") == (root[-1] in _VOWELS)
                if fits and root + final in verbs:
                    return root + final
        return None
