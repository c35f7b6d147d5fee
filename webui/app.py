"""Put the site together: routes, guards, errors; and run it.

    SecurityHeaders ─► Hosts ─► Lengths ─► Rates ─► gzip ─► routes

Errors outside all of these (a fault of ours) carry the headers too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
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
from webui.api import Api
from webui.caching import Cache
from webui.completing import COMPLETE, Completions
from webui.errors import HANDLERS, refusal
from webui.guards import HEADERS, LOOPBACK, Hosts, Lengths, Rates, SecurityHeaders
from webui.kb_provider import Holding
from webui.limiter import Buckets
from webui.pages import Pages
from webui.rendering import FOLDER

__all__ = ["create_app", "serve"]

BURST_SECONDS = 20
"""A client may spend this much of its rate at once: a reader opens several pages together."""


def create_app(settings: Settings, knowledge_base: KnowledgeBase | None = None) -> Starlette:
    """Return the site.

    Args:
        settings: where the index is, who may ask, how often.
        knowledge_base: what to answer from; left out, the index of the settings is
            opened when the first request needs it, and closed at shutdown.
    """
    holding, cache = Holding(settings, knowledge_base), Cache()
    pages, api = Pages(settings, holding, cache), Api(settings, holding, cache)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        holding.close()

    return Starlette(
        routes=[
            Route("/", pages.search),
            Route("/hati/{id:path}", pages.document),
            Route("/api/v1/search", api.search),
            Route("/api/v1/answer", api.quote),
            Route("/api/v1/jibu", api.quote),
            Route(COMPLETE, Completions(settings, holding, cache).complete),
            Route("/api/v1/documents/{id:path}", api.document),
            Route("/healthz", api.health),
            Route("/opensearch.xml", pages.opensearch),
            Route("/robots.txt", pages.robots),
            Route("/sitemap.txt", pages.sitemap),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ],
        middleware=_guards(settings),
        exception_handlers={**HANDLERS, Exception: _broken},
        lifespan=lifespan,
    )


def _guards(settings: Settings) -> list[Middleware]:
    guards = [
        Middleware(SecurityHeaders),
        Middleware(Hosts, names=_names(settings)),
        Middleware(Lengths),
    ]
    rate = settings.requests_per_minute
    if rate:
        buckets = Buckets(rate, burst=max(1, rate * BURST_SECONDS // 60))
        typing = {COMPLETE: Buckets(rate, burst=max(1, rate * BURST_SECONDS // 60))}
        guards.append(Middleware(Rates, buckets=buckets, apart=typing))
    return [*guards, Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)]


def _names(settings: Settings) -> frozenset[str]:
    """Return the names the site goes by: this computer's own, those set, the address served on."""
    listed = (name.strip() for name in settings.hosts.split(","))
    host = settings.host
    address = f"[{host}]" if ":" in host else host
    return LOOPBACK | frozenset(filter(None, listed)) | {address}


async def _broken(request: Request, _: Exception) -> Response:
    """Answer a fault of ours: Starlette does so outside of every middleware."""
    return refusal(request, "broken", HEADERS)


def serve(settings: Settings, host: str | None = None, port: int | None = None) -> None:
    """Serve the site until it is stopped.

    Questions are not logged: what people look for is theirs.

    Args:
        settings: as for ``create_app``.
        host: the address to serve on; the setting where left out.
        port: the port, 0 for any free one; the setting where left out.
    """
    import uvicorn

    settings = settings.replace(host=host, port=port)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=10,
    )
