"""The pages that list the collection: by institution, title, kind and year; compared; as pictures.

A request comes in, a page goes out; the lists are those of ``kb.catalogue``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.shelves import Counted, cut_page
from kb.errors import DocumentNotFound
from kb.knowledge_base import KnowledgeBase
from kb.messages import Message
from kb.present.cells import safe_line
from kb.present.labels import CHANGE_NAMES
from kb.swahili import sort_key
from webui.branding import brand_of
from webui.browse_links import NO_LETTER, BrowseLinks, BrowseParams, browse_params
from webui.browse_models import (
    ChangeEntry,
    ChangesPage,
    ComparePage,
    DocumentsPage,
    InstitutionsPage,
    ListChoice,
    ListPages,
    OverviewPage,
    SectionsPage,
    StructurePage,
    TimelinePage,
)
from webui.browse_views import (
    compared_owner,
    date_entry,
    document_entry,
    drawn_units,
    section_entry,
)
from webui.charts import draw_bars, draw_tree
from webui.feed import MAX_ENTRIES, feed_of_all, feed_of_search
from webui.language import page_language
from webui.layout import OwnAddress, kind_name, page_layout, page_links, site_address
from webui.params import RequestError, SearchParams, search_params
from webui.rendering import render
from webui.responder import Responder
from webui.view_models import Layout, Link, Page

__all__ = ["BrowsePages"]

PAGE_SIZE = 50
"""Entries of a plain list on a page."""
COMPARED_SIZE = 20
"""Institutions in a comparison, dates on a page of the timeline: each has texts."""
MAX_INSTITUTIONS = 30
"""Institutions that the first page lists."""
MAX_EXISTING = 8
"""Values that are named where one does not exist."""
DEFAULT_KIND = "dira"

_Item = TypeVar("_Item")
_Address = Callable[[BrowseParams], str]
_Make = Callable[[Catalogue, "_Asked"], Page]


class _Asked:
    """A request for a list: what it asks, and the addresses in its language."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.params = browse_params(request)
        self.language = page_language(request)
        self.links = page_links(request)
        self.to = BrowseLinks(self.links)
        self.today = datetime.now(UTC).astimezone().date()

    def layout(self, title: Message | str, own: OwnAddress, feed: str | None = None) -> Layout:
        """Return the frame of the page."""
        return page_layout(self.request, self.today, title, own, indexable=True, feed=feed)

    def cut(
        self, items: Sequence[_Item], size: int, address: _Address
    ) -> tuple[Sequence[_Item], ListPages]:
        """Return what is on the page that was asked for, and the links to its neighbours.

        Raises:
            DocumentNotFound: there is no such page.
        """
        number = self.params.page
        listed, last = cut_page(items, number, size)
        if number > last:
            raise DocumentNotFound(f"{self.request.url.path} {number}")

        def other(page: int) -> str | None:
            return address(replace(self.params, page=page)) if 1 <= page <= last else None

        return listed, ListPages(number, last, other(number - 1), other(number + 1))


