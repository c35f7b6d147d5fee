"""Every reach into the private parts of Whoosh 2.7.4, for writing an index.

    install_allow_list         put the allow-list of kb.engines.whoosh.safe_pickle under Whoosh
    whoosh_schema   the fields, as Whoosh wants them
    EntryWriter     Whoosh's writer of a segment: entries in, our blocks of postings out
    Storage         a folder that knows its open files
    abandon         take back what an unfinished writer left

Whoosh's tokenizers are never asked: an entry has its terms and their positions ready. What
is pickled into the index is Whoosh's own, so no class of ours is needed to open it.

Each assumption has a test: tests/kb/engines/whoosh/test_compat.py. Whoosh 2.7.4 is
the last version, so its private parts do not change. Reading an index imports
nothing from here. Why: docs/decisions/0003-stacked-terms.md
"""

# ruff: noqa: SLF001  this module is here to use what is private in Whoosh

from __future__ import annotations

import pickle
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

import whoosh.codec.whoosh3
import whoosh.columns
import whoosh.externalsort
import whoosh.filedb.structfile
import whoosh.formats
import whoosh.index
from whoosh.analysis.tokenizers import IDTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files
from whoosh.writing import SegmentWriter

from kb.engines.fields import FIELDS, encode_place, facet_field
from kb.engines.whoosh import safe_pickle
from kb.engines.whoosh.posting_pool import PostingPool, TermPostings
from kb.engines.whoosh.postings import (
    count_positions,
    encode_postings,
    positions_by_term,
    posting_blocks,
)
from kb.engines.whoosh.segment import INDEX_NAME, TERM_INFO
from kb.facets import FACETS
from kb.index.schema import FILLER, Entry

__all__ = ["EntryWriter", "Storage", "abandon", "install_allow_list", "whoosh_schema"]

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
    fields |= {name: TEXT(analyzer=IDTokenizer()) for name in FIELDS}
    fields |= {facet_field(facet.name): ID() for facet in FACETS}
    return Schema(**fields)


# ---- Writing --------------------------------------------------------------------------------


class EntryWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Whoosh's writer of a segment, with a pool of our own and blocks of our own for the postings.

    Whoosh makes a tuple of every posting and sorts them all. Here the postings of a term are
    gathered in the order of the entries: a quarter of the time for the same files.
    """

    def __init__(self, index: Any, max_bytes: int) -> None:
        """Begin a segment.

        Args:
            index: Whoosh's index.
            max_bytes: of postings in memory; more are kept on the disk meanwhile.
        """
        super().__init__(index, codec=W3Codec(), compound=False)
        self.pool = PostingPool(Path(self._tempstorage.folder), max_bytes)

    def add_entry(self, entry: Entry) -> None:
        """Add an entry.

        Raises:
            ValueError: the document's id contains a NUL.
        """
        place = encode_place(entry)
        number, documents, add = self.docnum, self.perdocwriter, self.pool.add
        documents.start_doc(number)
        values = {"place": place, "payload": entry.payload, "sketch": entry.sketch}
        for name, value in values.items():
            documents.add_column_value(name, self.schema[name].column_type, value)
        words = {"id": entry.id, "document": entry.document}
        words |= {facet_field(name): value for name, value in entry.facets.items()}
        for name, word in words.items():
            add(name, number, {word: b""})
        for name, stacks in entry.fields.items():
            positions = positions_by_term(stacks)
            fillers = positions.pop(FILLER, None)
            add(name, number, positions)
            length = sum(map(len, stacks)) - (count_positions(fillers) if fillers else 0)
            documents.add_field(name, self.schema[name], None, length)
        documents.finish_doc()
        self._added = True
        self.docnum += 1

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: Any) -> None:
        """See SegmentWriter: this copies the postings of a segment that is merged."""
        terms = reader._terms
        for (field, text), info in terms.items():
            start, (length,) = info.extent()
            for block in posting_blocks(terms._postfile.get(start, length)):
                numbers: Sequence[int] = list(block.numbers())
                values = block.values() or [b""] * len(numbers)
                if docmap is None:
                    numbers = [startdoc + number for number in numbers]
                else:
                    kept = [n for n, number in enumerate(numbers) if number in docmap]
                    numbers = [docmap[numbers[n]] for n in kept]
                    values = [values[n] for n in kept]
                if numbers:
                    self.pool.extend(TermPostings(field, text.decode(), numbers, values))

    def _flush_segment(self) -> None:
        """See SegmentWriter: this writes the postings and the table of terms."""
        self.perdocwriter.close()
        writer, field, prefix = self.fieldwriter, None, b""
        file, table = writer._postfile, writer._tindex
        at = file.tell()
        for postings in self.pool.postings():
            if postings.field != field:
                field = postings.field
                prefix = len(writer._fieldmap).to_bytes(2, "big")
                writer._fieldmap[field] = len(writer._fieldmap)
            packed = encode_postings(postings.numbers, postings.values)
            file.write(packed)
            info = TERM_INFO.pack(len(postings.numbers), at, len(packed))
            table.add(prefix + postings.term.encode(), info)
            at += len(packed)
        writer.close()


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


install_allow_list()
