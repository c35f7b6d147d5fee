"""The plain lists of the collection: documents A to Z, institutions, the sections of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.shelves import Counted
from kb.messages import Message
from webui.browse_links import NO_LETTER, BrowseLinks, BrowseParams
from webui.browse_models import (
    DocumentsPage,
    InstitutionsPage,
    ListChoice,
    OverviewPage,
    SectionsPage,
)
from webui.browse_request import (
    EVERYTHING,
    PAGE_SIZE,
    BrowseRequest,
    kind_choices,
    no_such,
    no_such_kind,
)
from webui.browse_views import document_entry, section_entry
from webui.layout import kind_name
from webui.params import RequestError
from webui.view_models import Link

__all__ = ["documents_page", "institutions_page", "overview_page", "sections_page"]

MAX_INSTITUTIONS = 30
"""Institutions that the first page lists."""


def overview_page(catalogue: Catalogue, asked: BrowseRequest) -> OverviewPage:
    """Return the page that all lists start from."""
    to, shelves = asked.to, catalogue.shelves
    institutions = shelves.institutions()
    return OverviewPage(
        layout=asked.layout(
            Message("Browse"),
            lambda links: BrowseLinks(links).overview(),
            asked.links.feed(EVERYTHING),
        ),
        document_count=len(shelves.documents),
        letters=_letters(shelves.letters(), asked),
        institutions=_institution_choices(institutions[:MAX_INSTITUTIONS], asked),
        all_institutions=(
            to.institutions(BrowseParams()) if len(institutions) > MAX_INSTITUTIONS else None
        ),
        kinds=kind_choices(catalogue.kinds(), asked, to.sections),
        years=tuple(
            ListChoice(year, to.documents(BrowseParams(year=year)), count)
            for year, count in shelves.years()
        ),
    )


def institutions_page(catalogue: Catalogue, asked: BrowseRequest) -> InstitutionsPage:
    """Return the institutions A to Z."""
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


def documents_page(catalogue: Catalogue, asked: BrowseRequest) -> DocumentsPage:
    """Return documents A to Z: all, or those of a letter, an institution, a year."""
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


def sections_page(catalogue: Catalogue, asked: BrowseRequest) -> SectionsPage:
    """Return every section of one kind."""
    kind, owner = asked.params.kind, asked.params.institution
    all_places = catalogue.sections(kind)
    if not all_places:
        raise no_such_kind(catalogue, asked, asked.to.sections)
    places = [one for one in all_places if not owner or one.owner == owner]
    if not places:
        owners = list(dict.fromkeys(one.owner for one in all_places))
        raise no_such(
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


def _letters(letters: Sequence[Counted], asked: BrowseRequest) -> tuple[ListChoice, ...]:
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


def _institution_choices(
    institutions: Sequence[Counted], asked: BrowseRequest
) -> tuple[ListChoice, ...]:
    return tuple(
        ListChoice(name, asked.to.documents(BrowseParams(institution=name)), count)
        for name, count in institutions
    )


def _nothing_listed(catalogue: Catalogue, asked: BrowseRequest) -> RequestError:
    """Return the error of a list that no document is in, with the values that have some."""
    params, shelves, to = asked.params, catalogue.shelves, asked.to
    first = replace(params, page=1)
    institutions = [name for name, _ in shelves.institutions()]
    if params.institution and params.institution not in institutions:
        return no_such(
            params.institution,
            institutions,
            lambda name: to.documents(BrowseParams(institution=name)),
        )
    of_owner = shelves.matching(institution=params.institution or None)
    if params.year and all(params.year != one.year for one in of_owner):
        years = sorted({one.year for one in of_owner if one.year})
        return no_such(
            params.year, years, lambda year: to.documents(replace(first, year=year, letter=""))
        )
    letters = shelves.letters(params.institution or None, params.year or None)
    return no_such(
        params.letter,
        [letter or NO_LETTER for letter, _ in letters],
        lambda letter: to.documents(replace(first, letter=letter)),
    )