class BrowsePages:
    """The endpoints. Each runs in a thread of its own."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder

    def overview(self, request: Request) -> Response:
        """Return the page that all lists start from."""
        return self._page(request, _overview)

    def documents(self, request: Request) -> Response:
        """Return documents A to Z: all, or those of a letter, an institution, a year."""
        return self._page(request, _documents)

    def institutions(self, request: Request) -> Response:
        """Return the institutions A to Z."""
        return self._page(request, _institutions)

    def sections(self, request: Request) -> Response:
        """Return every section of one kind."""
        return self._page(request, _sections)

    def compare(self, request: Request) -> Response:
        """Return one kind of section over all institutions."""
        return self._page(request, _compare)

    def structure(self, request: Request) -> Response:
        """Return the units of an institution, or of a document that names none."""
        return self._page(request, _structure)

    def timeline(self, request: Request) -> Response:
        """Return the dates that documents mention."""
        return self._page(request, _timeline)

    def changes(self, request: Request) -> Response:
        """Return what changed lately."""
        return self._page(request, _changes)

    def feed(self, request: Request) -> Response:
        """Return the Atom feed of changed documents: of all, or of those that answer a search."""
        search = search_params(request)
        search = replace(search, question=safe_line(search.question), page=1, limit=None)
        asked = _Asked(request)
        site, name = site_address(request), brand_of(request).name

        def make(base: KnowledgeBase) -> Response:
            if search.question:
                results = base.search(
                    search.question,
                    limit=2 * MAX_ENTRIES,
                    filters=search.filters,
                    exact=search.exact,
                )
                with base.catalogue() as catalogue:
                    feed = feed_of_search(catalogue, results, search, asked.links, site, name)
            else:
                with base.catalogue() as catalogue:
                    feed = feed_of_all(catalogue, asked.links, site, name)
            return Response(
                render(feed),
                media_type="application/atom+xml; charset=utf-8",
                headers={"X-Robots-Tag": "noindex"},
            )

        return self._responder.respond(request, make)

    def _page(self, request: Request, make_page: _Make) -> Response:
        asked = _Asked(request)

        def make(base: KnowledgeBase) -> Response:
            with base.catalogue() as catalogue:
                return HTMLResponse(render(make_page(catalogue, asked)))

        return self._responder.respond(request, make, asked.today)


def _overview(catalogue: Catalogue, asked: _Asked) -> OverviewPage:
    to, shelves = asked.to, catalogue.shelves
    institutions = shelves.institutions()
    return OverviewPage(
        layout=asked.layout(
            Message("Browse"), lambda links: BrowseLinks(links).overview(), asked.links.feed(_ALL)
        ),
        document_count=len(shelves.documents),
        letters=_letters(shelves.letters(), asked),
        institutions=_institution_choices(institutions[:MAX_INSTITUTIONS], asked),
        all_institutions=(
            to.institutions(BrowseParams()) if len(institutions) > MAX_INSTITUTIONS else None
        ),
        kinds=_kind_choices(catalogue.kinds(), asked, to.sections),
        years=tuple(
            ListChoice(year, to.documents(BrowseParams(year=year)), count)
            for year, count in shelves.years()
        ),
    )


_ALL = SearchParams("")


def _letters(letters: Sequence[Counted], asked: _Asked) -> tuple[ListChoice, ...]:
    params = replace(asked.params, page=1)
    return tuple(
        ListChoice(
            letter or NO_LETTER,
            asked.to.documents(replace(params, letter=letter or NO_LETTER)),
            count,
            (letter or NO_LETTER) == params.letter,
        )
        for letter, count in letters
    )


def _institution_choices(institutions: Sequence[Counted], asked: _Asked) -> tuple[ListChoice, ...]:
    return tuple(
        ListChoice(name, asked.to.documents(BrowseParams(institution=name)), count)
        for name, count in institutions
    )


def _kind_choices(
    kinds: Sequence[Counted], asked: _Asked, address: _Address
) -> tuple[ListChoice, ...]:
    choices = [
        ListChoice(
            kind_name(kind, asked.language),
            address(BrowseParams(kind=kind)),
            count,
            kind == asked.params.kind,
            kind,
        )
        for kind, count in kinds
    ]
    return tuple(sorted(choices, key=lambda choice: sort_key(str(choice.name))))


def _institutions(catalogue: Catalogue, asked: _Asked) -> InstitutionsPage:
    institutions, pages = asked.cut(
        catalogue.shelves.institutions(), PAGE_SIZE, asked.to.institutions
    )
    return InstitutionsPage(
        layout=asked.layout(
            Message("Institutions"), lambda links: BrowseLinks(links).institutions(asked.params)
        ),
        institutions=_institution_choices(institutions, asked),
        pages=pages,
        up=asked.to.overview(),
    )


def _documents(catalogue: Catalogue, asked: _Asked) -> DocumentsPage:
    params, shelves = asked.params, catalogue.shelves
    institution, year = params.institution or None, params.year or None
    letter = {"": None, NO_LETTER: ""}.get(params.letter, params.letter)
    matching = shelves.matching(letter, institution, year)
    if not matching and (letter is not None or institution or year):
        raise _nothing_listed(catalogue, asked)
    listed, pages = asked.cut(matching, PAGE_SIZE, asked.to.documents)
    first = replace(params, page=1)
    without = []
    if institution:
        without.append(Link(institution, asked.to.documents(replace(first, institution=""))))
    if year:
        without.append(Link(year, asked.to.documents(replace(first, year=""))))
    heading = params.institution or Message("Documents A–Z")
    return DocumentsPage(
        layout=asked.layout(heading, lambda links: BrowseLinks(links).documents(params)),
        heading=heading,
        total=len(matching),
        letters=_letters(shelves.letters(institution, year), asked),
        all_letters=asked.to.documents(replace(first, letter="")) if params.letter else None,
        without=tuple(without),
        structure=(
            asked.to.structure(institution)
            if institution and catalogue.structure(institution).units
            else None
        ),
        documents=tuple(
            document_entry(record, asked.links)
            for record in catalogue.records(one.id for one in listed)
        ),
        pages=pages,
        up=asked.to.overview(),
    )


def _nothing_listed(catalogue: Catalogue, asked: _Asked) -> RequestError:
    """Return the error of a list that no document is in, with the values that have some."""
    params, shelves, to = asked.params, catalogue.shelves, asked.to
    first = replace(params, page=1)
    institutions = [name for name, _ in shelves.institutions()]
    if params.institution and params.institution not in institutions:
        return _no_such(
            params.institution,
            institutions,
            lambda name: to.documents(BrowseParams(institution=name)),
        )
    of_owner = shelves.matching(institution=params.institution or None)
    if params.year and all(params.year != one.year for one in of_owner):
        years = sorted({one.year for one in of_owner if one.year})
        return _no_such(
            params.year, years, lambda year: to.documents(replace(first, year=year, letter=""))
        )
    letters = shelves.letters(params.institution or None, params.year or None)
    return _no_such(
        params.letter,
        [letter or NO_LETTER for letter, _ in letters],
        lambda letter: to.documents(replace(first, letter=letter)),
    )


def _no_such(
    value: str,
    values: Sequence[str],
    address: Callable[[str], str],
    name_of: Callable[[str], str] = str,
) -> RequestError:
    """Return the error of a value that the collection does not have, with similar ones."""
    from kb.expansion.spelling import nearest  # only where a value names nothing

    near = nearest(value, values, MAX_EXISTING)
    return RequestError("missing", [(name_of(one), address(one)) for one in near])


def _no_such_kind(catalogue: Catalogue, asked: _Asked, address: _Address) -> RequestError:
    kinds = [kind for kind, _ in catalogue.kinds()]
    return _no_such(
        asked.params.kind,
        kinds,
        lambda kind: address(BrowseParams(kind=kind)),
        lambda kind: kind_name(kind, asked.language),
    )


def _sections(catalogue: Catalogue, asked: _Asked) -> SectionsPage:
    kind, owner = asked.params.kind, asked.params.institution
    all_places = catalogue.sections(kind)
    if not all_places:
        raise _no_such_kind(catalogue, asked, asked.to.sections)
    places = [one for one in all_places if not owner or one.owner == owner]
    if not places:
        owners = list(dict.fromkeys(one.owner for one in all_places))
        raise _no_such(
            owner,
            owners,
            lambda name: asked.to.sections(BrowseParams(kind=kind, institution=name)),
        )
    listed, pages = asked.cut(places, PAGE_SIZE, asked.to.sections)
    name = kind_name(kind, asked.language)
    return SectionsPage(
        layout=asked.layout(name, lambda links: BrowseLinks(links).sections(asked.params)),
        kind=name,
        total=len(places),
        compare=asked.to.compare(BrowseParams(kind=kind)),
        sections=tuple(
            section_entry(passage, asked.links, max_length=180)
            for passage in catalogue.passages(listed)
        ),
        pages=pages,
        up=asked.to.overview(),
    )


def _compare(catalogue: Catalogue, asked: _Asked) -> ComparePage:
    kinds = catalogue.kinds()
    known = [kind for kind, _ in kinds]
    kind = asked.params.kind
    if kind and kind not in known:
        raise _no_such_kind(catalogue, asked, asked.to.compare)
    kind = kind or (DEFAULT_KIND if DEFAULT_KIND in known else next(iter(known), ""))
    asked.params = replace(asked.params, kind=kind)
    owners = catalogue.compared(kind)
    listed, pages = asked.cut(owners, COMPARED_SIZE, asked.to.compare)
    name = kind_name(kind, asked.language) if kind else ""
    return ComparePage(
        layout=asked.layout(
            Message("Compare: {kind}", kind=name) if name else Message("Compare"),
            lambda links: BrowseLinks(links).compare(asked.params),
        ),
        kind=name,
        kinds=_kind_choices(kinds, asked, asked.to.compare),
        total=len(owners),
        owners=tuple(compared_owner(catalogue, owner, kind, asked.to) for owner in listed),
        pages=pages,
        up=asked.to.overview(),
    )


def _structure(catalogue: Catalogue, asked: _Asked) -> StructurePage:
    asked_owner = asked.request.path_params["owner"]
    try:
        structure = catalogue.structure(asked_owner)
    except DocumentNotFound:
        names = [name for name, _ in catalogue.shelves.institutions()]
        raise _no_such(asked_owner, names, asked.to.structure) from None
    name, documents, units = drawn_units(catalogue, structure, asked.to)
    title = Message("Structure: {name}", name=name)
    return StructurePage(
        layout=asked.layout(title, lambda links: BrowseLinks(links).structure(structure.owner)),
        owner=name,
        chart=draw_tree(units) if units.nodes else None,
        units=units.nodes,
        is_cut=structure.is_cut,
        documents=documents,
    )


def _timeline(catalogue: Catalogue, asked: _Asked) -> TimelinePage:
    params, to = asked.params, asked.to
    institution, year = params.institution, params.year
    names = [name for name, _ in catalogue.shelves.institutions()]
    if institution and institution not in names:
        of_all = replace(params, page=1, year="")
        raise _no_such(
            institution, names, lambda name: to.timeline(replace(of_all, institution=name))
        )

    def of_year(one: str) -> str:
        return to.timeline(BrowseParams(institution=institution, year=one))

    years = catalogue.years(institution)
    if year and all(year != one.value for one in years):
        raise _no_such(year, [one.value for one in years], of_year)
    counts = [(one, count, of_year(one)) for one, count in years]
    dates = catalogue.dates_of(year, institution)
    listed, pages = asked.cut(dates, COMPARED_SIZE, to.timeline)
    title = Message("Dates of {year}", year=year) if year else Message("Dates in the documents")
    return TimelinePage(
        layout=asked.layout(title, lambda links: BrowseLinks(links).timeline(params)),
        year=year,
        bars=None if year else draw_bars(counts),
        years=tuple(ListChoice(one, href, count, one == year) for one, count, href in counts),
        dates=tuple(
            date_entry(mentioned, asked.links, institution)
            for mentioned in catalogue.mentions(listed, institution)
        ),
        pages=pages,
        up=of_year(""),
        institution=institution,
        institutions=tuple(
            ListChoice(name, to.timeline(BrowseParams(institution=name)), 0, name == institution)
            for name in names
        ),
    )


def _changes(catalogue: Catalogue, asked: _Asked) -> ChangesPage:
    listed, pages = asked.cut(catalogue.changes(), PAGE_SIZE, asked.to.changes)
    feed = asked.links.feed(_ALL)

    def day(change_at: str) -> str:
        moment = datetime.fromisoformat(change_at).astimezone()
        return date(moment.year, moment.month, moment.day).isoformat()

    return ChangesPage(
        layout=asked.layout(
            Message("What changed"), lambda links: BrowseLinks(links).changes(asked.params), feed
        ),
        days=tuple(
            (
                of_day,
                tuple(
                    ChangeEntry(
                        CHANGE_NAMES[one.change],
                        one.title,
                        None if one.change == "removed" else asked.links.document(one.id),
                        one.institution,
                        one.date,
                    )
                    for one in group
                ),
            )
            for of_day, group in groupby(listed, key=lambda change: day(change.at))
        ),
        feed=feed,
        pages=pages,
    )
