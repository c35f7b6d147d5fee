"""Compose the site of routes, guards and error handlers.

    Observed ─► SecurityHeaders ─► Hosts ─► Origins ─► Lengths ─► Rates ─► Turns ─► gzip ─► routes

The response to a fault in Kisima comes from outside all of these, and has the headers too.
"""

from __future__ import annotations

import math
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from webui.about import AboutPages
from webui.api.endpoints import Api
from webui.api.operations import COMPLETIONS
from webui.api.origins import Origins, origins_of
from webui.api.page import ApiPages
from webui.branding import BrandFile, brand_files
from webui.browse import BrowsePages
from webui.document_pages import COMPARED, DocumentPages
from webui.errors import HANDLERS, error_response
from webui.guards import HEADERS, LOOPBACK, Hosts, Lengths, Rates, SecurityHeaders
from webui.health import Health
from webui.kb_provider import KnowledgeBaseProvider
from webui.limiter import Buckets
from webui.observing import LogLines, Observed
from webui.pages import Pages
from webui.rendering import FOLDER
from webui.responder import Responder
from webui.turns import Turns

__all__ = ["create_app"]

BURST_SECONDS = 20
"""A client may use this much of its rate at once: a reader opens several pages together."""


def create_app(settings: Settings, knowledge_base: KnowledgeBase | None = None) -> Starlette:
    """Return the site.

    Args:
        settings: where the index is, the names of the site, the rate of a client.
        knowledge_base: what to answer from. If it is left out, the first request opens
            the index of the settings, and the shutdown closes it.

    Raises:
        SettingInvalid: the mark or a colour of the site cannot be shown.
    """
    brand, files = brand_files(settings)
    provider = KnowledgeBaseProvider(settings, knowledge_base)
    responder = Responder(provider)
    pages, api = Pages(provider, responder), Api(provider, responder)
    documents = DocumentPages(responder)
    api_pages = ApiPages()
    health = Health(provider)
    browse = BrowsePages(responder)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        provider.close()

    site = Starlette(
        routes=[
            Route("/", pages.search),
            Route(f"/hati/{{id:path}}/{COMPARED}/{{older:path}}", documents.comparison),
            Route("/hati/{id:path}", documents.document),
            *api.routes(),
            Route("/api/v1/", api_pages.description),
            Route("/api", api_pages.redirection),
            Route("/healthz", health.alive),
            Route("/readyz", health.ready),
            Route("/kuhusu", AboutPages(responder).about),
            Route("/vinjari", browse.overview),
            Route("/vinjari/nyaraka", browse.documents),
            Route("/vinjari/taasisi", browse.institutions),
            Route("/vinjari/sehemu", browse.sections),
            Route("/linganisha", browse.compare),
            Route("/muundo/{owner:path}", browse.structure),
            Route("/kalenda", browse.timeline),
            Route("/mabadiliko", browse.changes),
            Route("/mabadiliko.atom", browse.feed),
            Route("/opensearch.xml", pages.opensearch),
            Route("/robots.txt", pages.robots),
            Route("/sitemap.txt", pages.sitemap),
            *(Route(file.path, _serving(file)) for file in files),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ],
        middleware=_middleware(settings),
        exception_handlers={**HANDLERS, Exception: _own_fault},
        lifespan=lifespan,
    )
    site.state.brand = brand
    return site


def _serving(file: BrandFile) -> Callable[[Request], Response]:
    """Return the endpoint of a file of the agency."""
    return lambda _: Response(file.content, media_type=file.media_type)


def _middleware(settings: Settings) -> list[Middleware]:
    stack = [
        *_observers(settings),
        Middleware(SecurityHeaders),
        Middleware(Hosts, names=_host_names(settings)),
    ]
    if origins := origins_of(settings.api_origins):
        stack.append(Middleware(Origins, origins=origins))
    stack.append(Middleware(Lengths))
    rate = settings.requests_per_minute
    if rate:
        burst = max(1, rate * BURST_SECONDS // 60)
        # Each process counts for itself, so it gives a client its share of the rate. The burst
        # is whole: one connection, which one process answers, may open several pages.
        rate = math.ceil(rate / settings.serve_workers)
        completions = dict.fromkeys(COMPLETIONS, Buckets(rate, burst))
        stack.append(Middleware(Rates, buckets=Buckets(rate, burst), separate=completions))
    stack.append(Middleware(Turns, at_once=settings.searches_at_once))
    return [*stack, Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)]


def _observers(settings: Settings) -> Iterator[Middleware]:
    """Yield what the settings ask to know of each request."""
    if settings.request_log != "off":
        with_address = settings.request_log == "address"
        yield Middleware(Observed, observe=LogLines(sys.stderr, with_address=with_address))
    if settings.metrics_port:
        from webui.metrics import observe_request  # its library is an extra

        yield Middleware(Observed, observe=observe_request)


def _host_names(settings: Settings) -> frozenset[str]:
    """Return the host names of the site: this computer's own, those of the settings, the address."""
    names = (name.strip() for name in settings.hosts.split(","))
    host = settings.host
    address = f"[{host}]" if ":" in host else host
    return LOOPBACK | frozenset(filter(None, names)) | {address}


async def _own_fault(request: Request, _: Exception) -> Response:
    """Answer a fault of ours. Starlette does this outside of every middleware."""
    return error_response(request, "broken", HEADERS)
