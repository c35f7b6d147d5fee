"""The writer's lock on the cluster: one document, which its holder renews while it works.

A machine that dies renews nothing, and after LEASE seconds another may take the lock over;
at once, where the holder's process is known to have ended. Clocks of machines that write
must agree within a few seconds. A holder that was away longer than its lease, such as a
machine that slept, notices it: ``check`` raises, and it writes no more.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from kb.engines.opensearch.connection import ClusterConnection
from kb.engines.opensearch.refusals import Refusal, error_of
from kb.errors import ClusterFailed, IndexLocked, KisimaError
from kb.messages import Message

__all__ = ["LEASE", "ClusterLock"]

LEASE = 30.0
"""Seconds after which a lock that nobody renewed is free."""

_POLL = 0.2
_DOCUMENT = "writer"
_MAPPINGS: Mapping[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "token": {"type": "keyword"},
        "host": {"type": "keyword"},
        "process": {"type": "long"},
        "renewed": {"type": "double"},
        "lease": {"type": "double"},
    },
}


class _Held(NamedTuple):
    """The lock as it is on the cluster."""

    token: str
    host: str
    process: int
    renewed: float  # seconds since 1970, by the holder's clock
    lease: float
    version: dict[str, int]  # what a write that replaces this very state must name

    @property
    def free(self) -> bool:
        """Whether another may take it."""
        if time.time() - self.renewed > self.lease:
            return True
        return self.host == os.uname().nodename and not _alive(self.process)

    @property
    def holder(self) -> Message:
        """Who has it."""
        if self.host == os.uname().nodename:
            return Message("process {number}", number=str(self.process))
        return Message("process {number} on {host}", number=str(self.process), host=self.host)


class ClusterLock:
    """The lock of one store.

    Args:
        connection: to the cluster.
        index: of the lock; made where it is missing.
        name: of the store, for errors.
    """

    def __init__(self, connection: ClusterConnection, index: str, name: str) -> None:
        self._connection, self._index, self._name = connection, index, name
        self._token = ""
        self._version: dict[str, int] = {}
        self._lost = False

    def holder(self) -> Message | None:
        """Return the process that holds it; None if none does."""
        held = self._read() if self._connection.exists(f"/{self._index}") else None
        return held.holder if held and not held.free else None

    def check(self) -> None:
        """Go on only if this process still has the lock.

        Raises:
            IndexLocked: it was away too long, and another may be writing.
        """
        if self._lost:
            raise IndexLocked(self._name, 0, self.holder() or Message("another process"))

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Hold the lock.

        Args:
            wait: seconds to wait for another process.

        Raises:
            IndexLocked: another process still has it.
            ClusterFailed: the cluster refused.
        """
        self._make()
        self._take(wait)
        ended = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(ended,), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            ended.set()
            renewing.join()
            if not self._lost:
                with suppress(KisimaError):  # it expires by itself
                    self._write("delete", None)

    def _make(self) -> None:
        if not self._connection.exists(f"/{self._index}"):
            settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
            body = {"settings": {"index": settings}, "mappings": _MAPPINGS}
            try:
                self._connection.ask("PUT", f"/{self._index}", body, write=True)
            except ClusterFailed:
                if not self._connection.exists(f"/{self._index}"):
                    raise  # else another process was faster

    def _take(self, wait: float) -> None:
        until = time.monotonic() + wait
        self._token, self._lost = secrets.token_hex(8), False
        while True:
            held = self._read()
            if held is None:
                taken = self._write("create", {})
            elif held.free:
                taken = self._write("index", held.version)
            else:
                taken = False
            if taken:
                return
            if time.monotonic() >= until:
                holder = held.holder if held else Message("another process")
                raise IndexLocked(self._name, wait, holder)
            time.sleep(_POLL)

    def _renew(self, ended: threading.Event) -> None:
        renewed = time.monotonic()
        while not ended.wait(LEASE / 5):
            late = time.monotonic() - renewed > LEASE
            try:
                self._lost = late or not self._write("index", self._version)
            except KisimaError:
                continue  # the cluster may be back before the lease ends
            if self._lost:
                return
            renewed = time.monotonic()

    def _read(self) -> _Held | None:
        answer = self._connection.ask("POST", f"/{self._index}/_mget", {"ids": [_DOCUMENT]})
        (one,) = answer["docs"]
        if not one.get("found"):
            return None
        source = one["_source"]
        version = {"if_seq_no": one["_seq_no"], "if_primary_term": one["_primary_term"]}
        return _Held(
            source["token"], source["host"], source["process"], source["renewed"],
            source["lease"], version,
        )  # fmt: skip

    def _write(self, action: str, version: dict[str, int] | None) -> bool:
        """Write or delete the document, if it is as this process knows it; say whether."""
        naming = self._version if version is None else version
        lines: list[Any] = [{action: {"_id": _DOCUMENT, **naming}}]
        if action != "delete":
            lines.append({
                "token": self._token, "host": os.uname().nodename, "process": os.getpid(),
                "renewed": time.time(), "lease": LEASE,
            })  # fmt: skip
        answer = self._connection.ask(
            "POST", f"/{self._index}/_bulk", self._connection.lines(lines), write=True
        )
        (item,) = answer["items"]
        result = item[action]
        if result["status"] == 409:
            # Sent twice, because an answer was lost? Then the lock is ours all the same.
            held = self._read()
            if held is None or held.token != self._token:
                return False
            self._version = held.version
            return True
        if result["status"] >= 300:
            refusal = Refusal.of(result["status"], result)
            raise error_of(refusal, self._connection.name, f"/{self._index}")
        self._version = {
            "if_seq_no": result["_seq_no"], "if_primary_term": result["_primary_term"],
        }  # fmt: skip
        return True


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
