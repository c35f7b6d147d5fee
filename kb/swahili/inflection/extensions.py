"""Make verbs from verbs: passive, applicative, stative, reciprocal, causative.

A stem comes in, the stem with the extension goes out. Vowels agree: -ia after a, i and u, -ea
after e and o. Between vowels the l of older Bantu returns: *toa*, *tolea*. The causative is
lexical, so only listed ones count.

Source: Ashton (1944) on derivative verbs; Lodhi (2002).
"""

from __future__ import annotations

from collections.abc import Mapping

from kb.swahili.explanation.relations import tie
from kb.swahili.inflection.paradigm import Derived
from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.morphology.voice import irregular_verbs

__all__ = ["derived_verbs", "passive"]

_VOWELS = frozenset("aeiou")
_MID = frozenset("eo")
_MONO_PASSIVE: Mapping[str, str] = {"pa": "pewa", "la": "liwa", "nywa": "nywewa"}
_SHORT_PASSIVE: Mapping[str, str] = {"ua": "uawa", "iba": "ibiwa", "taka": "takiwa"}
_MONO_APPLICATIVE: Mapping[str, str] = {"la": "lia", "fa": "fia", "ja": "jia", "nywa": "nywea"}


def passive(stem: str, kind: str, *, derived: bool = False) -> str | None:
    """Return the passive stem of a verb, None where it has none.

    Args:
        stem: the active stem.
        kind: native, loan, mono or lexical.
        derived: whether the stem is made of another verb: its -ea is then an applicative's.

    >>> [passive(stem, "native") for stem in ("soma", "teua", "toa", "tumia", "pokea")]
    ['somwa', 'teuliwa', 'tolewa', 'tumiwa', 'pokelewa']
    >>> passive("somea", "native", derived=True), passive("pokea", "native")
    ('somewa', 'pokelewa')
    >>> passive("ratibu", "loan"), passive("samehe", "loan"), passive("elewa", "lexical")
    ('ratibiwa', 'samehewa', None)
    """
    if kind == "lexical" or stem in irregular_verbs() or stem.endswith("wa"):
        return _MONO_PASSIVE.get(stem)
    if kind == "mono":
        return _MONO_PASSIVE.get(stem)
    if stem in _SHORT_PASSIVE:
        return _SHORT_PASSIVE[stem]
    last, before = stem[-1], stem[-2]
    if last != "a":
        return _loan_passive(stem)
    if before not in _VOWELS:
        return f"{stem[:-1]}wa"
    if before == "i" or (before == "e" and (derived or len(_syllables(stem)) > 3)):
        return f"{stem[:-1]}wa"  # tumia, tumiwa; tegemea, tegemewa
    return f"{stem[:-1]}lewa" if before in _MID else f"{stem[:-1]}liwa"


def _loan_passive(stem: str) -> str:
    """Return the passive of a stem that keeps its last vowel."""
    if stem[-1] == "e":
        return f"{stem}wa"
    if stem.endswith("ai"):
        return f"{stem}wa"  # dai, daiwa
    if stem[-2] in _VOWELS:
        return f"{stem}liwa"  # sahau, sahauliwa
    return f"{stem[:-1]}iwa"


def _syllables(stem: str) -> str:
    """Return the vowels of a stem: one for each syllable."""
    return "".join(letter for letter in stem if letter in _VOWELS)


def derived_verbs(stem: str, kind: str, words: Lexicon) -> tuple[Derived, ...]:
    """Return the verbs made from a stem: those the lexicon lists, then regular ones.

    >>> from kb.swahili.lexicon import lexicon
    >>> [(one.kind, one.stem) for one in derived_verbs("soma", "native", lexicon())][:2]
    [('applicative', 'somea'), ('stative', 'someka')]
    """
    found = {}
    for other, base in words.base.items():
        if base == stem and other in words.verbs:
            found[other] = Derived(tie(other, stem, "verb", words), other, listed=True)
    kinds = {one.kind for one in found.values()}
    for name, made in _regular(stem, kind):
        if name not in kinds and made not in found:
            found[made] = Derived(name, made, listed=made in words.verbs)
    return tuple(found.values())


def _regular(stem: str, kind: str) -> list[tuple[str, str]]:
    if kind == "mono":
        made = _MONO_APPLICATIVE.get(stem)
        return [("applicative", made)] if made else []
    root, joint = _root(stem)
    high = "e" if _last_vowel(root) in _MID else "i"
    applied = f"{root}{joint}{high}a"
    found = [("applicative", applied)]
    if not joint:
        found.append(("stative", f"{root}{high}ka"))
    if stem[-1] == "a":
        found.append(("reciprocal", f"{stem[:-1]}ana"))
    return found


def _root(stem: str) -> tuple[str, str]:
    """Return a stem without its last vowel, and the l between two vowels."""
    root = stem[:-1]
    if stem[-1] == "a" and root[-1] in _VOWELS:
        return root, "l"
    return root, ""


def _last_vowel(root: str) -> str:
    return next((letter for letter in reversed(root) if letter in _VOWELS), "")
