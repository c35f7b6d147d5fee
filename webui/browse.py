"""The pages that list the collection: by institution, title, kind and year; compared; as pictures.

A request comes in, a page goes out; the lists are those of ``kb.catalogue``.

    browse_request    what is asked, and what the pages have in common
    browse_lists      documents, institutions, sections
    browse_compared   comparison, structure, timeline, changes
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kb.catalogue.catalogue import Catalogue
from kb.knowledge_base import KnowledgeBase
from kb.present.cells import safe_line
from webui.branding import brand_of
from webui.browse_compared import changes_page, compare_page, structure_page, timeline_page
from webui.browse_lists import documents_page, institutions_page, overview_page, sections_page
from webui.browse_request import BrowseRequest
from webui.feed import MAX_ENTRIES, feed_of_all, feed_of_search
from webui.layout import site_address
from webui.params import search_params
from webui.rendering import render
from webui.responder import Responder
from webui.view_models import Page

__all__ = ["BrowsePages"]

_MakePage = Callable[[Catalogue, BrowseRequest], Page]


class BrowsePages:
    """The endpoints. Each runs in a thread of its own."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder

    def overview(self, request: Request) -> Response:
        """Return the page that all lists start from."""
        return self._page(request, overview_page)

    def documents(self, request: Request) -> Response:
        """Return documents A to Z: all, or those of a letter, an institution, a year."""
        return self._page(request, documents_page)

    def institutions(self, request: Request) -> Response:
        """Return the institutions A to Z."""
        return self._page(request, institutions_page)

    def sections(self, request: Request) -> Response:
        """Return every section of one kind."""
        return self._page(request, sections_page)

    def compare(self, request: Request) -> Response:
        """Return one kind of section over all institutions."""
        return self._page(request, compare_page)

    def structure(self, request: Request) -> Response:
        """Return the units of an institution, or of a document that names none."""
        return self._page(request, structure_page)

    def timeline(self, request: Request) -> Response:
        """Return the dates that documents mention."""
        return self._page(request, timeline_page)

    def changes(self, request: Request) -> Response:
        """Return what changed lately."""
        return self._page(request, changes_page)

    def feed(self, request: Request) -> Response:
        """Return the Atom feed of changed documents: of all, or of those that answer a search."""
        search = search_params(request)
        search = replace(search, question=safe_line(search.question), page=1, limit=None)
        asked = BrowseRequest(request)
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

    def _page(self, request: Request, make_page: _MakePage) -> Response:
        asked = BrowseRequest(request)

        def make(base: KnowledgeBase) -> Response:
            with base.catalogue() as catalogue:
                return HTMLResponse(render(make_page(catalogue, asked)))

        return self._responder.respond(request, make, asked.today)
