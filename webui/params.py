"""Read what a request asks for: question, page, filters, language.

Takes the query string, gives an Asked, or refuses. A parameter may have its
Swahili or its English name, as commands do.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.requests import Request

from kb.facets import FACETS
from kb.present.cells import safe
from kb.settings import Settings
from webui.errors import Refused
from webui.links import NAMES, Filters

__all__ = ["MOST_HITS", "MOST_PAGES", "Asked", "asked", "spoken"]

MOST_PAGES = 50
MOST_HITS = 100
MOST_CHOSEN = 20
"""Values of one filter; a form or a link never sends so many."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request asks for."""

    question: str | None  # None: the parameter is not there
    page: int
    limit: int
    filters: Filters


def spoken(request: Request) -> str:
    """Return the language of the page: Swahili, unless English is asked for."""
    return "en" if request.query_params.get("lugha") == "en" else "sw"


def asked(request: Request, settings: Settings) -> Asked:
    """Return what *request* asks for.

    Raises:
        Refused: a number is none, or out of bounds; or too many filters.
    """
    given = request.query_params
    filters = {
        facet.name: tuple(safe(v)[0] for v in _values(given, facet.name)) for facet in FACETS
    }
    if any(len(values) > MOST_CHOSEN for values in filters.values()):
        raise Refused("bad")
    return Asked(
        question=given.get("q"),
        page=_number(given, "page", 1, MOST_PAGES),
        limit=_number(given, "limit", settings.limit, MOST_HITS),
        filters={facet: values for facet, values in filters.items() if values},
    )


def _values(given: QueryParams, parameter: str) -> tuple[str, ...]:
    """Return every value of a parameter once, in the order given, the empty ones left out."""
    values = [value for name in NAMES[parameter] for value in given.getlist(name)]
    return tuple(dict.fromkeys(filter(None, values)))


def _number(given: QueryParams, parameter: str, default: int, most: int) -> int:
    values = _values(given, parameter)
    if not values:
        return default
    text = values[0]
    # isdecimal alone takes the digits of every script, and int() thousands of them
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and 1 <= int(text) <= most):
        raise Refused("number", name=" / ".join(NAMES[parameter]), least=1, most=most)
    return int(text)
