"""How the commands read, fail and report progress: what click leaves to its user.

Two names for each command, help and mistakes in two languages, one exit code for
each thing that can go wrong. search_cli.py holds the commands themselves.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from kb.errors import KisimaError, system_reason
from kb.settings import Settings, load

__all__ = [
    "ENGLISH",
    "Command",
    "Kisima",
    "SearchCommand",
    "places",
    "print_json",
    "progress_bar",
    "say",
    "settings_of",
]

ENGLISH = {
    "tafuta": "search",
    "jibu": "answer",
    "sasisha": "index",
    "hali": "status",
    "onyesha": "show",
    "chambua": "analyse",
    "vichwa": "inspect",
    "pima": "evaluate",
    "tovuti": "serve",
    "fuatilia": "watch",
    "ongeza": "add",
    "ondoa": "remove",
    "historia": "history",
    "rejesha": "rollback",
    "hakiki": "verify",
    "chunguza": "doctor",
    "mipangilio": "settings",
    "ukamilishaji": "completion",
}

_GIVEN = "kisima.given"

_SOFTWARE = 70
"""EX_SOFTWARE of sysexits.h: a fault of ours."""

_LINE_EVERY = 100
"""Documents between two lines of progress where no bar can be drawn."""


class Command(click.Command):
    """A command whose help is in both languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[CHAGUO]")
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See click."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, "Matumizi / Usage: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options; click would list arguments too."""
        options = [given for given in self.get_params(ctx) if isinstance(given, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section("Chaguo / Options"):
            formatter.write_dl([record for record in records if record])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say in both languages what ``--help`` does."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "Onyesha msaada huu. / Show this help."
        return option


class SearchCommand(Command):
    """Search: a word that starts with one dash is the question's, and excludes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse an unknown ``--option``; ignore_unknown_options would search for it."""
        known = [name for parameter in self.get_params(ctx) for name in parameter.opts]
        for argument in args[: args.index("--")] if "--" in args else args:
            name = argument.partition("=")[0]
            if name.startswith("--") and name not in known:
                raise click.NoSuchOption(name, possibilities=known, ctx=ctx)
        return super().parse_args(ctx, args)


class Kisima(Command, click.Group):
    """The group: two names for each command, errors in two languages, one exit code each."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by either of its names."""
        return super().get_command(ctx, ENGLISH.get(cmd_name, cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command typed, or suggest one by either name."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            names = [*ENGLISH, *ENGLISH.values()]
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=names, ctx=ctx
            ) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options, then the commands with both names."""
        super().format_options(ctx, formatter)
        rows = []
        for swahili, english in ENGLISH.items():
            if command := self.get_command(ctx, english):
                summary = (command.help or "").partition("\n")[0]
                rows.append((f"{swahili}, {english}", summary))
        with formatter.section("Amri / Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; end quietly where nobody reads its output any more."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # `| head` has seen enough. Python flushes once more at exit: into nothing.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run from start to exit code; every failure is one line on standard error."""
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            # Whatever the locale says: Swahili documents are UTF-8, in pipes too.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
        if not kwargs.get("standalone_mode", True):
            return super().main(*args, **kwargs)
        try:
            code = super().main(*args, **kwargs | {"standalone_mode": False})
        except click.ClickException as error:
            code = _fail(error)
        except click.Abort:
            say("Imesimamishwa. / Interrupted.")
            code = 130
        except KisimaError as error:
            say(f"Kosa / Error: {error}")
            code = error.exit_code
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            say(f"Kosa / Error: {where}{system_reason(error)}")
            code = 74
        except Exception as error:
            if os.environ.get("KISIMA_DEBUG"):
                raise
            code = _broken(error)
        sys.exit(code if isinstance(code, int) else 0)


def _broken(error: Exception) -> int:
    """Print a fault of ours, or of the installation: what, and how to find out more."""
    what = " ".join(str(error).split())
    say(f"Kosa la ndani / Internal error: {type(error).__name__}: {what}")
    if isinstance(error, ImportError):
        say("Usakinishaji haujakamilika / The installation is incomplete: kisima doctor")
    else:
        say("Tafadhali liripoti, pamoja na / Please report it, with: KISIMA_DEBUG=1 kisima …")
    return _SOFTWARE


def _fail(error: click.ClickException) -> int:
    """Print a mistake in the call: what, what may have been meant, where to read on."""
    message = error.format_message()
    meant: list[str] | None = None
    if isinstance(error, click.exceptions.NoSuchCommand):
        message, meant = f"hakuna amri / no such command: {error.command_name}", error.possibilities
    elif isinstance(error, click.NoSuchOption):
        message, meant = f"hakuna chaguo / no such option: {error.option_name}", error.possibilities
    elif isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(message)
        return error.exit_code
    say(f"Kosa / Error: {message}")
    if meant:
        say(f"Ulimaanisha / Did you mean: {', '.join(meant)}?")
    if isinstance(error, click.UsageError) and error.ctx:
        say(f"Msaada / Help: {error.ctx.command_path} --help")
    return error.exit_code


def places(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that every command has, and the group too."""

    def keep(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
        if value is not None:
            # The meta of a group and its command is one: what comes later goes before.
            ctx.meta.setdefault(_GIVEN, {})[parameter.name] = value

    for name, words in (
        ("config", "Faili la mipangilio; kisima.toml. / File of settings; kisima.toml."),
        ("index", "Folda ya faharasa. / Folder of the index."),
        ("corpus", "Folda ya nyaraka. / Folder of the documents."),
    ):
        metavar = "FAILI" if name == "config" else "FOLDA"
        option = click.option(
            f"--{name}", metavar=metavar, help=words, callback=keep, expose_value=False
        )
        command = option(command)
    return command


def settings_of(**given: str | None) -> Settings:
    """Return the settings in force: options, then the environment, then the file of settings."""
    options = {**click.get_current_context().meta.get(_GIVEN, {})}
    config = options.pop("config", None)
    return load({**options, **given}, config=Path(config) if config else None)


def say(text: str) -> None:
    """Print a remark: to standard error, so that answers can be piped."""
    click.echo(text, err=True)


def print_json(value: object, indent: int | None = 2) -> None:
    """Print a value for other programs; *indent* None puts it on one line."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def _pace(done: int, total: int, seconds: float) -> str:
    """Return how far it has come, how fast, and how long it will take.

    >>> _pace(100, 201, 2.0)
    '100 / 201 · 50/s · zimebaki / left 0:02'
    """
    left = round(seconds / done * (total - done))
    pace = f"{done / max(seconds, 0.001):,.0f}/s"
    return f"{done:,} / {total:,} · {pace} · zimebaki / left {left // 60}:{left % 60:02}"


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """Yield what an update tells its progress: a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        begun = time.monotonic()

        def line(done: int, total: int, _: str) -> None:
            if done and done % _LINE_EVERY == 0:
                say(_pace(done, total, time.monotonic() - begun))

        yield line
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Pace(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.finished_speed or task.speed or 0:,.0f}/s")

    columns = (BarColumn(), MofNCompleteColumn(), Pace(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda done, total, _: bar.update(task, completed=done, total=total)
