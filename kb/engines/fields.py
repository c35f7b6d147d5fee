"""The fields of the index, the bytes that an entry is ordered by, and how a length is rounded."""

from __future__ import annotations

import struct

from kb.index.schema import Entry, Place

__all__ = ["DOCUMENT", "FIELDS", "decode_place", "encode_place", "facet_field", "round_length"]

FIELDS = ("term", "surface", "family", "heading", "title", "acronym", "line", "context")
"""Fields that a clause may search."""

DOCUMENT = "document"
"""The facet that every entry has."""

_EXACT = 40  # lengths up to here are not rounded
_STEPS = 8  # of one size; then the size doubles
_ORDINAL = struct.Struct(">I")
_END_OF_DOCUMENT = b"\0"


def facet_field(facet: str) -> str:
    """Return the field that holds a facet."""
    return f"facet_{facet}"


def encode_place(entry: Entry | Place) -> bytes:
    """Return document, ordinal and id of an entry as bytes that sort in reading order.

    Raises:
        ValueError: the document's id contains a NUL.
    """
    document = entry.document.encode()
    if _END_OF_DOCUMENT in document:
        raise ValueError(f"the id {entry.document!r} contains a NUL")
    return document + _END_OF_DOCUMENT + _ORDINAL.pack(entry.ordinal) + entry.id.encode()


def decode_place(data: bytes) -> Place:
    """Return document, ordinal and id from what ``encode_place`` returned.

    >>> decode_place(b"a/b.txt\\0\\x00\\x00\\x00\\x07a/b.txt#dira.1")
    Place(document='a/b.txt', ordinal=7, id='a/b.txt#dira.1')
    """
    document, _, rest = data.partition(_END_OF_DOCUMENT)
    ordinal = _ORDINAL.unpack_from(rest)[0]
    return Place(document.decode(), ordinal, rest[_ORDINAL.size :].decode())


def round_length(length: int) -> int:
    """Return the length that Lucene and Tantivy score a field of *length* terms by.

    >>> [round_length(n) for n in (7, 41, 43, 150)]
    [7, 40, 42, 144]
    """
    start, step = _EXACT, 2
    while length >= start + _STEPS * step:
        start, step = start + _STEPS * step, step * 2
    return length if length <= _EXACT else start + (length - start) // step * step
