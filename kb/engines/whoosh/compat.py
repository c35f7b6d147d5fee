"""Every reach into the private parts of Whoosh 2.7.4, for writing an index.

    install_allow_list         put the allow-list of kb.engines.whoosh.safe_pickle under Whoosh
    whoosh_schema   the fields, as Whoosh wants them; field_values an entry, likewise
    Codec           Whoosh's files, with blocks of our own for the postings
    Storage         a folder that knows its open files
    abandon         take back what an unfinished writer left

Whoosh can stack terms at a position only through a tokenizer, and pickles the
tokenizer into the index. ``_StackedTokenizer`` therefore works when entries are
written and leaves Whoosh's own ``IDTokenizer`` in the pickle, as the codec leaves
Whoosh's own: no class of ours is needed to open an index.

Each assumption has a test: tests/kb/engines/whoosh/test_compat.py. Whoosh 2.7.4 is
the last version, so its private parts do not change. Reading an index imports
nothing from here. Why: docs/decisions/0003-stacked-terms.md
"""

# ruff: noqa: SLF001  this module is here to use what is private in Whoosh

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from types import SimpleNamespace
from typing import IO, Any, Self

import whoosh.codec.whoosh3
import whoosh.columns
import whoosh.externalsort
import whoosh.filedb.structfile
import whoosh.formats
import whoosh.index
from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import IDTokenizer
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3PostingsWriter
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Positions
from whoosh.index import TOC, clean_files

from kb.engines.fields import FIELDS, encode_place, facet_field
from kb.engines.whoosh import safe_pickle
from kb.engines.whoosh.postings import (
    HEADER,
    MAGIC,
    PostingBlock,
    decode_positions,
    encode_block,
    encode_positions,
)
from kb.engines.whoosh.segment import INDEX_NAME
from kb.facets import FACETS
from kb.index.schema import FILLER, Entry

__all__ = ["Codec", "PackedPositions", "Storage", "abandon", "field_values", "install_allow_list", "use_codec",
           "whoosh_schema"]  # fmt: skip

# Lists are read whole, nothing is skipped. Longer ones are cut, so that merging holds no more.
_BLOCK_LIMIT = 65_536
_PROTOCOL = 3


# ---- Pickles --------------------------------------------------------------------------------


def install_allow_list() -> None:
    """Put the allow-list under everything in Whoosh that unpickles. Idempotent.

    It also removes the loaders of formats older than 2.7, which bring an unpickler of
    their own, and writes pickles in protocol 3: protocol 2 writes bytes as a call of
    ``_codecs.encode``, which is larger and one more name to allow.
    """
    whoosh.index.pickle = SimpleNamespace(
        loads=safe_pickle.unpickle, dumps=pickle.dumps, PicklingError=pickle.PicklingError
    )
    whoosh.index.toc_loaders = {}
    whoosh.filedb.structfile.load_pickle = safe_pickle.unpickle_file
    # What a large build sorts on the disk.
    whoosh.externalsort.load, whoosh.externalsort.dump = safe_pickle.unpickle_file, _dump
    for module in (whoosh.codec.whoosh3, whoosh.columns, whoosh.formats):
        module.loads = safe_pickle.unpickle
    whoosh.codec.whoosh3.dumps = _dumps


def _dumps(value: object, _protocol: int) -> bytes:
    return pickle.dumps(value, _PROTOCOL)


def _dump(value: object, file: IO[bytes], _protocol: int) -> None:
    pickle.dump(value, file, _PROTOCOL)


# ---- Fields ---------------------------------------------------------------------------------


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


