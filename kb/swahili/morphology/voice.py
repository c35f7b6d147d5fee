"""Voice: the active stem of a passive, and what an unlisted derived verb is built on.

A stem comes in, another goes out. A passive in -iwa or -ewa may come from three verbs:
a loan that drops its vowel (heshimiwa of heshimu), an applicative (andikiwa of andikia), or a
stem in -ia (simamiwa of simamia). The loan is tried first, then the applicative of a native
verb with a consonant before its -a; then the table data/passives.tsv, by weight. A passive
that nothing knows (peluliwa) is undone by the letters: the active is what looks most like a
listed stem. Where two listed verbs have one passive (sainiwa: saini, sainia), or nothing is
listed, the next candidate is given too.

Source: Ashton (1944) on the passive and on the prepositional form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kb.swahili.data import table_rows
from kb.swahili.morphology.stem_letters import likeness

__all__ = ["Actives", "base_of_derived", "irregular_verbs"]

_VOWELS = frozenset("aeiou")
_MAX_REMEMBERED = 100_000

LISTED = 20.0
"""Weight of a listed active, beside its count in text."""

LOAN_LISTED = 2.0
LOAN_BY_FORM = 4.0
"""How much likelier an active in -i, -u or -e is: samehewa is of samehe, though samehea is a word."""

LEAST = 3.0  # weight of an active that is believed
CLEARLY = 1.5  # how much more a later candidate must weigh


@cache
def irregular_verbs() -> Mapping[str, str]:
    """Return the forms that no rule reaches, each with its stem.

    >>> irregular_verbs()["njoo"]
    'ja'
    """
    columns = ("form", "stem", "gloss")
    return {form: stem for form, stem, _ in table_rows("irregular_verbs.tsv", columns)}


class Actives:
    """Finds the active stem of a passive; remembers what it found."""

    def __init__(
        self, kinds: Mapping[str, str], learnt: Mapping[str, float], letters: Mapping[str, float]
    ) -> None:
        self._kinds, self._learnt, self._letters = kinds, learnt, letters
        columns = ("ending", "active", "before", "example", "gloss")
        rows = table_rows("passives.tsv", columns)
        self._passives = tuple((ending, active, before) for ending, active, before, *_ in rows)
        self._found: dict[str, str] = dict(irregular_verbs())

    def active(self, stem: str) -> str:
        """Return the active stem of a passive, the stem itself where it is none."""
        found = self._found.get(stem)
        if found is None:
            if not stem.endswith("wa"):
                return stem
            if len(self._found) > _MAX_REMEMBERED:
                self._found = dict(irregular_verbs())
            found = self._found[stem] = self._undone(stem)
        return found

    def presumed(self, stem: str) -> str:
        """Return the active of a passive that nothing lists: of what it may be, the likeliest."""
        if stem in self._kinds or not stem.endswith("wa"):
            return stem
        return max(_possible_actives(stem), key=self._likeness, default=stem)

    def other(self, stem: str) -> str | None:
        """Return another verb that a passive stem is as well the passive of.

        sainiwa is of saini, and of sainia. A passive that nothing knows may be of two verbs.
        """
        if stem in self._kinds or stem in irregular_verbs():
            return None
        active = self.active(stem)
        if active == stem:
            active = self.presumed(stem)
            if active == stem:
                return None
        others = [one for one in _possible_actives(stem) if one != active]
        if active in self._kinds:
            return next((one for one in others if one in self._kinds), None)
        return max(others, key=self._likeness, default=None)

    def _likeness(self, stem: str) -> float:
        return likeness(stem, self._letters)

    def _undone(self, stem: str) -> str:
        if len(stem) < 4 or self._kinds.get(stem) in ("lexical", "mono"):
            return stem
        found = self._loan(stem) or self._applicative(stem) or self._doubled(stem)
        found = found or self._likeliest(stem)
        return self.presumed(stem) if found == stem and stem in self._learnt else found

    def _loan(self, stem: str) -> str | None:
        """Return the listed loan whose passive this is: heshimu of heshimiwa.

        Not where its applicative is a verb of its own: hudumiwa is of hudumia, as hudumu
        has no object. The weights decide there.
        """
        vowels = {"iwa": "iu", "ewa": "e"}.get(stem[-3:], "")
        rest = stem[:-3]
        if stem[:-2] + "a" in self._kinds:
            return None
        return next((rest + v for v in vowels if self._kinds.get(rest + v) == "loan"), None)

    def _applicative(self, stem: str) -> str | None:
        """Return the applicative of a listed native verb: andikia of andikiwa."""
        rest, ending = stem[:-3], stem[-3:]
        if ending not in ("iwa", "ewa") or len(rest) < 2 or rest[-1] in _VOWELS:
            return None
        if self._kinds.get(rest + "a") != "native" or _harmony(rest) != ending[0]:
            return None
        return rest + ending[0] + "a"

    def _doubled(self, stem: str) -> str | None:
        """Return a listed verb in -ilia, the active of -iliwa: tupilia of tupiliwa.

        tupia would make tupiwa; after a vowel or in a short stem -liwa is of -a (zuiliwa: zuia).
        """
        active = f"{stem[:-2]}a"
        if not stem.endswith("iliwa") or len(stem) < 7 or stem[-6] in _VOWELS:
            return None
        loan = stem[:-2] in self._kinds  # sajiliwa: sajili
        return active if active in self._kinds and not loan else None

    def _likeliest(self, stem: str) -> str:
        best, most = stem, 0.0
        for active in self._candidates(stem):
            listed = active in self._kinds
            known = self._learnt.get(active, 0.0) + (LISTED if listed else 0.0)
            if known and active[-1] != "a":
                known *= LOAN_LISTED if listed else LOAN_BY_FORM
            if known >= LEAST and known > most * CLEARLY:
                best, most = active, known
        return best

    def _candidates(self, stem: str) -> Iterator[str]:
        for ending, active, before in self._passives:
            if stem.endswith(ending):
                rest = stem[: -len(ending)]
                if rest and (before == "any" or (before == "vowel") == (rest[-1] in _VOWELS)):
                    yield rest + active


def _possible_actives(stem: str) -> tuple[str, ...]:
    """Return what a passive that nothing knows may be the passive of; none where it is none.

    >>> _possible_actives("ropwa"), _possible_actives("peluliwa"), _possible_actives("kahuliwa")
    (('ropa',), ('pelua', 'pelulia', 'peluli'), ('kahua', 'kahulia', 'kahuli'))
    >>> _possible_actives("jengiwa"), _possible_actives("soma")
    (('jengia', 'jengi', 'jengu'), ())
    """
    rest, vowel = stem[:-3], stem[-3:-2]
    if len(stem) < 4 or not stem.endswith("wa"):
        return ()
    if vowel not in _VOWELS:
        return (f"{stem[:-2]}a",)
    if vowel not in "ie" or not rest:
        return ()
    others = tuple(rest + final for final in (("ia", "i", "u") if vowel == "i" else ("ea", "e")))
    if len(rest) > 2 and rest[-1] == "l" and rest[-2] in _VOWELS:
        return (f"{rest[:-1]}a", *others[:2])
    return others


def _harmony(rest: str) -> str:
    """Return the vowel of an extension: e after e and o, else i."""
    last = next((letter for letter in reversed(rest) if letter in _VOWELS), "a")
    return "e" if last in "eo" else "i"


# Endings of derived verbs, the longest first; what is left of them is a stem without its vowel.
_EXTENSIONS = (
    "iliana", "eleana", "ishana", "eshana", "ikiana", "ishia", "eshea", "izana", "iana", "eana",
    "isha", "esha", "iza", "eza", "ika", "eka", "ana", "ia", "ea",
)  # fmt: skip


def base_of_derived(stem: str, kinds: Mapping[str, str]) -> str | None:
    """Return the listed verb that an unlisted one is regularly derived from.

    >>> base_of_derived("andikiana", {"andika": "native"})
    'andika'
    >>> base_of_derived("kagulia", {"kagua": "native"}), base_of_derived("soma", {})
    ('kagua', None)
    """
    if not stem.endswith(_EXTENSIONS):
        return None
    for extension in _EXTENSIONS:
        rest = stem.removesuffix(extension)
        if rest == stem or len(rest) < 2:
            continue
        if extension[0] in "ie" and _harmony(rest) != extension[0] and rest[-1] not in _VOWELS:
            continue
        finals = ("a", "i", "u", "e") if extension != "ana" else ("a",)
        for final in finals:
            kind = kinds.get(rest + final)
            if kind == ("native" if final == "a" else "loan"):
                return rest + final
        # After a vowel the l of older Bantu returns: kagulia of kagua, tolea of toa.
        old = rest[-1] == "l" and len(rest) > 2 and rest[-2] in _VOWELS
        if old and kinds.get(rest[:-1] + "a") == "native":
            return rest[:-1] + "a"
    return None
