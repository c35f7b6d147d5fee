"""Change an index: delete documents, add entries, commit, rewrite.

Tantivy merges small segments as they come, and so are the files of records joined. Past a
fifth of deleted entries the index is written anew from its records: the library's binding
has no call that merges segments.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import tantivy

from kb.engines.base import DEFAULT_MEGABYTES
from kb.engines.embedded import naming_damage
from kb.engines.fields import DOCUMENT, decode_place, facet_field
from kb.engines.record import Record, encode_record
from kb.engines.tantivy.checks import TANTIVY_FILE
from kb.engines.tantivy.grouping import SmallChange
from kb.engines.tantivy.reader import IndexView
from kb.engines.tantivy.record_file import RecordWriter, count_records, join_files
from kb.engines.tantivy.refusals import storing
from kb.engines.tantivy.schema import index_schema, tantivy_document
from kb.engines.tantivy.state import IndexState
from kb.index.schema import Entry

__all__ = ["change", "create_index", "rewrite_index"]

DOCUMENT_FIELD = facet_field(DOCUMENT)
_MEGABYTE = 1_000_000
_THREADS = 1  # so that one commit makes one segment, in the order of the entries
_MUCH_LARGER = 2
_MANY = 1000  # entries that come and go; then all copies are grouped anew
_DRAFT = "rewriting"
_LOCKS = (".tantivy-writer.lock", ".tantivy-meta.lock")
_RECORDS = "records-"


def create_index(folder: Path) -> None:
    """Make an index without entries in an empty folder."""
    with storing(folder):
        tantivy.Index(index_schema(), path=str(folder))
        _unlock(folder)
        IndexState().save(folder)


def change(
    folder: Path,
    index: IndexView,
    deleted: Iterable[str],
    added: Iterable[Entry],
    *,
    megabytes: float = DEFAULT_MEGABYTES,
) -> SmallChange | None:
    """Delete documents, add entries, and commit; all of it or nothing.

    Args:
        folder: the index.
        index: the same, open.
        deleted: ids of documents.
        added: entries; may be a generator.
        megabytes: what Tantivy gathers in memory before it writes a segment.

    Returns:
        What the copies are grouped by; None if so many entries come and go that all are
        grouped anew.

    Raises:
        StorageFailed: the disk refused.
        Exception: what *added* raised.
    """
    state, deleted = index.state, frozenset(deleted)
    sketches: list[bytes] = []
    with naming_damage(folder):
        gone = index.numbers_of(DOCUMENT_FIELD, sorted(deleted)) if deleted else []
        removed = {decode_place(index.place(number)).document for number in gone}
    name = _next_name(state.files)
    made = _write(
        folder,
        name,
        _noted(added, sketches),
        state.all_entries,
        megabytes=megabytes,
        delete=removed,
        number_of=lambda one: None if one in removed else index.document_number(one),
    )
    with storing(folder):
        state = state.counting((index.record(number) for number in gone), -1)
        state = state.with_lengths(made.with_terms, made.terms)
        new = [id for id, number in made.documents.items() if number >= state.all_entries]
        state = replace(state, documents=state.documents - len(removed) + len(new))
        _with_file(folder, state.without_entries(gone), name).save(folder)
    sketches += (index.record(number).sketch for number in gone[:_MANY])
    if len(sketches) >= _MANY:
        return None
    return SmallChange(sketches, index.copies, index.copied)


def _noted(entries: Iterable[Entry], sketches: list[bytes]) -> Iterator[Entry]:
    """Yield the entries; put the sketches of the first ones into a list."""
    for entry in entries:
        if len(sketches) < _MANY:
            sketches.append(entry.sketch)
        yield entry


def rewrite_index(folder: Path, index: IndexView, *, megabytes: float = DEFAULT_MEGABYTES) -> None:
    """Write an index anew from its records, without the deleted entries.

    Args:
        folder: the index.
        index: the same, open.
        megabytes: what Tantivy gathers in memory before it writes a segment.

    Raises:
        StorageFailed: the disk refused.
    """
    draft = folder / _DRAFT
    with storing(folder):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
    try:
        create_index(draft)
        entries = (record.entry() for _, record in index.records())
        name = _next_name({})
        made = _write(draft, name, entries, 0, megabytes=megabytes)
        state = IndexState(documents=len(made.documents))
        with storing(folder):
            state = state.with_lengths(made.with_terms, made.terms)
            _with_file(draft, state, name).save(draft)
            for path in folder.iterdir():
                if TANTIVY_FILE.fullmatch(path.name) or path.name.startswith(_RECORDS):
                    path.unlink()
            for path in draft.iterdir():
                path.replace(folder / path.name)
            draft.rmdir()
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


class _Written(NamedTuple):
    documents: dict[str, int]  # the number of each
    with_terms: Mapping[str, int]  # field → entries that have it
    terms: Mapping[str, int]  # field → its length in all entries


def _write(
    folder: Path,
    name: str,
    added: Iterable[Entry],
    base: int,
    *,
    megabytes: float,
    delete: Iterable[str] = (),
    number_of: Callable[[str], int | None] = lambda _id: None,
) -> _Written:
    """Delete documents and add entries to Tantivy's files and to a file of records.

    Args:
        folder: the index.
        name: of the file of records.
        added: entries; may be a generator.
        base: the number of the first one.
        megabytes: what Tantivy gathers in memory before it writes a segment.
        delete: ids of documents.
        number_of: returns the number of a document that has entries already.

    Returns:
        The documents that the entries are of, and the lengths of their fields.
    """
    documents: dict[str, int] = {}
    with_terms, terms = Counter[str](), Counter[str]()
    with storing(folder):
        _unlock(folder)  # the generation before may share the locks
        writer = tantivy.Index.open(str(folder)).writer(int(megabytes * _MEGABYTE), _THREADS)
    records: RecordWriter | None = None
    try:
        with storing(folder):
            records = RecordWriter(folder / name)
            for id in delete:
                writer.delete_documents_by_term(DOCUMENT_FIELD, id)
        for entry in added:
            record = encode_record(entry)
            with storing(folder):
                number = base + records.count
                document = documents.get(entry.document)
                if document is None:
                    known = number_of(entry.document)
                    document = documents[entry.document] = number if known is None else known
                writer.add_document(tantivy_document(entry, number, document))
                records.add(record, entry.sketch)
            for field, length in Record(record, 0).lengths().items():
                with_terms[field] += 1
                terms[field] += length
        with storing(folder):
            records.finish()
            writer.commit()
            writer.wait_merging_threads()
    except BaseException:
        with suppress(Exception):
            writer.rollback()
        if records is not None:
            with suppress(OSError):
                records.close()
        (folder / name).unlink(missing_ok=True)
        raise
    finally:
        del writer
        _unlock(folder)
    return _Written(documents, with_terms, terms)


def _with_file(folder: Path, state: IndexState, name: str) -> IndexState:
    """Return the state with a new file of records; small files are joined, the last ones first.

    A file is joined with the one before it until that one is twice as large: so each record
    is copied a few times at most, and there are few files.
    """
    files = {**state.files, name: count_records(folder / name)}
    names = list(files)
    last = len(names) - 1
    while last and files[names[last - 1]] < _MUCH_LARGER * sum(files[one] for one in names[last:]):
        last -= 1
    joined = names[last:]
    if len(joined) > 1:
        new = _next_name(files)
        join_files(folder, joined, new)
        files = {one: files[one] for one in names[:last]} | {new: sum(files[one] for one in joined)}
        for one in joined:
            (folder / one).unlink()
    return replace(state, files=files)


def _next_name(files: Iterable[str]) -> str:
    return f"{_RECORDS}{1 + max((int(name.rpartition('-')[2]) for name in files), default=0):06}"


def _unlock(folder: Path) -> None:
    """Remove Tantivy's lock files: a store has a lock of its own."""
    for name in _LOCKS:
        (folder / name).unlink(missing_ok=True)
