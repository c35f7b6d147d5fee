"""The catalogue as one request sees it: lists over one generation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kb.catalogue.changes import ChangeLog, DocumentChange
from kb.catalogue.sections import (
    OwnedSections,
    SectionPlace,
    fetch_passages,
    kind_counts,
    sections_by_owner,
    sections_of_kind,
)
from kb.catalogue.shelves import Counted, Shelves
from kb.catalogue.structure import Structure, structure_of
from kb.catalogue.timeline import (
    MentionedDate,
    mentioned_dates,
    passages_of_date,
    without_empty_months,
    years_of,
)
from kb.errors import DocumentNotFound
from kb.index.schema import StoredPassage
from kb.store import IndexReader
from kb.store.documents import DocumentRecord

__all__ = ["Catalogue"]


class Catalogue:
    """Lists over the generation of one reader. Good as long as the reader is open.

    Args:
        reader: the generation.
        log: compares it with the generations before it.
        shelves: what is kept for this generation.
    """

    def __init__(self, reader: IndexReader, log: ChangeLog, shelves: Shelves) -> None:
        self._reader, self._log, self.shelves = reader, log, shelves

    def kinds(self) -> Sequence[Counted]:
        """Return the kinds of section with the number of their passages, A to Z."""
        return self.shelves.once("kinds", lambda: kind_counts(self._reader))

    @property
    def built(self) -> str:
        """When the generation was published: ISO, UTC."""
        return self._reader.manifest.built

    def records(self, ids: Iterable[str]) -> list[DocumentRecord]:
        """Return the records of documents; an id that names no document is left out."""
        return [one for one in map(self._reader.documents.get, ids) if one is not None]

    def sections(self, kind: str) -> Sequence[SectionPlace]:
        """Return every section of a kind, by owner and title; none if there is no such kind."""
        if all(kind != one.value for one in self.kinds()):
            return []
        return self.shelves.once(
            f"kind {kind}", lambda: sections_of_kind(self._reader, self.shelves, kind)
        )

    def compared(self, kind: str) -> list[OwnedSections]:
        """Return the sections of a kind that are in force, by owner."""
        return sections_by_owner(self.sections(kind))

    def passages(self, places: Sequence[SectionPlace]) -> list[StoredPassage]:
        """Return the first passage of each section."""
        return fetch_passages(self._reader, [place.id for place in places])

    def changes(self) -> Sequence[DocumentChange]:
        """Return what happened to documents, the newest first."""
        return self._log.known(self._reader.manifest).changes

    def structure(self, owner: str) -> Structure:
        """Return the units of an institution, or of the document with this id.

        Raises:
            DocumentNotFound: there is no such institution and no such document.
        """
        documents = self.shelves.of_owner(owner)
        if not documents:
            raise DocumentNotFound(owner)
        return structure_of(self._reader, owner, documents)

    def dates(self) -> Mapping[str, Sequence[Counted]]:
        """Return the days and months that documents mention, by year."""
        return self.shelves.once("dates", lambda: mentioned_dates(self._reader))

    def years(self, institution: str = "") -> Sequence[Counted]:
        """Return the years whose days or months documents mention, in order; see ``dates_of``.

        The number is that of the mentions in all documents, and of the passages in those of
        an institution.
        """
        dates = self.dates()
        if not institution:
            return [Counted(year, sum(one.number for one in dates[year])) for year in sorted(dates)]
        return self.shelves.once(
            f"years {institution}", lambda: years_of(self._reader, sorted(dates), institution)
        )

    def dates_of(self, year: str, institution: str = "") -> Sequence[Counted]:
        """Return the days and months of one year that documents mention, in order.

        Args:
            year: four digits.
            institution: only what its documents mention; "": that of all. It must be one of
                the collection: what is made for each is kept.
        """
        dates = self.dates().get(year, ())
        return (
            self.shelves.once(
                f"dates {year} {institution}",
                lambda: without_empty_months(self._reader, dates, institution),
            )
            if dates
            else ()
        )

    def mentions(self, dates: Sequence[Counted], institution: str = "") -> list[MentionedDate]:
        """Return passages that mention each of these dates; all, or those of an institution."""
        return [passages_of_date(self._reader, one.value, institution) for one in dates]
