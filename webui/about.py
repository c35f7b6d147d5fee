"""The page about the site: what it holds, how to search it, what it keeps, how to link to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kb.knowledge_base import KnowledgeBase
from kb.messages import Message, translate
from webui.browse_links import BrowseLinks
from webui.layout import page_layout, page_links, site_address
from webui.links import Links
from webui.pages import SYNTAX
from webui.params import SearchParams
from webui.rendering import render
from webui.responder import Responder
from webui.view_models import Link, PageInLayout

__all__ = ["AboutPage", "AboutPages"]

_FORM = """\
<form action="{site}/" method="get" role="search">
  <label>{label} <input type="search" name="q"></label>{language}
  <button>{button}</button>
</form>"""
_LANGUAGE = """
  <input type="hidden" name="lugha" value="en">"""


@dataclass(frozen=True, slots=True)
class AboutPage(PageInLayout):
    """What the site is."""

    template: ClassVar[str] = "about.html"
    documents: int
    passages: int
    institutions: int
    generation: str
    built: str  # ISO
    syntax: tuple[tuple[Link, Message], ...]
    form: str  # HTML that another site can paste
    api: str
    feed: str
    browse: str


class AboutPages:
    """The endpoint."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder

    def about(self, request: Request) -> Response:
        """Return the page about the site."""
        today = datetime.now(UTC).astimezone().date()

        def make(base: KnowledgeBase) -> Response:
            return HTMLResponse(render(_about(request, base, today)))

        return self._responder.respond(request, make, today)


def _about(request: Request, base: KnowledgeBase, today: date) -> AboutPage:
    links = page_links(request)
    with base.catalogue() as catalogue:
        documents = len(catalogue.shelves.documents)
        institutions = len(catalogue.shelves.institutions())
        built = catalogue.built
    return AboutPage(
        layout=page_layout(request, today, Message("About this site"), Links.about, indexable=True),
        documents=documents,
        passages=base.statistics().entries,
        institutions=institutions,
        generation=base.generation,
        built=built[:10],
        syntax=tuple(
            (Link(text, links.results(SearchParams(text))), meaning) for text, meaning in SYNTAX
        ),
        form=_FORM.format(
            site=site_address(request),
            label=translate(Message("Search the documents"), links.language),
            button=translate(Message("Search"), links.language),
            language=_LANGUAGE if links.language == "en" else "",
        ),
        api=links.api(),
        feed=links.feed(SearchParams("")),
        browse=BrowseLinks(links).overview(),
    )
