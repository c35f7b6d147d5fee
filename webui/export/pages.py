"""The pages of an export: each comes as a record and the addresses from its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.shelves import Counted, cut_page
from kb.messages import Message
from kb.results import ShownDocument
from webui.browse_links import NO_LETTER, BrowseParams
from webui.browse_models import (
    DocumentsPage,
    InstitutionsPage,
    ListChoice,
    ListPages,
    OverviewPage,
    SectionsPage,
)
from webui.browse_views import document_entry, section_entry
from webui.documents import View, document_page
from webui.export.files import FileLinks, document_file, list_file
from webui.export.frame import Frame
from webui.layout import kind_name
from webui.params import DocumentParams
from webui.parts import Part, Parts
from webui.view_models import DocumentPage, Page, PageInLayout

__all__ = ["OfflineHome", "OfflineResults", "Paged", "lists", "one_document", "start_pages"]

LIST_SIZE = 200
"""Documents of a list on a page."""
SECTION_SIZE = 100
"""Sections of one kind on a page: each has the beginning of its text."""
HOME_INSTITUTIONS = 12

Paged = tuple[FileLinks, Page]
"""A page, and the addresses from the file that it goes into."""

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class OfflineHome(PageInLayout):
    """The page that an export begins with."""

    template: ClassVar[str] = "offline_home.html"
    document_count: int
    date: str  # of the collection, ISO
    letters: tuple[ListChoice, ...]
    institutions: tuple[ListChoice, ...]


@dataclass(frozen=True, slots=True)
class OfflineResults(PageInLayout):
    """The page that searches, by its script."""

    template: ClassVar[str] = "offline_results.html"


def start_pages(catalogue: Catalogue, frame: Frame, start: FileLinks) -> Iterator[Paged]:
    """Yield the first page and the page that searches."""
    shelves = catalogue.shelves
    home, results = replace(start, page="index.html"), replace(start, page="tafuta.html")
    yield (
        home,
        OfflineHome(
            layout=frame.layout(home, Message("Search documents in Swahili")),
            document_count=len(shelves.documents),
            date=frame.date,
            letters=_letters(shelves.letters(), home),
            institutions=_institutions(shelves.institutions()[:HOME_INSTITUTIONS], home),
        ),
    )
    yield results, OfflineResults(frame.layout(results, Message("Search")))


def one_document(
    document: ShownDocument, frame: Frame, start: FileLinks, date: str
) -> tuple[FileLinks, DocumentPage]:
    """Return the page of a document, all of it.

    Args:
        document: what to show.
        frame: of all pages.
        start: addresses in the language of the page.
        date: when its text changed last in the collection, ISO.
    """
    links = replace(start, page=document_file(document.id))
    first = document.sections[0]
    parts = Parts((Part(document.sections, first.anchor, first.heading),))
    view = View(document, parts, None, DocumentParams())
    page = document_page(view, frame.layout(links, document.title, date), "", None)
    known = page.replaces is not None and links.has(page.replaces.text)
    return links, replace(page, comparison=None, replaces=page.replaces if known else None)


def lists(catalogue: Catalogue, frame: Frame, start: FileLinks) -> Iterator[Paged]:
    """Yield every list: of documents by letter, institution and year, of sections by kind."""
    shelves = catalogue.shelves
    kinds = [Counted(kind, len(catalogue.sections(kind))) for kind, _ in catalogue.kinds()]
    yield _overview(catalogue, kinds, frame, start)
    yield from _all_institutions(shelves.institutions(), frame, start)
    chosen = [
        BrowseParams(),
        *(BrowseParams(letter=letter or NO_LETTER) for letter, _ in shelves.letters()),
        *(BrowseParams(institution=name) for name, _ in shelves.institutions()),
        *(BrowseParams(year=year) for year, _ in shelves.years()),
    ]
    for params in chosen:
        yield from _documents(catalogue, params, frame, start)
    for kind, _ in kinds:
        yield from _sections(catalogue, kind, frame, start)


def _overview(
    catalogue: Catalogue, kinds: Sequence[Counted], frame: Frame, start: FileLinks
) -> Paged:
    links, shelves = replace(start, page="orodha.html"), catalogue.shelves
    page = OverviewPage(
        layout=frame.layout(links, Message("Browse")),
        document_count=len(shelves.documents),
        letters=_letters(shelves.letters(), links),
        institutions=_institutions(shelves.institutions(), links),
        all_institutions=None,
        kinds=tuple(
            ListChoice(
                kind_name(kind, links.language), links.to(list_file(BrowseParams(kind=kind))), count
            )
            for kind, count in kinds
        ),
        years=tuple(
            ListChoice(year, links.to(list_file(BrowseParams(year=year))), count)
            for year, count in shelves.years()
        ),
    )
    return links, page


def _all_institutions(
    institutions: Sequence[Counted], frame: Frame, start: FileLinks
) -> Iterator[Paged]:
    if not institutions:
        return
    links = replace(start, page="orodha/taasisi.html")
    page = InstitutionsPage(
        layout=frame.layout(links, Message("Institutions")),
        institutions=_institutions(institutions, links),
        pages=ListPages(1, 1, None, None),
        up=links.to("orodha.html"),
    )
    yield links, page


def _documents(
    catalogue: Catalogue, params: BrowseParams, frame: Frame, start: FileLinks
) -> Iterator[Paged]:
    """Yield the pages of one list of documents."""
    shelves = catalogue.shelves
    letter = {"": None, NO_LETTER: ""}.get(params.letter, params.letter)
    matching = shelves.matching(letter, params.institution or None, params.year or None)
    heading = params.institution or params.year or Message("Documents A–Z")
    is_part = bool(params.institution or params.year)
    for links, listed, pages in _cut(matching, LIST_SIZE, params, start):
        page = DocumentsPage(
            layout=frame.layout(links, heading),
            heading=heading,
            total=len(matching),
            letters=() if is_part else _letters(shelves.letters(), links, params.letter),
            all_letters=links.to(list_file(BrowseParams())) if params.letter else None,
            without=(),
            structure=None,
            documents=tuple(
                document_entry(record, links)
                for record in catalogue.records(one.id for one in listed)
            ),
            pages=pages,
            up=links.to("orodha.html"),
        )
        yield links, page


def _sections(catalogue: Catalogue, kind: str, frame: Frame, start: FileLinks) -> Iterator[Paged]:
    """Yield the pages of the list of one kind."""
    places, name = catalogue.sections(kind), kind_name(kind, start.language)
    for links, listed, pages in _cut(places, SECTION_SIZE, BrowseParams(kind=kind), start):
        page = SectionsPage(
            layout=frame.layout(links, name),
            kind=name,
            total=len(places),
            compare=None,
            sections=tuple(
                section_entry(passage, links, max_length=180)
                for passage in catalogue.passages(listed)
            ),
            pages=pages,
            up=links.to("orodha.html"),
        )
        yield links, page


def _cut(
    items: Sequence[_Item], size: int, params: BrowseParams, start: FileLinks
) -> Iterator[tuple[FileLinks, Sequence[_Item], ListPages]]:
    """Yield each page of a list: its addresses, what is on it, and the way to its neighbours."""
    _, last = cut_page(items, 1, size)
    for number in range(1, last + 1):
        links = replace(start, page=list_file(replace(params, page=number)))
        listed, _ = cut_page(items, number, size)
        previous, following = (
            links.to(list_file(replace(params, page=other))) if 1 <= other <= last else None
            for other in (number - 1, number + 1)
        )
        yield links, listed, ListPages(number, last, previous, following)


def _letters(
    letters: Sequence[Counted], links: FileLinks, chosen: str = ""
) -> tuple[ListChoice, ...]:
    return tuple(
        ListChoice(
            letter or NO_LETTER,
            links.to(list_file(BrowseParams(letter=letter or NO_LETTER))),
            count,
            (letter or NO_LETTER) == chosen,
        )
        for letter, count in letters
    )


def _institutions(institutions: Sequence[Counted], links: FileLinks) -> tuple[ListChoice, ...]:
    return tuple(
        ListChoice(name, links.to(list_file(BrowseParams(institution=name))), count)
        for name, count in institutions
    )
