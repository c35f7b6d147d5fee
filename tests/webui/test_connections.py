"""A slow client holds up nobody: real sockets on a real server."""

from __future__ import annotations

import resource
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import pytest

from webui.connections import KEEP_ALIVE_SECONDS, READING_SECONDS

from .serving import half_open, serving

HEADER = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
BODY = HEADER + b"Content-Length: 100000\r\n\r\n"


@pytest.fixture(scope="module")
def served(shipped_index, tmp_path_factory):
    """A server with the usual settings."""
    with serving(shipped_index, tmp_path_factory.mktemp("served")) as running:
        yield running


def seconds_until_closed(connection: socket.socket, trickle: bytes = b"") -> float:
    """Return after how many seconds the server closes; meanwhile send a byte now and then."""
    started = time.monotonic()
    connection.settimeout(0.5)
    while time.monotonic() - started < 30:
        try:
            if trickle:
                connection.sendall(trickle)
            if not connection.recv(65536):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - started


def answers(connection: socket.socket, count: int) -> bool:
    """Tell whether as many answers come as were asked for."""
    answered = b""
    while answered.count(b'{"status":"ok"}') < count:
        answered += connection.recv(65536)
    return answered.count(b"200 OK") == count


def test_a_request_that_does_not_end_is_closed(served):
    """However the bytes trickle, a header has ten seconds, and so has a body."""
    slow = ((b"", b""), (b"GET / HTT", b""), (HEADER, b"x"), (BODY, b"x"))
    with ExitStack() as opened, ThreadPoolExecutor(len(slow)) as threads:
        connections = [opened.enter_context(served.connect(sent)) for sent, _ in slow]
        trickles = [trickle for _, trickle in slow]
        for seconds in threads.map(seconds_until_closed, connections, trickles):
            assert READING_SECONDS - 1 < seconds < READING_SECONDS + 8


def test_a_kept_connection_answers_again_and_is_closed_when_it_is_idle(served):
    """A browser may ask again on the same connection, but not keep it for nothing."""
    with served.connect() as connection:
        for _ in range(3):
            connection.sendall(HEADER + b"\r\n")
            assert answers(connection, 1)
        assert seconds_until_closed(connection) < KEEP_ALIVE_SECONDS + 8


def test_two_requests_sent_at_once_are_both_answered(served):
    """Pipelining: the second is no slow header of the first."""
    with served.connect((HEADER + b"\r\n") * 2) as connection:
        assert answers(connection, 2)


def many_descriptors() -> None:
    """Let this process hold the connections of a test."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 4096:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))


@pytest.mark.parametrize("count", [300, 1100])
def test_half_open_connections_do_not_stop_a_search(count, shipped_index, tmp_path):
    """With 1,024 descriptors the searches are answered, and the log stays short."""
    many_descriptors()
    with (
        serving(shipped_index, tmp_path, descriptors=1024) as served,
        half_open(served, count),
    ):
        slowest = 0.0
        for _ in range(10):
            started = time.monotonic()
            assert served.get("/?q=wakurugenzi")[0] == 200
            slowest = max(slowest, time.monotonic() - started)
        assert slowest < 15
    assert len(served.log.read_text().splitlines()) < 10, served.log.read_text()[:2000]


def test_one_client_cannot_take_every_connection(shipped_index, tmp_path):
    """Over its own limit a client closes its own oldest idle connection."""
    with (
        serving(shipped_index, tmp_path, connections_per_client=5, proxies="192.0.2.1") as served,
        half_open(served, 12) as connections,
    ):
        assert served.get("/?q=dira")[0] == 200
        first, last = connections[0], connections[-1]
        with suppress(ConnectionResetError):
            assert first.recv(1) == b""
        last.settimeout(0.5)
        with pytest.raises(TimeoutError):
            last.recv(1)


def test_a_proxy_holds_the_connections_of_many_clients(shipped_index, tmp_path):
    """The limit of one client is not that of an address in the setting proxies."""
    with (
        serving(shipped_index, tmp_path, connections_per_client=5) as served,
        half_open(served, 12) as connections,
    ):
        for connection in connections:
            connection.settimeout(0.05)
            with pytest.raises(TimeoutError):
                connection.recv(1)


def test_requests_that_make_no_sense_do_not_fill_the_log(served):
    """A scanner sends thousands; one line a minute says so."""
    for _ in range(50):
        with served.connect(b"\x16\x03\x01 nonsense\r\n\r\n") as connection:
            assert b"400" in connection.recv(65536)
    assert served.log.read_text().count("Invalid HTTP request") == 1
