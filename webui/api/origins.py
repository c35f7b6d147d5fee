"""Let pages of other sites read the API, where the operator has named them (CORS).

Only GET, and never with credentials: Kisima knows none. Without names nothing is allowed.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Origins", "origins_of"]

_READABLE = "ETag, RateLimit, RateLimit-Policy, Retry-After, Server-Timing"
_PREFLIGHT_SECONDS = "600"


def origins_of(setting: str) -> frozenset[str]:
    """Return the origins that a setting names.

    >>> sorted(origins_of("https://maji.example, https://ardhi.example"))
    ['https://ardhi.example', 'https://maji.example']
    """
    return frozenset(filter(None, (name.strip().rstrip("/") for name in setting.split(","))))


class Origins:
    """Adds the headers of CORS to the API's responses to pages of named origins.

    Args:
        app: what answers.
        origins: "https://maji.example", or "*" for all.
    """

    def __init__(self, app: ASGIApp, origins: frozenset[str]) -> None:
        self._app, self._origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        allowed = self._allowed(headers.get("origin", ""))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = MutableHeaders(scope=message)
                if "*" not in self._origins:
                    added.add_vary_header("Origin")
                if allowed:
                    added["Access-Control-Allow-Origin"] = allowed
                    added["Access-Control-Expose-Headers"] = _READABLE
            await send(message)

        if allowed and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            preflight = Response(
                status_code=204,
                headers={
                    "Access-Control-Allow-Methods": "GET",
                    "Access-Control-Allow-Headers": "If-None-Match",
                    "Access-Control-Max-Age": _PREFLIGHT_SECONDS,
                },
            )
            await preflight(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _allowed(self, origin: str) -> str:
        """Return the origin that may read the response; "" if none may."""
        if not origin:
            return ""
        if "*" in self._origins:
            return "*"
        return origin if origin in self._origins else ""
