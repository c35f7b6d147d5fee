"""Sketch a passage in 40 bytes, so that its copies can be found among all passages.

    exact    hash of all its words: equal in files that differ in line breaks, case,
             punctuation and hyphens only
    core     the same without labels of list items and page numbers, which one format
             writes and another draws
    labels   hash of these labels; 0 where there are none
    bands    a MinHash of pairs of words, salted with the other figures: passages with
             nearly the same words and equal figures share a band

A short text says too little to be known by its words alone. So the hashes of a short
passage include where it is from: see ``_place``.

Source: A. Broder (1997), "On the resemblance and containment of documents"; P. Li,
A. Owen and C.-H. Zhang (2012), "One permutation hashing", NIPS: one hash a pair, the
least of each bin.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b
from operator import add
from typing import NamedTuple
from zlib import crc32

from kb.document import Document, Passage, Section

__all__ = ["KEYS", "PassageWords", "Sketch", "key_columns", "passage_words", "sketch"]

MIN_WORDS = 3
"""Shorter passages have no copies, but a heading without text may have."""
_ALONE = 40  # words; from here on the text is enough
_OF_INSTITUTION = 15  # words; from here on the text and the institution are
_NEAR = 20  # words; shorter passages have exact copies only

_BINS, _ROWS = 16, 4
_NO_BANDS = (0,) * (_BINS // _ROWS)
_BIN_BITS = 28  # of a hash: what is below the number of its bin
_SPREAD = 0x9E3779B1
_ALL = 0xFFFFFFFF

_LABEL = re.compile(
    r"\s*[-–—*•·▪●➢➡ø]?\s*((?:\(?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,5})[.)][\s–-]*)+)"
)
_PAGE_NUMBER = re.compile(
    r"\W*(?:ukurasa|page)\s+(?:wa\s+)?\d{1,4}(?:\s*(?:/|kati ya|of)\s*\d{1,4})?\W*", re.IGNORECASE
)
# An empty cell of a table counts as a word: a figure in another column is another statement.
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+|[%‰<>≤≥±=+]|\|(?=\s*\|)|^[^\S\n]*\|", re.MULTILINE)
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")


class Sketch(NamedTuple):
    """The parts of a sketch; see the module."""

    exact: bytes
    core: bytes
    labels: int
    bands: tuple[int, ...]  # all 0 where it is too short for near copies
    date: int  # of the document: 20120401; 0 where unknown

    @classmethod
    def of(cls, packed: bytes) -> Sketch:
        """Return the sketch that was stored as these bytes."""
        exact, core, labels, *bands, date = _PACKED.unpack(packed)
        return cls(exact, core, labels, tuple(bands), date)

    def to_bytes(self) -> bytes:
        """Return the sketch as an index stores it."""
        return _PACKED.pack(self.exact, self.core, self.labels, *self.bands, self.date)


_PACKED = struct.Struct("<8s8sI4II")

KEYS: Sequence[tuple[int, int]] = ((0, 8), (8, 16), (20, 24), (24, 28), (28, 32), (32, 36))
"""Where exact, core and each band lie in a packed sketch: copies share one of these."""

_NO_SKETCH = bytes(_PACKED.size)


def key_columns(packed: bytes) -> list[bytes]:
    """Return the keys of a packed sketch; zeros where it is empty, or too short for near copies.

    >>> [key.hex() for key in key_columns(b"")][2:]
    ['00000000', '00000000', '00000000', '00000000']
    """
    whole = packed or _NO_SKETCH
    return [whole[start:end] for start, end in KEYS]


class PassageWords(NamedTuple):
    """The words of a text as copies are compared, in lower case."""

    words: tuple[str, ...]  # without labels and page numbers
    labels: tuple[str, ...]  # of list items: "1", "a"


def passage_words(text: str) -> PassageWords:
    """Return the words of a text, and the labels at the beginnings of its lines.

    >>> passage_words("Ada ni Sh. 1,000:\\n(a) watoto;\\n(b) wazee.\\nUkurasa 3")
    PassageWords(words=('ada', 'ni', 'sh', '1,000', 'watoto', 'wazee'), labels=('a', 'b'))
    """
    return _words_of(_plain(text))


def _words_of(plain: str) -> PassageWords:
    words: list[str] = []
    labels: list[str] = []
    for line in plain.split("\n"):
        if ("ukurasa" in line or "page" in line) and _PAGE_NUMBER.fullmatch(line):
            continue
        label = _LABEL.match(line)
        if label:
            labels += _LETTERS_AND_DIGITS.findall(label[1])
        words += _WORD.findall(line, label.end() if label else 0)
    return PassageWords(tuple(words), tuple(labels))


def sketch(
    document: Document,
    title: str,
    section: Section,
    passage: Passage,
    *,
    bare: bool,
    header: str = "",
) -> bytes:
    """Return the sketch of a passage, packed; empty where it is too short to have copies.

    Args:
        document: the document it is from.
        title: the document's title, as its outline has it.
        section: the section it is from.
        passage: the passage.
        bare: whether it is a heading line without text of its own.
        header: header rows of its table that are in an earlier passage: equal rows below
            other headers say something else.
    """
    plain = _plain(passage.text)
    words, labels = _words_of(plain)
    if len(words) < MIN_WORDS and not bare:
        return b""
    place = _place(document, title, section, len(words), bare=bare)
    if header:
        place = (*place, " ".join(_WORD.findall(_plain(header))))
    stripped = labels or "ukurasa" in plain or "page" in plain
    core = _hash(place, words)
    near = len(words) >= _NEAR
    made = Sketch(
        exact=_hash(place, _WORD.findall(plain)) if stripped else core,
        core=core,
        labels=crc32(" ".join(labels).encode()) if labels else 0,
        bands=_bands(place, words) if near else _NO_BANDS,
        date=int((document.date or "0").replace("-", "").ljust(8, "0")[:8]),
    )
    return made.to_bytes()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()


def _place(
    document: Document, title: str, section: Section, words: int, *, bare: bool
) -> tuple[str, ...]:
    """Return what besides its words a copy of a passage must share: less, the longer it is.

    Two offices may both write "Dira" or the same opening hours, and mean their own.
    """
    if words >= _ALONE and not bare:
        return ()
    institution = " ".join((document.institution or "").casefold().split())
    if words >= _OF_INSTITUTION and not bare:
        return (institution,)
    below = (heading for heading, _ in section.children) if bare else ()
    return (institution, *(_plain(text) for text in (title, *section.path, *below)))


def _hash(place: Sequence[str], words: Sequence[str]) -> bytes:
    """Return a hash of letters and figures in order; blanks and hyphens between letters are none.

    Figures are kept apart: 1.5 is not 15.
    """
    figures = " ".join([word for word in words if word[0].isdigit()])
    text = "\0".join((*place, figures, "".join(words)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _bands(place: Sequence[str], words: Sequence[str]) -> tuple[int, ...]:
    """Return a MinHash of the pairs of neighbouring words, four values hashed into one.

    What else a copy must share, place and figures, is part of each hash.

    Of two passages with nine of ten pairs in common, 99 of 100 share a band.
    """
    text = " ".join([word for word in words if not word[0].isdigit()])
    letters = text.encode("utf-8", "surrogatepass").split()
    spaced = [word + b" " for word in letters]
    pairs = sorted({crc32(one) * _SPREAD & _ALL for one in set(map(add, spaced, letters[1:]))})
    # The highest bits of a hash are the number of its bin, so each bin's least is the
    # first from its bound on. That of an empty bin is the next bin's.
    least = [
        pairs[bisect_left(pairs, bin_ << _BIN_BITS) % len(pairs)] if pairs else 0
        for bin_ in range(_BINS)
    ]
    figures = " ".join([word for word in words if word[0].isdigit()])
    salt = crc32("\0".join((*place, figures)).encode("utf-8", "surrogatepass"))
    return tuple(
        crc32(struct.pack(f"<{_ROWS}I", *least[first : first + _ROWS]), salt + first) or 1
        for first in range(0, _BINS, _ROWS)
    )
