"""How an entry is laid out on a cluster: the index, and the document that an entry becomes.

A field's terms are ready-made. They are sent as one text: positions are parted by one sign,
the terms stacked at a position by another, and a position without terms has the filler,
which the server drops. So phrases keep their gaps, and alternatives share a position.

What is shown and scored are the parts of the record (kb.engines.record), each packed in a
column of its own, so a search returns those that it reads. Nothing else is kept of what was
sent: an entry is made again from these parts.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from kb.engines.fields import DOCUMENT, FIELDS, decode_place, encode_place, facet_field
from kb.engines.record import Record, join_record
from kb.engines.scoring import BM25_B, BM25_K1
from kb.facets import FACETS
from kb.index.schema import FILLER, Place
from kb.index.sketch import Sketch, key_columns
from kb.settings import Settings

__all__ = [
    "LAYOUT",
    "MAX_RESULTS",
    "PAYLOAD",
    "WHOLE",
    "document_key",
    "entry_document",
    "index_definition",
    "is_searchable",
    "join_positions",
    "length_field",
    "parts_scored",
    "record_of",
    "sketch_keys",
    "words_field",
]

LAYOUT = 2
"""Of the index: another one is another version of the engine."""

MAX_RESULTS = 10_000
"""How many documents one request returns at most: the server's own default."""

PAYLOAD = "payload"
"""The column of what is shown."""

_POSITION, _STACK = "\x1e", "\x1f"
_MAX_LETTERS = 8000  # of a term; the server refuses 32,766 bytes
_LEVEL = 6  # of zlib
_MAX_KEY_BYTES = 512  # of a document's key; a longer id is hashed