class PackedPositions(Positions):  # type: ignore[misc]  # Whoosh ships no types
    """Whoosh's format for the positions of a term, packed as kb.engines.whoosh.postings does."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        """See Positions."""
        return encode_positions(poslist)

    def decode_positions(self, valuestring: bytes) -> Sequence[int]:
        """See Positions."""
        return decode_positions(valuestring)

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return Positions, ()


def whoosh_schema() -> Any:
    """Return the fields of an index.

    >>> set(FIELDS) <= set(whoosh_schema().names())
    True
    """
    # Offsets are always written: deriving them costs a millisecond at 10,000 entries.
    column = VarBytesColumn(write_offsets_cutoff=0)
    fields: dict[str, Any] = {
        "id": ID(),
        "document": ID(),
        "place": COLUMN(column),
        "payload": COLUMN(column),
        "sketch": COLUMN(column),
    }
    fields |= {name: _text() for name in FIELDS}
    fields |= {facet_field(facet.name): ID() for facet in FACETS}
    return Schema(**fields)


def _text() -> Any:
    field = TEXT(analyzer=_StackedTokenizer())
    field.format = PackedPositions()
    return field


def field_values(entry: Entry) -> dict[str, object]:
    """Return the value of each field of an entry, as Whoosh wants them.

    Raises:
        ValueError: the document's id contains a NUL.
    """
    values: dict[str, object] = {
        "id": entry.id,
        "document": entry.document,
        "place": encode_place(entry),
        "payload": entry.payload,
        "sketch": entry.sketch,
    }
    values |= {name: _Stacked(positions) for name, positions in entry.fields.items()}
    values |= {facet_field(name): value for name, value in entry.facets.items()}
    return values


# ---- Postings -------------------------------------------------------------------------------


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh ships no types
    """Whoosh's own files, but for the blocks of postings."""

    def __init__(self) -> None:
        """Take no options: Whoosh's own are decided here."""
        super().__init__(blocklimit=_BLOCK_LIMIT)
        # The shortest and longest entry of each block serve to skip blocks. Not
        # asking a column for every posting's length saves a fifth of a build.
        self.length_stats = False

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        """See W3Codec."""
        return _BlockWriter(dbfile, self._blocklimit, byteids=byteids)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """See W3Codec."""
        return _BlockMatcher(dbfile, *terminfo.extent(), format_, term=term, scorer=scorer)

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return W3Codec, ()


class _BlockWriter(W3PostingsWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Writes the postings of one term after the other."""

    def add_posting(self, id_: int, weight: float, vbytes: bytes, _length: int = 0) -> None:
        """See W3PostingsWriter, which checks the type of everything first."""
        if len(self._ids) >= self._blocklimit:
            self._write_block()
        self._ids.append(id_)
        self._weights.append(weight)
        if vbytes:
            self._values.append(vbytes)

    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(MAGIC)
        self._maxweight = max(self._weights)
        self._terminfo.add_block(self)
        self._postfile.write(encode_block(self._ids, self._weights, self._values, is_last=last))
        self._blockcount += 1
        self._new_block()


class _BlockMatcher(W3LeafMatcher):  # type: ignore[misc]  # Whoosh ships no types
    """Reads one posting after the other, as merging does."""

    def _goto(self, position: int) -> None:
        header = self._postfile.get(position, HEADER.size)
        size = PostingBlock(header).end
        self._block = block = PostingBlock(self._postfile.get(position, size))
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


# ---- Files ----------------------------------------------------------------------------------


class Storage(FileStorage):  # type: ignore[misc]  # Whoosh ships no types
    """A folder that knows its open files, so that none stays open where something failed."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._read: list[Any] = []
        self._written: list[Any] = []  # those of a writer's temporary folder too

    def create_file(self, name: str, **options: object) -> Any:
        """See FileStorage."""
        file = super().create_file(name, **options)
        self._written.append(file)
        return file

    def open_file(self, name: str, **options: object) -> Any:
        """See FileStorage."""
        file = super().open_file(name, **options)
        self._read.append(file)
        return file

    def temp_storage(self, name: str | None = None) -> Storage:
        """See FileStorage."""
        made: Storage = Storage(self._fpath(name or f"{INDEX_NAME}.tmp")).create()
        made._written = self._written
        return made

    def close(self) -> None:
        """Close the files that were read; Whoosh calls this in the middle of writing, too."""
        _close(self._read)

    def give_up(self) -> None:
        """Close every file, those half written too."""
        _close(self._read)
        _close(self._written)


def _close(files: list[Any]) -> None:
    while files:
        file = files.pop()
        if not file.is_closed:
            # On a full disk the last bytes of a file that is given up cannot be written.
            with suppress(OSError):
                file.close()


def abandon(writer: Any, storage: Storage) -> None:
    """Take back what an unfinished writer left: files, folder and lock."""
    if not writer.is_closed:
        # On a full disk cancelling fails too, and Whoosh would keep its lock.
        with suppress(Exception):
            writer.cancel()
        if not writer.is_closed and writer.writelock.fd is not None:
            writer.writelock.release()
    storage.give_up()
    with suppress(Exception):
        toc = TOC.read(storage, INDEX_NAME, schema=whoosh_schema())
        clean_files(storage, INDEX_NAME, toc.generation, toc.segments)


def use_codec(segments: Iterable[Any]) -> None:
    """Have the segments of a table of contents read by our codec: they are pickled with Whoosh's."""
    for segment in segments:
        segment._codec = Codec()


install_allow_list()
