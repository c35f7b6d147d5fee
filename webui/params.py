"""Read the search of a request: question, page, limit, filters.

Takes the query string, gives SearchParams, or raises RequestError. A parameter has a
Swahili and an English name, as commands do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import QueryParams
from starlette.requests import Request

from kb.facets import FACET_BY_NAME, FACETS
from kb.knowledge_base import MAX_HITS
from kb.present.cells import safe, safe_line
from kb.search.page import MAX_PAGES
from webui.language import LANGUAGE_PARAMETERS

__all__ = [
    "BEST",
    "NEWEST",
    "PARAMETERS",
    "DocumentParams",
    "Filters",
    "RequestError",
    "SearchParams",
    "document_params",
    "search_params",
]

MAX_FILTER_VALUES = 20
"""The maximum number of values of one filter; forms and links send fewer."""

PARAMETERS: Mapping[str, tuple[str, str]] = {
    "question": ("swali", "q"),
    "page": ("ukurasa", "page"),
    "limit": ("idadi", "limit"),
    "sort": ("panga", "sort"),
    "exact": ("halisi", "exact"),
    "cursor": ("kishale", "cursor"),
    "explain": ("eleza", "explain"),
    "section": ("sehemu", "section"),
    "since": ("tangu", "since"),
    "page_language": LANGUAGE_PARAMETERS,
    **{facet.name: facet.parameters for facet in FACETS},
}
"""The Swahili and the English name of each parameter. Pages link with the first, the API with the
second; ``q`` is the question of a page in both languages."""

NEWEST = ("mpya", "newest")
"""The value of ``sort`` that lists the newest documents first, in Swahili and in English."""

BEST = ("umuhimu", "relevance")
"""The value of ``sort`` that lists the best hits first, as without it."""

Filters = Mapping[str, tuple[str, ...]]
"""Facet: its chosen values."""


class RequestError(Exception):
    """A request cannot be answered.

    Args:
        kind: a row of the table of webui.errors.
        existing: names and addresses of what there is instead.
        facts: what fills the places of the row's remedy.
    """

    def __init__(
        self, kind: str, existing: Sequence[tuple[str, str]] = (), **facts: object
    ) -> None:
        super().__init__(kind)
        self.kind, self.existing, self.facts = kind, existing, facts


@dataclass(frozen=True, slots=True)
class SearchParams:
    """The search in one address."""

    question: str
    page: int = 1  # from 1
    limit: int | None = None  # hits on a page; None: the setting decides
    filters: Filters = field(default_factory=dict)
    newest: bool = False  # the newest documents first, instead of the best matches
    exact: bool = False  # search what was typed, without a corrected or an added word


@dataclass(frozen=True, slots=True)
class DocumentParams:
    """The document in one address, and what to show of it."""

    question: str = ""  # its words are marked
    anchor: str = ""  # a place in the part to show; "": the beginning, or the first mark
    whole: bool = False
    formerly: str = ""  # the id or the anchor that an old address had


def document_params(request: Request) -> DocumentParams:
    """Return what *request* wants to see of a document. Any value is a place or none."""

    def value(*names: str) -> str:
        given = (request.query_params.get(name) for name in names)
        return safe_line(next(filter(None, given), ""))

    return DocumentParams(
        question=value("q"),
        anchor=value("sehemu", "section"),
        whole=value("nzima", "whole") == "1",
        formerly=value("zamani", "formerly"),
    )


def search_params(request: Request) -> SearchParams:
    """Return the search in *request*; without ``q`` its question is empty.

    Raises:
        RequestError: a number is not a number or out of bounds, a filter has too many values,
            or there is no such order.
    """
    query_params = request.query_params
    filters = {
        facet: tuple(safe(v)[0] for v in _values(query_params, facet)) for facet in FACET_BY_NAME
    }
    sort = next(iter(_values(query_params, "sort")), BEST[0])
    if sort not in NEWEST + BEST:
        raise RequestError("bad")
    if any(len(values) > MAX_FILTER_VALUES for values in filters.values()):
        raise RequestError("bad")
    return SearchParams(
        question=query_params.get("q", ""),
        page=_number(query_params, "page", MAX_PAGES) or 1,
        limit=_number(query_params, "limit", MAX_HITS),
        filters={facet: values for facet, values in filters.items() if values},
        newest=sort in NEWEST,
        exact="1" in _values(query_params, "exact"),
    )


def _values(query_params: QueryParams, parameter: str) -> tuple[str, ...]:
    """Return the values of a parameter in their order, without repetitions and empty ones."""
    values = [value for name in PARAMETERS[parameter] for value in query_params.getlist(name)]
    return tuple(dict.fromkeys(filter(None, values)))


def _number(query_params: QueryParams, parameter: str, maximum: int) -> int | None:
    """Return the first value of a parameter as a number; None if the parameter is missing."""
    values = _values(query_params, parameter)
    if not values:
        return None
    text = values[0]
    # isdecimal alone accepts the digits of every script, and int() thousands of digits.
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and 1 <= int(text) <= maximum):
        raise RequestError("number", name=" / ".join(PARAMETERS[parameter]), min=1, max=maximum)
    return int(text)
