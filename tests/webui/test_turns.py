"""Costly requests wait their turn, have a deadline, and leave the others their share."""

from __future__ import annotations

import asyncio

import pytest

from kb.errors import SearchTimedOut
from kb.search.deadline import Deadline
from webui.turns import WAITING_PER_TURN, Turns

COSTLY = " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz")


class Slow:
    """An app that answers when it may, and remembers how many requests it worked on at once."""

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.working: list[str] = []
        self.most = 0

    async def __call__(self, scope, _receive, send) -> None:
        name = scope["client"][0] if scope["path"] == "/api/v1/search" else scope["path"]
        self.working.append(name)
        self.most = max(self.most, len(self.working))
        await self.release.wait()
        self.working.remove(name)
        await send({"type": "http.response.start", "status": 200, "headers": []})


async def ask(turns: Turns, address: str, path: str = "/api/v1/search") -> int:
    """Send a request and return its status."""
    statuses = []

    async def send(message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "method": "GET",
        "path": path.partition("?")[0],
        "query_string": path.partition("?")[2].encode(),
        "headers": [],
        "client": (address, 1),
    }
    await turns(scope, None, send)
    return statuses[0]


async def settle() -> None:
    """Let every task go as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_one_client_gets_at_most_half_of_the_turns():
    """Whatever one client asks, another is worked on at once."""

    async def scene() -> None:
        app = Slow()
        turns = Turns(app, at_once=4)
        flood = [asyncio.create_task(ask(turns, "192.0.2.1")) for _ in range(50)]
        await settle()
        assert app.working == ["192.0.2.1"] * 2
        other = asyncio.create_task(ask(turns, "192.0.2.2"))
        await settle()
        assert "192.0.2.2" in app.working
        app.release.set()
        assert set(await asyncio.gather(*flood, other)) == {200}
        assert app.most <= 4

    asyncio.run(scene())


LONG = "/hati/katiba.pdf"
FLOODS = (f"{LONG}?nzima=1", f"{LONG}?nzima=1&q=serikali", "/api/v1/documents/katiba.pdf")


@pytest.mark.parametrize("at_once", [4, 8])
def test_a_search_passes_a_flood_of_documents(at_once):
    """A hundred requests for the longest document wait; the same client's search does not.

    Nothing is answered before the search: so it waits for none of them, however long they take.
    """

    async def scene() -> None:
        app = Slow()
        turns = Turns(app, at_once)
        flood = [
            asyncio.create_task(ask(turns, "192.0.2.1", FLOODS[n % len(FLOODS)]))
            for n in range(100)
        ]
        await settle()
        assert len(app.working) == 1, "one client reads one document at a time"
        search = asyncio.create_task(ask(turns, "192.0.2.1"))
        await settle()
        assert "192.0.2.1" in app.working
        app.release.set()
        assert set(await asyncio.gather(*flood, search)) == {200}

    asyncio.run(scene())


def test_documents_take_at_most_half_of_the_turns():
    """Many clients that read leave half of the turns to those who search; one page is made anew."""

    async def scene() -> None:
        app = Slow()
        turns = Turns(app, at_once=4)
        flood = [
            asyncio.create_task(ask(turns, f"192.0.2.{n}", FLOODS[n % len(FLOODS)]))
            for n in range(60)
        ]
        await settle()
        assert len(app.working) == 2
        made = "/api/v1/documents/katiba.pdf"
        assert app.working.count(made) <= 1
        searches = [asyncio.create_task(ask(turns, f"198.51.100.{n}")) for n in range(2)]
        await settle()
        assert {"198.51.100.0", "198.51.100.1"} <= set(app.working)
        app.release.set()
        assert set(await asyncio.gather(*flood, *searches)) == {200}
        assert app.most == 4

    asyncio.run(scene())


def test_those_who_wait_are_bounded():
    """Beyond the queue the answer is 503 at once, and health is answered still."""

    async def scene() -> None:
        app = Slow()
        turns = Turns(app, at_once=1)
        places = 1 + WAITING_PER_TURN
        addresses = [f"192.0.2.{number}" for number in range(places)]
        waiting = [asyncio.create_task(ask(turns, address)) for address in addresses]
        await settle()
        assert await ask(turns, "198.51.100.1") == 503
        free = asyncio.create_task(ask(turns, "198.51.100.1", "/healthz"))
        await settle()
        assert "/healthz" in app.working
        app.release.set()
        assert set(await asyncio.gather(*waiting, free)) == {200}
        assert await ask(turns, "198.51.100.1") == 200

    asyncio.run(scene())


def test_a_request_that_is_given_up_leaves_its_place():
    """A cancelled request, waiting or worked on, keeps no turn."""

    async def scene() -> None:
        app = Slow()
        turns = Turns(app, at_once=1)
        tasks = [asyncio.create_task(ask(turns, f"192.0.2.{n}")) for n in range(5)]
        await settle()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        app.working.clear()
        app.release.set()
        assert await ask(turns, "192.0.2.9") == 200

    asyncio.run(scene())


def test_a_deadline_passes():
    """No seconds are no deadline."""
    Deadline(0).check()
    Deadline(60).check()
    with pytest.raises(SearchTimedOut):
        Deadline(-1).check()


def test_a_search_that_takes_too_long_says_what_to_do(site, monkeypatch):
    """503 with Retry-After, on the page and in the API; other searches are answered."""
    import kb.search.request

    reader = site({"a.md": "# Sera\n\nTembo mkubwa.\n"}, search_seconds=60)
    assert reader.get("/", params={"q": COSTLY}).status_code == 200
    monkeypatch.setattr(kb.search.request, "Deadline", lambda _: Deadline(-1))
    for path in ("/", "/api/v1/search", "/api/v1/answer"):
        answer = reader.get(path, params={"q": COSTLY, "lugha": "en"})
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "fewer words" in answer.text
    monkeypatch.undo()
    assert reader.get("/?q=tembo").status_code == 200
