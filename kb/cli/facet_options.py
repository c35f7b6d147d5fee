"""The options that filter a search, one for each row of kb.facets.

``facet_options`` gives them to a command; ``filters_of`` returns what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from click.shell_completion import CompletionItem

from kb.facets import FACETS, Facet
from kb.messages import translate

__all__ = ["facet_options", "filters_of"]

_FILTERS = "kisima.filters"


def facet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each facet; each may be given several times."""
    for facet in reversed(FACETS):
        swahili, english = facet.parameters
        option = click.option(
            f"--{swahili}",
            f"--{english}",
            multiple=True,
            metavar=facet.swahili.upper(),
            help=f"{translate(facet.label, 'sw')}. / {translate(facet.label, 'en')}.",
            shell_complete=_completer(facet),
            callback=_keeper(facet),
            expose_value=False,
        )
        command = option(command)
    return command


def filters_of(ctx: click.Context) -> dict[str, tuple[str, ...]]:
    """Return the filters of the call: for each facet that was given, its values as typed."""
    filters: dict[str, tuple[str, ...]] = ctx.meta.get(_FILTERS, {})
    return filters


def _keeper(facet: Facet) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], None]:
    def keep(ctx: click.Context, _: click.Parameter, values: tuple[str, ...]) -> None:
        if values:
            ctx.meta.setdefault(_FILTERS, {})[facet.name] = values

    return keep


def _completer(
    facet: Facet,
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]:
    def complete(
        ctx: click.Context, parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        from kb.cli.shell_completion import values_of_facet

        return values_of_facet(facet.swahili)(ctx, parameter, incomplete)

    return complete
