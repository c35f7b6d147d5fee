"""The addresses of the pages that list the collection, and what a reader asks of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request

from kb.messages import Message
from webui.links import Links
from webui.params import RequestError

__all__ = ["NO_LETTER", "BrowseLinks", "BrowseParams", "browse_lists", "browse_params"]

NO_LETTER = "#"
"""Stands for titles that begin with no letter."""

_NAMES: Mapping[str, tuple[str, str]] = {
    "letter": ("herufi", "letter"),
    "institution": ("taasisi", "institution"),
    "year": ("mwaka", "year"),
    "kind": ("aina", "kind"),
    "page": ("ukurasa", "page"),
}
"""The Swahili and the English name of each parameter. Pages link with the first."""
_MAX_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class BrowseParams:
    """What an address asks of a list; "" asks for nothing."""

    letter: str = ""
    institution: str = ""
    year: str = ""
    kind: str = ""
    page: int = 1


def browse_params(request: Request) -> BrowseParams:
    """Return what a request asks of a list.

    Raises:
        RequestError: the page is not a number, or out of bounds.
    """
    given = request.query_params
    values = {
        name: next((given[key] for key in keys if given.get(key)), "")
        for name, keys in _NAMES.items()
    }
    page = values.pop("page") or "1"
    if not (page.isascii() and page.isdecimal() and len(page) <= 5 and 1 <= int(page) <= _MAX_PAGE):
        raise RequestError("number", name=" / ".join(_NAMES["page"]), min=1, max=_MAX_PAGE)
    return BrowseParams(**values, page=int(page))


@dataclass(frozen=True, slots=True)
class BrowseLinks:
    """Addresses of lists in the language of *links*.

    >>> BrowseLinks(Links("sw")).documents(BrowseParams(letter="#", page=2))
    '/vinjari/nyaraka?herufi=%23&ukurasa=2'
    >>> BrowseLinks(Links("en")).structure("Ofisi ya Rais / TAMISEMI")
    '/muundo/Ofisi%20ya%20Rais%20/%20TAMISEMI?lugha=en'
    """

    links: Links

    def overview(self) -> str:
        """Return the address of the page that all lists start from."""
        return self.links.at("/vinjari")

    def documents(self, params: BrowseParams) -> str:
        """Return the address of a list of documents."""
        return self._listing("/vinjari/nyaraka", params)

    def institutions(self, params: BrowseParams) -> str:
        """Return the address of the list of institutions."""
        return self._listing("/vinjari/taasisi", params)

    def sections(self, params: BrowseParams) -> str:
        """Return the address of a list of the sections of one kind."""
        return self._listing("/vinjari/sehemu", params)

    def compare(self, params: BrowseParams) -> str:
        """Return the address of one kind over all institutions."""
        return self._listing("/linganisha", params)

    def changes(self, params: BrowseParams) -> str:
        """Return the address of what changed lately."""
        return self._listing("/mabadiliko", params)

    def timeline(self, params: BrowseParams) -> str:
        """Return the address of the dates that documents mention."""
        return self._listing("/kalenda", params)

    def structure(self, owner: str) -> str:
        """Return the address of the chart of an institution or a document."""
        return self.links.at(f"/muundo/{quote(owner, safe='/')}")

    def _listing(self, path: str, params: BrowseParams) -> str:
        pairs = [
            (swahili, getattr(params, name))
            for name, (swahili, _) in _NAMES.items()
            if name != "page" and getattr(params, name)
        ]
        if params.page > 1:
            pairs.append((_NAMES["page"][0], str(params.page)))
        return self.links.at(path, pairs)


def browse_lists(links: Links) -> tuple[tuple[Message, str], ...]:
    """Return the names and addresses of the lists and of the page about the site, for every page."""
    to, nothing = BrowseLinks(links), BrowseParams()
    return (
        (Message("Browse"), to.overview()),
        (Message("Compare"), to.compare(nothing)),
        (Message("Dates"), to.timeline(nothing)),
        (Message("What changed"), to.changes(nothing)),
        (Message("About"), links.about()),
    )
