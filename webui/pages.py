"""The pages for people: search and results; and the files for robots and browsers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from kb.answers.parties import fitting_institutions
from kb.knowledge_base import KnowledgeBase
from kb.messages import Message
from kb.present.cells import safe_line
from kb.results import Answer, Results
from webui.branding import brand_of
from webui.filters import LISTED_FACETS, listed_documents
from webui.kb_provider import KnowledgeBaseProvider
from webui.language import page_language
from webui.layout import page_layout, page_links, site_address
from webui.links import Links
from webui.params import SearchParams, search_params
from webui.rendering import render
from webui.responder import Responder
from webui.results import last_page, results_page, window_title
from webui.view_models import HomePage, Link, OpenSearch

__all__ = ["Pages"]

EXAMPLES = ("dira", "wakurugenzi", "misingi mikuu", "nani anateua bodi?")
SYNTAX = (
    ('"bodi ya ushauri"', Message("words side by side, in this order")),
    ("wakala -pemba", Message("without this word")),
    ("+mkurugenzi idara", Message("this word must be there")),
    ("teknol*", Message("words that start like this")),
    ("kichwa:majukumu", Message("a word in the heading of a section")),
    ("aina:idara mifumo", Message("sections of this kind only")),
)
"""An example of each sign of the query language, and its meaning."""

MAX_SITEMAP_ADDRESSES = 50_000
"""The maximum number of addresses in one file of the sitemap protocol."""

_NOT_FOR_ROBOTS: Mapping[str, str] = {"X-Robots-Tag": "noindex"}


class Pages:
    """The endpoints. Each runs in a thread of its own, so a long search delays no other reader."""

    def __init__(self, provider: KnowledgeBaseProvider, responder: Responder) -> None:
        self._provider, self._responder = provider, responder

    def search(self, request: Request) -> Response:
        """Return the results of a question, or the search page if there is none."""
        search = search_params(request)
        search = replace(search, question=safe_line(search.question))
        today = _today()

        def make(base: KnowledgeBase) -> Response:
            if search.question:
                return _results(request, base, search, today)
            return _home(request, base, today)

        return self._responder.respond(request, make, today)

    def opensearch(self, request: Request) -> Response:
        """Return the OpenSearch description: browsers can then search from the address bar."""
        language = page_language(request)
        parameter = "&lugha=en" if language == "en" else ""
        address = f"{site_address(request)}/?q={{searchTerms}}{parameter}"
        page = OpenSearch(brand_of(request).name, address, language)
        return Response(
            render(page),
            media_type="application/opensearchdescription+xml",
            headers={"Vary": "Accept-Language"},
        )

    def robots(self, request: Request) -> Response:
        """Return the rules for robots: they may read documents, but not results."""
        lines = (
            "User-agent: *",
            "Disallow: /api/",
            "Disallow: /*?q=",
            f"Sitemap: {site_address(request)}/sitemap.txt",
        )
        return PlainTextResponse("\n".join(lines) + "\n")

    def sitemap(self, request: Request) -> Response:
        """Return the address of every document, one a line."""
        links, site = Links("sw"), site_address(request)
        ids = self._provider.current().documents()[:MAX_SITEMAP_ADDRESSES]
        return PlainTextResponse("".join(f"{site}{links.document(id)}\n" for id in ids))


def _home(request: Request, base: KnowledgeBase, today: date) -> Response:
    links = page_links(request)

    def example(text: str) -> Link:
        return Link(text, links.results(SearchParams(text)))

    page = HomePage(
        layout=page_layout(
            request, today, Message("Search documents in Swahili"), Links.home, indexable=True
        ),
        document_count=len(base.documents()),
        examples=tuple(map(example, EXAMPLES)),
        syntax=tuple((example(text), meaning) for text, meaning in SYNTAX),
    )
    return HTMLResponse(render(page))


def _results(request: Request, base: KnowledgeBase, search: SearchParams, today: date) -> Response:
    results = base.search(
        search.question,
        limit=search.limit,
        page=search.page,
        filters=search.filters,
        facets=LISTED_FACETS,
        newest=search.newest,
        exact=search.exact,
    )
    if search.page > last_page(results):
        first_page = replace(search, page=1)
        return RedirectResponse(page_links(request).results(first_page), 302)
    layout = page_layout(
        request,
        today,
        window_title(results, search.question),
        lambda links: links.results(search),
        question=search.question,
        limit=search.limit,
        json=page_links(request).api_results(search),
        feed=page_links(request).feed(search),
    )
    titles = base.titles_of(listed_documents(results, search))
    page = results_page(
        results,
        search,
        titles,
        layout,
        answers=_sure_answers(base, results, search),
        institutions=fitting_institutions(results),
        nearest=() if results.total else base.nearest_words(search.question),
    )
    return HTMLResponse(render(page), headers=_NOT_FOR_ROBOTS)


def _sure_answers(
    base: KnowledgeBase, results: Results, search: SearchParams
) -> tuple[Answer, ...]:
    """Return the short answers above the list; none of a document that was replaced."""
    if not results.hits or results.corrected or search.page > 1 or search.newest or search.exact:
        return ()
    if results.kind == "topic":  # words that are no question
        return ()
    answers = base.sure_answers(search.question, filters=search.filters)
    return answers if all(answer.newer is None for answer in answers) else ()


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
