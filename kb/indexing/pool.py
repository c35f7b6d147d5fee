"""Index documents on every core: worker processes read files and return entries.

Reading and analysis take two fifths of a build of text, and nearly all of a build of
PDFs. The rest is writing the postings, which one process does. So a large update reads
in workers, and this process only writes: 1.4 times as fast for text on two cores, more
for PDFs (docs/reliability.md). A small update uses no workers, because a worker takes a
third of a second to start.

A worker is a Python process at the other end of a socket. It ends when the process that
started it ends, even by kill -9. A document that kills its worker is reported as failed,
and a new worker takes over.
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

from kb.indexing.document_indexer import (
    DocumentIndexer,
    IndexedDocument,
    IndexTask,
    failed_document,
)
from kb.messages import Message

__all__ = ["index_all", "main"]

_QUEUE_LENGTH = 4  # tasks of one worker at a time, so that it never waits for the next
_MIN_BYTES = 1024 * 1024  # for less, workers take longer to start than they save
_READY = "ready"
_COMMAND = (sys.executable, "-c", "from kb.indexing.pool import main; main()")
_DIED = Message("the process that read it died (out of memory, or killed)")


def index_all(indexer: DocumentIndexer, tasks: Sequence[IndexTask]) -> Generator[IndexedDocument]:
    """Yield the result of every task, in any order; closing the generator ends the workers.

    Args:
        indexer: does one task. Its setting ``workers`` is the number of processes; 0 is
            one for each core.
        tasks: the documents.

    Raises:
        OSError: the machine is short of something.
    """
    count = indexer.settings.workers or os.cpu_count() or 1
    large = len(tasks) > 1 and sum(task.file.size for task in tasks) >= _MIN_BYTES
    pool = _Pool(indexer, min(count, len(tasks))) if count > 1 and large else None
    waiting = deque(tasks)
    if pool is not None:
        try:
            yield from pool.run(waiting)
        finally:
            pool.close()
    for task in waiting:  # all of them, where no worker was started
        yield indexer.run(task)


class _Worker:
    """A process that runs tasks; ``tasks`` are those it was sent, the oldest first."""

    def __init__(self, indexer: DocumentIndexer) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                _COMMAND,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            self.connection = Connection(ours.detach())
        self.tasks: deque[IndexTask] = deque()
        self.ready = False  # it has started; if it dies now, a document killed it
        self.connection.send(indexer)

    def send(self, task: IndexTask) -> None:
        """Send it a task."""
        self.tasks.append(task)
        with suppress(OSError):  # it has died; the next recv says so
            self.connection.send(task)

    def end(self) -> None:
        """End the process."""
        self.connection.close()
        self._process.kill()
        self._process.wait()


class _Pool:
    """Several workers and their tasks."""

    def __init__(self, indexer: DocumentIndexer, count: int) -> None:
        self._indexer = indexer
        self._workers: dict[Connection, _Worker] = {}
        for _ in range(count):
            self._start_worker()

    def run(self, waiting: deque[IndexTask]) -> Iterator[IndexedDocument]:
        """Yield the results; tasks still *waiting* at the end had no worker left."""
        for worker in list(self._workers.values()) * _QUEUE_LENGTH:
            self._feed(worker, waiting)
        while busy := [w.connection for w in self._workers.values() if w.tasks]:
            for connection in wait(busy):
                worker = self._workers[connection]  # type: ignore[index]  # a Connection of ours
                try:
                    answer = worker.connection.recv()
                except (EOFError, OSError):
                    yield from self._replace(worker, waiting)
                    continue
                if answer == _READY:
                    worker.ready = True
                    continue
                if isinstance(answer, OSError):
                    raise answer
                worker.tasks.popleft()
                self._feed(worker, waiting)
                yield answer

    def close(self) -> None:
        """End every worker, whatever it is doing."""
        while self._workers:
            self._workers.popitem()[1].end()

    def _start_worker(self) -> _Worker | None:
        try:
            worker = _Worker(self._indexer)
        except OSError:  # no memory or processes left: go on with fewer workers
            return None
        self._workers[worker.connection] = worker
        return worker

    def _feed(self, worker: _Worker, waiting: deque[IndexTask]) -> None:
        if waiting:
            worker.send(waiting.popleft())

    def _replace(self, worker: _Worker, waiting: deque[IndexTask]) -> Iterator[IndexedDocument]:
        """Report the document that killed a worker, and give its other tasks to a new one."""
        del self._workers[worker.connection]
        worker.end()
        if worker.ready:
            yield failed_document(worker.tasks.popleft(), _DIED)
        waiting.extendleft(reversed(worker.tasks))
        # A worker that could not start has no successor: the others go on.
        if worker.ready and (successor := self._start_worker()):
            for _ in range(_QUEUE_LENGTH):
                self._feed(successor, waiting)


def main() -> None:
    """Run as a worker: answer tasks from standard input, a socket, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started us
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    connection = Connection(os.dup(0))
    try:
        indexer: DocumentIndexer = connection.recv()
        connection.send(_READY)
        while True:
            connection.send(_answer(indexer, connection.recv()))
    except (EOFError, OSError):
        return


def _answer(indexer: DocumentIndexer, task: IndexTask) -> IndexedDocument | OSError:
    try:
        return indexer.run(task)
    except OSError as error:
        return error


def _end_with(parent: int) -> None:
    """End this process when *parent* is gone, even in the middle of a document."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
