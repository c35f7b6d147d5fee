"""Refuse a request that names what no index has: the caller's mistake, not "no matches"."""

from __future__ import annotations

from collections.abc import Collection

from kb.engines.base import AnyOf, Either, InOrder, SearchRequest, TermPrefix
from kb.engines.fields import FIELDS
from kb.facets import FACET_BY_NAME

__all__ = ["check_name", "check_request"]


def check_request(request: SearchRequest) -> None:
    """Check the fields, facets and gaps of a request.

    Raises:
        ValueError: there is no such field or facet; or steps and gaps do not fit.
    """
    for clause in request.clauses:
        asks = clause.ask.options if isinstance(clause.ask, Either) else (clause.ask,)
        for ask in asks:
            _check_ask(ask)
    for facet in (*request.filters, *request.facets):
        check_name(facet, FACET_BY_NAME)


def _check_ask(ask: AnyOf | InOrder | TermPrefix) -> None:
    check_name(ask.field, FIELDS)
    if isinstance(ask, InOrder) and len(ask.gaps) != len(ask.steps) - 1:
        raise ValueError(f"{len(ask.steps)} steps need {len(ask.steps) - 1} gaps: {ask.gaps}")


def check_name(name: str, known: Collection[str]) -> None:
    """Check that *name* is one of *known*.

    Raises:
        ValueError: it is not.
    """
    if name not in known:
        raise ValueError(f"{name!r} is none of {', '.join(known)}")
