"""The collection compared and drawn: a kind of section over all institutions, units, dates, changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from kb.catalogue.catalogue import Catalogue
from kb.errors import DocumentNotFound
from kb.messages import Message
from kb.present.labels import CHANGE_NAMES
from webui.browse_links import BrowseLinks, BrowseParams
from webui.browse_models import (
    ChangeEntry,
    ChangesPage,
    ComparePage,
    ListChoice,
    StructurePage,
    TimelinePage,
)
from webui.browse_request import (
    EVERYTHING,
    PAGE_SIZE,
    BrowseRequest,
    kind_choices,
    no_such,
    no_such_kind,
)
from webui.browse_views import compared_owner, date_entry, drawn_units
from webui.charts import draw_bars, draw_tree
from webui.layout import kind_name

__all__ = ["changes_page", "compare_page", "structure_page", "timeline_page"]

COMPARED_SIZE = 20
"""Institutions in a comparison, dates on a page of the timeline: each has texts."""
DEFAULT_KIND = "dira"


def compare_page(catalogue: Catalogue, asked: BrowseRequest) -> ComparePage:
    """Return one kind of section over all institutions."""
    kinds = catalogue.kinds()
    known = [kind for kind, _ in kinds]
    kind = asked.params.kind
    if kind and kind not in known:
        raise no_such_kind(catalogue, asked, asked.to.compare)
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
        kinds=kind_choices(kinds, asked, asked.to.compare),
        total=len(owners),
        owners=tuple(compared_owner(catalogue, owner, kind, asked.to) for owner in listed),
        pages=pages,
        up=asked.to.overview(),
    )


def structure_page(catalogue: Catalogue, asked: BrowseRequest) -> StructurePage:
    """Return the units of an institution, or of a document that names none."""
    asked_owner = asked.request.path_params["owner"]
    try:
        structure = catalogue.structure(asked_owner)
    except DocumentNotFound:
        names = [name for name, _ in catalogue.shelves.institutions()]
        raise no_such(asked_owner, names, asked.to.structure) from None
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


def timeline_page(catalogue: Catalogue, asked: BrowseRequest) -> TimelinePage:
    """Return the dates that documents mention."""
    params, to = asked.params, asked.to
    institution, year = params.institution, params.year
    names = [name for name, _ in catalogue.shelves.institutions()]
    if institution and institution not in names:
        of_all = replace(params, page=1, year="")
        raise no_such(
            institution, names, lambda name: to.timeline(replace(of_all, institution=name))
        )

    def of_year(one: str) -> str:
        return to.timeline(BrowseParams(institution=institution, year=one))

    years = catalogue.years(institution)
    if year and all(year != one.value for one in years):
        raise no_such(year, [one.value for one in years], of_year)
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


def changes_page(catalogue: Catalogue, asked: BrowseRequest) -> ChangesPage:
    """Return what changed lately."""
    listed, pages = asked.cut(catalogue.changes(), PAGE_SIZE, asked.to.changes)
    feed = asked.links.feed(EVERYTHING)

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
