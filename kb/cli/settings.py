"""``kisima settings``: each setting with its value and where the value came from."""

from __future__ import annotations

import os

import click

from kb.cli.framework import Command, places, print_json, settings_of
from kb.messages import language_in_force, translate

__all__ = ["settings"]


@click.command("settings", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
def settings(as_json: bool) -> None:
    """Onyesha mipangilio, na ilikotoka. / Show the settings, and where each came from."""
    from kb.present import terminal
    from kb.settings import SETTINGS

    held = settings_of()
    if as_json:
        print_json({row.name: _as_json(held[row.name], held.origin(row.name)) for row in SETTINGS})
        return
    language = language_in_force(None, os.environ)
    click.echo(
        terminal.table(
            (
                row.name,
                str(held[row.name]),
                translate(row.unit, language),
                translate(held.origin(row.name), language),
            )
            for row in SETTINGS
        )
    )


def _as_json(value: int | str, origin: object) -> dict[str, int | str]:
    return {"value": value, "origin": str(origin)}
