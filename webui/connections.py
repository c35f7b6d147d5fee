"""Defend the server from connections that hold on and say nothing.

A connection comes in, requests go out to uvicorn. What waits too long is closed:

    a request's header, its body     READING_SECONDS from the first byte, however it trickles
    a kept connection between two    KEEP_ALIVE_SECONDS
    an answer that nobody takes      WRITING_SECONDS without a byte taken

Where a client, or all of them, have too many connections, the one that has waited longest
makes room. So a new reader gets in while half-open connections are held by the thousand.
Why so: docs/decisions/0031-serving.md
"""

from __future__ import annotations

import asyncio
import logging
import resource
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, cast

import h11
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.server import ServerState

from webui.limiter import client_key

__all__ = [
    "ACCEPTED_AT_ONCE",
    "KEEP_ALIVE_SECONDS",
    "READING_SECONDS",
    "WRITING_SECONDS",
    "ConnectionTable",
    "DefendedConfig",
    "DefendedConnection",
    "max_connections",
]

READING_SECONDS = 10.0
"""For a header, and again for a body: a question is one packet, on the slowest line too."""

KEEP_ALIVE_SECONDS = 5

WRITING_SECONDS = 60.0
"""A phone on a slow line takes some of a page in this time."""

ACCEPTED_AT_ONCE = 128
"""asyncio accepts this many connections before it hands the first one on."""

_RESERVED = 4 * ACCEPTED_AT_ONCE + 128
"""Descriptors for connections that are being accepted or closed, and for the index's files."""

_MAX_DESCRIPTORS = 8192
_MIN_CONNECTIONS = 32

_log = logging.getLogger(__name__)


def max_connections() -> int:
    """Return how many connections a process may hold, after raising its limit of descriptors."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    most = _MAX_DESCRIPTORS if hard == unlimited else min(hard, _MAX_DESCRIPTORS)
    if soft != unlimited and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    descriptors = _MAX_DESCRIPTORS if soft == unlimited else min(soft, _MAX_DESCRIPTORS)
    return max(_MIN_CONNECTIONS, descriptors - _RESERVED)


class ConnectionTable:
    """The connections of one process, in the order in which they were made.

    Args:
        max_of_client: how many one client may hold; 0: any number.
        proxies: addresses that hold connections for many clients; they have no such limit.
    """

    def __init__(self, max_of_client: int, proxies: Collection[str]) -> None:
        self._max_of_client = max_of_client
        self._proxies = frozenset(proxies)
        self._max: int | None = None
        # Dicts keep the order of insertion; the values are not used.
        self._all: dict[DefendedConnection, None] = {}
        self._of_client: defaultdict[str, dict[DefendedConnection, None]] = defaultdict(dict)

    def add(self, connection: DefendedConnection, address: str) -> None:
        """Add a connection; where there are too many, close the one that waited longest."""
        if self._max is None:  # asked for in the process that serves
            self._max = max_connections()
        key = client_key(address)
        of_client = self._of_client[key]
        limited = self._max_of_client and not {address, "*"} & self._proxies
        if limited and len(of_client) >= self._max_of_client:
            _log.warning("a client has too many connections; its oldest idle one is closed")
            self._make_room(of_client, connection)
        elif len(self._all) >= self._max:
            _log.warning("there are too many connections; the oldest idle one is closed")
            self._make_room(self._all, connection)
        self._all[connection] = None
        of_client[connection] = None

    def remove(self, connection: DefendedConnection, address: str) -> None:
        """Remove a connection that is closed. Idempotent."""
        key = client_key(address)
        self._all.pop(connection, None)
        if key in self._of_client:
            self._of_client[key].pop(connection, None)
            if not self._of_client[key]:
                del self._of_client[key]

    def _make_room(
        self, connections: Iterable[DefendedConnection], latest: DefendedConnection
    ) -> None:
        """Close the oldest of *connections* that waits for its client, or else the latest."""
        waits = next((one for one in connections if one.waits), latest)
        self.remove(waits, waits.address)
        waits.abort()


class DefendedConfig(Config):
    """uvicorn's configuration, with the table of a process's connections."""

    def __init__(self, app: Any, table: ConnectionTable, **given: Any) -> None:
        super().__init__(
            app,
            http=DefendedConnection,
            ws="none",
            backlog=ACCEPTED_AT_ONCE,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            **given,
        )
        self.table = table


class DefendedConnection(H11Protocol):
    """A connection that is closed where its client is too slow."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._table = cast("DefendedConfig", config).table
        self._reading: asyncio.TimerHandle | None = None  # runs while a request is incomplete
        self._stage: object = None  # what the client is sending: a header or a body
        self._writing: asyncio.TimerHandle | None = None  # runs while an answer is not taken

    @property
    def address(self) -> str:
        """The address that the connection comes from."""
        return self.client[0] if self.client else ""

    @property
    def waits(self) -> bool:
        """Whether no request is being answered."""
        cycle = cast("RequestResponseCycle | None", self.cycle)  # None before the first request
        return cycle is None or cycle.response_complete

    def abort(self) -> None:
        """Close at once; what was not sent is dropped."""
        if self.transport is not None:
            self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._table.add(self, self.address)
        self._watch_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._table.remove(self, self.address)
        self._stop_reading_timer()
        self._stop_writing_timer()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()  # uvicorn leaves it after an error

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        super().data_received(data)
        self._watch_reading()

    def pause_writing(self) -> None:
        """See asyncio.Protocol: the client does not take what is sent."""
        super().pause_writing()
        self._watch_writing()

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        self._stop_writing_timer()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """See H11Protocol. A transport with something left to send would never close."""
        super().timeout_keep_alive_handler()
        self._watch_writing()

    def _watch_reading(self) -> None:
        """Run one timer for each header and each body that is incomplete."""
        state = self.conn.their_state
        if state not in {h11.IDLE, h11.SEND_BODY} or self.transport.is_closing():
            self._stop_reading_timer()
            return
        stage = state, self.cycle
        if stage != self._stage:
            self._stop_reading_timer()
            self._reading, self._stage = self.loop.call_later(READING_SECONDS, self._late), stage

    def _stop_reading_timer(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._reading, self._stage = None, None

    def _watch_writing(self) -> None:
        if self._writing is None:
            self._writing = self.loop.call_later(WRITING_SECONDS, self.abort)

    def _stop_writing_timer(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
        self._writing = None

    def _late(self) -> None:
        _log.info("a client took too long over its request; its connection is closed")
        self.abort()
