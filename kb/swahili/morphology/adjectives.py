"""Agreement of adjectives: every form of every stem that takes concords.

A stem comes in, its forms go out. The stems are a closed list, so all forms are generated
once and looked up.
"""

from __future__ import annotations

from functools import cache

from kb.swahili.data import table_rows

__all__ = ["agreeing_forms"]

_VOWELS = frozenset("aeiou")
_PLURAL = frozenset({"2", "4", "6", "8", "9", "10"})  # the nasal row 9 serves class 10 too


@cache
def _concords() -> tuple[tuple[str, str, str, str], ...]:
    columns = ("class", "prefix", "before", "drops", "example", "gloss")
    return tuple(
        (classes, prefix, before, drops.replace("-", ""))
        for classes, prefix, before, drops, *_ in table_rows("adjective_concords.tsv", columns)
    )


def agreeing_forms(stem: str, *, plural: bool = False) -> list[str]:
    """Return the forms of an adjective, its bare stem first.

    Args:
        stem: the adjective without a concord.
        plural: only the concords of plural classes: a numeral from two up.

    >>> agreeing_forms("dogo")[:4]
    ['dogo', 'mdogo', 'mudogo', 'wadogo']
    """
    forms = [stem]
    first = stem[0]
    for classes, prefix, before, drops in _concords():
        if plural and classes not in _PLURAL:
            continue
        if before == "consonant":
            fits = first not in _VOWELS
        elif before == "vowel":
            fits = first in _VOWELS
        else:
            fits = first == before
        if fits and (not drops or stem.startswith(drops)):
            forms.append(prefix + stem[len(drops) :])
    if stem == "ingine":  # -o of reference: nyinginezo, vinginevyo
        forms += [
            form + tail
            for form in forms
            for tail in ("o", "yo", "lo", "cho", "vyo", "zo", "ko", "po")
        ]
    return forms
