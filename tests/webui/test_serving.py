"""Several processes serve one site: real processes, killed and replaced."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from kb.indexing import update
from tests.webui.conftest import settings_of

from .serving import has_ended, serving


def wait_for(condition, seconds: float = 30) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def indexed(tmp_path):
    """An index of one document, and the function that brings it up to date."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()

    def write(text: str) -> Path:
        (corpus / "a.md").write_text(f"# Sera\n\n{text}\n", encoding="utf-8")
        update(corpus, index, settings_of(corpus, index))
        return index

    write("Tembo mkubwa.")
    return write


def test_every_process_uses_a_new_generation(indexed, tmp_path):
    """After an update no connection, to whichever process, is answered from the older one."""
    index = indexed("Tembo mkubwa.")
    with serving(index, tmp_path, serve_workers=2) as served:
        assert len(served.children()) == 2
        for _ in range(20):
            assert b'"total":1' in served.get("/api/v1/search?q=tembo")[1]
        indexed("Twiga mrefu.")
        for _ in range(20):
            assert b'"total":1' in served.get("/api/v1/search?q=twiga")[1]


def test_a_process_that_dies_is_replaced(indexed, tmp_path):
    """The others answer meanwhile, and afterwards there are as many as before."""
    with serving(indexed("Tembo."), tmp_path, serve_workers=2) as served:
        before = served.children()
        os.kill(min(before), signal.SIGKILL)
        wait_for(lambda: len(served.children() - {min(before)}) == 2)
        for _ in range(10):
            assert served.get("/?q=tembo")[0] == 200
    assert all(map(has_ended, before))


def test_processes_end_when_their_supervisor_was_killed(indexed, tmp_path):
    """Nothing keeps the port: the next start must find it free."""
    with serving(indexed("Tembo."), tmp_path, serve_workers=2, ends_with=-9) as served:
        children = served.children()
        served.process.kill()
        wait_for(lambda: all(map(has_ended, children)))


def test_all_processes_make_the_same_etag(indexed, tmp_path):
    """A page that a browser knows is not sent again by another process."""
    import urllib.request

    with serving(indexed("Tembo."), tmp_path, serve_workers=2) as served:
        address = f"http://127.0.0.1:{served.port}/?q=tembo"
        tags = set()
        for _ in range(20):
            with urllib.request.urlopen(address) as page:
                tags.add(page.headers["ETag"])
    assert len(tags) == 1


def test_a_request_that_is_being_answered_is_finished(indexed, tmp_path):
    """Ctrl-C stops the site gracefully."""
    request = b"GET /?q=tembo HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with (
        serving(indexed("Tembo."), tmp_path, serve_workers=2) as served,
        served.connect(request) as connection,
    ):
        served.process.send_signal(signal.SIGINT)
        assert b"200 OK" in connection.recv(65536)
