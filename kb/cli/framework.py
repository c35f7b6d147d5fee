"""Commands whose texts are messages, and the group that loads them; click has neither.

    @command(Message("Search the documents."), …)
    def search_command(…): …

Click needs each text as a string when a command is defined. Here each text is a Message,
which is translated when help is printed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from kb.cli.language import in_words, language, language_of_call, speaking
from kb.cli.names import COMMANDS, english_name
from kb.cli.parameters import is_verbose
from kb.messages import Message

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["Command", "CommandGroup", "SearchCommand", "command"]


class Command(click.Command):
    """A command whose help is messages: a summary, and paragraphs below it."""

    quick = False
    """Whether it avoids the import of ``logging``, to start fast."""

    def __init__(
        self, *arguments: Any, summary: Message, details: Sequence[Message] = (), **rest: Any
    ) -> None:
        super().__init__(*arguments, **rest)
        self.summary, self._details = summary, details

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """See click."""
        self.options_metavar = in_words(Message("[OPTIONS]"))
        return super().collect_usage_pieces(ctx)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See click."""
        self.help = "\n\n".join(map(in_words, (self.summary, *self._details)))
        super().format_help_text(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """See click."""
        option = super().get_help_option(ctx)
        if option:
            option.help = in_words(Message("Show this help."))
        return option

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; with a log if it runs long or the call has ``-v``."""
        verbose = is_verbose(ctx)
        if verbose or not self.quick:
            from kb.cli.logs import log_to_stderr

            log_to_stderr(verbose=verbose)
        return super().invoke(ctx)


class SearchCommand(Command):
    """A command that takes a question: a word that starts with one dash excludes."""

    quick = True

    def __init__(self, *arguments: Any, **rest: Any) -> None:
        super().__init__(*arguments, context_settings={"ignore_unknown_options": True}, **rest)
        for parameter in self.params:
            # -v would take the v of -vision.
            parameter.opts = [name for name in parameter.opts if name != "-v"]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse an unknown ``--option``; ignore_unknown_options would search for it."""
        known = [name for parameter in self.get_params(ctx) for name in parameter.opts]
        for argument_text in args[: args.index("--")] if "--" in args else args:
            name = argument_text.partition("=")[0]
            if name.startswith("--") and name not in known:
                raise click.NoSuchOption(name, possibilities=known, ctx=ctx)
        return super().parse_args(ctx, args)


class CommandGroup(Command, click.Group):
    """The group: each command by two names, loaded when it is called."""

    quick = True

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by either of its names."""
        name = english_name(cmd_name)
        for row in COMMANDS:
            if row.english == name:
                module = import_module(f"kb.cli.{row.module}")
                loaded: click.Command = getattr(module, f"{name}_command")
                return loaded
        return None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the English names."""
        return [row.english for row in COMMANDS]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of the call, or suggest one by either name."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            names = [name for row in COMMANDS for name in (row.swahili, row.english)]
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=names, ctx=ctx
            ) from None

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """See click."""
        self.subcommand_metavar = in_words(Message("COMMAND [WORDS]..."))
        return super().collect_usage_pieces(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with both names, the one of the language in force first."""
        rows = []
        for row in COMMANDS:
            loaded = self.get_command(ctx, row.english)
            if isinstance(loaded, Command):
                names = (
                    (row.swahili, row.english) if language() == "sw" else (row.english, row.swahili)
                )
                rows.append((", ".join(names), in_words(loaded.summary)))
        with formatter.section(in_words(Message("Commands"))):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Add the exit codes."""
        from kb.cli.failures import EXIT_CODES

        with formatter.section(in_words(Message("Exit codes"))):
            formatter.write_dl([(str(code), in_words(text)) for code, text in EXIT_CODES.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Complete a command's name without loading the commands, or an option."""
        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        from kb.cli.shell_completion import command_names

        return command_names(incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; end without an error if its output is closed."""
        try:
            return click.Group.invoke(self, ctx)
        except BrokenPipeError:
            # `| head` has closed the pipe. Python flushes again at exit: into /dev/null.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run from start to exit code, in one language."""
        from kb.cli.failures import exit_code_of

        call = args[0] if args else kwargs.get("args")
        with speaking(language_of_call(sys.argv[1:] if call is None else list(call))):
            if not kwargs.get("standalone_mode", True):
                return super().main(*args, **kwargs)
            run = super().main
            sys.exit(exit_code_of(lambda: run(*args, **kwargs | {"standalone_mode": False})))


def command(
    summary: Message, *details: Message, cls: type[Command] = Command
) -> Callable[[Callable[..., Any]], Command]:
    """Return a decorator: ``search_command`` becomes the command ``search``.

    Args:
        summary: the first line of its help, and its line in the list of commands.
        details: paragraphs below it.
        cls: its class.
    """

    def decorate(function: Callable[..., Any]) -> Command:
        name = function.__name__.removesuffix("_command")
        decorated = click.command(name, cls=cls, summary=summary, details=details)(function)
        assert isinstance(decorated, Command)
        return decorated

    return decorate
