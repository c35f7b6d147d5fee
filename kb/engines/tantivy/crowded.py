"""The documents that have more matches than others of a list: how many, by name.

A wide question crowds tens of thousands of documents, and a page shows ten. So documents are
counted by number, and their names are read only of those that are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, ValuesView
from functools import cached_property

from kb.engines.tantivy.reader import IndexView

__all__ = ["CrowdedDocuments"]


class CrowdedDocuments(Mapping[str, int]):
    """Document → its matches; the one with most matches first, equal ones by name."""

    def __init__(self, index: IndexView, counts: Mapping[int, int]) -> None:
        """Take the counts over.

        Args:
            index: which has the documents.
            counts: the number of each document, and how many matches it has.
        """
        self._index, self._counts = index, counts

    def __getitem__(self, id: str) -> int:
        number = self._index.document_number(id)
        if number is None or number not in self._counts:
            raise KeyError(id)
        return self._counts[number]

    def __iter__(self) -> Iterator[str]:
        names = [(-count, self._index.document_of(n)) for n, count in self._counts.items()]
        return (name for _, name in sorted(names))

    def __len__(self) -> int:
        return len(self._counts)

    def values(self) -> ValuesView[int]:
        """Return the counts, in order, without reading a name."""
        return self._in_order.values()

    @cached_property
    def _in_order(self) -> dict[int, int]:
        return dict(enumerate(sorted(self._counts.values(), reverse=True)))
