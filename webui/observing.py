"""Observe each request when it has been answered: a line of the log, or a metric.

An Observation has no word of the question: no query string, no path below its route.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple, TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LogLines", "Observation", "Observed"]


class Observation(NamedTuple):
    """One request and its answer."""

    method: str
    route: str  # "/hati/{id:path}"; "" where no route has the address
    status: int
    seconds: float
    bytes: int  # of the body
    generation: str  # that answered; "" where none was asked
    address: str  # of the client


class Observed:
    """Calls a function with the observation of each request.

    Args:
        app: what answers.
        observe: called in the event loop, so it must be quick.
    """

    def __init__(self, app: ASGIApp, observe: Callable[[Observation], None]) -> None:
        self._app, self._observe = app, observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status, size = 500, 0  # of a fault that is answered outside of every middleware

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            client = scope.get("client")
            self._observe(
                Observation(
                    scope["method"],
                    getattr(scope.get("route"), "path", ""),
                    status,
                    time.perf_counter() - started,
                    size,
                    scope.get("state", {}).get("generation", ""),
                    client[0] if client else "",
                )
            )


class LogLines:
    """Writes one line of JSON for each request.

    Args:
        stream: where to.
        with_address: whether a line names the client.
    """

    def __init__(self, stream: TextIO, *, with_address: bool) -> None:
        self._stream, self._with_address = stream, with_address

    def __call__(self, seen: Observation) -> None:
        """Write the line of one request."""
        line: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": seen.method,
            "route": seen.route,
            "status": seen.status,
            "ms": round(seen.seconds * 1000, 1),
            "bytes": seen.bytes,
            "generation": seen.generation,
        }
        if self._with_address:
            line["address"] = seen.address
        # One write: the lines of several processes do not run together.
        self._stream.write(json.dumps(line, separators=(",", ":")) + "\n")
        self._stream.flush()
