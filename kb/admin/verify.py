"""Check every generation of an index: its files, then its answers.

The files are compared with the hashes in the manifest. Then the generation is opened and
asked questions with known answers: how many documents and passages it has, whether the
stored passages can be read, whether a term occurs as often as its statistics say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.errors import GenerationMissing, IndexMissing, KisimaError
from kb.index.payload import decode_passage
from kb.messages import Message
from kb.settings import Settings
from kb.store import IndexReader, Store, open_store
from kb.store.sources import Sources
from kb.system_reasons import Reason

__all__ = ["GenerationCheck", "verify"]

_MAX_DOCUMENTS = 200  # whose passages are read
_MAX_TERMS = 20  # whose frequency is checked
_MAX_TRIES = 20  # another process may publish meanwhile, but not so often in a row


@dataclass(frozen=True, slots=True)
class GenerationCheck:
    """A generation that was checked."""

    generation: str
    current: bool
    files: int
    size_bytes: int
    problems: tuple[Reason, ...]  # empty: it is sound
    documents_read: int = 0  # documents whose passages were read and compared


def verify(index: Path, settings: Settings | None = None) -> list[GenerationCheck]:
    """Check every generation, the current one first; writes nothing.

    A generation that a writer deletes meanwhile is left out.

    Args:
        index: the folder of the index.
        settings: those in force; the defaults where left out.

    Raises:
        IndexMissing: nothing has been indexed yet.
    """
    store = open_store(index, settings or Settings())
    for _ in range(_MAX_TRIES):
        current, names = store.current(), store.generations()
        if current is None and not names:
            raise IndexMissing(index)
        names.sort(key=lambda name: (name != current, -int(name)))
        checked = [one for name in names if (one := _checked(store, name, name == current))]
        # Otherwise a new generation was published and the current one deleted: start again.
        if current == store.current() or any(one.current for one in checked):
            break
    if not any(one.current for one in checked):
        missing = Message("{path} names a generation that is missing", path=store.pointer)
        none = GenerationCheck(
            current or "", current=True, files=0, size_bytes=0, problems=(missing,)
        )
        checked.insert(0, none)
    return checked


def _checked(store: Store, name: str, current: bool) -> GenerationCheck | None:
    """Check one generation; None if it was deleted meanwhile."""
    before = store.extent(name)
    for _ in range(_MAX_TRIES):
        read: list[str] = []
        try:
            problems: list[Reason] = [*store.verify(name)] or [*_wrong_contents(store, name, read)]
        except (GenerationMissing, FileNotFoundError) as error:
            problems = [_reason(error)]
        if (after := store.extent(name)) is None:
            return None
        if before is not None and after.identity == before.identity:
            return GenerationCheck(
                name, current, after.files, after.size_bytes, tuple(problems), len(read)
            )
        before = after  # it was replaced: a document was purged
    return None


def _wrong_contents(store: Store, generation: str, read: list[str]) -> Iterator[Reason]:
    """Yield what is wrong with the answers of a generation whose files are sound.

    Args:
        store: has it.
        generation: its name.
        read: receives the id of every document whose passages were read.
    """
    try:
        with store.reader_of(generation) as reader:
            yield from _wrong_counts(reader, store.sources(generation))
            yield from _wrong_answers(reader, read)
    except (KisimaError, ValueError, KeyError, IndexError) as error:
        yield _reason(error)


def _reason(error: Exception) -> Reason:
    if isinstance(error, KisimaError):
        return error.message
    return Message("{error}", error=f"{type(error).__name__}: {error}")


def _wrong_counts(reader: IndexReader, sources: Sources) -> Iterator[Message]:
    statistics, manifest = reader.engine.statistics(), reader.manifest
    recorded = sum(source.passages for source in sources.files.values())
    for what, listed, counted in (
        (Message("documents"), manifest.documents, statistics.documents),
        (Message("passages"), manifest.passages, statistics.entries),
        (Message("passages"), recorded or manifest.passages, statistics.entries),
    ):
        if listed != counted:
            yield Message(
                "{what}: {listed} are listed, {counted} are there",
                what=what,
                listed=f"{listed:,}",
                counted=f"{counted:,}",
            )


def _wrong_answers(reader: IndexReader, read: list[str]) -> Iterator[Message]:
    engine = reader.engine
    documents = reader.documents
    for id in islice(documents, 0, None, 1 + len(documents) // _MAX_DOCUMENTS):
        passages = [decode_passage(one.payload) for one in engine.document(id)]
        read.append(id)
        if not passages or any(passage.document != id for passage in passages):
            yield Message("{id}: its passages cannot be read", id=id)
    for term, frequency in engine.terms("surface", limit=_MAX_TERMS):
        total = engine.search(SearchRequest((Clause(AnyOf("surface", (term,))),), limit=0)).total
        if total != frequency:
            yield Message(
                "{term}: {listed} are listed, {counted} are there",
                term=repr(term),
                listed=f"{frequency:,}",
                counted=f"{total:,}",
            )
