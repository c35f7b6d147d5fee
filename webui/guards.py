"""What stands before every page: headers, host names, lengths, rates.

Each guard is an ASGI middleware. The headers go around all the others, so
that refusals carry them too.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Collection, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webui.errors import refusal
from webui.limiter import Buckets

__all__ = [
    "HEADERS",
    "LOOPBACK",
    "MOST_QUERY_BYTES",
    "Hosts",
    "Lengths",
    "Rates",
    "SecurityHeaders",
]

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
MOST_QUERY_BYTES = 4096
"""256 characters, the longest question read, can take 3,072 bytes in an address."""

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::\d{1,5})?", re.IGNORECASE)
_FREE = ("/static/", "/healthz")


class SecurityHeaders:
    """Adds HEADERS to every answer, and tells browsers to keep static files."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if scope["path"].startswith("/static/") and message["status"] == 200:
                    headers["Cache-Control"] = _static_cache(scope["query_string"])
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _static_cache(query: bytes) -> str:
    """A file asked for by its version never changes; without one it may."""
    if query.startswith(b"v="):
        return "public, max-age=31536000, immutable"
    return "public, max-age=3600"


class Hosts:
    """Refuses requests to a name the site does not go by.

    A page elsewhere could otherwise have its own name resolve to this server,
    and read the answers as if they were its own.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            named = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
            if named is None or named["name"].lower() not in self._names:
                await refusal(Request(scope), "host")(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Lengths:
    """Refuses an address that is longer than any question."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            size = max(len(scope["query_string"]), len(scope["path"]))
            if size > MOST_QUERY_BYTES:
                await refusal(Request(scope), "long")(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Rates:
    """Holds back a client that asks too often; static files and /healthz are free.

    Args:
        buckets: what a client may ask of most pages.
        apart: paths with buckets of their own, so that typing never uses up searching.
    """

    def __init__(
        self, app: ASGIApp, buckets: Buckets, apart: Mapping[str, Buckets] | None = None
    ) -> None:
        self._app = app
        self._buckets = buckets
        self._apart = apart or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(_FREE):
            client = scope.get("client")
            buckets = self._apart.get(scope["path"], self._buckets)
            wait = buckets.take(client[0] if client else "", time.monotonic())
            if wait:
                seconds = math.ceil(wait)
                answer = refusal(
                    Request(scope), "often", {"Retry-After": str(seconds)}, seconds=seconds
                )
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
