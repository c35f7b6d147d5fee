"""Encode the payload of an entry, and decode it.

    size of the terms, their checksum
    terms    kb.index.zones: read for every candidate, searched without unpacking
    shown    compressed: where each word occurs, and the rest of a StoredPassage,
             read for the few that are shown

Both parts are checked when they are read, so that a flipped bit is an error: the
terms by the CRC-32 here, what is shown by zlib's.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import accumulate, chain, pairwise
from operator import attrgetter, sub
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from kb.errors import IndexDamaged
from kb.index.packed_columns import zone_columns
from kb.index.passage_terms import PassageTerms
from kb.index.schema import StoredPassage
from kb.index.zones import ZONES, encode_terms
from kb.messages import Message
from kb.swahili import Token
from kb.tables import TablePart

__all__ = [
    "SHOWN",
    "decode_all_terms",
    "decode_passage",
    "decode_properties",
    "decode_terms",
    "encode_payload",
]

SHOWN = (
    "id",
    "document",
    "title",
    "path",
    "heading",
    "kind",
    "anchor",
    "ordinal",
    "children",
    "institution",
    "date",
    "language",
    "format",
    "source",
    "replaces",
    "start",
    "text",
    "bare",
    "page",
    "page_breaks",
    "tables",
    "ocr",
)
"""The properties of a passage besides its words, in the order in which they are stored."""

_Read = TypeVar("_Read")
_Payload = ParamSpec("_Payload")

_HEADER = struct.Struct("<II")
# Width of a number; words in the text, in the heading and in the header of its table.
_PLACES = struct.Struct("<cIII")
_bounds_of = attrgetter("start", "end")
_LEVEL = 6  # of zlib
_BYTE = 255


def encode_payload(
    read: Sequence[Sequence[Token]],
    section_words: int,
    rest: Mapping[str, object],
    shown: Sequence[Token],
    table_header: Sequence[Token] = (),
    context: Sequence[str] = (),
) -> bytes:
    """Return the payload of a passage.

    Args:
        read: the tokens of its four zones; those of *table_header* are the last.
        section_words: how many words its whole section has.
        rest: a value for each name in ``SHOWN``.
        shown: the tokens of its text, with their places there.
        table_header: those of the header of its table, where an earlier passage has it.
        context: the terms around the passage; see kb.index.context.
    """
    row = json.dumps([rest[name] for name in SHOWN], ensure_ascii=False, separators=(",", ":"))
    heading = read[ZONES.index("heading")]
    # Half a surrogate pair is no character, but text that holds one is still shown.
    rest_of_it = _places(shown, heading, table_header) + row.encode("utf-8", "surrogatepass")
    terms = encode_terms(read, section_words, context)
    header = _HEADER.pack(len(terms), zlib.crc32(terms))
    return header + terms + zlib.compress(rest_of_it, _LEVEL)


def _places(*texts: Sequence[Token]) -> bytes:
    """Return where the tokens of three texts occur: by turns the gap before one and its length."""
    numbers = list(chain.from_iterable(map(_steps, texts)))
    if max(numbers, default=0) <= _BYTE:
        return _PLACES.pack(b"B", *map(len, texts)) + bytes(numbers)
    header = _PLACES.pack(b"I", *map(len, texts))
    return header + struct.pack(f"<{len(numbers)}I", *numbers)


def _steps(tokens: Sequence[Token]) -> Iterator[int]:
    bounds = list(chain.from_iterable(map(_bounds_of, tokens)))
    return map(sub, bounds, [0, *bounds])


def _checked(read: Callable[_Payload, _Read]) -> Callable[_Payload, _Read]:
    """Raise IndexDamaged for whatever goes wrong in decoding a payload."""

    @wraps(read)
    def decode(*payload: _Payload.args, **options: _Payload.kwargs) -> _Read:
        try:
            return read(*payload, **options)
        except (zlib.error, struct.error, ValueError, TypeError, LookupError) as error:
            reason = Message("a passage cannot be read ({error})", error=str(error))
            raise IndexDamaged(Path("payload"), reason) from error

    return decode


@_checked
def decode_terms(payload: bytes) -> PassageTerms:
    """Return the terms of a passage, for ranking.

    Raises:
        IndexDamaged: their checksum differs.
    """
    return _terms(payload)


@_checked
def decode_all_terms(payloads: Iterable[bytes]) -> list[PassageTerms]:
    """Return the terms of several passages; see ``decode_terms``."""
    return [_terms(payload) for payload in payloads]


def _terms(payload: bytes) -> PassageTerms:
    size, checksum = _HEADER.unpack_from(payload)
    terms = payload[_HEADER.size : _HEADER.size + size]
    if zlib.crc32(terms) != checksum:
        raise ValueError("its terms are not those that were written")
    return PassageTerms(terms)


@_checked
def decode_properties(payload: bytes) -> dict[str, Any]:
    """Return what ``SHOWN`` names of a passage, as JSON has it; its words are left out.

    Raises:
        IndexDamaged: its checksum differs.
    """
    _, _, properties = _unpacked(payload)
    return properties


def _unpacked(payload: bytes) -> tuple[list[int], tuple[int, ...], dict[str, Any]]:
    """Return the numbers of words, where the words occur (see ``_places``), and the rest."""
    size, _ = _HEADER.unpack_from(payload)
    data = zlib.decompress(payload[_HEADER.size + size :])
    width, *counts = _PLACES.unpack_from(data)
    steps = struct.Struct(f"<{2 * sum(counts)}{width.decode()}")
    numbers = steps.unpack_from(data, _PLACES.size)
    row = json.loads(data[_PLACES.size + steps.size :].decode("utf-8", "surrogatepass"))
    return counts, numbers, dict(zip(SHOWN, row, strict=True))


@_checked
def decode_passage(payload: bytes, terms: PassageTerms | None = None) -> StoredPassage:
    """Return a passage with all that is needed to show it.

    Args:
        payload: as ``encode_payload`` made it.
        terms: what ``decode_terms`` returned for it, where that is known.

    Raises:
        IndexDamaged: a checksum differs.
    """
    counts, numbers, rest = _unpacked(payload)
    rest["path"] = tuple(rest["path"])
    rest["page_breaks"] = tuple(rest["page_breaks"])
    rest["tables"] = tuple(TablePart(*part[:4]) for part in rest["tables"])
    rest["children"] = tuple((child, anchor) for child, anchor in rest["children"])
    # A bare passage is the first line of its heading as it stands in the text: the
    # same words at other places, or the first of them where a heading has two lines.
    zone = "heading" if rest["bare"] else "body"
    ends = [2 * count for count in accumulate(counts)]
    in_text, in_heading, in_header = (numbers[first:last] for first, last in pairwise([0, *ends]))
    terms = terms or decode_terms(payload)
    return StoredPassage(
        **rest,
        body=zone_columns(terms, zone, in_text),
        heading_tokens=zone_columns(terms, "heading", in_heading),
        header_tokens=zone_columns(terms, "body", in_header, skip=counts[0]),
    )
