"""Find the institution that the title of a document names, or the letterhead above it.

*Wakala wa Maji*, *Kuhusu sisi | Wakala wa Maji*: a page without metadata still says whose it
is, so it has its place among the institutions, and two of them are never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from kb.outline.first_words import WORDS, begins_with
from kb.outline.sentences import JOINING, is_finite

__all__ = ["letterhead_institution", "named_institution"]

_PARTS = re.compile(r"\s+[-–—|·»›:]+\s+|:\s+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_DIGIT = re.compile(r"\d")
_OF = frozenset(("ya", "wa", "la", "za", "cha"))
_LARGE = frozenset(("kuu", "kikuu", "huru"))
"""Adjectives before the connective: Chuo Kikuu cha Bonde, Tume Huru ya Uchaguzi."""
_PARTS_OF_OTHERS = frozenset(("baraza", "bodi", "kamati", "kituo", "mamlaka", "ofisi"))
"""An institution has one of them too, and a short name is that: Bodi ya Ushauri."""
_PLACES = frozenset(("mkoa", "wilaya", "jiji", "jamhuri", "serikali", "tovuti", "tawala"))
"""They begin the names of places and states, or name nobody."""
_CLASS_7 = ("ki", "ch")
_MAX_LETTERHEAD = 4  # lines: the state, the ministry, the body, its office
_MIN_WORDS, _MIN_WORDS_OF_PART, _MAX_WORDS = 3, 4, 12


def named_institution(title: str) -> str | None:
    """Return the institution that a title names; None where it names none, or several.

    A headline about an institution names none: it has a verb, or small letters.

    >>> named_institution("Kuhusu sisi | Wakala wa Maji Bondeni")
    'Wakala wa Maji Bondeni'
    >>> named_institution("Chuo Kikuu cha Bonde – Ada"), named_institution("Shumba District Council")
    ('Chuo Kikuu cha Bonde', 'Shumba District Council')
    >>> named_institution("Wizara ya Maji Ripoti ya Mwaka"), named_institution("Wizara ya Sheria")
    (None, 'Wizara ya Sheria')
    >>> named_institution("Wizara ya Maji yafungua visima"), named_institution("Bodi ya Ushauri")
    (None, None)
    >>> named_institution("MAMLAKA YA MAJI KILINDI"), named_institution("CHUO CHA MAJI KILIFUNGWA")
    ('MAMLAKA YA MAJI KILINDI', None)
    """
    names = dict.fromkeys(part.strip() for part in _PARTS.split(title) if _is_name(part.strip()))
    return next(iter(names)) if len(names) == 1 else None


def letterhead_institution(text: str, title: str) -> str | None:
    """Return the institution that the lines above the title name; the last, which publishes.

    >>> page = "WIZARA YA AFYA\\nHOSPITALI YA MKOA\\n\\nTANGAZO LA KAZI\\nNafasi tatu."
    >>> letterhead_institution(page, "TANGAZO LA KAZI")
    'HOSPITALI YA MKOA'
    """
    above = list(islice(filter(None, map(str.strip, text.splitlines())), _MAX_LETTERHEAD + 1))
    if title not in above:
        return None
    names = [named for line in above[: above.index(title)] if (named := named_institution(line))]
    return names[-1] if names else None


def _is_name(text: str) -> bool:
    words = _WORD.findall(text)
    if not begins_with(text, "institution") or len(words) > _MAX_WORDS or _DIGIT.search(text):
        return False
    lower = [word.lower() for word in words]
    if not all(word[0].isupper() or word in JOINING for word in words) or _states(lower):
        return False
    if lower[0] not in WORDS["institution"]:
        return True  # English, which ends with what it is: Shumba District Council
    least = _MIN_WORDS_OF_PART if lower[0] in _PARTS_OF_OTHERS else _MIN_WORDS
    if lower[0] in _PLACES or len(words) < least:
        return False
    return lower[1] in _OF or (lower[1] in _LARGE and lower[2] in _OF)


def _states(words: Sequence[str]) -> bool:
    """Tell whether words after the name say more: a verb, or what kind of document it is."""
    agreeing = words[0].startswith(_CLASS_7)
    return any(
        word not in JOINING
        and before not in JOINING
        and (word in WORDS["document"] or _is_verb(word, agreeing=agreeing))
        for before, word in pairwise(words)
    )


def _is_verb(word: str, *, agreeing: bool) -> bool:
    """Tell whether a word is a verb; Kilindanga is a place, unless the body is a chuo or a chama.

    Args:
        word: in small letters.
        agreeing: whether a verb in ki- agrees with the head of the name.
    """
    return is_finite(word) and (agreeing or not word.startswith("ki"))
