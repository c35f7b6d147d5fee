"""What the API says in headers: validators, rates, and which pages elsewhere may read it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

ADDRESSES = (
    "/api/v1/search?q=wakurugenzi",
    "/api/v1/answer?q=dira",
    "/api/v1/documents/zanzibar/idara.md?q=mifumo",
    "/api/v1/documents",
    "/api/v1/facets?q=wakala",
    "/api/v1/changes",
)
DOCUMENTS = {"a.md": "# Sera\n\nMkurugenzi.\n"}
PROJECT = Path(__file__).resolve().parents[2]
ELSEWHERE = "https://maji.example"


@pytest.fixture(scope="module")
def servers(shipped_index: Path):
    """The addresses of two processes that serve the same index."""
    started = []
    environment = {**os.environ, "KISIMA_INDEX": str(shipped_index), "PYTHONHASHSEED": "random"}
    for _ in range(2):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "search_cli.py", "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=PROJECT, env=environment)
        started.append((process, f"http://127.0.0.1:{port}"))
    try:
        for _, address in started:
            _wait(address)
        yield [address for _, address in started]
    finally:
        for process, _ in started:
            process.terminate()
            process.wait(20)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{address}/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_two_processes_give_the_same_bytes_and_the_same_strong_tag(encoding, servers):
    """A client behind a balancer is answered 304 by whichever process it reaches."""
    headers = {"host": "localhost", "accept-encoding": encoding}
    tags = set()
    for address in ADDRESSES:
        first, second = (httpx.get(one + address, headers=headers) for one in servers)
        assert first.status_code == 200
        assert first.content == second.content
        tag = first.headers["etag"]
        assert tag == second.headers["etag"]
        assert re.fullmatch(r'"[^"]+"', tag)
        known = {**headers, "if-none-match": tag}
        again = httpx.get(servers[1] + address, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        tags.add(tag)
    assert len(tags) == len(ADDRESSES)


def test_a_setting_that_changes_answers_changes_the_tag(site):
    """After a restart with another length of snippets, no client keeps the old answer."""
    tags = {
        site(DOCUMENTS, window=window).get("/api/v1/search?q=sera").headers["etag"]
        for window in (100, 200)
    }
    assert len(tags) == 2


def test_packed_bytes_have_a_tag_of_their_own(client):
    """A strong validator names bytes: gzip has others."""
    plain, packed = (
        client.get(ADDRESSES[0], headers={"accept-encoding": encoding}).headers["etag"]
        for encoding in ("identity", "gzip")
    )
    assert plain != packed


@pytest.mark.parametrize("known", ["*", "W/{etag}", '"other", {etag}'])
def test_a_tag_is_compared_weakly(known, client):
    """RFC 9110, 13.1.2: a cache that weakened the tag is still answered 304."""
    etag = client.get(ADDRESSES[0]).headers["etag"]
    headers = {"if-none-match": known.format(etag=etag)}
    assert client.get(ADDRESSES[0], headers=headers).status_code == 304


def test_the_time_of_a_search_is_in_a_header(client):
    """Not in the body: equal questions have equal bytes."""
    answer = client.get(ADDRESSES[0])
    assert re.fullmatch(r"search;dur=[0-9.]+", answer.headers["server-timing"])
    assert "took_ms" not in answer.json()


def test_a_client_reads_how_much_is_left(site):
    """RateLimit and RateLimit-Policy on every answer of the API; Retry-After with 429."""
    reader = site(DOCUMENTS, requests_per_minute=6)
    answers = [reader.get("/api/v1/search?q=sera") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert {one.headers["ratelimit-policy"] for one in answers} == {'"client";q=2;w=20'}
    left = [re.fullmatch(r'"client";r=(\d+);t=(\d+)', one.headers["ratelimit"]) for one in answers]
    assert [int(one[1]) for one in left] == [1, 0, 0]
    assert all(int(one[2]) <= 20 for one in left)
    assert 1 <= int(answers[2].headers["retry-after"]) <= 10
    assert "ratelimit" not in reader.get("/healthz").headers


def test_without_the_setting_no_page_elsewhere_reads_the_api(client):
    """CORS is off."""
    answer = client.get(ADDRESSES[0], headers={"origin": ELSEWHERE})
    assert "access-control-allow-origin" not in answer.headers
    preflight = {"origin": ELSEWHERE, "access-control-request-method": "GET"}
    assert client.options(ADDRESSES[0], headers=preflight).status_code == 405


@pytest.mark.parametrize(
    ("setting", "origin", "allowed"),
    [
        (f"{ELSEWHERE}, https://ardhi.example/", ELSEWHERE, ELSEWHERE),
        (f"{ELSEWHERE}, https://ardhi.example/", "https://ardhi.example", "https://ardhi.example"),
        (ELSEWHERE, "https://maji.example.evil.example", None),
        (ELSEWHERE, "http://maji.example", None),
        (ELSEWHERE, "null", None),
        ("*", ELSEWHERE, "*"),
    ],
)
def test_only_named_origins_may_read_the_api(setting, origin, allowed, site):
    """By GET, without credentials; errors too, and never a page."""
    reader = site(DOCUMENTS, api_origins=setting)
    for address in ("/api/v1/search?q=sera", "/api/v1/search", "/api/v1/none"):
        answer = reader.get(address, headers={"origin": origin})
        assert answer.headers.get("access-control-allow-origin") == allowed
        assert "access-control-allow-credentials" not in answer.headers
        assert ("Origin" in answer.headers.get("vary", "")) == (setting != "*")
    preflight = {"origin": origin, "access-control-request-method": "GET"}
    answer = reader.options("/api/v1/search", headers=preflight)
    assert answer.status_code == (204 if allowed else 405)
    assert answer.headers.get("access-control-allow-methods") == ("GET" if allowed else None)
    page = reader.get("/?q=sera", headers={"origin": origin})
    assert "access-control-allow-origin" not in page.headers
