"""A request for a list of the collection: what it asks, and what its pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from starlette.requests import Request

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.shelves import Counted, cut_page
from kb.errors import DocumentNotFound
from kb.messages import Message
from kb.swahili import sort_key
from webui.browse_links import BrowseLinks, BrowseParams, browse_params
from webui.browse_models import ListChoice, ListPages
from webui.language import page_language
from webui.layout import OwnAddress, kind_name, page_layout, page_links
from webui.params import RequestError, SearchParams
from webui.view_models import Layout

__all__ = [
    "EVERYTHING",
    "PAGE_SIZE",
    "Address",
    "BrowseRequest",
    "kind_choices",
    "no_such",
    "no_such_kind",
]

PAGE_SIZE = 50
"""Entries of a plain list on a page."""
MAX_EXISTING = 8
"""Values that are named where one does not exist."""
EVERYTHING = SearchParams("")
"""The search of a feed of all documents."""

Item = TypeVar("Item")
Address = Callable[[BrowseParams], str]
"""Gives the address of a list."""


class BrowseRequest:
    """A request for a list: what it asks, and the addresses in its language."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.params = browse_params(request)
        self.language = page_language(request)
        self.links = page_links(request)
        self.to = BrowseLinks(self.links)
        self.today = datetime.now(UTC).astimezone().date()

    def layout(self, title: Message | str, own: OwnAddress, feed: str | None = None) -> Layout:
        """Return the frame of the page."""
        return page_layout(self.request, self.today, title, own, indexable=True, feed=feed)

    def cut(
        self, items: Sequence[Item], size: int, address: Address
    ) -> tuple[Sequence[Item], ListPages]:
        """Return what is on the page that was asked for, and the links to its neighbours.

        Raises:
            DocumentNotFound: there is no such page.
        """
        number = self.params.page
        listed, last = cut_page(items, number, size)
        if number > last:
            raise DocumentNotFound(f"{self.request.url.path} {number}")

        def other(page: int) -> str | None:
            return address(replace(self.params, page=page)) if 1 <= page <= last else None

        return listed, ListPages(number, last, other(number - 1), other(number + 1))


def kind_choices(
    kinds: Sequence[Counted], asked: BrowseRequest, address: Address
) -> tuple[ListChoice, ...]:
    """Return the kinds of sections, A to Z in the language of the page, each with its address."""
    choices = [
        ListChoice(
            kind_name(kind, asked.language),
            address(BrowseParams(kind=kind)),
            count,
            kind == asked.params.kind,
            kind,
        )
        for kind, count in kinds
    ]
    return tuple(sorted(choices, key=lambda choice: sort_key(str(choice.name))))


def no_such(
    value: str,
    values: Sequence[str],
    address: Callable[[str], str],
    name_of: Callable[[str], str] = str,
) -> RequestError:
    """Return the error of a value that the collection does not have, with similar ones."""
    from kb.expansion.spelling import nearest  # only where a value names nothing

    near = nearest(value, values, MAX_EXISTING)
    return RequestError("missing", [(name_of(one), address(one)) for one in near])


def no_such_kind(catalogue: Catalogue, asked: BrowseRequest, address: Address) -> RequestError:
    """Return the error of a kind that no section has."""
    kinds = [kind for kind, _ in catalogue.kinds()]
    return no_such(
        asked.params.kind,
        kinds,
        lambda kind: address(BrowseParams(kind=kind)),
        lambda kind: kind_name(kind, asked.language),
    )
