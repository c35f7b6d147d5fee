"""Print answers to standard output, remarks and progress to standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from kb.cli.language import in_words
from kb.messages import Message

__all__ = ["print_json", "progress_bar", "say"]

_LINE_EVERY = 100
"""Documents between two lines of progress, if there is no terminal for a bar."""


def say(text: Message | str) -> None:
    """Print a remark: to standard error, so that answers can be piped."""
    click.echo(in_words(text), err=True)


def print_json(value: object, indent: int | None = 2) -> None:
    """Print a value for other programs; *indent* None puts it on one line."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def _pace(done: int, total: int, seconds: float) -> Message:
    """Return how many are done, how fast, and how long the rest will take.

    >>> str(_pace(100, 201, 2.0))
    '100 of 201, 50/s, left 0:02'
    """
    left = round(seconds / done * (total - done))
    return Message(
        "{done} of {total}, {pace}/s, left {left}",
        done=f"{done:,}",
        total=f"{total:,}",
        pace=f"{done / max(seconds, 0.001):,.0f}",
        left=f"{left // 60}:{left % 60:02}",
    )


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """Yield a function that shows progress: a bar on a terminal, else a line at intervals."""
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
