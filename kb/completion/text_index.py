"""Search many short texts for typed characters.

The folded texts are one string of bytes, the most useful text first. So the first matches
are the best, and most searches stop there. 50,000 words take 1.5 MB.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

__all__ = ["APOSTROPHES", "Texts", "folded"]

APOSTROPHES = "'’‘ʼʻ`´′＇"
_NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))


class Texts:
    """Texts in the order given, and a search in their folded forms."""

    def __init__(self, texts: Iterable[str]) -> None:
        encoded = [text.encode() for text in texts if text]
        keys = [folded(text.decode()).encode() for text in encoded]
        # Each text is one line, so a pattern can include the beginning or end of a line.
        self._folded = b"\n" + b"".join(text + b"\n" for text in keys)
        self._shown = b"".join(encoded)
        self._starts = _ends(1, (len(text) + 1 for text in keys))
        self._begins = _ends(0, map(len, encoded))

    def with_bytes(self, *patterns: bytes) -> Iterator[int]:
        """Yield the number of each text that contains one of *patterns*, in order for each."""
        for pattern in patterns:
            at = self._folded.find(pattern)
            while at >= 0:
                # A match may start with the line end before the text.
                number = bisect_right(self._starts, at + 1) - 1
                yield number
                at = self._folded.find(pattern, self._starts[number + 1] - 1)

    def shown(self, number: int) -> str:
        """Return a text as it was given."""
        return self._shown[self._begins[number] : self._begins[number + 1]].decode()

    def folded(self, number: int) -> bytes:
        """Return a text as it is searched."""
        return self._folded[self._starts[number] : self._starts[number + 1] - 1]


def folded(text: str) -> str:
    """Return a text in small letters without marks, apostrophes and more than one blank.

    >>> folded("NG’OMBE  wa São Tomé")
    'ngombe wa sao tome'
    """
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(text.lower().translate(_NO_APOSTROPHES).split())


def _ends(first: int, lengths: Iterable[int]) -> array[int]:
    """Return where things of these lengths begin, one after the other, and where the last ends."""
    ends = array("L", [first])
    for length in lengths:
        ends.append(ends[-1] + length)
    return ends
