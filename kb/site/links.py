"""The links of a page, and the addresses in a sitemap.

Bytes come in, the text of addresses goes out. The parser is the standard library's, in
pure Python: this runs outside the child processes that read documents.
"""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["PageLinks", "page_links", "sitemap_addresses"]

_MAX_LINKS = 5_000  # of one page
_MAX_ADDRESSES = 50_000  # of one sitemap: the limit of its protocol
_MAX_SITEMAP_BYTES = 50 * 1024 * 1024  # unpacked: likewise
_GZIP = b"\x1f\x8b"
_REFUSING = frozenset({"nofollow", "none"})
_HIDDEN = frozenset({"noindex", "none"})


@dataclass(slots=True)
class PageLinks:
    """What a page says of other pages, and of itself."""

    links: list[str] = field(default_factory=list)  # as written, in order
    base: str | None = None  # of <base href>
    is_hidden: bool = False  # the page asks not to be found: <meta name=robots content=noindex>
    is_followed: bool = True  # the page lets its links be followed


def page_links(data: bytes) -> PageLinks:
    """Return the links of a page in HTML.

    >>> page_links(b'<a href="a.html">A</a> <a rel="nofollow" href="b.html">B</a>').links
    ['a.html']
    """
    parser = _Page()
    _feed(parser, data)
    return parser.page


def sitemap_addresses(data: bytes) -> tuple[list[str], list[str]]:
    """Return the addresses of the pages in a sitemap, and those of the sitemaps in its index.

    Args:
        data: the file; it may be packed with gzip.

    >>> sitemap_addresses(b"<urlset><url><loc> http://maji.example/a </loc></url></urlset>")
    (['http://maji.example/a'], [])
    """
    if data.startswith(_GZIP):
        data = _unpacked(data)
    parser = _Sitemap()
    _feed(parser, data)
    return parser.pages, parser.sitemaps


def _unpacked(data: bytes) -> bytes:
    with suppress(OSError, EOFError, zlib.error), gzip.open(io.BytesIO(data)) as file:
        return file.read(_MAX_SITEMAP_BYTES)
    return b""


def _feed(parser: HTMLParser, data: bytes) -> None:
    parser.feed(data.decode("utf-8", errors="replace"))
    parser.close()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = PageLinks()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        page = self.page
        if tag in {"a", "area"} and "href" in values and len(page.links) < _MAX_LINKS:
            if "nofollow" not in values.get("rel", "").lower().split():
                page.links.append(values["href"])
        elif tag == "base" and page.base is None:
            page.base = values.get("href")
        elif tag == "meta" and values.get("name", "").lower() in {"robots", "kisima"}:
            said = {word.strip() for word in values.get("content", "").lower().split(",")}
            page.is_hidden |= not said.isdisjoint(_HIDDEN)
            page.is_followed &= said.isdisjoint(_REFUSING)


class _Sitemap(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []
        self.sitemaps: list[str] = []
        self._into: list[str] | None = None
        self._in_index = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "sitemapindex":
            self._in_index = True
        elif tag == "loc" and len(self.pages) + len(self.sitemaps) < _MAX_ADDRESSES:
            self._into = self.sitemaps if self._in_index else self.pages
            self._into.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "loc" and self._into is not None:
            self._into[-1] = self._into[-1].strip()
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data

    def unknown_decl(self, data: str) -> None:
        """Take the text of a CDATA section."""
        self.handle_data(data.removeprefix("CDATA["))
