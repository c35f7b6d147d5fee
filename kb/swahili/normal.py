"""One writing for each word, before it is looked up.

NFC, lower case, one apostrophe. ``ng'`` is one letter (the velar nasal), so its
apostrophe belongs to the word; any of the seven signs people type stands for it.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["INITIALS", "normal"]

INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
"""Letters with full stops between them are one word: S.L.P is SLP."""

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻ`´′＇"), "'")
_SEPARATORS = dict.fromkeys(map(ord, " |~\t\n\r·"), "_")
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])  # soft hyphen, joiners
_SIGNS = str.maketrans(_APOSTROPHES | _SEPARATORS | _INVISIBLE)


def normal(surface: str) -> str:
    """Return the normal writing of a word.

    It holds no blank, no ``|`` and no ``~``, which separate terms where they are stored.

    >>> normal("NG’OMBE")
    "ng'ombe"
    >>> normal("S.L.P")
    'slp'
    """
    if surface.isascii():
        word = surface.lower()
        if word.isalnum():
            return word
    else:
        word = unicodedata.normalize("NFC", unicodedata.normalize("NFC", surface).lower())
    if "." in word and INITIALS.fullmatch(word):
        word = word.replace(".", "")
    return word.translate(_SIGNS).strip("'") or "_"
