"""Read documents on every core: processes that are given files and give back entries.

Reading and analysing is two fifths of a build of text, nearly all of one of
PDFs; writing the postings is the rest, and one process does it. So a large
update reads in workers, and this process does nothing but write: 1.4 times as
fast for text on two cores, more for PDFs (docs/reliability.md). A small one reads by
itself, because a worker takes a third of a second to start.

A worker is a Python of its own, on one end of a socket. It ends with the process
that started it, whatever kills that. A document that kills a worker is
reported, and another worker goes on.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from threading import Thread

from kb.indexing.reading import Done, Job, Reading, failed

__all__ = ["main", "read_all"]

_AHEAD = 4  # jobs a worker is given at once, so that it never waits for the next
_WORTH_BYTES = 1024 * 1024  # below, workers take longer to start than they save
_READY = "ready"
_START = "from kb.indexing.pool import main; main()"
_DIED = (
    "faili limeua mchakato uliolisoma · the process that read it died (out of memory, or killed)"
)


def read_all(reading: Reading, jobs: Sequence[Job]) -> Generator[Done]:
    """Yield what became of every job, in any order; close it early and the workers end.

    Args:
        reading: how documents are read; the setting ``workers`` says by how many at
            once, 0 by as many as there are cores.
        jobs: the documents.

    Raises:
        OSError: this machine is short of something.
    """
    count = reading.settings.workers or os.cpu_count() or 1
    worth = len(jobs) > 1 and sum(job.file.size for job in jobs) >= _WORTH_BYTES
    team = _Team(reading, min(count, len(jobs))) if count > 1 and worth else None
    waiting = deque(jobs)
    if team is not None:
        try:
            yield from team.read(waiting)
        finally:
            team.dismiss()
    for job in waiting:  # all of them, where there is no team or none could be started
        yield reading.read(job)


class _Worker:
    """A process that reads; ``jobs`` are those it has been given, the oldest first."""

    def __init__(self, reading: Reading) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                [sys.executable, "-c", _START],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            self.connection = Connection(ours.detach())
        self.jobs: deque[Job] = deque()
        self.ready = False  # it has started; if it dies from now on, it died of a document
        self.connection.send(reading)

    def give(self, job: Job) -> None:
        """Hand it a job."""
        self.jobs.append(job)
        with suppress(OSError):  # it has died; reading from it will tell
            self.connection.send(job)

    def end(self) -> None:
        """End the process."""
        self.connection.close()
        self._process.kill()
        self._process.wait()


class _Team:
    """Several workers, and the jobs they have in hand."""

    def __init__(self, reading: Reading, count: int) -> None:
        self._reading = reading
        self._workers: dict[Connection, _Worker] = {}
        for _ in range(count):
            self._hire()

    def read(self, waiting: deque[Job]) -> Iterator[Done]:
        """Yield what became of the jobs; those still *waiting* at the end nobody could read."""
        for worker in list(self._workers.values()) * _AHEAD:
            self._give(worker, waiting)
        while busy := [w.connection for w in self._workers.values() if w.jobs]:
            for connection in wait(busy):
                worker = self._workers[connection]  # type: ignore[index]  # only ours were asked
                try:
                    told = worker.connection.recv()
                except (EOFError, OSError):
                    yield from self._bury(worker, waiting)
                    continue
                if told == _READY:
                    worker.ready = True
                    continue
                if isinstance(told, OSError):
                    raise told
                worker.jobs.popleft()
                self._give(worker, waiting)
                yield told

    def dismiss(self) -> None:
        """End every worker, whatever it is doing."""
        while self._workers:
            self._workers.popitem()[1].end()

    def _hire(self) -> _Worker | None:
        try:
            worker = _Worker(self._reading)
        except OSError:  # no memory, no more processes: then with fewer
            return None
        self._workers[worker.connection] = worker
        return worker

    def _give(self, worker: _Worker, waiting: deque[Job]) -> None:
        if waiting:
            worker.give(waiting.popleft())

    def _bury(self, worker: _Worker, waiting: deque[Job]) -> Iterator[Done]:
        """Take a dead worker's jobs back; the one it died of is told, another takes its place."""
        del self._workers[worker.connection]
        worker.end()
        if worker.ready:
            yield failed(worker.jobs.popleft(), _DIED)
        waiting.extendleft(reversed(worker.jobs))
        # Who could not even start would not start now either: the others go on.
        if worker.ready and (heir := self._hire()):
            for _ in range(_AHEAD):
                self._give(heir, waiting)


def main() -> None:
    """Be a worker: answer jobs from standard input, a socket, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    connection = Connection(os.dup(0))
    try:
        reading: Reading = connection.recv()
        connection.send(_READY)
        while True:
            connection.send(_answer(reading, connection.recv()))
    except (EOFError, OSError):
        return


def _answer(reading: Reading, job: Job) -> Done | OSError:
    try:
        return reading.read(job)
    except OSError as error:
        return error


def _end_with(parent: int) -> None:
    """End this process when *parent* is gone, even in the middle of a document."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
