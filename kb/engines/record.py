"""What an engine keeps of an entry beside its library's files: what is shown, and where terms occur.

    encode_record   an Entry → bytes
    join_record     its parts → bytes
    Record          these bytes, as they are or in a mapped file; decoded piece by piece

A record begins with the rounded length of each field and the end of each part. The parts are
the place (kb.engines.fields), sketch, facets, each field and the payload. A field is a list
of its terms: the byte FF, the term, the byte FE, its positions. A position is a character, in
UTF-8 as the term is, where neither byte can occur. So one search for bytes finds a term.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType

from kb.engines.fields import FIELDS, decode_place, encode_place, round_length
from kb.index.schema import FILLER, Entry

__all__ = ["Record", "encode_record", "field_key", "join_record"]

_PARTS = 4 + len(FIELDS)
_HEADER = struct.Struct(f"<{len(FIELDS)}I{_PARTS}I")
_PLACE, _SKETCH, _FACETS, _FIELD = range(4)
_NUMBER_OF: Mapping[str, int] = {name: n for n, name in enumerate(FIELDS)}
_ENDS_OF: Mapping[str, int] = {name: len(FIELDS) + _FIELD + n for n, name in enumerate(FIELDS)}
_FIRST_SURROGATE = 0xD800
_TERM, _POSITIONS = b"\xff", b"\xfe"
_NO_FACETS = b"{}"
_ONLY_FILLER = (FILLER,)


def field_key(term: str) -> bytes:
    """Return the bytes that a term is searched by in a field.

    >>> field_key("dira")
    b'\\xffdira\\xfe'
    """
    return _TERM + term.encode() + _POSITIONS


def encode_record(entry: Entry) -> bytes:
    """Return the record of an entry.

    Raises:
        ValueError: the document's id contains a NUL.
    """
    lengths, fields = zip(*(_encode_field(entry.fields.get(name, ())) for name in FIELDS))
    return join_record(
        encode_place(entry),
        dict(zip(FIELDS, map(round_length, lengths))),
        dict(zip(FIELDS, fields)),
        sketch=entry.sketch,
        facets=entry.facets,
        payload=entry.payload,
    )


def join_record(
    place: bytes,
    lengths: Mapping[str, int],
    fields: Mapping[str, bytes],
    *,
    sketch: bytes = b"",
    facets: Mapping[str, str] = MappingProxyType({}),
    payload: bytes = b"",
) -> bytes:
    """Return a record of the parts that are known; the others are empty.

    Args:
        place: see kb.engines.fields.
        lengths: the rounded length of each field that has terms.
        fields: where the terms of each field occur; see ``Record.packed``.
        sketch: what its copies are known by.
        facets: those that have a value.
        payload: what is shown.
    """
    parts = [
        place,
        sketch,
        json.dumps(dict(facets), ensure_ascii=False).encode() if facets else _NO_FACETS,
        *(fields.get(name, b"") for name in FIELDS),
        payload,
    ]
    header = _HEADER.pack(*(lengths.get(name, 0) for name in FIELDS), *accumulate(map(len, parts)))
    return header + b"".join(parts)


def _encode_field(stacks: Sequence[tuple[str, ...]]) -> tuple[int, bytes]:
    """Return how many terms a field has, and the list of them."""
    where: dict[str, str] = {}
    get = where.get
    fillers = 0
    for place, terms in zip(_characters(len(stacks)), stacks, strict=True):
        if terms == _ONLY_FILLER:  # most of a field of relatives
            fillers += 1
        elif len(terms) == 1:
            (term,) = terms
            where[term] = get(term, "") + place
        else:
            for term in dict.fromkeys(terms):
                where[term] = get(term, "") + place
    "".join(where).encode()  # half a surrogate pair in a term is an error, here as elsewhere
    if len(stacks) < _FIRST_SURROGATE:
        text = "".join([f"\udcff{term}\udcfe{places}" for term, places in where.items()])
        packed = text.encode("utf-8", "surrogateescape")  # FF and FE as they are, at once
    else:
        packed = b"".join(
            field_key(term) + places.encode("utf-8", "surrogatepass")
            for term, places in where.items()
        )
    return sum(map(len, stacks)) - fillers, packed


@lru_cache(maxsize=1024)
def _characters(count: int) -> str:
    """Return the characters that are the positions below *count*."""
    return "".join(map(chr, range(count)))


def _decoded(positions: bytes) -> str:
    return positions.decode("utf-8", "surrogatepass")


class Record:
    """One record in a mapped file, or in memory."""

    __slots__ = ("_data", "_header", "_start")

    def __init__(self, data: mmap.mmap | bytes, start: int = 0) -> None:
        self._data = data
        self._header = _HEADER.unpack_from(data, start)
        self._start = start + _HEADER.size

    @property
    def data(self) -> bytes:
        """The whole record."""
        end = self._start + self._header[-1]
        return self._data[self._start - _HEADER.size : end]

    @property
    def place(self) -> bytes:
        """The encoded place; see kb.engines.fields."""
        return self._part(_PLACE)

    @property
    def sketch(self) -> bytes:
        """What its copies are known by."""
        return self._part(_SKETCH)

    @property
    def facets(self) -> Mapping[str, str]:
        """The facets that have a value."""
        facets: dict[str, str] = json.loads(self._part(_FACETS))
        return facets

    @property
    def payload(self) -> bytes:
        """What is shown."""
        return self._part(_PARTS - 1)

    @property
    def fields(self) -> tuple[tuple[int, ...], bytes]:
        """The lengths of the fields, and where each of their terms occurs: all that is scored."""
        ends = self._header[len(FIELDS) :]
        first, last = self._start + ends[_FACETS], self._start + ends[_PARTS - 2]
        return self._header[: len(FIELDS)], self._data[first:last]

    def packed(self, field: str) -> bytes:
        """Return where each term of a field occurs."""
        return self._part(_FIELD + _NUMBER_OF[field])

    def length(self, field: str) -> int:
        """Return the rounded length of a field, in terms."""
        length: int = self._header[_NUMBER_OF[field]]
        return length

    def lengths(self) -> dict[str, int]:
        """Return the rounded length of every field that has terms."""
        return {name: n for name, n in zip(FIELDS, self._header, strict=False) if n}

    def positions(self, field: str, key: bytes) -> str:
        """Return the positions of a term in a field, as characters; see ``field_key``."""
        first = _ENDS_OF[field]
        start = self._start + self._header[first - 1]
        end = self._start + self._header[first]
        at = self._data.find(key, start, end)
        if at < 0:
            return ""
        at += len(key)
        until = self._data.find(_TERM, at, end)
        return _decoded(self._data[at : end if until < 0 else until])

    def counts(self, terms: Iterable[tuple[str, bytes]]) -> list[int]:
        """Return at how many positions each of some terms occurs; see ``positions``.

        Args:
            terms: the field and the key of each.
        """
        data, header, base = self._data, self._header, self._start
        counts = []
        for field, key in terms:
            part = _ENDS_OF[field]
            end = base + header[part]
            at = data.find(key, base + header[part - 1], end)
            if at < 0:
                counts.append(0)
                continue
            at += len(key)
            until = data.find(_TERM, at, end)
            size = (end if until < 0 else until) - at
            # A position below 128 is one byte. Most terms occur once.
            counts.append(size if size == 1 else len(_decoded(data[at : at + size])))
        return counts

    def entry(self) -> Entry:
        """Return the entry that the record was made of; its date is not kept."""
        document, ordinal, id = decode_place(self.place)
        fields = {
            name: self._stacks(_FIELD + number)
            for name, number in _NUMBER_OF.items()
            if self._header[number]
        }
        return Entry(id, document, ordinal, fields, self.facets, None, self.payload, self.sketch)

    def _stacks(self, part: int) -> tuple[tuple[str, ...], ...]:
        stacks: dict[int, list[str]] = defaultdict(list)
        for one in self._part(part).split(_TERM)[1:]:
            term, _, positions = one.partition(_POSITIONS)
            for position in positions.decode("utf-8", "surrogatepass"):
                stacks[ord(position)].append(term.decode())
        return tuple(tuple(stacks.get(n, (FILLER,))) for n in range(max(stacks) + 1))

    def _part(self, number: int) -> bytes:
        ends = self._header[len(FIELDS) :]
        start = ends[number - 1] if number else 0
        return self._data[self._start + start : self._start + ends[number]]
