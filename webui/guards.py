"""The guards before every page: headers, host names, lengths, rates.

Each guard is an ASGI middleware. The headers are added outside the others, so that error
responses have them too.
"""

from __future__ import annotations

import ipaddress
import math
import re
import time
from collections.abc import Collection, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webui.errors import error_response
from webui.limiter import Buckets

__all__ = [
    "HEADERS",
    "LOOPBACK",
    "MAX_ADDRESS_BYTES",
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
MAX_ADDRESS_BYTES = 4096
"""Of the path, and of the query string. The longest question, 256 characters, takes 3,072."""

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::\d{1,5})?", re.IGNORECASE)
_FREE = ("/static/", "/healthz")
_PROBED = frozenset({"/healthz", "/readyz"})


class SecurityHeaders:
    """Adds HEADERS to every response, and lets browsers keep static files."""

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
    """A file whose address contains its version never changes; another may."""
    if query.startswith(b"v="):
        return "public, max-age=31536000, immutable"
    return "public, max-age=3600"


class Hosts:
    """Refuses requests to a host name that is not the site's.

    Otherwise a page elsewhere could let its own name resolve to this server, and read the
    answers as its own (DNS rebinding). A probe of /healthz may use any address as the name, or
    none, as load balancers do: such a page has a name, so it gains nothing by that.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
            known = host is not None and host["name"].lower() in self._names
            if not known and not _is_probe(scope["path"], Headers(scope=scope).get("host", "")):
                await error_response(Request(scope), "host")(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_probe(path: str, host: str) -> bool:
    """Say whether a request is a health probe that uses an address as the name, or no name.

    >>> _is_probe("/healthz", "10.0.0.7:8000"), _is_probe("/healthz", "evil.example")
    (True, False)
    """
    if path not in _PROBED:
        return False
    match = _HOST.fullmatch(host)
    if match is None:
        return not host
    try:
        ipaddress.ip_address(match["name"].strip("[]"))
    except ValueError:
        return False
    return True


class Lengths:
    """Refuses an address that is longer than any question."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            size = max(len(scope["query_string"]), len(scope["path"]))
            if size > MAX_ADDRESS_BYTES:
                await error_response(Request(scope), "long")(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Rates:
    """Refuses a client that sends too many requests; static files and /healthz do not count.

    Args:
        app: what answers the others.
        buckets: a bucket for each client.
        separate: paths with buckets of their own, so that typing never uses up searching.
    """

    def __init__(
        self, app: ASGIApp, buckets: Buckets, separate: Mapping[str, Buckets] | None = None
    ) -> None:
        self._app = app
        self._buckets = buckets
        self._separate = separate or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(_FREE):
            client = scope.get("client")
            address, now = client[0] if client else "", time.monotonic()
            buckets = self._separate.get(scope["path"], self._buckets)
            wait = buckets.take(address, now)
            if scope["path"].startswith("/api/"):
                send = _with_headers(send, _rate_headers(buckets, address, now))
            if wait:
                seconds = math.ceil(wait)
                headers = {"Retry-After": str(seconds)}
                response = error_response(Request(scope), "often", headers, seconds=seconds)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _rate_headers(buckets: Buckets, address: str, now: float) -> Mapping[str, str]:
    """Return what a client may still do, as draft-ietf-httpapi-ratelimit-headers writes it."""
    requests, seconds = buckets.policy
    left, until_full = buckets.remaining(address, now)
    return {
        "RateLimit-Policy": f'"client";q={requests};w={seconds}',
        "RateLimit": f'"client";r={left};t={until_full}',
    }


def _with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    """Return *send* such that the response has more headers."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return sending
