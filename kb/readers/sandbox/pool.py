"""Read files in child processes under limits: a bad file harms nothing but itself.

    Sandbox ── job ──► child: kb.readers.sandbox.worker, under RLIMIT_AS and RLIMIT_CPU
            ◄── JSON ──

A child that loops, grows or ends is replaced, and its file fails with the cause. Children
are used again, because each new one starts Python. A child is replaced after many jobs,
because C libraries leak memory.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Self

from kb.readers.base import Parsed
from kb.readers.sandbox.answers import log_missing_limits, parse_of_answer
from kb.readers.sandbox.child import Child
from kb.readers.sandbox.limits import Limits

__all__ = ["Sandbox", "shared"]

_MAX_JOBS = 500
"""Jobs after which a child is replaced."""


class Sandbox:
    """Children that read files: one for each thread that parses at the same time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._guard = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def limits(self) -> Limits:
        """What one file may cost."""
        return self._limits

    def parse(
        self,
        path: Path,
        format: str,
        max_bytes: int | None = None,
        *,
        inside: Sequence[str] = (),
    ) -> Parsed:
        """Return the parse of a file, made in a child.

        Args:
            path: where the file is.
            format: the reader's name.
            max_bytes: a larger file is refused; that of the limits where left out.
            inside: the way to a document in the file; empty: the file itself.

        Raises:
            Unreadable: the file cannot be read, would do harm, or costs more than the limits.
        """
        limits = self._limits
        if max_bytes is not None:
            limits = replace(limits, max_bytes=max_bytes)
        with self._child() as child:
            answer = child.answer(path, format, limits, inside)
        log_missing_limits(tuple(str(name) for name in answer.get("missing") or ()))
        return parse_of_answer(
            answer, limits, f"{format} reader on {'/'.join((str(path), *inside))}"
        )

    @contextmanager
    def _child(self) -> Iterator[Child]:
        with self._guard:
            child = self._idle.pop() if self._idle else None
            if child and not child.alive:
                self._all.discard(child)
                child.end()
                child = None
        if child is None:
            child = Child()
            with self._guard:
                self._all.add(child)
        try:
            yield child
        except BaseException:
            # A job without its whole answer: the pipe may be in the middle of a message.
            if child.busy:
                child.end()
            raise
        finally:
            with self._guard:
                if child.alive and child.jobs < _MAX_JOBS and not self._closed:
                    self._idle.append(child)
                else:
                    child.end()
                    self._all.discard(child)

    def close(self) -> None:
        """End the children."""
        with self._guard:
            self._closed = True
            for child in self._all:
                child.end()
            self._all.clear()
            self._idle.clear()


def shared(limits: Limits | None = None) -> Sandbox:
    """Return the sandbox with these limits that all of this process share; made on first use."""
    # By process: a fork must not talk to its parent's children.
    return _shared(os.getpid(), limits or Limits())


@cache
def _shared(_process: int, limits: Limits) -> Sandbox:
    sandbox = Sandbox(limits)
    atexit.register(sandbox.close)
    return sandbox
