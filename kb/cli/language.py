"""The language of the command line: one language for all texts of a call.

The arguments of the call come in, the language in force goes out. It must be known before
click reads the options, because click's own help and errors use it. So ``--lugha`` is
searched for in the arguments. Click takes its texts from gettext; here they come from
Kisima's catalogue (kb/cli/click_texts.py lists them).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import click.core
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

from kb.messages import Message, language_in_force, translate, translations

__all__ = ["LANGUAGE_OPTIONS", "in_words", "language", "language_of_call", "speaking"]

LANGUAGE_OPTIONS = ("--lugha", "--lang")

_LANGUAGE: ContextVar[str | None] = ContextVar("language", default=None)
_CLICK = (
    click.core,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)
"""The modules in which click names gettext's functions ``_`` and ``ngettext``."""


def language() -> str:
    """Return the language in force, "sw" or "en"."""
    return _LANGUAGE.get() or language_in_force(None, os.environ)


def in_words(message: Message | str) -> str:
    """Return a message in the language in force."""
    return translate(message, language())


def language_of_call(arguments: Sequence[str]) -> str:
    """Return the language of a call: its option, else that of the environment.

    >>> language_of_call(["search", "dira", "--lang=en"])
    'en'
    >>> language_of_call(["--lugha", "sw", "search", "--", "--lugha", "en"])
    'sw'
    """
    option_value = None
    for name, following in zip(arguments, [*arguments[1:], ""]):
        if name == "--":
            break
        option, _, value = name.partition("=")
        if option in LANGUAGE_OPTIONS:
            option_value = value or following
    return language_in_force(option_value, os.environ)


@contextmanager
def speaking(spoken: str) -> Iterator[None]:
    """Use a language for Kisima's messages and click's own texts."""
    token = _LANGUAGE.set(spoken)
    for module in _CLICK:
        for name, function in (("_", _gettext), ("ngettext", _ngettext)):
            if name in vars(module):
                setattr(module, name, function)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def _gettext(text: str) -> str:
    return translations(language()).gettext(text)


def _ngettext(one: str, many: str, count: int) -> str:
    return translations(language()).ngettext(one, many, count)
