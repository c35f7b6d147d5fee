"""The result of one file as bytes: what ``kb.indexing.prepared`` keeps of it.

    encode_result   IndexedDocument → bytes
    decode_result   bytes → IndexedDocument, equal to the one that was encoded

The bytes are compressed JSON, and behind it the payloads and sketches of the entries one after
the other. Nothing is a pickle: other machines write these files.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from kb.index.schema import Entry
from kb.indexing.document_indexer import IndexedDocument
from kb.messages import Message
from kb.store.sources import source_from, source_row

__all__ = ["decode_result", "encode_result"]

_SIZE = struct.Struct("<I")  # of the compressed JSON
_LEVEL = 1  # of zlib: the file lives for hours, and is read once

_Positions = tuple[tuple[str, ...], ...]


def encode_result(result: IndexedDocument) -> bytes:
    """Return the bytes of a result."""
    blobs: list[bytes] = []
    documents = []
    for one in result.all():
        rows = []
        for entry in one.entries:
            blobs += (entry.payload, entry.sketch)
            fields = {name: _packed(positions) for name, positions in entry.fields.items()}
            sizes = len(entry.payload), len(entry.sketch)
            rows.append((entry.id, entry.ordinal, fields, entry.facets, entry.date, *sizes))
        documents.append((one.id, source_row(one.source), one.traceback, rows))
    text = json.dumps(documents, separators=(",", ":"), default=Message.as_json)
    head = zlib.compress(text.encode(), _LEVEL)
    return b"".join((_SIZE.pack(len(head)), head, *blobs))


def decode_result(data: bytes) -> IndexedDocument:
    """Return the result that was encoded.

    Raises:
        ValueError: the bytes are not those of a result.
    """
    try:
        (size,) = _SIZE.unpack_from(data)
        at = _SIZE.size + size
        documents = []
        for id, source, traceback, rows in json.loads(zlib.decompress(data[_SIZE.size : at])):
            entries = []
            for row in rows:
                middle, end = at + row[-2], at + row[-2] + row[-1]
                entries.append(_entry(id, row, data[at:middle], data[middle:end]))
                at = end
            documents.append(IndexedDocument(id, source_from(source), tuple(entries), traceback))
        first, *attached = documents
    except (struct.error, zlib.error, TypeError, LookupError, AttributeError) as error:
        raise ValueError(f"no result of a document: {error}") from error
    return IndexedDocument(first.id, first.source, first.entries, first.traceback, tuple(attached))


def _entry(document: str, row: Sequence[Any], payload: bytes, sketch: bytes) -> Entry:
    id, ordinal, fields, facets, date, *_ = row
    return Entry(id, document, ordinal, _unpacked(fields), facets, date, payload, sketch)


def _packed(positions: _Positions) -> list[str | tuple[str, ...]]:
    """Write a position with one term as that term; most have one."""
    return [stacked[0] if len(stacked) == 1 else stacked for stacked in positions]


def _unpacked(fields: Mapping[str, list[str | list[str]]]) -> dict[str, _Positions]:
    return {
        name: tuple([(one,) if one.__class__ is str else tuple(one) for one in packed])
        for name, packed in fields.items()
    }
