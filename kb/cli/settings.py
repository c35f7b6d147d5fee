"""The command ``settings``: each setting with its value and where the value came from."""

from __future__ import annotations

import click

from kb.cli.framework import command
from kb.cli.language import in_words
from kb.cli.output import print_json
from kb.cli.parameters import json_option, settings_of, shared_options
from kb.messages import Message

__all__ = ["settings_command"]


@command(Message("Show the settings, and where each came from."))
@json_option
@shared_options
def settings_command(as_json: bool) -> None:
    """Print a row for each setting."""
    from kb.present.terminal import table
    from kb.settings import SETTINGS

    held = settings_of()
    if as_json:
        shape = {
            row.name: {"value": held[row.name], "origin": str(held.origin(row.name))}
            for row in SETTINGS
        }
        print_json(shape)
        return
    click.echo(
        table(
            (row.name, str(held[row.name]), in_words(row.unit), in_words(held.origin(row.name)))
            for row in SETTINGS
        )
    )
