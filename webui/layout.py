"""Build the frame of every page, and the parts that several pages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from starlette.requests import Request

from kb.messages import Message
from kb.outline import KINDS
from kb.results import Linked, Newer
from webui.branding import brand_of
from webui.browse_links import browse_lists
from webui.language import LANGUAGE_NAMES, named_language, other_language, page_language
from webui.links import Links
from webui.view_models import Layout, Link, Replacement

__all__ = [
    "OwnAddress",
    "attached_link",
    "kind_name",
    "page_layout",
    "page_links",
    "percentage",
    "replacement",
    "site_address",
]

_OLDER = Message("The newest collection cannot be read, so you see the one before it.")

OwnAddress = Callable[[Links], str]
"""Writes a page's own address in the language of the Links that it gets."""


def site_address(request: Request) -> str:
    """Return the address of the site, as the client writes it: "https://kisima.example"."""
    return f"{request.url.scheme}://{request.url.netloc}"


def page_links(request: Request) -> Links:
    """Return the addresses of the site in the page's language; they keep one that is named."""
    return Links(page_language(request), named=named_language(request) is not None)


def page_layout(
    request: Request,
    today: dt.date,
    title: Message | str,
    own_address: OwnAddress,
    *,
    question: str = "",
    limit: int | None = None,
    indexable: bool = False,
    json: str | None = None,
    feed: str | None = None,
) -> Layout:
    """Return the frame of one page.

    Args:
        request: its address, or its browser, says the language.
        today: the day of retrieval, for print.
        title: of the window.
        own_address: the page's address in any language, for the switch and for print.
        question: what the search field contains.
        limit: hits on a page, where the address says it.
        indexable: search engines may list the page.
        json: the address of the same as JSON, where there is one.
        feed: the address of the feed that says when the page changes, where there is one.
    """
    links, other = page_links(request), other_language(page_language(request))
    return Layout(
        language=links.language,
        links=links,
        brand=brand_of(request),
        title=title,
        home=links.home(),
        switch=Link(LANGUAGE_NAMES[other], own_address(Links(other, named=True))),
        question=question,
        limit=limit,
        address=site_address(request) + own_address(Links(links.language)),
        retrieval_date=today.isoformat(),
        indexable=indexable,
        json=json,
        notice=_OLDER if getattr(request.state, "is_older", False) else None,
        feed=feed,
        lists=browse_lists(links),
    )


def kind_name(kind: str, language: str) -> str:
    """Return the name of a kind of section.

    >>> kind_name("dira", "sw"), kind_name("dira", "en"), kind_name("unknown", "en")
    ('Dira', 'Vision', 'Unknown')
    """
    known = KINDS.get(kind)
    name = known.english[0] if known and known.english and language == "en" else kind
    return name[:1].upper() + name[1:]


def replacement(
    newer: Newer | None, older_date: str | None, links: Links, question: str
) -> Replacement | None:
    """Return the document that replaces one; None if it is in force.

    >>> replacement(Newer("sera.md", "Sera", "2024"), "2012-07", Links("sw"), "").document.href
    '/hati/sera.md'
    """
    if newer is None:
        return None
    link = Link(newer.title, links.document(newer.document, question))
    return Replacement(older_date, link, newer.date)


def attached_link(mail: Linked | None, links: Links, question: str) -> Link | None:
    """Return the link to the mail that a document came with; None for a file of its own."""
    return None if mail is None else Link(mail.title, links.document(mail.document, question))


def percentage(share: float | None) -> str:
    """Return a share as the page shows it; "" where there is none.

    >>> percentage(0.934), percentage(None)
    ('93 %', '')
    """
    return "" if share is None else f"{100 * share:.0f} %"
