"""Split typed text into words. No word is analysed here.

Quotes, brackets and signs are parsed before; the text has letters, digits and the
punctuation around them.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["pieces", "starred"]

_APART = re.compile(r"[\s;!?…*=|<>\"“”„‟＂«»()\[\]{}\\]+|[,:](?!\d)|(?<!\d)[,:]")
_LAST_WORD = re.compile(r"[^\W_]*(?:['’ʼ‘`´][^\W_]+)*\Z")
_STARRED = re.compile(r"([^*]+)\*+[^\w*]*\Z")


def pieces(text: str) -> list[str]:
    """Return the words of *text*. Numbers are not split: 17/12/2010, 3.5, 1,000, Na.30.

    >>> pieces("wakurugenzi/wenyeviti, Na.30 (2010).")
    ['wakurugenzi', 'wenyeviti', 'Na.30', '2010']
    """
    words: list[str] = []
    for chunk in _APART.split(text):
        numbered = any(map(str.isdigit, chunk))
        words.extend(_trimmed(piece) for piece in ([chunk] if numbered else chunk.split("/")))
    return [word for word in words if word]


def _trimmed(piece: str) -> str:
    """Return *piece* from its first letter or digit to its last, with the marks on them."""
    if not any(map(str.isalnum, piece)):
        return ""
    letters = [i for i, c in enumerate(piece) if c.isalnum() or unicodedata.category(c)[0] == "M"]
    return piece[letters[0] : letters[-1] + 1]


def starred(text: str) -> tuple[str, str] | None:
    """Return the text before the last word of "stem*", and that word; None without a star at the end.

    >>> starred("e-serik*,")
    ('e-', 'serik')
    """
    match = _STARRED.match(text)
    if match is None:
        return None
    last = _LAST_WORD.search(match[1])
    at = last.start() if last else len(match[1])
    return match[1][:at], match[1][at:]
