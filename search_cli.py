"""The command line: ``python search_cli.py``, or ``kisima`` where it is installed.

The group is here; its commands are in kb/cli/, each loaded when it is called. Answers
go to standard output, remarks and progress to standard error. The exit code is 0 for an
answer, 1 for none, 2 for a mistake in the call, 130 for Ctrl-C, and that of kb.errors
for what Kisima found wrong.
"""

from __future__ import annotations

import os

import click

from kb.cli.framework import CommandGroup
from kb.cli.parameters import option, shared_options
from kb.messages import Message

__all__ = ["main"]


def _print_version(ctx: click.Context, parameter: click.Parameter, given: bool) -> None:
    if not given or ctx.resilient_parsing:
        return
    import platform
    from importlib.metadata import version

    from kb import __version__, swahili

    libraries = ("pyicu", "whoosh", "click", "starlette")
    click.echo(f"kisima {__version__}")
    click.echo(f"kb.swahili {swahili.fingerprint()}")
    click.echo(f"python {platform.python_version()}")
    click.echo("\n".join(f"{name} {version(name)}" for name in libraries))
    ctx.exit()


@click.group(cls=CommandGroup, summary=Message("Kisima: search documents in Swahili."))
@shared_options
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=Message("Print the versions of Kisima and its libraries."),
)
def main() -> None:
    """Run one command."""


if "_KISIMA_COMPLETE" in os.environ:  # a shell asks: see kb.cli.shell_completion
    from kb.cli.shell_completion import install

    install()

if __name__ == "__main__":
    main(prog_name="kisima")