def index_definition(settings: Settings, meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings and mappings of a new index; a field that is not in them is refused."""
    return {
        "settings": {
            "index": {
                "number_of_shards": settings.cluster_shards,
                "auto_expand_replicas": f"0-{settings.cluster_replicas}",
                "refresh_interval": "-1",  # an update is seen when it is whole
                "max_regex_length": 40_000,
                # Every term counts in a length, also one stacked on another.
                "similarity": {
                    "default": {
                        "type": "BM25",
                        "k1": BM25_K1,
                        "b": BM25_B,
                        "discount_overlaps": False,
                    }
                },
                "analysis": {
                    "tokenizer": {
                        "positions": {"type": "simple_pattern_split", "pattern": _POSITION}
                    },
                    "filter": {
                        "stacked": {
                            "type": "pattern_capture",
                            "preserve_original": False,
                            "patterns": [f"([^{_STACK}]+)"],
                        },
                        "fillers": {"type": "stop", "stopwords": [FILLER]},
                    },
                    "analyzer": {
                        "ready": {
                            "type": "custom",
                            "tokenizer": "positions",
                            "filter": ["stacked", "fillers"],
                        }
                    },
                },
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": dict(meta),
            "_source": {"enabled": False},
            "properties": _properties(),
        },
    }


def _properties() -> dict[str, Any]:
    """Return the fields of a document, each with its type."""
    text = {"type": "text", "analyzer": "ready"}
    keyword = {"type": "keyword"}
    unsearched = {"type": "keyword", "index": False}
    column = {"type": "binary", "doc_values": True}
    properties: dict[str, Any] = {
        "id": keyword,
        "ordinal": {"type": "integer"},
        PAYLOAD: column,
        "keys": {"type": "keyword", "doc_values": False},
        "sketch": unsearched,
        "group": keyword,
        "copy_order": unsearched,
    }
    for name in FIELDS:
        properties[name] = text
        properties[words_field(name)] = unsearched
        properties[length_field(name)] = {"type": "integer", "index": False}
        properties[_packed_field(name)] = column
    for facet in FACETS:
        properties[facet_field(facet.name)] = keyword
    return properties


def words_field(name: str) -> str:
    """Return the field that holds the terms of a field once each, to be counted."""
    return f"words_{name}"


def length_field(name: str) -> str:
    """Return the field that holds the rounded length of a field."""
    return f"length_{name}"


def _packed_field(name: str) -> str:
    """Return the column that says where the terms of a field occur."""
    return f"packed_{name}"


def parts_scored(fields: Iterable[str]) -> list[str]:
    """Return the columns that entries are scored by in some fields."""
    return [column for name in fields for column in (_packed_field(name), length_field(name))]


WHOLE: Sequence[str] = (
    *parts_scored(FIELDS), "sketch", *(facet_field(facet.name) for facet in FACETS), PAYLOAD
)  # fmt: skip
"""The columns that an entry is made of again, beside its place."""

_FIELD_OF: Mapping[str, str] = {_packed_field(name): name for name in FIELDS}
_LENGTH_OF: Mapping[str, str] = {length_field(name): name for name in FIELDS}
_FACET_OF: Mapping[str, str] = {
    facet_field(facet.name): facet.name for facet in FACETS if facet.name != DOCUMENT
}


def document_key(id: str) -> str:
    """Return the key of an entry on the server: its id, or a hash of one that is too long.

    >>> document_key("a.txt#dira.1"), len(document_key("a" * 600))
    ('a.txt#dira.1', 48)
    """
    if len(id.encode()) <= _MAX_KEY_BYTES:
        return id
    return blake2b(id.encode(), digest_size=24).hexdigest()


def join_positions(positions: Iterable[Sequence[str]]) -> str:
    """Return the terms of each position as the server takes them.

    >>> join_positions([("soma", "somesha"), (), ("kitabu",)]).split("\\x1e")
    ['soma\\x1fsomesha', '·', 'kitabu']
    """
    stacks = ([term for term in terms if is_searchable(term)] for terms in positions)
    return _POSITION.join(_STACK.join(terms) if terms else FILLER for terms in stacks)


def is_searchable(term: str) -> bool:
    """Return whether a term can be sent; one of many thousands of letters cannot."""
    return (
        bool(term)
        and term != FILLER
        and _POSITION not in term
        and _STACK not in term
        and len(term) <= _MAX_LETTERS
    )


def sketch_keys(sketch: bytes) -> list[str]:
    """Return what an entry shares with its copies; see kb.index.sketch.KEYS."""
    return [f"{n}:{key.hex()}" for n, key in enumerate(key_columns(sketch)) if any(key)]


def entry_document(record: bytes, group: str | None) -> dict[str, Any]:
    """Return the document of an entry.

    Args:
        record: the entry's.
        group: the name of its group of copies; None if it has no copies.
    """
    view = Record(record)
    entry = view.entry()
    place = decode_place(view.place)
    made: dict[str, Any] = {
        "id": place.id,
        "ordinal": place.ordinal,
        PAYLOAD: _pack(view.payload),
    }
    if entry.sketch:
        date = Sketch.of(entry.sketch).date
        made["keys"] = sketch_keys(entry.sketch)
        made["sketch"] = b64encode(entry.sketch).decode()
        made["copy_order"] = f"{99999999 - date:08}{len(place.id):06}{place.id}"
    if group is not None:
        made["group"] = group
    for facet, value in {**entry.facets, DOCUMENT: place.document}.items():
        made[facet_field(facet)] = value
    for name, length in view.lengths().items():
        stacks = entry.fields[name]
        made[name] = join_positions(stacks)
        terms = dict.fromkeys(term for stack in stacks for term in stack)
        made[words_field(name)] = [term for term in terms if is_searchable(term)]
        made[length_field(name)] = length
        made[_packed_field(name)] = _pack(view.packed(name))
    return made


def record_of(place: Place, columns: Mapping[str, Any]) -> Record:
    """Return the record of an entry, with the parts that were read of it.

    Args:
        place: of the entry.
        columns: the value of each column that was read.

    Raises:
        ValueError: a part is not what was written.
    """
    lengths, fields, facets = {}, {}, {}
    for column, value in columns.items():
        if name := _FIELD_OF.get(column):
            fields[name] = _unpack(value)
        elif name := _LENGTH_OF.get(column):
            lengths[name] = value
        elif name := _FACET_OF.get(column):
            facets[name] = value
    data = join_record(
        encode_place(place),
        lengths,
        fields,
        sketch=b64decode(columns.get("sketch", "")),
        facets=facets,
        payload=_unpack(columns[PAYLOAD]) if PAYLOAD in columns else b"",
    )
    return Record(data)


def _pack(data: bytes) -> str:
    return b64encode(zlib.compress(data, _LEVEL)).decode()


def _unpack(packed: str) -> bytes:
    try:
        return zlib.decompress(b64decode(packed + "=="))  # the server leaves the padding out
    except zlib.error as error:
        raise ValueError(str(error)) from error
