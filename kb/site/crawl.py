"""Fetch the pages of a site one after the other.

The address where a site starts comes in; its pages are kept in the corpus
(``kb.site.pages``), and a report comes out. Pages come from the sitemaps, from the links of
each page, and from earlier runs. A page belongs to the site if it is below the start; a
document (.pdf, .docx) belongs to it wherever on the same server it is, if a page links to
it.

A later run asks for each page whether it has changed. A page that the server no longer has
stays in the corpus, and its source says so: people may have cited it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import PageUnreachable, SettingInvalid
from kb.messages import Message
from kb.site.addresses import Address, read_address, resolve_link
from kb.site.connection import Connection, Reply
from kb.site.content_types import HTML, is_document_link, suffix_of
from kb.site.links import page_links, sitemap_addresses
from kb.site.pages import FetchedPage, SitePages
from kb.site.visitor import Visitor

__all__ = ["MAX_PAGES", "SiteReport", "fetch_site"]

MAX_PAGES = 500
"""Pages that one run asks for, where nothing else is said."""

_MAX_SITEMAPS = 50
_GONE = frozenset({404, 410})
_UNCHANGED = 304


@dataclass(slots=True)
class SiteReport:
    """What a run did."""

    pages: list[FetchedPage] = field(default_factory=list)
    left: int = 0  # pages that are known and were not asked for: the limit was reached

    def ids(self, change: str) -> list[str]:
        """Return the documents with one kind of change."""
        return [page.id for page in self.pages if page.change == change]

    @property
    def failed(self) -> list[FetchedPage]:
        """The pages that could not be fetched, each with its fault."""
        return [page for page in self.pages if page.fault is not None]


def fetch_site(
    start: Address,
    corpus: Path,
    connection: Connection,
    *,
    whole: bool,
    limit: int = MAX_PAGES,
    replace: bool = False,
    progress: Callable[[int, int, str], None] = lambda *_: None,
) -> SiteReport:
    """Fetch a page, or the pages of a site, into the corpus.

    Args:
        start: the page, or the page below which those of the site are.
        corpus: the folder of documents; it must exist.
        connection: asks the server.
        whole: the site, not only the page.
        limit: how many pages are asked for at most.
        replace: a document that was deleted here is fetched again.
        progress: receives how many pages are done, how many are known, and the last address.

    Raises:
        SettingInvalid: there is no such corpus.
        PageUnreachable: the start cannot be fetched, or the site does not allow it.
        StorageFailed: the disk refused; what was fetched before is kept.
    """
    if not corpus.is_dir():
        raise SettingInvalid("corpus", str(corpus), Message("a folder that exists"))
    visitor = Visitor(connection)
    address, reply = visitor.ask(start, suffix_of)
    if reply.data is None:
        raise PageUnreachable(str(address), reply.fault or Message("there is no page"))
    pages = SitePages(corpus / address.folder)
    try:
        crawl = _Crawl(address, pages, visitor, replace=replace)
        report = SiteReport([crawl.keep(address, reply)])
        if whole:
            crawl.add_sitemaps()
            crawl.add_known()
            while crawl.waiting and len(report.pages) < limit:
                page = crawl.step()
                if page is not None:
                    report.pages.append(page)
                    done = len(report.pages)
                    progress(done, min(limit, done + len(crawl.waiting)), page.url)
            report.left = len(crawl.waiting)
    finally:
        pages.save()
    return report


class _Crawl:
    """One run over a site; ``waiting`` are the pages to ask for, the next one first."""

    def __init__(
        self, start: Address, pages: SitePages, visitor: Visitor, *, replace: bool
    ) -> None:
        self.waiting: deque[Address] = deque()
        self._start, self._pages, self._visitor = start, pages, visitor
        self._replace = replace
        self._seen = {str(start)}

    def step(self) -> FetchedPage | None:
        """Ask for the next page, and keep it; return what came of it.

        Returns:
            None where the page is another one that was asked for already, or left the site.
        """
        address = self.waiting.popleft()
        if not self._replace and self._pages.was_deleted(address):
            return FetchedPage(str(address))  # a person removed it: it stays away
        place, reply = self._visitor.ask(address, suffix_of, self._pages.validators)
        if place != address:
            again = str(place) in self._seen
            self._seen.add(str(place))
            if again or not self._is_ours(place):
                return None
        return self.keep(place, reply)

    def keep(self, address: Address, reply: Reply) -> FetchedPage:
        """Keep a page of the site, if there is one, and add the pages that it links to."""
        record = self._pages.record(address)
        if reply.status == _UNCHANGED and record is not None:
            self._add(address, record.links)
            return self._pages.unchanged(address)
        if reply.status in _GONE and record is not None and record.file:
            return self._pages.mark_gone(address, record)
        suffix = suffix_of(reply.content_type, address)
        if reply.data is None or suffix is None:
            # A page links to pictures and archives: what is no document is no fault.
            is_other = bool(reply.content_type) and suffix is None
            return FetchedPage(str(address), fault=None if is_other else reply.fault)
        links: tuple[str, ...] = ()
        is_hidden = reply.is_hidden
        if suffix == HTML:
            page = page_links(reply.data)
            is_hidden |= page.is_hidden
            base = resolve_link(address, page.base) if page.base else None
            links = self._ours(base or address, page.links) if page.is_followed else ()
            self._add(address, links)
        if is_hidden:
            return self._pages.hide(address, links)
        return self._pages.keep(address, reply, suffix, links)

    def add_known(self) -> None:
        """Add the pages of earlier runs: one that is linked no more may still be there."""
        self._add(self._start, self._pages.known())

    def add_sitemaps(self) -> None:
        """Add the pages of the site's sitemaps that are below the start."""
        named = self._visitor.robots(self._start).sitemaps
        maps = deque(named or [f"{self._start.origin}/sitemap.xml"])
        seen: set[str] = set()
        while maps and len(seen) < _MAX_SITEMAPS:
            address = resolve_link(self._start, maps.popleft())
            if address is None or str(address) in seen or address.host != self._start.host:
                continue
            seen.add(str(address))
            _, reply = self._visitor.ask(address)
            pages, more = sitemap_addresses(reply.data or b"")
            maps.extend(more)
            self._add(self._start, pages)

    def _add(self, base: Address, links: Iterable[str]) -> None:
        for url in self._ours(base, links):
            if url not in self._seen:
                self._seen.add(url)
                self.waiting.append(read_address(url))

    def _ours(self, base: Address, links: Iterable[str]) -> tuple[str, ...]:
        """Return the addresses of links that belong to the site, each once."""
        resolved = (resolve_link(base, link) for link in links)
        return tuple(dict.fromkeys(str(one) for one in resolved if one and self._is_ours(one)))

    def _is_ours(self, address: Address) -> bool:
        is_document = is_document_link(address) and address.host == self._start.host
        return is_document or address.is_below(self._start)
