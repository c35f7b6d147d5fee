"""How postings are laid out in their file: blocks of plain numbers instead of Whoosh's pickles.

Whoosh pickles a block whole, with a bytes object for the positions of each
posting, and pickles those too: to learn which entries have a word that occurs in
half of 100,000, some 170,000 objects were made. Here a block is

    header      size, postings, first and last entry, greatest weight, widths
    numbers     of the entries, each less the one before
    weights     left out where all are 1
    values      positions, compressed apart unless they are few: only phrases and merging read them

Reading a block runs no code. kb.engines.whoosh.compat writes these blocks. Why: docs/decisions/0003-stacked-terms.md
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from operator import sub
from typing import Any

__all__ = [
    "LAYOUT",
    "MAGIC",
    "MAX_BLOCK",
    "PostingBlock",
    "count_positions",
    "decode_positions",
    "encode_block",
    "encode_positions",
    "encode_postings",
    "positions_by_term",
    "posting_blocks",
]

LAYOUT = 4
"""Part of the engine's version: Whoosh's own blocks were the first."""

MAX_BLOCK = 65_536
"""Postings of a block."""

MAGIC = b"W3Bl"
"""Before the first block of a term, as in Whoosh's own files."""

# Size of the rest, its bits inverted in a term's last block; postings; first and last
# entry; greatest weight; widths of numbers, of weights, and of the sizes of values.
_HEADER = struct.Struct("<iIIIfccc")
# The last width is a small letter where the values are not compressed.
_WIDTHS: Mapping[bytes, int] = {b"-": 0, b"B": 1, b"H": 2, b"I": 4}
_ABSENT = b"-"
_LEVEL = 1  # of zlib
_MIN_COMPRESSED = 64
"""Bytes of positions that are compressed; most terms have fewer, and zlib makes those longer."""
_ONE_BYTE, _TWO_BYTES = 0xFF, 0xFFFF
_ONE_POSITION = 2
"""Bytes of the only position of a term in an entry."""
_SIZE_OF_ONE = bytes([_ONE_POSITION])
_OF_ONE = len(_SIZE_OF_ONE) + _ONE_POSITION
_MAX_REMEMBERED = 4096


def encode_positions(positions: Sequence[int]) -> bytes:
    """Return ascending positions in two bytes each, or in four after an odd byte.

    >>> encode_positions([1, 2]), encode_positions([65_536])
    (b'\\x01\\x00\\x02\\x00', b'\\x00\\x00\\x00\\x01\\x00')
    """
    if positions[-1] <= _TWO_BYTES:
        return _bytes(array("H", positions))
    return b"\0" + _bytes(array("I", positions))


@cache
def _first_positions() -> Sequence[bytes]:
    return tuple(encode_positions([n]) for n in range(_MAX_REMEMBERED))


def positions_by_term(stacks: Sequence[Sequence[str]]) -> dict[str, bytes]:
    """Return where each term occurs in a field, encoded.

    Args:
        stacks: the terms at each position.

    >>> positions_by_term([("kaa", "keti"), ("kaa",)])
    {'kaa': b'\\x00\\x00\\x01\\x00', 'keti': b'\\x00\\x00'}
    """
    known = _first_positions()
    if len(stacks) > len(known):
        places: dict[str, list[int]] = {}
        for position, terms in enumerate(stacks):
            for term in terms:
                places.setdefault(term, []).append(position)
        return {term: encode_positions(where) for term, where in places.items()}
    found: dict[str, bytes] = {}
    get = found.get
    for place, terms in zip(known, stacks, strict=False):
        for term in terms:
            found[term] = get(term, b"") + place
    return found


def decode_positions(data: bytes) -> array[int]:
    """Return the positions from what ``encode_positions`` returned."""
    if len(data) % 2:
        return _array("I", data[1:])
    return _array("H", data)


