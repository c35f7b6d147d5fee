"""The options that filter a search, one for each row of kb.facets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kb.cli.parameters import completing, option
from kb.facets import FACETS, Facet
from kb.messages import Message

__all__ = ["facet_options", "filters_of"]

_FILTERS = "kisima.filters"


def facet_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each facet; each may be given several times."""
    for facet in reversed(FACETS):
        swahili, english = facet.parameters
        function = option(
            f"--{swahili}",
            f"--{english}",
            multiple=True,
            metavar=Message("VALUE"),
            help=facet.label,
            shell_complete=completing(facet.name),
            callback=_keeper(facet),
            expose_value=False,
        )(function)
    return function


def filters_of(ctx: click.Context) -> dict[str, tuple[str, ...]]:
    """Return the filters of the call: for each facet that was given, its values as typed."""
    filters: dict[str, tuple[str, ...]] = ctx.meta.get(_FILTERS, {})
    return filters


def _keeper(facet: Facet) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], None]:
    def keep(ctx: click.Context, _: click.Parameter, values: tuple[str, ...]) -> None:
        if values:
            ctx.meta.setdefault(_FILTERS, {})[facet.name] = values

    return keep
