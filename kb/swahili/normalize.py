"""Normalise the writing of a word before it is looked up.

A word as written comes in; NFC, lower case, with one kind of apostrophe, goes out. ``ng'``
is one letter (the velar nasal), so its apostrophe belongs to the word. People type any of
seven signs for it; all become the same.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["INITIALS", "fold", "normalize"]

INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
"""Letters with full stops between them are one word: S.L.P is SLP."""

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻ`´′＇"), "'")
_SEPARATORS = dict.fromkeys(map(ord, " |~\t\n\r·"), "_")
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])  # soft hyphen, joiners
_SIGNS = str.maketrans(_APOSTROPHES | _SEPARATORS | _INVISIBLE)

_MARKS = re.compile("[\u0300-\u036f]")  # what is written above or below a letter
_STROKES = str.maketrans({"đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t", "æ": "ae",
                          "œ": "oe", "ß": "ss"})  # fmt: skip


def normalize(surface: str) -> str:
    """Return the normal writing of a word.

    It contains no blank, no ``|`` and no ``~``: they separate terms where terms are stored.

    >>> normalize("NG’OMBE")
    "ng'ombe"
    >>> normalize("S.L.P")
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


def fold(word: str) -> str:
    """Return a word without the marks on its letters, as people type names from memory.

    Args:
        word: in normal writing.

    >>> fold("gĩkũyũ"), fold("ng'ombe")
    ('gikuyu', "ng'ombe")
    """
    if word.isascii():
        return word
    bare = _MARKS.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", bare).translate(_STROKES)
