"""The command that lets an assistant ask: mcp."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.framework import command
from kb.cli.language import in_words
from kb.cli.output import say
from kb.cli.parameters import option, settings_of, shared_options
from kb.messages import Message

__all__ = ["mcp_command"]


@command(
    Message("Let an assistant ask, over the Model Context Protocol (MCP)."),
    Message(
        "Without an option the assistant starts this command and talks to it over standard input "
        "and output; with --http many assistants use one server, at /mcp."
    ),
)
@option("--http", is_flag=True, help=Message("Serve streamable HTTP."))
@option("--host", metavar=Message("ADDRESS"), help=Message("Address."))
@option("--port", metavar="N", help=Message("Port."))
@shared_options
@click.pass_context
def mcp_command(ctx: click.Context, http: bool, host: str | None, port: str | None) -> None:
    """Serve until the assistant ends, or until Ctrl-C."""
    from kb.extras import require_extra

    require_extra("mcp")
    from kb.knowledge_base import KnowledgeBase
    from kb.mcp.server import serve_http, serve_stdio

    settings = settings_of(host=host, port=port)
    if not http and (host or port):
        raise click.UsageError(in_words(Message("--host and --port need --http")), ctx)
    with KnowledgeBase.open(Path(settings.index), settings) as base:
        if not http:
            serve_stdio(base)
            return
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{shown}:{settings.port}/mcp"
        say(Message("{address}  (Ctrl-C stops)", address=address))
        serve_http(base, settings, host=settings.host, port=settings.port)
