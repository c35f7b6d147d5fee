"""A small website on loopback, whose pages a test writes and changes."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"


@dataclass
class Page:
    """What the server answers for one path."""

    text: str | bytes = ""
    kind: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[BaseHTTPRequestHandler], None] | None = None  # instead of the text


class Site:
    """The pages by path; ``requests`` are those that came, with their headers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    def asked(self) -> list[str]:
        """Return the paths that were asked for, robots.txt and the sitemap aside."""
        return [path for path, _ in self.requests if path not in ("/robots.txt", "/sitemap.xml")]


@contextmanager
def website() -> Iterator[Site]:
    """Run a site for a test."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requests.append((self.path, dict(self.headers)))
            page = site.pages.get(self.path, Page("Haipo", status=404))
            if page.send is not None:
                page.send(self)
                return
            data = page.text.encode() if isinstance(page.text, str) else page.text
            etag = f'"{hashlib.sha256(data).hexdigest()[:12]}"'
            same = page.status == 200 and self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else page.status)
            self.send_header("ETag", etag)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if not same:
                if page.kind:
                    self.send_header("Content-Type", page.kind)
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if not same:
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send_forever(handler: BaseHTTPRequestHandler) -> None:
    """Send more than any page has, as fast as it is read."""
    handler.send_response(200)
    handler.send_header("Content-Type", HTML)
    handler.end_headers()
    try:
        for _ in range(4096):
            handler.wfile.write(b"x" * 65536)
    except OSError:
        pass


def send_drops(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then."""
    handler.send_response(200)
    handler.send_header("Content-Type", HTML)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass
