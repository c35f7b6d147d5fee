"""Let requests take turns, so that costly ones cannot stop the others.

    request ─► its client's share ─► its lane ─► a turn ─► the app
                      └── too many wait: 503 with Retry-After

A process works on a few requests at once, because a search uses a processor fully. One
client gets at most half of the turns, and half of the places of those who wait.

Whole documents have lanes of their own before the turns: they come in floods, each costs up
to a tenth of a second, and whoever searches waits for nobody who reads. A hundred requests for the
longest document wait in their lane, and a search of the same client passes them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Literal

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from webui.errors import error_response
from webui.limiter import client_key

__all__ = ["WAITING_PER_TURN", "Turns", "lane_of"]

WAITING_PER_TURN = 64
"""Requests that may wait for each that is worked on: about a second of common searches."""

_RETRY_SECONDS = 2
_FREE = ("/static/", "/healthz", "/readyz")
_PAGES = "/hati/"
_MADE_ANEW = ("/api/v1/documents/", "/api/v1/section")

Lane = Literal["open", "kept", "made"]


def lane_of(path: str, query: bytes) -> Lane:
    """Return how a request queues.

    "kept" is a whole document whose page is mostly in memory, "made" one that is made anew,
    "open" all else.

    >>> lane_of("/", b"q=dira"), lane_of("/hati/a.md", b""), lane_of("/hati/a.md", b"q=dira")
    ('open', 'kept', 'made')
    """
    if path.startswith(_PAGES):
        return "made" if b"q=" in query or b"zamani=" in query else "kept"
    return "made" if path.startswith(_MADE_ANEW) else "open"


class Turns:
    """Works on some requests at once; others wait in turn. For one event loop.

    Args:
        app: what answers.
        at_once: how many requests it works on at once. Half of them may be documents, of which
            one is made anew; one client has one document at a time.
    """

    def __init__(self, app: ASGIApp, at_once: int) -> None:
        self._app = app
        self._turns = asyncio.Semaphore(at_once)
        self._documents = asyncio.Semaphore(max(1, at_once // 2))
        self._made = asyncio.Semaphore(1)
        self._share = max(1, at_once // 2)
        self._max_inside = at_once * (1 + WAITING_PER_TURN)
        self._inside = 0
        self._clients: dict[str, _Client] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        key = client_key(client[0]) if client else ""
        if self._is_full(key):
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            response = error_response(Request(scope), "busy", headers, seconds=_RETRY_SECONDS)
            await response(scope, receive, send)
            return
        async with self._turn(key, lane_of(scope["path"], scope["query_string"])):
            await self._app(scope, receive, send)

    def _is_full(self, key: str) -> bool:
        client = self._clients.get(key)
        of_client = client.inside if client else 0
        return self._inside >= self._max_inside or of_client >= self._max_inside // 2

    @asynccontextmanager
    async def _turn(self, key: str, lane: Lane) -> AsyncIterator[None]:
        client = self._clients.setdefault(key, _Client(self._share))
        client.inside += 1
        self._inside += 1
        try:
            async with AsyncExitStack() as taken:
                for one in self._queues(client, lane):
                    await taken.enter_async_context(one)
                yield
        finally:
            client.inside -= 1
            self._inside -= 1
            if not client.inside:
                del self._clients[key]

    def _queues(self, client: _Client, lane: Lane) -> tuple[asyncio.Semaphore, ...]:
        """Return what a request waits for, in this order.

        A client's own queues come first: who waits there keeps nothing from others.
        """
        if lane == "open":
            return client.share, self._turns
        made = (self._made,) if lane == "made" else ()
        return client.documents, client.share, *made, self._documents, self._turns


class _Client:
    """The requests of one client: those that are worked on, and those that wait."""

    def __init__(self, share: int) -> None:
        self.share = asyncio.Semaphore(share)
        self.documents = asyncio.Semaphore(1)
        self.inside = 0
