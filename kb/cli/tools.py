"""The other commands: serve, completion."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.framework import command
from kb.cli.language import language
from kb.cli.output import say
from kb.cli.parameters import (
    argument,
    is_verbose,
    option,
    settings_of,
    shared_options,
)
from kb.messages import Message

if TYPE_CHECKING:
    from kb.settings import Settings

__all__ = ["completion_command", "serve_command"]


@command(Message("Serve the web page."))
@option("--host", metavar=Message("ADDRESS"), help=Message("Address."))
@option("--port", metavar="N", help=Message("Port."))
@option(
    "--workers",
    "--michakato",
    "workers",
    metavar="N",
    help=Message("Processes that serve the page."),
)
@option("--watch", is_flag=True, help=Message("Update the index as documents change."))
@option("--polling", is_flag=True, help=Message("--watch for network folders."))
@shared_options
def serve_command(
    host: str | None, port: str | None, workers: str | None, watch: bool, polling: bool
) -> None:
    """Serve the page until Ctrl-C."""
    import socket

    from kb.cli.logs import log_to_stderr
    from kb.knowledge_base import KnowledgeBase
    from webui.serving import serve

    settings = settings_of(host=host, port=port, serve_workers=workers)
    # Without an index every page would be an error: fail here, where the operator sees it.
    KnowledgeBase.open(Path(settings.index), settings).close()
    address = settings.host
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # Bound here: a port in use is then an error of Kisima, and the port chosen for 0 is known.
    with socket.create_server((address, settings.port), family=family) as tried:
        free = tried.getsockname()[1]
    shown = f"[{address}]" if family is socket.AF_INET6 else address
    say(Message("{address}  (Ctrl-C stops)", address=f"http://{shown}:{free}/"))
    if watch:
        _watch_aside(settings, polling=polling)
    prepare = partial(log_to_stderr, verbose=is_verbose(click.get_current_context()))
    serve(settings, address, free, prepare)


def _watch_aside(settings: Settings, *, polling: bool) -> None:
    """Update the index in a daemon thread."""
    from threading import Thread

    from kb.cli.language import speaking
    from kb.cli.maintain import say_update
    from kb.watch import watch

    spoken = language()

    def follow() -> None:
        with speaking(spoken):  # a new thread does not inherit the context
            folders = Path(settings.corpus), Path(settings.index)
            watch(*folders, settings, say_update, polling=polling)

    Thread(target=follow, daemon=True).start()


@command(
    Message("Print the script that completes commands in a shell."),
    Message('In ~/.bashrc: eval "$(kisima completion bash)"'),
)
@argument("shell", Message("SHELL"), type=click.Choice(("bash", "zsh", "fish")))
@shared_options
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the script of a shell."""
    from kb.cli.shell_completion import script

    click.echo(script(shell, ctx.find_root().command, "kisima"), nl=False)