def count_positions(data: bytes) -> int:
    """Return how many positions ``encode_positions`` was given; 1 where the field keeps none.

    >>> count_positions(encode_positions([1, 2])), count_positions(b"")
    (2, 1)
    """
    size = len(data)
    return (size // 4 if size % 2 else size // 2) or 1


def encode_postings(numbers: Sequence[int], values: Sequence[bytes]) -> bytes:
    """Return the blocks of all postings of one term; see ``encode_block``.

    Lists are read whole, nothing is skipped. Long ones are cut, so that merging holds no more.
    """
    if len(numbers) <= MAX_BLOCK:
        return MAGIC + encode_block(numbers, values, is_last=True)
    blocks = [MAGIC]
    for start in range(0, len(numbers), MAX_BLOCK):
        end = start + MAX_BLOCK
        is_last = end >= len(numbers)
        blocks.append(encode_block(numbers[start:end], values[start:end], is_last=is_last))
    return b"".join(blocks)


def encode_block(numbers: Sequence[int], values: Sequence[bytes], *, is_last: bool) -> bytes:
    """Return the block of some postings of one term.

    Args:
        numbers: of the entries, ascending; at least one.
        values: encoded positions of each posting; all empty where the field keeps none.
        is_last: whether the term has no block after this one.
    """
    if len(values) == 1 and len(values[0]) == _ONE_POSITION:  # most terms occur once
        size = ~_OF_ONE if is_last else _OF_ONE
        header = _HEADER.pack(size, 1, numbers[0], numbers[0], 1, _ABSENT, _ABSENT, b"b")
        return header + _SIZE_OF_ONE + values[0]
    lengths = list(map(len, values))
    longest = max(lengths)
    if longest <= _ONE_POSITION:
        greatest, counts = 1, b""
        widths = [_ABSENT]
    else:
        weights = list(map(count_positions, values))
        greatest = max(weights)
        narrow = _narrow(weights, greatest)
        counts, widths = _bytes(narrow), [narrow.typecode.encode()]
    steps = _steps(numbers)
    rest = steps[1] + counts
    if longest:
        sizes = _narrow(lengths, longest)
        width, packed = sizes.typecode.encode(), _bytes(sizes) + b"".join(values)
        if len(packed) < _MIN_COMPRESSED:
            width = width.lower()
        else:
            packed = zlib.compress(packed, _LEVEL)
        rest += packed
    else:
        width = _ABSENT
    size = ~len(rest) if is_last else len(rest)
    return (
        _HEADER.pack(
            size, len(numbers), numbers[0], numbers[-1], greatest, steps[0], *widths, width
        )
        + rest
    )


def _steps(numbers: Sequence[int]) -> tuple[bytes, bytes]:
    """Return each number less the one before, packed, and the width of one before it."""
    if len(numbers) == 1:
        return _ABSENT, b""
    steps = list(map(sub, numbers[1:], numbers))
    narrow = _narrow(steps, max(steps))
    return narrow.typecode.encode(), _bytes(narrow)


class PostingBlock:
    """The postings of one block, unpacked as they are asked for."""

    __slots__ = ("_bounds", "_data", "_widths", "count", "first", "greatest", "is_last", "last")

    def __init__(self, data: bytes, at: int = 0) -> None:
        """Read the header of the block that begins *at*."""
        header = _HEADER.unpack_from(data, at)
        size, self.count, self.first, self.last, self.greatest = header[:5]
        self.is_last = size < 0
        self._data, self._widths = data, header[5:]
        numbers, weights = (_WIDTHS[width] for width in self._widths[:2])
        start = at + _HEADER.size
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

    def weights(self) -> Sequence[int] | None:
        """Return how often each entry has the term; None where each has it once."""
        _, start, end, _ = self._bounds
        return _array(self._widths[1].decode(), self._data[start:end]) if end > start else None

    def values(self) -> Sequence[bytes]:
        """Return the encoded positions of each posting; nothing where the field keeps none."""
        width = self._widths[2]
        if width == _ABSENT:
            return ()
        data = self._data[self._bounds[2] : self._bounds[3]]
        if width.isupper():
            data = zlib.decompress(data)
        start = self.count * _WIDTHS[width.upper()]
        ends = accumulate(_array(width.decode().upper(), data[:start]), initial=start)
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


def _narrow(numbers: Sequence[int], greatest: int) -> array[int]:
    """Return the numbers in as few bytes as hold the greatest."""
    return array("B" if greatest <= _ONE_BYTE else "H" if greatest <= _TWO_BYTES else "I", numbers)


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
