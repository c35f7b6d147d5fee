"""The protocol of a store: what keeps the generations of an index, wherever they are.

    Store     the generations: list, open, check, and take the right to change them
    Reader    one generation, open
    Writer    the right to change a store
    Draft     a generation that is being written

``kb.store.store`` keeps them in a folder, ``kb.store.cluster`` in an OpenSearch cluster.
Whoever uses a store gets it from ``open_store``, and does not know which one it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from kb.engines.base import Engine
from kb.index.schema import Entry
from kb.messages import Message
from kb.store.documents import DocumentRecord
from kb.store.manifest import Manifest
from kb.store.sources import Sources

__all__ = ["Draft", "GenerationFacts", "IndexReader", "Records", "Store", "StoredSize", "Writer"]


class StoredSize(NamedTuple):
    """A generation as it is kept."""

    identity: object  # another one: the generation was replaced under its name
    files: int  # in a folder files, in a cluster indexes
    size_bytes: int


class Records(Protocol):
    """The documents of a generation by id, in the order of the ids."""

    def get(self, id: str, /) -> DocumentRecord | None:
        """Return the record of a document; None if there is none."""

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...

    def below(self, id: str) -> Iterator[DocumentRecord]:
        """Yield the records of the documents whose id begins with *id* and "/", in order."""

    def records(self) -> Iterator[DocumentRecord]:
        """Return every record in the order of the ids."""


class IndexReader(Protocol):
    """One generation, open. Close it, or use it in a ``with``."""

    @property
    def engine(self) -> Engine:
        """Answers from this generation."""

    @property
    def manifest(self) -> Manifest:
        """What the generation is."""

    @property
    def documents(self) -> Records:
        """Its documents."""

    @property
    def generation(self) -> str:
        """Its name."""

    @property
    def notice(self) -> Message | None:
        """What a reader should know: that an older generation answers, and why."""

    def stale(self) -> bool:
        """Return whether another generation has been published since this one was opened."""

    def close(self) -> None:
        """Close it. Idempotent."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Draft(Protocol):
    """A generation that is being written."""

    @property
    def engine(self) -> Engine:
        """What was written, to be read; readers do not see it before ``Writer.publish``."""

    def apply(self, delete_documents: Iterable[str], add_entries: Iterable[Entry]) -> None:
        """Remove every entry of *delete_documents*, then add *add_entries*.

        Raises:
            StorageFailed: the disk refused.
        """

    def compact(self) -> None:
        """Merge everything, so that deleted entries leave the disk."""


@dataclass(frozen=True, slots=True)
class GenerationFacts:
    """What is kept of a generation beside its entries."""

    recipe: str  # the hash of everything that an entry depends on
    parts: Mapping[str, str]  # the hashed parts of the recipe
    aliases: Mapping[str, str]  # earlier id of a document → its id now
    documents: Iterable[DocumentRecord] | None  # of all; None: those of the base generation
    sources: Sources | None  # of all files; None: those of the base generation
    replaced: Mapping[str, str] = field(default_factory=dict)  # id → that of the newer document
    synonyms: tuple[tuple[str, ...], ...] = ()  # names that mean the same to the writers


class Writer(Protocol):
    """The right to change a store, for as long as ``Store.writer`` is entered."""

    def base(self, *, thorough: bool) -> tuple[Manifest | None, Message | None]:
        """Return the newest sound generation to build on, and why it is not the current one.

        Args:
            thorough: compare all that was written, not only names and sizes.
        """

    def draft(self, base: Manifest | None) -> AbstractContextManager[Draft]:
        """Begin a generation from *base*, or from nothing; unless published, it is dropped."""

    def publish(self, draft: Draft, facts: GenerationFacts) -> Manifest:
        """Make a draft durable, and let readers see it.

        Args:
            draft: the result of ``draft``.
            facts: what is kept of it beside its entries.

        Raises:
            StorageFailed: the disk refused.
            IndexDamaged: the draft does not hold what was written to it.
        """

    def roll_back(self, generation: str) -> Manifest:
        """Publish an older generation again, under a new number.

        Raises:
            IndexDamaged: it is not sound.
            GenerationMissing: there is no such generation.
        """

    def rewrite(
        self, base: Manifest, change: Callable[[Engine], None], facts: GenerationFacts
    ) -> bool:
        """Change a generation that is not the current one; False if it still has to wait."""

    def drop_damaged(self) -> None:
        """Remove damaged generations: a rollback to them would fail."""

    def discard(self, generation: str) -> bool:
        """Remove a generation that is not the current one; False if a reader has it open."""


class Store(Protocol):
    """The generations of one index."""

    @property
    def index(self) -> Path:
        """The folder of the index. It also has what a build keeps: parses, prepared entries."""

    @property
    def pointer(self) -> str:
        """What names the current generation, for errors: a file, or an alias."""

    def current(self) -> str | None:
        """Return the name of the generation readers open; None if nothing was published."""

    def generations(self) -> list[str]:
        """Return the names of the existing generations, damaged ones too, the newest first."""

    def history(self) -> list[Manifest]:
        """Return the manifests of the readable generations, the newest first."""

    def newest(self) -> tuple[Manifest | None, Message | None]:
        """Return the generation that an update would build on, and why it is not the current one.

        It is not checked: ``Writer.base`` does that.
        """

    def sources(self, generation: str) -> Sources:
        """Return what a generation was made from.

        Raises:
            IndexDamaged: the records are missing, or are not what was written.
        """

    def interrupted(self, generation: str) -> frozenset[str]:
        """Return the documents that an update which was killed may have left half done."""

    def extent(self, generation: str) -> StoredSize | None:
        """Return the size of a generation; None if it is not there."""

    def verify(self, generation: str | None = None) -> list[Message]:
        """Compare a generation with what was written; return a reason for each difference.

        Args:
            generation: its name; the current one if left out.

        Raises:
            IndexMissing: nothing has been published.
            GenerationMissing: there is no such generation.
        """

    def reader(self) -> IndexReader:
        """Open the current generation, or if it is damaged the newest that verifies.

        Raises:
            IndexMissing: nothing has been published.
            IndexDamaged: no generation is sound.
            IndexOutOfDate: another version of Kisima or of the engine wrote it.
        """

    def reader_of(self, generation: str) -> IndexReader:
        """Open one generation, current or not.

        Raises:
            GenerationMissing: there is no such generation.
            IndexDamaged: it is not sound.
            IndexOutOfDate: another version of Kisima or of the engine wrote it.
        """

    def writing(self) -> Message | None:
        """Return the process that holds the writer's lock; None if no process does."""

    def writer(self, wait: float = 10) -> AbstractContextManager[Writer]:
        """Take the writer's lock, and remove what an earlier writer left unfinished.

        Args:
            wait: seconds to wait for another writer.

        Raises:
            IndexLocked: another process is still writing.
            StorageFailed: the store cannot be written.
        """
