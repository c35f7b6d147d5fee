"""Cut what was typed into words. No word is analysed here.

Quotes, brackets and signs have been read already; what is left is letters,
digits and the punctuation around them.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["pieces", "starred"]

_APART = re.compile(r"[\s;!?…*=|<>\"“”„‟＂«»()\[\]{}\\]+|[,:](?!\d)|(?<!\d)[,:]")
_LAST_WORD = re.compile(r"[^\W_]*(?:['’ʼ‘`´][^\W_]+)*\Z")
_STARRED = re.compile(r"([^*]+)\*+[^\w*]*\Z")


def pieces(text: str) -> list[str]:
    """Return the words of *text*. Numbers stay whole: 17/12/2010, 3.5, 1,000, Na.30.

    >>> pieces("wakurugenzi/wenyeviti, Na.30 (2010).")
    ['wakurugenzi', 'wenyeviti', 'Na.30', '2010']
    """
    found: list[str] = []
    for chunk in _APART.split(text):
        numbered = any(map(str.isdigit, chunk))
        found.extend(_trimmed(piece) for piece in ([chunk] if numbered else chunk.split("/")))
    return [word for word in found if word]


def _trimmed(piece: str) -> str:
    """Return *piece* from its first letter or digit to its last, with the marks on them."""
    if not any(map(str.isalnum, piece)):
        return ""
    kept = [i for i, c in enumerate(piece) if c.isalnum() or unicodedata.category(c)[0] == "M"]
    return piece[kept[0] : kept[-1] + 1]


def starred(text: str) -> tuple[str, str] | None:
    """Return what stands before the last word of "stem*", and that word; None if no star ends it.

    >>> starred("e-serik*,")
    ('e-', 'serik')
    """
    match = _STARRED.match(text)
    if match is None:
        return None
    last = _LAST_WORD.search(match[1])
    at = last.start() if last else len(match[1])
    return match[1][:at], match[1][at:]
