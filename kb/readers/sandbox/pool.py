"""Read files in child processes under limits: a bad file harms nothing but itself.

    Sandbox ── job ──► child: kb.readers.sandbox.worker, under RLIMIT_AS and RLIMIT_CPU
            ◄── JSON ──

A child that loops, grows or ends is replaced, and its file fails with the cause. Children
are used again, so that a thousand small files do not start Python a thousand times. A
child is replaced after many jobs, because C libraries leak memory.

An exception of a reader is logged here as an error, with the traceback that the child sent.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kb.cleaning import clean
from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.sandbox.limits import Limits, child_environment
from kb.readers.sandbox.protocol import EXIT_MEMORY, HEAD, framed, message_from, parsed_from

__all__ = ["Sandbox", "shared"]

_MAX_JOBS = 500
_CHUNK = 1 << 16


_ABORTS = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL)
_log = logging.getLogger(__name__)


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

    def parse(self, path: Path, format: str, max_bytes: int | None = None) -> Parsed:
        """Return the parse of a file, made in a child.

        Args:
            path: where the file is.
            format: the reader's name.
            max_bytes: a larger file is refused; that of the limits where left out.

        Raises:
            Unreadable: the file cannot be read, would do harm, or costs more than the limits.
        """
        limits = self._limits
        if max_bytes is not None:
            limits = replace(limits, max_bytes=max_bytes)
        with self._child() as child:
            answer = child.ask(path, format, limits)
        _log_missing(tuple(str(name) for name in answer.get("missing") or ()))
        return _parse_of(answer, limits, f"{format} reader on {path}")

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


@cache
def _log_missing(names: tuple[str, ...]) -> None:
    """Log, once, that files are read without some limits."""
    if names:
        _log.warning("this system has no limit of %s; see: kisima doctor", ", ".join(names))


def _parse_of(answer: Mapping[str, Any], limits: Limits, job: str) -> Parsed:
    """Return the parse in an answer.

    Raises:
        Unreadable: the answer contains none; the reason is the cause that it names.
    """
    try:
        if "parsed" in answer:
            return parsed_from(answer["parsed"])
        if "unreadable" in answer:
            raise Unreadable(message_from(answer["unreadable"]))
    except ValueError as error:
        _log.exception("%s: an answer that cannot be true", job)
        raise Unreadable(_fault(str(error)[:80])) from error
    if "fault" in answer:
        # The child may have read a hostile file: no control characters reach the log.
        _log.error("%s failed\n%s", job, clean(str(answer.get("traceback"))))
        raise Unreadable(_fault(clean(str(answer["fault"]))[:200]))
    raise Unreadable(_cause(answer, limits))


def _cause(answer: Mapping[str, Any], limits: Limits) -> Message:
    """Return the words for a child that reached a limit or ended."""
    match answer.get("failed"):
        case "time":
            return Message(
                "took more than {seconds} s of processor time; split it, or raise "
                "KISIMA_PARSE_SECONDS",
                seconds=limits.seconds,
            )
        case "memory":
            return Message(
                "needed more than {megabytes} MB of memory; split it, or raise "
                "KISIMA_PARSE_MEGABYTES",
                megabytes=limits.megabytes,
            )
        case "depth":
            return Message("nested too deep to read")
        case "silent":
            return Message("its reader stopped answering")
        case int(code) if code < 0:
            return Message("its reader was ended by the signal {signal}", signal=_name(-code))
        case int(code):
            return Message("its reader ended with exit code {code}", code=code)
        case other:
            return _fault(clean(str(other))[:200])


def _fault(cause: str) -> Message:
    return Message("its reader failed ({cause}); the file may be damaged", cause=cause)


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a signal of real time has no name
        return str(number)


class _Child:
    """One process that reads files."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # this very Python, and a module of ours
            [sys.executable, "-B", "-m", "kb.readers.sandbox.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,  # what Python says where it cannot start
            env=child_environment(),
            # Ctrl-C is for Kisima; a child ends when its input ends.
            start_new_session=True,
        )
        self.jobs = 0
        self.busy = False  # a job was sent, and its answer is not complete

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, path: Path, format: str, limits: Limits) -> dict[str, Any]:
        """Return the answer of the child, or under "failed" why there is none."""
        self.jobs += 1
        self.busy = True
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
            return {"failed": self._end_cause(limits)}
        except ValueError as error:
            self.end()
            return {"failed": str(error)}
        self.busy = False
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
        received = bytearray()
        while len(received) < size:
            left = until - time.monotonic()
            if left <= 0 or not select.select([source], [], [], left)[0]:
                raise TimeoutError
            chunk = os.read(source, min(_CHUNK, size - len(received)))
            if not chunk:
                raise EOFError
            received += chunk
        return bytes(received)

    def _end_cause(self, limits: Limits) -> str | int:
        """Return why the child ended: a limit, or its exit code (negative: a signal)."""
        code, megabytes = self._exit()
        if code is None:
            self.end()
            return "silent"
        if code == -signal.SIGXCPU:
            return "time"
        # PDFium ends its process at once where it gets no memory: only its size tells why.
        if code == EXIT_MEMORY or (code in _ABORTS and megabytes > limits.megabytes / 2):
            return "memory"
        if said := self._stderr():
            _log.error("a child that reads files ended with code %s\n%s", code, said)
        return code

    def _exit(self) -> tuple[int | None, float]:
        """Return the exit code of the ended child, and how many MB of memory it took at most."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            pid, status, usage = os.wait4(self._process.pid, os.WNOHANG)
            if pid:
                self._process.returncode = os.waitstatus_to_exitcode(status)
                unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
                return self._process.returncode, usage.ru_maxrss * unit / 2**20
            time.sleep(0.01)
        return None, 0.0

    def _stderr(self) -> str:
        """Return what an ended child wrote before it was ready for jobs."""
        assert self._process.stderr is not None
        return clean(self._process.stderr.read(_CHUNK).decode(errors="replace"))

    def end(self) -> None:
        """End the process, and wait until it has."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                with suppress(OSError):
                    stream.close()
        self._process.wait()
