"""Read files in child processes under limits: a bad file costs itself and nothing else.

    Sandbox ── job ──► child: kb.readers.sandbox.worker, under RLIMIT_AS and RLIMIT_CPU
            ◄── JSON ──

A child that loops, swells or dies is replaced, and its file gets a reason.
Children are kept and used again, so that a thousand small files cost a
thousand parses and not a thousand starts of Python; after many jobs one is
replaced all the same, because C libraries keep what they were given.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kb.readers.base import Parsed, Unreadable
from kb.readers.sandbox.limits import Limits
from kb.readers.sandbox.protocol import HEAD, framed, parsed_from

__all__ = ["Sandbox", "shared"]

_MOST_JOBS = 500
_CHUNK = 1 << 16


def _too_long(limits: Limits) -> str:
    return (
        f"ilichukua zaidi ya sekunde {limits.seconds} za kichakataji; igawe, au ongeza "
        f"KISIMA_PARSE_SECONDS · took more than {limits.seconds} s of processor; split it, or "
        "raise KISIMA_PARSE_SECONDS"
    )


def _too_large(limits: Limits) -> str:
    return (
        f"ilihitaji zaidi ya MB {limits.megabytes} za kumbukumbu; igawe, au ongeza "
        f"KISIMA_PARSE_MEGABYTES · needed more than {limits.megabytes} MB of memory; split it, or "
        "raise KISIMA_PARSE_MEGABYTES"
    )


_TOO_DEEP = "imepachikwa kwa kina mno · nested too deep to read"
_ENDED = "kisomaji chake kilianguka ({how}); faili huenda limeharibika · its reader fell over ({how}); the file may be damaged"


class Sandbox:
    """Children that read files, at most one for each thread that asks."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()
        self._guard = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def parse(self, path: Path, format: str, most_bytes: int | None = None) -> Parsed:
        """Return the parse of a file, made in a child.

        Args:
            path: where the file is.
            format: the reader's name.
            most_bytes: a larger file is refused; that of the limits where left out.

        Raises:
            Unreadable: the file cannot be read, would do harm, or costs more than the limits.
        """
        limits = self._limits
        if most_bytes is not None:
            limits = replace(limits, most_bytes=most_bytes)
        with self._child() as child:
            return _judged(child.ask(path, format, limits), limits)

    @contextmanager
    def _child(self) -> Iterator[_Child]:
        with self._guard:
            child = self._idle.pop() if self._idle else None
            if child and not child.alive:
                self._all.discard(child)
                child.end()
                child = None
        if child is None:
            child = _Child()
            with self._guard:
                self._all.add(child)
        try:
            yield child
        except BaseException:
            # Asked and not answered to the end: it may stand in the middle of a message.
            if child.asked:
                child.end()
            raise
        finally:
            with self._guard:
                if child.alive and child.jobs < _MOST_JOBS and not self._closed:
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


def _judged(answer: dict[str, Any], limits: Limits) -> Parsed:
    """Return the parse a child answered with, or raise the reason it gave."""
    if "parsed" in answer:
        try:
            return parsed_from(answer["parsed"])
        except ValueError as error:
            raise Unreadable(_ENDED.format(how=str(error)[:80])) from error
    if "unreadable" in answer:
        raise Unreadable(str(answer["unreadable"])[:1000])
    reasons = {
        "time": _too_long(limits),
        "memory": _too_large(limits),
        "depth": _TOO_DEEP,
    }
    how = str(answer.get("failed"))
    raise Unreadable(reasons.get(how) or _ENDED.format(how=how[:200]))


class _Child:
    """One process that reads files."""

    def __init__(self) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(  # this very Python, and a module of ours
            [sys.executable, "-B", "-m", "kb.readers.sandbox.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"},
            # Ctrl-C is for Kisima; a child ends when its input does.
            start_new_session=True,
        )
        self.jobs = 0
        self.asked = False  # a job is sent, and its answer not yet whole

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, path: Path, format: str, limits: Limits) -> dict[str, Any]:
        """Return what the child answers, or how it failed to: time, memory, how it ended."""
        self.jobs += 1
        self.asked = True
        until = time.monotonic() + limits.patience
        job = {"path": str(path.absolute()), "format": format, "limits": limits.as_json()}
        try:
            self._send(framed(job))
            size = HEAD.unpack(self._bytes(HEAD.size, until))[0]
            if size > limits.answer_bytes:
                self.end()
                return {"failed": "memory"}
            answer = json.loads(self._bytes(size, until))
        except TimeoutError:
            self.end()
            return {"failed": "time"}
        except (EOFError, BrokenPipeError):
            return {"failed": self._how()}
        except ValueError as error:
            self.end()
            return {"failed": str(error)}
        self.asked = False
        if isinstance(answer, dict) and answer.get("failed") == "memory":
            self.end()  # it is about to end by itself, and must not be asked again
        return answer if isinstance(answer, dict) else {"failed": "answer"}

    def _send(self, message: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(message)
        self._process.stdin.flush()

    def _bytes(self, size: int, until: float) -> bytes:
        """Return the next bytes of the answer.

        Raises:
            TimeoutError: they did not come in time.
            EOFError: the child has ended.
        """
        assert self._process.stdout is not None
        source = self._process.stdout.fileno()
        found = bytearray()
        while len(found) < size:
            left = until - time.monotonic()
            if left <= 0 or not select.select([source], [], [], left)[0]:
                raise TimeoutError
            chunk = os.read(source, min(_CHUNK, size - len(found)))
            if not chunk:
                raise EOFError
            found += chunk
        return bytes(found)

    def _how(self) -> str:
        """Return how the child came to its end."""
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            self.end()
            return "silent"
        if code == -signal.SIGXCPU:
            return "time"
        if code in (-signal.SIGKILL, 1):
            return "memory"  # the system's own hand, or Python with none left to say so
        return signal.Signals(-code).name if code < 0 else f"exit {code}"

    def end(self) -> None:
        """End the process, and wait until it has."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        self._process.wait()
