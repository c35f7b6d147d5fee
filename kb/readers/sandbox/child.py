"""One child process that reads files: send it a job, wait for its answer.

A job goes in, the answer comes out. The answer of a child that loops, grows or ends names
the cause under "failed".
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kb.cleaning import clean
from kb.readers.sandbox.limits import Limits, child_environment
from kb.readers.sandbox.protocol import EXIT_MEMORY, HEAD, framed

__all__ = ["Child", "ChildNotStarted"]

_CHUNK = 1 << 16

_COMMAND = (sys.executable, "-B", "-m", "kb.readers.sandbox.worker")
"""This very Python, and a module of ours."""

_ABORTS = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL)
"""Exit codes of a C or C++ program that ends itself."""

_log = logging.getLogger(__name__)


class ChildNotStarted(OSError):
    """The machine could not start a child: no fault of the file that it was to read."""


class Child:
    """One process that reads files.

    Raises:
        ChildNotStarted: its process cannot be started.
    """

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,  # what Python says where it cannot start
                env=child_environment(),
                # Ctrl-C is for Kisima; a child ends when its input ends.
                start_new_session=True,
            )
        except OSError as error:
            raise ChildNotStarted(error.errno, error.strerror, error.filename) from error
        self.jobs = 0
        self.busy = False  # a job was sent, and its answer is not complete

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def answer(
        self, path: Path, format: str, limits: Limits, inside: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Return the answer of the child, or under "failed" why there is none."""
        self.jobs += 1
        self.busy = True
        until = time.monotonic() + limits.patience
        job = {
            "path": str(path.absolute()),
            "format": format,
            "limits": limits.as_json(),
            "inside": list(inside),
        }
        try:
            self._send(framed(job))
            for _ in range(limits.ocr_pages + 1):
                size = HEAD.unpack(self._bytes(HEAD.size, until))[0]
                if size > limits.answer_bytes:
                    self.end()
                    return {"failed": "memory"}
                reply = json.loads(self._bytes(size, until))
                if not (limits.ocr and isinstance(reply, dict) and "page" in reply):
                    break
                # Each page of OCR has its own time; the child cannot ask for more pages.
                until = time.monotonic() + limits.patience + limits.ocr_seconds
        except TimeoutError:
            self.end()
            return {"failed": "time"}
        except (EOFError, BrokenPipeError):
            return {"failed": self._end_cause(limits)}
        except ValueError as error:
            self.end()
            return {"failed": str(error)}
        self.busy = False
        if isinstance(reply, dict) and reply.get("failed") == "memory":
            self.end()  # it is about to end by itself, and must get no other job
        return reply if isinstance(reply, dict) else {"failed": "answer"}

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
        # PDFium ends its process at once where it gets no memory: only its size shows why.
        if code == EXIT_MEMORY or (code in _ABORTS and megabytes > limits.megabytes / 2):
            return "memory"
        if written := self._stderr():
            _log.error("a child that reads files ended with code %s\n%s", code, written)
        return code

    def _exit(self) -> tuple[int | None, float]:
        """Return the exit code of the ended child, and the peak of its memory in MB.

        The code is None if the child has not ended after five seconds.
        """
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
        """End the process and those that it started, and wait until it has ended."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # it leads a session of its own
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                with suppress(OSError):
                    stream.close()
        self._process.wait()
