"""Tell by its letters whether a word can be Swahili.

A word in normal writing comes in, a yes or no goes out. A native syllable is (nasal)
(consonant) (glide) vowel, so a native word ends in a vowel and has no other clusters. A word
that does not fit is English or a name, and no rule of Swahili may touch it.

Source: Polomé (1967) on the syllable; clusters of loans (st, sk, kl …) from text.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["is_foreign", "is_swahili"]

_ONSET = (
    r"(?:ng'|ny|ngw|ng|ndw|nd|nj|nyw|mbw|mb|mw|mp|nz|nt|nk|nch|chw|ch|shw|sh|dh|th|gh|kh|mf|mk|ms|mt|mv|ml|mn|mr|mz|mj|mg|mh|md|mch|msh"
    r"|fy|vy|by|py|my|ky|s[tkpmlfw]w?|[bfkpgd][rl]|tr|[kpg]w|shk|sht|ft|l[bmktfsgdhpw]|r[dtmkbjfnsghwz]|k[st]|b[dnl]|n[sg]|thm|f[st]|h[tmdsk]|dhm|ghl|s[nh]|tf|fdh|mm|nn|[bdfghjklmnprstvwyz]w?)"
)


@cache
def _syllables() -> re.Pattern[str]:
    """Return the pattern of a native word; compiled when a first word is not listed."""
    return re.compile(rf"^(?:{_ONSET}?[aeiou])+$")


def is_swahili(word: str) -> bool:
    """Return whether *word* can be cut into Swahili syllables.

    >>> is_swahili("ng'ombe"), is_swahili("network")
    (True, False)
    """
    return len(word) <= 24 and _syllables().match(word) is not None


def is_foreign(word: str) -> bool:
    """Return whether *word* cannot be Swahili: it ends in a consonant, or has q, x or c without h.

    >>> is_foreign("government"), is_foreign("serikali")
    (True, False)
    """
    if word[-1] not in "aeiou'" or "q" in word or "x" in word:
        return True
    return "c" in word and word.count("c") != word.count("ch")
