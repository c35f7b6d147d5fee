"""How postings are laid out in their file: blocks of plain numbers instead of Whoosh's pickles.

Whoosh pickles a block whole, with a bytes object for the positions of each
posting, and pickles those too: to learn which entries have a word that occurs in
half of 100,000, some 170,000 objects were made. Here a block is

    header      size, postings, first and last entry, greatest weight, widths
    numbers     of the entries, each less the one before
    weights     left out where all are 1
    values      positions, compressed apart: only phrases and merging read them

Reading a block runs no code. Whoosh writes these blocks through
kb.engines.whoosh.compat. Why: docs/decisions/0003-stacked-terms.md
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

__all__ = [
    "HEADER",
    "LAYOUT",
    "MAGIC",
    "PostingBlock",
    "decode_positions",
    "encode_block",
    "encode_positions",
    "posting_blocks",
]

LAYOUT = 3
"""Part of the engine's version: Whoosh's own blocks were the first."""

MAGIC = b"W3Bl"
"""Before the first block of a term, as in Whoosh's own files."""

# Size of the rest, its bits inverted in a term's last block; postings; first and last
# entry; greatest weight; widths of numbers, of weights, and of the sizes of values.
HEADER = struct.Struct("<iIIIfccc")
_WIDTHS: Mapping[bytes, int] = {b"-": 0, b"B": 1, b"H": 2, b"I": 4, b"f": 4}
_ABSENT = b"-"
_LEVEL = 1  # of zlib
_TWO_BYTES = 0xFFFF


def encode_positions(positions: Sequence[int]) -> bytes:
    """Return ascending positions in two bytes each, or in four after an odd byte.

    >>> encode_positions([1, 2]), encode_positions([65_536])
    (b'\\x01\\x00\\x02\\x00', b'\\x00\\x00\\x00\\x01\\x00')
    """
    if positions[-1] <= _TWO_BYTES:
        return _bytes(array("H", positions))
    return b"\0" + _bytes(array("I", positions))


def decode_positions(data: bytes) -> array[int]:
    """Return the positions from what ``encode_positions`` returned."""
    if len(data) % 2:
        return _array("I", data[1:])
    return _array("H", data)


def encode_block(
    numbers: Sequence[int],
    weights: Sequence[float],
    values: Sequence[bytes],
    *,
    is_last: bool,
) -> bytes:
    """Return the block of some postings of one term.

    Args:
        numbers: of the entries, ascending; at least one.
        weights: how often each entry has the term.
        values: encoded positions of each posting; empty where the field keeps none.
        is_last: whether the term has no block after this one.
    """
    steps = _narrow([after - before for before, after in pairwise(numbers)])
    counts = _narrow_weights(weights)
    sizes = _narrow(list(map(len, values)))
    packed = zlib.compress(_bytes(sizes) + b"".join(values), _LEVEL) if values else b""
    rest = _bytes(steps) + _bytes(counts) + packed
    size = ~len(rest) if is_last else len(rest)
    widths = [kept.typecode.encode() if kept else _ABSENT for kept in (steps, counts, sizes)]
    header = HEADER.pack(size, len(numbers), numbers[0], numbers[-1], max(weights), *widths)
    return header + rest


class PostingBlock:
    """The postings of one block, unpacked as they are asked for."""

    __slots__ = ("_bounds", "_data", "_widths", "count", "first", "greatest", "is_last", "last")

    def __init__(self, data: bytes, at: int = 0) -> None:
        """Read the header of the block that begins *at*."""
        header = HEADER.unpack_from(data, at)
        size, self.count, self.first, self.last, self.greatest = header[:5]
        self.is_last = size < 0
        self._data, self._widths = data, header[5:]
        numbers, weights, _ = (_WIDTHS[width] for width in self._widths)
        start = at + HEADER.size
        middle = start + (self.count - 1) * numbers
        end = start + (~size if self.is_last else size)
        self._bounds = start, middle, middle + self.count * weights, end

    @property
    def end(self) -> int:
        """Where the next block begins."""
        end: int = self._bounds[-1]
        return end

    def numbers(self, base: int = 0) -> Iterator[int]:
        """Return the numbers of the entries, *base* added to each."""
        start, end, *_ = self._bounds
        steps = _array(self._widths[0].decode(), self._data[start:end]) if end > start else ()
        return accumulate(steps, initial=base + self.first)

    def weights(self) -> Sequence[float] | None:
        """Return how often each entry has the term; None where each has it once."""
        _, start, end, _ = self._bounds
        return _array(self._widths[1].decode(), self._data[start:end]) if end > start else None

    def values(self) -> Sequence[bytes]:
        """Return the encoded positions of each posting; nothing where the field keeps none."""
        width = self._widths[2]
        if width == _ABSENT:
            return ()
        data = zlib.decompress(self._data[self._bounds[2] : self._bounds[3]])
        start = self.count * _WIDTHS[width]
        ends = accumulate(_array(width.decode(), data[:start]), initial=start)
        return [data[a:b] for a, b in pairwise(ends)]


def posting_blocks(postings: bytes) -> Iterator[PostingBlock]:
    """Yield the blocks of one term, given all its bytes.

    Raises:
        ValueError: these are no postings.
    """
    if not postings.startswith(MAGIC):
        raise ValueError("these are no postings")
    block = PostingBlock(postings, len(MAGIC))
    yield block
    while not block.is_last:
        block = PostingBlock(postings, block.end)
        yield block


def _narrow(numbers: Sequence[int]) -> array[int]:
    """Return the numbers in as few bytes as hold the greatest."""
    greatest = max(numbers, default=0)
    return array("B" if greatest <= 0xFF else "H" if greatest <= _TWO_BYTES else "I", numbers)


def _narrow_weights(weights: Sequence[float]) -> array[Any]:
    """Return the weights, none where all are 1. They are counts, unless a field is boosted."""
    if all(weight == 1.0 for weight in weights):
        return array("B")
    counts = list(map(int, weights))
    whole = all(count == weight for count, weight in zip(counts, weights, strict=True))
    return _narrow(counts) if whole else array("f", weights)


def _bytes(numbers: array[Any]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _array(code: str, data: bytes) -> array[Any]:
    numbers = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
