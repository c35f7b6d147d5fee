"""Turn every failure of a command into a line on standard error and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from io import TextIOWrapper
from typing import Any

import click

from kb.cli.output import say
from kb.errors import KisimaError
from kb.messages import Message
from kb.system_reasons import system_reason

__all__ = ["EXIT_CODES", "exit_code_of"]

_STORAGE, _INTERRUPTED = 74, 130
_SOFTWARE = 70
"""EX_SOFTWARE of sysexits.h: a fault in Kisima."""

EXIT_CODES: Mapping[int, Message] = {
    0: Message("there is an answer, or the work is done"),
    1: Message("there is no answer, or some files could not be read"),
    2: Message("a mistake in the call"),
    65: Message("the index cannot be used"),
    69: Message("a page of the web, or the cluster, cannot be reached"),
    _SOFTWARE: Message("an internal error"),
    _STORAGE: Message("the disk refused, or an address is taken"),
    75: Message("the index is being written, or read by another process"),
    77: Message("the cluster refuses the user, the password or the key"),
    _INTERRUPTED: Message("interrupted with Ctrl-C"),
}
"""The codes of the command line, for its help; ``kb.errors`` gives those of its errors."""


def exit_code_of(run: Callable[[], Any]) -> int:
    """Run the command line and return its exit code; print a failure on standard error."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Whatever the locale says: Swahili documents are UTF-8, in pipes too.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = run()
    except click.ClickException as error:
        return _mistake(error)
    except click.Abort:
        say(Message("Interrupted."))
        return _INTERRUPTED
    except KisimaError as error:
        say(Message("Error: {message}", message=error.message))
        return error.exit_code
    except OSError as error:
        reason = system_reason(error)
        if error.filename:
            reason = Message("{path}: {reason}", path=error.filename, reason=reason)
        say(Message("Error: {message}", message=reason))
        return _STORAGE
    except ImportError as error:
        say(Message("Error: {message}", message=f"{type(error).__name__}: {error}"))
        say(Message("The installation is incomplete; run: kisima doctor"))
        return _SOFTWARE
    except Exception as error:
        return _fault(error)
    return code if isinstance(code, int) else 0


def _mistake(error: click.ClickException) -> int:
    """Print a mistake in the call: the mistake, a suggestion, and the command for help."""
    message = error.format_message()
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(message)
        return error.exit_code
    say(Message("Error: {message}", message=message))
    if isinstance(error, click.UsageError) and error.ctx:
        say(Message("For help: {command} --help", command=error.ctx.command_path))
    return error.exit_code


def _fault(error: Exception) -> int:
    """Log a fault in Kisima with its traceback, and ask for a report.

    The text of the error is not shown: it may contain words of a question.
    """
    from logging import getLogger

    from kb.cli.logs import log_to_stderr

    log_to_stderr()
    getLogger(__name__).error("internal error", exc_info=error)
    say(
        Message(
            "Internal error: {kind}. Please report it with the lines above.",
            kind=type(error).__name__,
        )
    )
    return _SOFTWARE
