"""A real server and a real browser, for the test that drives them and for docs/images/make.py."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request

__all__ = ["ARGUMENTS", "LOOKS", "Open", "executable", "page_of", "put_on", "served"]

Open = Callable[..., Page]
"""Opens a place of a site; see the fixture ``opened``."""

PROJECT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--accept-lang=sw",  # the site speaks Swahili to it, as to a reader who prefers neither
]
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"color_scheme": "light", "contrast": "more"},
    "dark-contrast": {"color_scheme": "dark", "contrast": "more"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
"""What a reader may have asked of the system; the style sheet follows it."""
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def executable() -> str | None:
    """Return the browser of this computer, or None."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    return path or (_ON_MACOS if Path(_ON_MACOS).exists() else None)


@contextmanager
def served(index: Path) -> Iterator[str]:
    """Serve an index in a process of its own, on a free port; gives the site's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "KISIMA_INDEX": str(index), "PYTHONPATH": str(PROJECT)}
    code = (
        "from kb.settings import load; from webui.serving import serve; serve(load({'port': %d}))"
    )
    server = subprocess.Popen([sys.executable, "-c", code % port], env=environment)
    site = f"http://127.0.0.1:{port}"
    try:
        _wait_for(site, server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(site: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers; fail if the server ended, which has printed why."""
    for _ in range(300):
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(f"{site}/healthz"):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(site)


def page_of(context: BrowserContext, complaints: list[str]) -> Page:
    """Return a new page whose complaints are collected."""
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.extend(_failed(request)))
    return page


def put_on(page: Page, look: str) -> None:
    """Give an open page another look: a page is the same in each but for its style."""
    page.emulate_media(**{"contrast": "no-preference", "forced_colors": "none", **LOOKS[look]})


def _failed(request: Request) -> list[str]:
    """Return what could not be loaded; a page that is left stops loading, which is no failure."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url} {request.failure}"]
