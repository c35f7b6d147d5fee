"""The endpoints for documents: a document or a part of it, and what a new version changed.

A page without a question is made once for each generation and day, and kept packed. How many
are worked on at once, ``webui.turns`` decides: a flood of them stops no search.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kb.errors import DocumentNotFound
from kb.knowledge_base import KnowledgeBase
from kb.messages import Message
from kb.results import ShownDocument
from webui.compared import comparison_page
from webui.contents import mark_count
from webui.documents import View, document_page
from webui.layout import page_layout, page_links, site_address
from webui.links import Links
from webui.page_cache import BoundedCache
from webui.params import DocumentParams, document_params
from webui.parts import Parts, divide, nearest
from webui.rendering import render
from webui.responder import Responder, accepts_gzip

__all__ = ["COMPARED", "DocumentPages"]

COMPARED = "tofauti"
"""The word between a document and the older one that it is compared with."""

MAX_CACHED = 16_000_000
"""Bytes of packed pages in memory; the longest page is below 200,000."""
MAX_PLACES = 100_000
"""Anchors in memory, of all documents; a long one has 1,500."""

_NOT_FOR_ROBOTS: Mapping[str, str] = {"X-Robots-Tag": "noindex"}


@dataclass(frozen=True, slots=True)
class _Places:
    """What must be known of a document to find a page of it in the cache."""

    id: str  # today
    count: int  # of its parts
    numbers: Mapping[str, int]  # the part of each anchor


class _Loaded:
    """A document of one request, read from the index when it is first needed."""

    def __init__(self, base: KnowledgeBase, id: str, question: str) -> None:
        self._base, self._id, self._question = base, id, question

    @cached_property
    def document(self) -> ShownDocument:
        return self._base.document(self._id, self._question or None)

    @cached_property
    def parts(self) -> Parts:
        return divide(self.document)

    def places(self) -> _Places:
        return _Places(self.document.id, len(self.parts), self.parts.numbers)


class DocumentPages:
    """The endpoints, each in a thread of its own, and the pages they keep."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder
        self._pages: BoundedCache[bytes] = BoundedCache(MAX_CACHED, len)
        self._places: BoundedCache[_Places] = BoundedCache(
            MAX_PLACES, lambda places: len(places.numbers)
        )

    def document(self, request: Request) -> Response:
        """Return a document's page. Its id is only looked up; it is never a path of a file."""
        id, today = _id(request, "id"), _today()

        def make(base: KnowledgeBase) -> Response:
            return self._shown(request, base, id, today)

        return self._responder.respond(request, make, today, strong=True)

    def comparison(self, request: Request) -> Response:
        """Return what changed from one document to the one that replaces it."""
        id, older, today = _id(request, "id"), _id(request, "older"), _today()

        def make(base: KnowledgeBase) -> Response:
            document = f"{id}/{COMPARED}/{older}"
            if base.titles_of([document]):  # a folder has the name that a comparison has
                return self._shown(request, base, document, today)
            return self._compared(request, base, (id, older), today)

        return self._responder.respond(request, make, today, strong=True)

    def _shown(self, request: Request, base: KnowledgeBase, id: str, today: date) -> Response:
        """Return the page of a document, or the way to it."""
        params = document_params(request)
        loaded = _Loaded(base, id, params.question)
        places = self._places.get((base.generation, id), loaded.places)
        old = _redirect(places, id, params, page_links(request))
        if old is not None:
            return old
        number = _part_number(places, params, loaded)

        def page(moved: Message | None = None) -> str:
            view = View(loaded.document, loaded.parts, number, params, moved)
            return _page(request, view, base.generation, today)

        if params.question or params.formerly:
            packed = _pack(page(_moved(base, places, params)))
            return _send(request, packed, _NOT_FOR_ROBOTS)
        return self._packed(request, base, (id, number), today, page)

    def _compared(
        self, request: Request, base: KnowledgeBase, ids: tuple[str, str], today: date
    ) -> Response:
        """Return the page that compares a document with an older one, or the way to it."""
        new, old = (_Loaded(base, id, "") for id in ids)

        def page() -> str:
            renamed = (new.document.id, old.document.id) != ids
            if renamed or not _replaces(new.document, old.document):
                raise DocumentNotFound(ids[0])
            return _comparison(request, old.document, new.document, today)

        try:
            return self._packed(request, base, ids, today, page)
        except DocumentNotFound:
            today_ids = new.document.id, old.document.id
            if today_ids == ids or not _replaces(new.document, old.document):
                raise
            return RedirectResponse(page_links(request).comparison(*today_ids), 301)

    def _packed(
        self,
        request: Request,
        base: KnowledgeBase,
        key: tuple[str, str | int | None],
        today: date,
        make: Callable[[], str],
    ) -> Response:
        """Return a page from the cache; it is made if it is not there."""
        complete = (*key, base.generation, site_address(request), page_links(request), today)
        return _send(request, self._pages.get(complete, lambda: _pack(make())))


