"""The word family: what a word is built on, as weaker terms.

utekelezaji and mtekelezaji lead to tekeleza, uanzishwaji to anzisha and anza. The
lexicon says so word by word; for nouns it does not have, the endings of
nominalisation are tried and believed where the verb is known. Reversives are
never tied (funga, fungua), nor nouns of one stem in two classes (mtu, kitu).

Source: Ashton (1944) on nouns from verbs.
"""

from __future__ import annotations

from kb.swahili.lexicon import Lexicon

__all__ = ["Families"]


class Families:
    """Looks up the family of a term."""

    DEEPEST = 3
    MOST_REMEMBERED = 100_000

    def __init__(self, lexicon: Lexicon) -> None:
        self._base = lexicon.base
        self._verbs = lexicon.verbs
        self._nouns = lexicon.nouns
        self._plurals = lexicon.plurals
        self._names = lexicon.names
        self._found: dict[str, tuple[str, ...]] = {}

    def related(self, term: str) -> tuple[str, ...]:
        """Return what *term* is built on, the nearest first; without itself.

        >>> from kb.swahili.lexicon import lexicon
        >>> Families(lexicon()).related("utekelezaji")[0]
        'tekeleza'
        """
        found = self._found.get(term)
        if found is None:
            chain: list[str] = []
            word = term
            while len(chain) < self.DEEPEST:
                base = self._base.get(word) or self._derived(word)
                if base is None or base == term or base in chain:
                    break
                chain.append(base)
                word = base
            if len(self._found) > self.MOST_REMEMBERED:
                self._found.clear()
            found = self._found[term] = tuple(chain)
        return found

    def _derived(self, word: str) -> str | None:
        """Return the known verb or noun an unlisted word is regularly made from."""
        if word in self._verbs or word in self._names:
            return None
        if word.startswith("ki") and len(word) > 5 and word not in self._nouns:
            for prefix in ("", "u", "m"):  # kisheria, kitamaduni, kitaalamu
                if prefix + word[2:] in self._nouns:
                    return prefix + word[2:]
            return self._plurals.get(word[2:], (None,))[0]  # kimataifa
        if word.endswith("aji") and word[0] in "mu" and len(word) > 5:
            for rest in (word[1:], word[2:] if word[1] in "wu" else ""):
                if not rest:
                    continue
                for stem in (rest[:-3] + "a", rest[:-4] + "a" if rest[-4] == "w" else ""):
                    if stem in self._verbs:
                        return stem
        if word[0] in "mu" and self._verbs.get(word[1:]) == "loan":
            return word[1:]  # mratibu, uratibu
        if word[0] == "m" and word not in self._nouns:
            for stem in (word[1:], word[2:] if word[1:2] == "w" else ""):
                if self._verbs.get(stem) == "native":
                    return stem  # mtoa huduma, who gives service
        return None
