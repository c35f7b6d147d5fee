"""One request is bounded in time and size, and waits its turn."""

from __future__ import annotations

import time

import pytest

from kb.site import Connection, connection, read_address
from tests.kb.site.server import Page, send_drops


@pytest.fixture
def pauses():
    """The seconds that a connection waited, which a test does not wait."""
    return []


@pytest.fixture
def connected(pauses):
    """A connection that may ask this machine."""
    with Connection(
        max_bytes=1000, delay=5.0, allow_private=True, sleep=pauses.append
    ) as connected:
        yield connected


def test_requests_follow_one_another_with_a_delay(site, connected, pauses):
    """A site is read no faster than a careful reader reads it."""
    site.pages["/"] = Page("Habari.")
    for _ in range(3):
        assert connected.get(read_address(site.url)).data == b"Habari."
    assert len(pauses) == 2
    assert all(4 < pause <= 5 for pause in pauses)


def test_a_busy_server_is_given_time(site, connected, pauses):
    """`Retry-After` is kept, within bounds; then the page is given up."""
    site.pages["/"] = Page("", status=503, headers={"Retry-After": "9"})
    reply = connected.get(read_address(site.url))
    assert (reply.status, str(reply.fault)) == (503, "the server answers 503")
    assert len(site.requests) == 3
    assert [pause for pause in pauses if pause == 9] == [9, 9]
    site.pages["/"] = Page("", status=429, headers={"Retry-After": "999999"})
    connected.get(read_address(site.url))
    assert max(pauses) == 60


def test_a_server_that_sends_drop_by_drop_is_left(site, connected, monkeypatch):
    """A page that never ends would hold the run for ever."""
    monkeypatch.setattr(connection, "_MAX_SECONDS", 0.2)
    site.pages["/"] = Page(send=send_drops)
    begun = time.monotonic()
    assert "slower than" in str(connected.get(read_address(site.url)).fault)
    assert time.monotonic() - begun < 30


def test_a_server_that_is_not_there_is_a_fault(connected):
    """A mistyped name is told in words, not as an exception."""
    reply = connected.get(read_address("http://127.0.0.1:9/"))
    assert reply.status == 0
    assert "no answer" in str(reply.fault)


def test_kisima_says_who_it_is(site, connected):
    """Whoever runs a site sees in the log who reads it, and where to complain."""
    site.pages["/"] = Page("Habari.")
    connected.get(read_address(site.url))
    assert site.requests[0][1]["User-Agent"].startswith("Kisima/")
