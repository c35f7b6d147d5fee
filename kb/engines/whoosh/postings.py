"""How postings lie in their file: blocks of plain numbers instead of Whoosh's pickles.

Whoosh pickles a block whole, with a bytes object for the positions of each
posting, and pickles those too: to learn which entries have a word that stands in
half of 100,000, some 170,000 objects were made. Here a block is

    header      size, postings, first and last entry, greatest weight, widths
    numbers     of the entries, each less the one before
    weights     left out where all are 1
    values      positions, packed apart: only phrases and merging ask for them

Reading it runs no code. The codec pickles itself as Whoosh's own, as the tokenizer
does, so whoever reads segments has to be given it: docs/decisions/0003-stacked-terms.md
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3LeafMatcher, W3PostingsWriter
from whoosh.formats import Positions

__all__ = ["LAYOUT", "Block", "Codec", "Places", "blocks"]

LAYOUT = 2
"""Part of the engine's version: Whoosh's own blocks were the first."""

# Size of the rest, its bits turned over in a term's last block; postings; first and last
# entry; greatest weight; widths of numbers, of weights, and of the sizes of values.
_HEADER = struct.Struct("<iIIIfccc")
_WIDTHS = {b"-": 0, b"B": 1, b"H": 2, b"I": 4, b"f": 4}
_ABSENT = b"-"

# Lists are read whole, nothing is skipped. Longer ones are cut, so that merging holds no more.
_LIMIT = 65_536
_LEVEL = 1  # of zlib
_TWO_BYTES = 0xFFFF


class Places(Positions):  # type: ignore[misc]  # Whoosh ships no types
    """Where a term stands in an entry: two bytes a position, or four and an odd one before."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        """See Positions."""
        if poslist[-1] <= _TWO_BYTES:
            return _bytes(array("H", poslist))
        return b"\0" + _bytes(array("I", poslist))

    def decode_positions(self, valuestring: bytes) -> array[int]:
        """See Positions."""
        if len(valuestring) % 2:
            return _array("I", valuestring[1:])
        return _array("H", valuestring)

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return Positions, ()


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh ships no types
    """Whoosh's own files, but for the blocks of postings."""

    def __init__(self) -> None:
        """Take no options: Whoosh's own are decided here."""
        super().__init__(blocklimit=_LIMIT)
        # The shortest and longest entry of each block serve to skip blocks. Not
        # asking a column for every posting's length saves a fifth of a build.
        self.length_stats = False

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        """See W3Codec."""
        return _Writer(dbfile, self._blocklimit, byteids=byteids)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """See W3Codec."""
        return _Matcher(dbfile, *terminfo.extent(), format_, term=term, scorer=scorer)

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return W3Codec, ()


class Block:
    """The postings of one block, unpacked as they are asked for."""

    __slots__ = ("_bounds", "_data", "_widths", "count", "first", "greatest", "is_last", "last")

    def __init__(self, data: bytes, at: int = 0) -> None:
        """Read the header of the block that begins *at*."""
        header = _HEADER.unpack_from(data, at)
        size, self.count, self.first, self.last, self.greatest = header[:5]
        self.is_last = size < 0
        self._data, self._widths = data, header[5:]
        numbers, weights, _ = (_WIDTHS[width] for width in self._widths)
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

    def weights(self) -> Sequence[float] | None:
        """Return how often each entry has the term; None where each has it once."""
        _, start, end, _ = self._bounds
        return _array(self._widths[1].decode(), self._data[start:end]) if end > start else None

    def values(self) -> Sequence[bytes]:
        """Return what is stored of each posting besides; nothing where the field has no places."""
        width = self._widths[2]
        if width == _ABSENT:
            return ()
        data = zlib.decompress(self._data[self._bounds[2] : self._bounds[3]])
        start = self.count * _WIDTHS[width]
        ends = accumulate(_array(width.decode(), data[:start]), initial=start)
        return [data[a:b] for a, b in pairwise(ends)]


def blocks(postings: bytes) -> Iterator[Block]:
    """Yield the blocks of one term, given all its bytes.

    Raises:
        ValueError: these are no postings.
    """
    if not postings.startswith(WHOOSH3_HEADER_MAGIC):
        raise ValueError("these are no postings")
    block = Block(postings, len(WHOOSH3_HEADER_MAGIC))
    yield block
    while not block.is_last:
        block = Block(postings, block.end)
        yield block


class _Writer(W3PostingsWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Writes the postings of one term after the other."""

    def add_posting(self, id_: int, weight: float, vbytes: bytes, _length: int = 0) -> None:
        """See W3PostingsWriter, which asks the type of everything first."""
        if len(self._ids) >= self._blocklimit:
            self._write_block()
        self._ids.append(id_)
        self._weights.append(weight)
        if vbytes:
            self._values.append(vbytes)

    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._maxweight = max(self._weights)
        self._terminfo.add_block(self)
        ids = self._ids
        steps = _narrow([after - before for before, after in pairwise(ids)])
        weights = _narrow_weights(self._weights)
        sizes = _narrow(list(map(len, self._values)))
        values = b""
        if self._values:
            values = zlib.compress(_bytes(sizes) + b"".join(self._values), _LEVEL)
        rest = _bytes(steps) + _bytes(weights) + values
        size = ~len(rest) if last else len(rest)
        widths = [kept.typecode.encode() if kept else _ABSENT for kept in (steps, weights, sizes)]
        header = _HEADER.pack(size, len(ids), ids[0], ids[-1], self._maxweight, *widths)
        self._postfile.write(header + rest)
        self._blockcount += 1
        self._new_block()


class _Matcher(W3LeafMatcher):  # type: ignore[misc]  # Whoosh ships no types
    """Reads one posting after the other, as merging does."""

    def _goto(self, position: int) -> None:
        header = self._postfile.get(position, _HEADER.size)
        size = Block(header).end
        self._block = block = Block(self._postfile.get(position, size))
        self._lastblock = block.is_last
        self._nextoffset = position + size
        self._blocklength, self._maxid, self._maxweight = block.count, block.last, block.greatest
        self._minlength = self._maxlength = 0
        self._ids: Sequence[int] | None = None
        self._weights: Sequence[float] | None = None
        self._values: Sequence[bytes] | None = None
        self._i = 0

    def _read_ids(self) -> None:
        self._ids = list(self._block.numbers())

    def _read_weights(self) -> None:
        self._weights = self._block.weights() or [1.0] * self._blocklength

    def _read_values(self) -> None:
        self._values = self._block.values() or [b""] * self._blocklength


def _narrow(numbers: Sequence[int]) -> array[int]:
    """Return the numbers in as few bytes as hold the greatest."""
    most = max(numbers, default=0)
    return array("B" if most <= 0xFF else "H" if most <= _TWO_BYTES else "I", numbers)


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
