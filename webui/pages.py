"""The pages for people: search, results, a document; and what robots and browsers ask for."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from kb.facets import FACETS
from kb.knowledge_base import KnowledgeBase
from kb.present.cells import one_line
from kb.settings import Settings
from webui.caching import Cache
from webui.documents import document_page
from webui.kb_provider import Holding
from webui.layout import frame
from webui.links import Links
from webui.messages import counted, say
from webui.params import Asked, asked, spoken
from webui.rendering import render
from webui.results import MOST_CHOICES, Search, last_page, results_page, window_title
from webui.titles import Titles
from webui.view_models import HomePage, Link, OpenSearch

__all__ = ["Pages"]

LISTED = tuple(facet.name for facet in FACETS if facet.listed)
"""The facets whose values the page counts and lists."""

EXAMPLES = ("dira", "wakurugenzi", "misingi mikuu", "nani anateua bodi?")
HOW = (
    ('"bodi ya ushauri"', "how.phrase"),
    ("wakala -pemba", "how.not"),
    ("+mkurugenzi idara", "how.must"),
    ("teknol*", "how.prefix"),
    ("kichwa:majukumu", "how.heading"),
    ("aina:idara mifumo", "how.kind"),
)
MOST_IN_SITEMAP = 50_000
"""What the sitemap protocol allows in one file."""


class Pages:
    """The endpoints. Each runs in a thread of its own, so a long search holds nobody up."""

    def __init__(self, settings: Settings, holding: Holding, cache: Cache) -> None:
        self._settings, self._holding, self._cache = settings, holding, cache
        self._titles = Titles()

    def search(self, request: Request) -> Response:
        """Return the results of a question, or the search page where there is none."""
        wanted = asked(request, self._settings)
        question = one_line(wanted.question or "")
        base = self._holding.current()
        today = _today()

        def make() -> Response:
            if question:
                return self._results(request, base, wanted, question, today)
            return self._home(request, base, today)

        return self._cache.answer(request, base.generation, today, make)

    def _home(self, request: Request, base: KnowledgeBase, today: date) -> Response:
        language = spoken(request)
        links = Links(language)
        around = frame(
            request, today, say("tagline", language), lambda links: links.home(), indexed=True
        )
        page = HomePage(
            frame=around,
            holds=counted("home.holds", language, len(base.documents())),
            examples=tuple(Link(text, links.results(text)) for text in EXAMPLES),
            how=tuple((Link(text, links.results(text)), say(name, language)) for text, name in HOW),
        )
        return HTMLResponse(render(page))

    def _results(
        self, request: Request, base: KnowledgeBase, wanted: Asked, question: str, today: date
    ) -> Response:
        language = spoken(request)
        results = base.search(question, page=wanted.page, filters=wanted.filters, facets=LISTED)
        listed = [*results.facets.get("document", ())][:MOST_CHOICES]
        titles = self._titles.of(base, question, listed)
        search = Search(Links(language), question, wanted.filters, titles)
        if wanted.page > last_page(results):
            return RedirectResponse(search.to(1), 302)
        around = frame(
            request,
            today,
            window_title(results, question, language),
            lambda links: links.results(question, wanted.filters, wanted.page),
            question=question,
            json=Links.api_results(question, wanted.filters, wanted.page),
        )
        page = results_page(results, search, around)
        return HTMLResponse(render(page), headers={"X-Robots-Tag": "noindex"})

    def document(self, request: Request) -> Response:
        """Return a document's page. Its id is only looked up, never a path."""
        id = unicodedata.normalize("NFC", request.path_params["id"])
        question = one_line(request.query_params.get("q", ""))
        base = self._holding.current()
        today = _today()

        def make() -> Response:
            document = base.document(id, question or None)
            if document.id != id:  # it was renamed: its old address leads to the new one
                return RedirectResponse(Links(spoken(request)).document(document.id, question), 301)
            around = frame(
                request,
                today,
                document.title,
                lambda links: links.document(document.id, question),
                question=question,
                indexed=not question,
                json=Links.api_document(document.id, question),
            )
            page = document_page(document, question, around)
            headers = {"X-Robots-Tag": "noindex"} if question else {}
            return HTMLResponse(render(page), headers=headers)

        return self._cache.answer(request, base.generation, today, make)

    def opensearch(self, request: Request) -> Response:
        """Return what a browser needs to search from its address bar."""
        language = spoken(request)
        spelled = "&lugha=en" if language == "en" else ""
        page = OpenSearch(f"{_site(request)}/?q={{searchTerms}}{spelled}", language)
        return Response(render(page), media_type="application/opensearchdescription+xml")

    def robots(self, request: Request) -> Response:
        """Return what robots may read: documents, but not every question there could be."""
        lines = (
            "User-agent: *",
            "Disallow: /api/",
            "Disallow: /*?q=",
            f"Sitemap: {_site(request)}/sitemap.txt",
        )
        return PlainTextResponse("\n".join(lines) + "\n")

    def sitemap(self, request: Request) -> Response:
        """Return the address of every document, one a line."""
        base, links, site = self._holding.current(), Links("sw"), _site(request)
        ids = base.documents()[:MOST_IN_SITEMAP]
        return PlainTextResponse("".join(f"{site}{links.document(id)}\n" for id in ids))


def _site(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
