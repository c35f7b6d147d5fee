"""Many short texts, searched for what somebody typed.

The texts stand in one string of bytes, folded, the most useful first: the first places where
something is found are the best, most searches stop there, and 50,000 words take 1.5 MB.
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
    """Texts in the order given, and where what was typed stands in them, folded."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = [text.encode() for text in texts if text]
        keys = [folded(text.decode()).encode() for text in kept]
        # Each text has its own line, so that a line's beginning and end can be asked for.
        self._folded = b"\n" + b"".join(text + b"\n" for text in keys)
        self._shown = b"".join(kept)
        self._starts = _ends(1, (len(text) + 1 for text in keys))
        self._begins = _ends(0, map(len, kept))

    def with_bytes(self, *wanted: bytes) -> Iterator[int]:
        """Yield the number of each text that has one of *wanted* in it, in order for each."""
        for one in wanted:
            at = self._folded.find(one)
            while at >= 0:
                # What is found may start with the line end before the text.
                number = bisect_right(self._starts, at + 1) - 1
                yield number
                at = self._folded.find(one, self._starts[number + 1] - 1)

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
