"""A real server in a process of its own, with the settings and the limits of a test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Served", "free_port", "half_open", "has_ended", "serving"]

PROJECT = Path(__file__).resolve().parents[2]
_SERVE = """
if __name__ == "__main__":  # each process of the site imports this too
    import resource, sys
    from search_cli import main
    limit = int(sys.argv.pop(1))
    if limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    main()
"""


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str, timeout: float = 20) -> tuple[int, bytes]:
        """Return the status and the body of a page, on a connection of its own."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}", None, timeout
            ) as page:
                return page.status, page.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def connect(self, sent: bytes = b"") -> socket.socket:
        """Return a connection on which some bytes were sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sendall(sent)
        return connection

    def children(self) -> set[int]:
        """Return the numbers of the processes that serve."""
        rows = (
            line.split(None, 2) for line in _ps("-A", "-o", "pid=", "-o", "ppid=", "-o", "args=")
        )
        return {
            int(pid)
            for pid, parent, command in rows
            if int(parent) == self.process.pid and "spawn_main" in command
        }


def has_ended(process: int) -> bool:
    """Tell whether a process has ended; one that nobody has waited for has."""
    states = _ps("-p", str(process), "-o", "stat=")
    return all(state.startswith("Z") for state in states)


def _ps(*arguments: str) -> list[str]:
    command = ["ps", "-ww", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


@contextmanager
def serving(
    index: Path, folder: Path, descriptors: int = 0, ends_with: int = 0, **settings: object
) -> Iterator[Served]:
    """Serve an index until the block ends; the server must then end within 20 s.

    Args:
        index: what is served.
        folder: for the log.
        descriptors: how many the server may have; 0: as many as this process.
        ends_with: the exit code that it ends with.
        settings: of the server.
    """
    port, log = free_port(), folder / "server.log"
    variables = {f"KISIMA_{name.upper()}": str(value) for name, value in settings.items()}
    environment = {
        **os.environ,
        "KISIMA_INDEX": str(index),
        "KISIMA_PORT": str(port),
        "KISIMA_REQUESTS_PER_MINUTE": "0",
        "KISIMA_LUGHA": "en",
        "PYTHONPATH": str(PROJECT),
        **variables,
    }
    program = folder / "serve.py"
    program.write_text(_SERVE, encoding="utf-8")
    command = [sys.executable, str(program), str(descriptors), "serve"]
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment, cwd=folder, stderr=file)
    served = Served(port, process, log)
    try:
        _wait_for(served)
        yield served
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == ends_with, log.read_text()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait_for(served: Served) -> None:
    for _ in range(300):
        assert served.process.poll() is None, served.log.read_text()
        try:
            if served.get("/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(served.log.read_text())


@contextmanager
def half_open(
    served: Served, count: int, sent: bytes = b"GET / HTT"
) -> Iterator[list[socket.socket]]:
    """Hold connections whose request is not complete."""
    with ExitStack() as opened:
        yield [opened.enter_context(served.connect(sent)) for _ in range(count)]
