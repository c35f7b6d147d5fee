"""Options and arguments whose texts are messages, and the options that every command has.

    @option("--page", metavar="N", help=Message("Page."))
    @argument("query", Message("WORDS"), nargs=-1)
    @json_option
    @shared_options

The texts are translated when help or an error is printed: see kb.cli.framework.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.language import LANGUAGE_OPTIONS, in_words
from kb.messages import LANGUAGES, Message
from kb.settings import Settings, load

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = [
    "WholeNumber",
    "argument",
    "completing",
    "engine_option",
    "is_verbose",
    "json_option",
    "option",
    "settings_of",
    "shared_options",
]

_OPTIONS = "kisima.options"
_VERBOSE = "kisima.verbose"
_KEPT = ("config", "corpus", "engine", "index")  # options that are settings
_FOLDER, _FILE = Message("FOLDER"), Message("FILE")

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class _Option(click.Option):
    """An option with a message for its help, and one for the name of its value."""

    def __init__(
        self, *arguments: Any, help: Message, metavar: Message | str | None = None, **rest: Any
    ) -> None:
        rest["help"] = help.text
        super().__init__(*arguments, **rest)
        self._help, self._metavar = help, metavar

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """See click."""
        self.help = in_words(self._help)
        self.metavar = None if self._metavar is None else in_words(self._metavar)
        return super().get_help_record(ctx)


class _Argument(click.Argument):
    """An argument with a message for its name; ``...`` follows if it takes several values."""

    def __init__(self, *arguments: Any, metavar: Message, **rest: Any) -> None:
        super().__init__(*arguments, **rest)
        self._metavar = metavar

    def make_metavar(self, ctx: click.Context) -> str:
        """See click."""
        name = in_words(self._metavar)
        name = name if self.required else f"[{name}]"
        return name if self.nargs == 1 else f"{name}..."

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """See click."""
        return in_words(self._metavar)


class WholeNumber(click.ParamType[int]):
    """A whole number from *smallest* up."""

    name = "number"

    def __init__(self, smallest: int) -> None:
        self._smallest = smallest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """See click."""
        try:
            number = int(value)
        except ValueError:
            number = self._smallest - 1
        if number < self._smallest:
            text = Message(
                "{value} is not a whole number from {min} up",
                value=repr(value),
                min=self._smallest,
            )
            self.fail(in_words(text), param, ctx)
        return number


def option(
    *names: str, help: Message, metavar: Message | str | None = None, **rest: Any
) -> Decorator:
    """Return a decorator that adds an option; *rest* is click's."""
    return click.option(*names, cls=_Option, help=help, metavar=metavar, **rest)


def argument(name: str, metavar: Message, **rest: Any) -> Decorator:
    """Return a decorator that adds an argument; *rest* is click's."""
    return click.argument(name, cls=_Argument, metavar=metavar, **rest)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--json``."""
    return option("--json", "as_json", is_flag=True, help=Message("Print JSON."))(function)


def shared_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command has, and the group too."""
    for names, metavar, help in (
        (("-v", "--verbose"), None, Message("Log what is done to standard error.")),
        (LANGUAGE_OPTIONS, "|".join(LANGUAGES), Message("Language of messages and help.")),
        (("--config",), _FILE, Message("File of settings; kisima.toml if omitted.")),
        (("--index",), _FOLDER, Message("Folder of the index.")),
        (("--corpus",), _FOLDER, Message("Folder of the documents.")),
    ):
        kind: dict[str, Any] = {"is_flag": True} if metavar is None else {}
        if names == LANGUAGE_OPTIONS:
            kind["type"] = click.Choice(LANGUAGES)
        function = option(
            *names, metavar=metavar, help=help, callback=_keep, expose_value=False, **kind
        )(function)
    return function


def engine_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--engine``: the setting, for commands that make an index."""
    names = [name for name in Settings.engine.choices if name]
    return option(
        "--engine",
        type=click.Choice(names),
        metavar="|".join(names),
        help=Message("Engine of the index; that of the index if omitted."),
        callback=_keep,
        expose_value=False,
    )(function)


def _keep(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep a shared option. The group and its command share one meta; the later value wins."""
    if parameter.name == "verbose":
        ctx.meta[_VERBOSE] = ctx.meta.get(_VERBOSE) or value
    elif value is not None and parameter.name in _KEPT:
        ctx.meta.setdefault(_OPTIONS, {})[parameter.name] = value


def settings_of(**overrides: str | None) -> Settings:
    """Return the settings in force: options, then the environment, then the file of settings."""
    options = {**click.get_current_context().meta.get(_OPTIONS, {})}
    config = options.pop("config", None)
    return load({**options, **overrides}, config=Path(config) if config else None)


def is_verbose(ctx: click.Context) -> bool:
    """Return whether the call has ``-v``."""
    return bool(ctx.meta.get(_VERBOSE))


def completing(name: str) -> Callable[..., list[CompletionItem[str]]]:
    """Return the completer of a value; its module is loaded at the first completion."""

    def complete(
        ctx: click.Context, parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        from kb.cli.shell_completion import COMPLETERS

        return COMPLETERS[name](ctx, parameter, incomplete)

    return complete
