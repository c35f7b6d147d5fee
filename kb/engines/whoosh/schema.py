"""The fields of the index, and how an entry gets into them.

Whoosh can stack terms at a position only through a tokenizer, and pickles the
tokenizer into the index. ``_StackedTokenizer`` therefore works when entries are
written and leaves Whoosh's own ``IDTokenizer`` in the pickle: no class of ours
is ever needed to open an index. See docs/decisions/0003-stacked-terms.md
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any, Self

from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import IDTokenizer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, TEXT, Schema

from kb.engines.base import FILLER
from kb.engines.whoosh import safe_pickle as unpickling
from kb.engines.whoosh.postings import Codec, Places
from kb.facets import FACETS
from kb.index.records import Entry

__all__ = ["FIELDS", "codec", "facet_field", "place", "placed", "row", "schema"]

FIELDS = ("term", "surface", "family", "heading", "title", "acronym", "line")
"""What can be asked for in a clause."""

_ORDINAL = struct.Struct(">I")
_END_OF_DOCUMENT = b"\0"

unpickling.install()


class _Stacked(str):
    """A field's value: Whoosh asks for a str, the tokenizer reads ``positions``."""

    __slots__ = ("positions",)
    positions: Sequence[Sequence[str]]

    def __new__(cls, positions: Sequence[Sequence[str]]) -> Self:
        self = super().__new__(cls)
        self.positions = positions
        return self


class _StackedTokenizer(IDTokenizer):  # type: ignore[misc]  # Whoosh ships no types
    """Gives every term of a position that position. Fillers only take up room."""

    def __call__(self, value: _Stacked, **_options: object) -> Iterator[Any]:
        token = Token(positions=True)
        for position, terms in enumerate(value.positions):
            token.pos = position
            for term in terms:
                if term != FILLER:
                    token.text = term
                    yield token

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return IDTokenizer, ()


def schema() -> Any:
    """Return the fields of an index.

    >>> set(FIELDS) <= set(schema().names())
    True
    """
    # Offsets are always written: deriving them costs a millisecond at 10,000 entries.
    column = VarBytesColumn(write_offsets_cutoff=0)
    fields: dict[str, Any] = {
        "id": ID(),
        "document": ID(),
        "place": COLUMN(column),
        "payload": COLUMN(column),
    }
    fields |= {name: _text() for name in FIELDS}
    fields |= {facet_field(facet.name): ID() for facet in FACETS}
    return Schema(**fields)


def _text() -> Any:
    field = TEXT(analyzer=_StackedTokenizer())
    field.format = Places()
    return field


def codec() -> Any:
    """Return how segments are laid out, those that are written and those that are read."""
    return Codec()


def facet_field(facet: str) -> str:
    """Return the field that holds a facet."""
    return f"facet_{facet}"


def place(entry: Entry) -> bytes:
    """Return what an entry is found and ordered by: bytes that sort in reading order.

    Raises:
        ValueError: the document's id holds a NUL.
    """
    document = entry.document.encode()
    if _END_OF_DOCUMENT in document:
        raise ValueError(f"the id {entry.document!r} holds a NUL")
    return document + _END_OF_DOCUMENT + _ORDINAL.pack(entry.ordinal) + entry.id.encode()


def placed(data: bytes) -> tuple[str, int, str]:
    """Return document, ordinal and id from what ``place`` made."""
    document, _, rest = data.partition(_END_OF_DOCUMENT)
    return document.decode(), _ORDINAL.unpack_from(rest)[0], rest[_ORDINAL.size :].decode()


def row(entry: Entry) -> dict[str, object]:
    """Return an entry as Whoosh wants it."""
    values: dict[str, object] = {
        "id": entry.id,
        "document": entry.document,
        "place": place(entry),
        "payload": entry.payload,
    }
    values |= {name: _Stacked(positions) for name, positions in entry.fields.items()}
    values |= {facet_field(name): value for name, value in entry.facets.items()}
    return values
