"""Make what stands around every page, and the names of things in the page's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from starlette.requests import Request

from kb.outline import KINDS
from kb.results import Newer
from webui.links import Links
from webui.messages import date, other, say
from webui.params import spoken
from webui.view_models import Frame, Link, Replaced

__all__ = ["Here", "dated", "frame", "kind_name", "replaced_by"]

Here = Callable[[Links], str]
"""Writes a page's own address in the language of the Links it is given."""


def frame(
    request: Request,
    today: dt.date,
    title: str,
    here: Here,
    *,
    question: str = "",
    indexed: bool = False,
    json: str | None = None,
) -> Frame:
    """Return what stands around one page.

    Args:
        here: the page's address in any language, for the switch and for print.
        question: what the search field holds.
        indexed: search engines may list the page.
        json: the same as JSON, where there is such a thing.
    """
    language = spoken(request)
    links, switched = Links(language), other(language)
    site = f"{request.url.scheme}://{request.url.netloc}"
    return Frame(
        language=language,
        title=title,
        home=links.home(),
        switch=Link(say(f"language.{switched}", switched), here(Links(switched))),
        question=question,
        address=site + here(links),
        retrieved=date(today.isoformat(), language),
        indexed=indexed,
        json=json,
    )


def kind_name(kind: str, language: str) -> str:
    """Return what a kind of section is called.

    >>> kind_name("dira", "sw"), kind_name("dira", "en"), kind_name("unknown", "en")
    ('Dira', 'Vision', 'Unknown')
    """
    known = KINDS.get(kind)
    name = known.english[0] if known and known.english and language == "en" else kind
    return name[:1].upper() + name[1:]


def dated(iso: str | None, language: str) -> tuple[str, str] | None:
    """Return a date for machines and for people, where there is one.

    >>> dated("2012-07", "sw")
    ('2012-07', 'Julai 2012')
    """
    return (iso, date(iso, language)) if iso else None


def replaced_by(
    newer: Newer | None, date: str | None, links: Links, question: str
) -> Replaced | None:
    """Return the mark of a document that was replaced; None where it is in force.

    >>> replaced_by(Newer("sera.md", "Sera", "2024"), "2012-07", Links("sw"), "").document.href
    '/hati/sera.md'
    """
    if newer is None:
        return None
    link = Link(newer.title, links.document(newer.document, question))
    return Replaced(dated(date, links.language), link, dated(newer.date, links.language))
