"""The documents of one generation in the order of a Swahili dictionary.

Made once for a generation and kept: 10,000 documents take a few megabytes, because only
what the lists are cut by is kept. The records of a page are looked up when it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple, TypeVar

from kb.store.documents import DocumentRecord
from kb.swahili import first_letter, sort_key

__all__ = ["Counted", "ListedDocument", "Shelves", "cut_page"]

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


class Counted(NamedTuple):
    """A value that documents share, and how many have it."""

    value: str
    number: int


class ListedDocument(NamedTuple):
    """What the lists are cut and ordered by of a document."""

    id: str
    letter: str  # "": its title begins with no letter
    institution: str | None
    year: str | None
    in_force: bool  # no other document replaces it


@dataclass(eq=False)
class Shelves:
    """The documents of a generation in dictionary order, and what is made from them once.

    Args:
        generation: its name.
        documents: the records, in any order.
    """

    generation: str
    documents: tuple[ListedDocument, ...]
    places: Mapping[str, int]
    """The place of each document when they are ordered by owner, then by title."""
    _kept: dict[str, object] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, generation: str, records: Iterable[DocumentRecord]) -> Shelves:
        """Return the documents of a generation in order."""
        keyed = sorted(((sort_key(one.title), one) for one in records), key=_title_then_id)
        shelved = tuple(_listed(record) for _, record in keyed)
        names = {one.institution for one in shelved if one.institution is not None}
        owners = {name: sort_key(name) for name in names}
        own = {record.id: key for key, record in keyed if record.institution is None}
        ordered = sorted(
            range(len(shelved)),
            # A document without an institution is its own owner, named by its title.
            key=lambda i: owners.get(shelved[i].institution or "") or own.get(shelved[i].id, b""),
        )
        places = {shelved[i].id: place for place, i in enumerate(ordered)}
        return cls(generation, shelved, places)

    def institutions(self) -> list[Counted]:
        """Return the institutions, A to Z."""
        counts = Counter(one.institution for one in self.documents if one.institution)
        return [Counted(name, counts[name]) for name in sorted(counts, key=sort_key)]

    def years(self) -> list[Counted]:
        """Return the years of documents, the newest first."""
        counts = Counter(one.year for one in self.documents if one.year)
        return [Counted(year, counts[year]) for year in sorted(counts, reverse=True)]

    def letters(self, institution: str | None = None, year: str | None = None) -> list[Counted]:
        """Return the first letters of titles in order; "" for those that begin with none."""
        chosen = self.matching(institution=institution, year=year)
        return [Counted(letter, n) for letter, n in Counter(one.letter for one in chosen).items()]

    def matching(
        self,
        letter: str | None = None,
        institution: str | None = None,
        year: str | None = None,
    ) -> list[ListedDocument]:
        """Return the documents with these properties, A to Z; None: with any."""
        return [
            one
            for one in self.documents
            if (letter is None or one.letter == letter)
            and (institution is None or one.institution == institution)
            and (year is None or one.year == year)
        ]

    def of_owner(self, owner: str) -> list[ListedDocument]:
        """Return the documents of an institution, or the one document with this id."""
        return self.matching(institution=owner) or [
            one for one in self.documents if one.id == owner
        ]

    def once(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Return what *make* returned for this name when it was first called.

        Others wait meanwhile: the same work is not done twice.
        """
        with self._lock:
            if name not in self._kept:
                self._kept[name] = make()
            return self._kept[name]  # type: ignore[return-value]  # made under the same name


def _title_then_id(keyed: tuple[bytes, DocumentRecord]) -> tuple[bytes, str]:
    return keyed[0], keyed[1].id


def _listed(record: DocumentRecord) -> ListedDocument:
    return ListedDocument(
        record.id,
        first_letter(record.title),
        record.institution,
        record.date[:4] if record.date else None,
        record.replaced_by is None,
    )


def cut_page(items: Sequence[_Item], number: int, size: int) -> tuple[Sequence[_Item], int]:
    """Return one page of a list, and the number of the last page.

    >>> cut_page(["a", "b", "c"], 2, 2), cut_page([], 1, 2)
    ((['c'], 2), ([], 1))
    """
    return items[(number - 1) * size : number * size], max(1, -(-len(items) // size))