def _id(request: Request, name: str) -> str:
    return unicodedata.normalize("NFC", request.path_params[name])


def _redirect(places: _Places, id: str, params: DocumentParams, links: Links) -> Response | None:
    """Return the way from an old address to that of today; None where the address is right."""
    if places.id != id:  # the file was renamed
        href = links.document(
            places.id, params.question, section=params.anchor, whole=params.whole, formerly=id
        )
        return RedirectResponse(href, 301)
    if params.anchor and params.anchor not in places.numbers:  # the heading is gone
        near = nearest(params.anchor, [*places.numbers])
        href = links.document(
            id, params.question, near or "", whole=params.whole, formerly=params.anchor
        )
        return RedirectResponse(href, 302)
    return None


def _part_number(places: _Places, params: DocumentParams, loaded: _Loaded) -> int | None:
    """Return the part to show, from 0; None: the whole document."""
    if params.whole or places.count == 1:
        return None
    if params.anchor or not params.question:
        return places.numbers.get(params.anchor, 0)
    marked = (
        number
        for number, part in enumerate(loaded.parts.parts)
        if any(mark_count(section, loaded.document) for section in part.sections)
    )
    return next(marked, 0)


def _moved(base: KnowledgeBase, places: _Places, params: DocumentParams) -> Message | None:
    """Return what a reader of an old address is told. An address that only claims to be one is none."""
    former = params.formerly
    if not former or former == places.id or former in places.numbers:
        return None
    try:
        renamed = base.document(former).id == places.id
    except DocumentNotFound:
        renamed = False
    if renamed:
        return Message("This document has a new address; the old one was {old}.", old=former)
    if params.anchor:
        return Message(
            "The link led to a heading that this document no longer has. "
            "This is the heading most like it."
        )
    return Message("The link led to a heading that this document no longer has.")


def _page(request: Request, view: View, generation: str, today: date) -> str:
    document, params = view.document, view.params

    def own_address(links: Links) -> str:
        return links.document(
            document.id, params.question, section=view.own_section, whole=view.whole
        )

    part = view.parts[view.number] if view.number else None
    layout = page_layout(
        request,
        today,
        f"{part.heading} – {document.title}" if part and part.heading else document.title,
        own_address,
        question=params.question,
        indexable=not (params.question or params.formerly),
        json=Links.api_document(document.id, params.question),
    )
    return render(document_page(view, layout, generation, site_address(request)))


def _comparison(request: Request, older: ShownDocument, newer: ShownDocument, today: date) -> str:
    layout = page_layout(
        request,
        today,
        Message("What changed: {title}", title=newer.title),
        lambda links: links.comparison(newer.id, older.id),
        indexable=True,
    )
    return render(comparison_page(older, newer, layout))


def _pack(page: str) -> bytes:
    return gzip.compress(page.encode(), 6, mtime=0)  # the same bytes whenever it is made


def _send(request: Request, packed: bytes, headers: Mapping[str, str] | None = None) -> Response:
    """Return a packed page as the client takes it. The middleware for gzip leaves it as it is."""
    own = {**(headers or {}), "Vary": "Accept-Encoding"}
    if not accepts_gzip(request):
        return HTMLResponse(gzip.decompress(packed), headers=own)
    return HTMLResponse(packed, headers={**own, "Content-Encoding": "gzip"})


def _replaces(newer: ShownDocument, older: ShownDocument) -> bool:
    """Say whether one document is in force instead of another, or replaced it in its time."""
    in_force = older.newer is not None and older.newer.document == newer.id
    return in_force or (newer.older is not None and newer.older.document == older.id)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
