"""One writer on all machines: who has the lock, who waits, who takes it over."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from kb.engines.opensearch.connection import ClusterConnection
from kb.errors import IndexLocked
from kb.store.cluster import cluster_lock
from kb.store.cluster.cluster_lock import ClusterLock
from tests.conftest import PROJECT

HOLD = """
import sys, time
from kb.engines.opensearch.connection import ClusterConnection
from kb.settings import load
from kb.store.cluster.cluster_lock import ClusterLock
connection = ClusterConnection(load({"cluster_hosts": sys.argv[1]}, environ={}))
with ClusterLock(connection, sys.argv[2], "kisima").held(0):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def lock(cluster_settings):
    """A function that makes a lock, as each process makes its own."""
    connection = ClusterConnection(cluster_settings)
    index = f"{cluster_settings.cluster_index}-lock"
    yield lambda: ClusterLock(connection, index, "kisima")
    connection.close()


@pytest.fixture
def elsewhere(monkeypatch):
    """A function that lets a lock be taken as if by another machine."""
    real = os.uname()

    def named(host: str) -> None:
        monkeypatch.setattr(os, "uname", lambda: os.uname_result((real[0], host, *real[2:])))

    return named


def test_a_lock_is_held_by_one(lock, elsewhere):
    """The second waits as long as it may, and is told which process on which machine has it."""
    assert lock().holder() is None
    elsewhere("mashine-1")
    with lock().held(0):
        elsewhere("mashine-2")
        assert str(lock().holder()) == f"process {os.getpid()} on mashine-1"
        started = time.monotonic()
        with pytest.raises(IndexLocked, match="mashine-1; waited 1 s"), lock().held(1):
            pass
        assert time.monotonic() - started >= 1
    assert lock().holder() is None
    with lock().held(0):
        pass


def test_who_waits_gets_the_lock_when_it_is_free(lock, cluster_settings):
    """A holder that ends by kill -9 on this machine is not waited for until its lease ends."""
    index = f"{cluster_settings.cluster_index}-lock"
    arguments = [sys.executable, "-c", HOLD, cluster_settings.cluster_hosts, index]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environment) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(IndexLocked, match=f"process {holder.pid};"), lock().held(0):
            pass
        holder.kill()
        holder.wait()
    with lock().held(0):
        assert str(lock().holder()) == f"process {os.getpid()}"


def test_a_lock_of_a_machine_that_died_is_free_after_its_lease(lock, elsewhere, monkeypatch):
    """Nobody renews it, so the next writer takes it over; the old one notices, and stops."""
    monkeypatch.setattr(cluster_lock, "LEASE", 1.0)
    elsewhere("mashine-1")
    dead = lock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClusterLock, "_renew", lambda self, ended: None)
        holding = dead.held(0)
        holding.__enter__()
    elsewhere("mashine-2")
    with pytest.raises(IndexLocked), lock().held(0):
        pass
    with lock().held(5) as _:
        assert "mashine-2" in str(lock().holder()) or str(lock().holder()).startswith("process")
        ended = threading.Event()
        dead._renew(ended)  # it wakes up, and looks after its lock
        with pytest.raises(IndexLocked):
            dead.check()
    assert lock().holder() is None


def test_a_lock_that_is_renewed_stays(lock, elsewhere, monkeypatch):
    """A build may take hours: its lock does not end while it works."""
    monkeypatch.setattr(cluster_lock, "LEASE", 1.0)
    elsewhere("mashine-1")
    held = lock()
    with held.held(0):
        elsewhere("mashine-2")
        with pytest.raises(IndexLocked), lock().held(2.5):
            pass
        held.check()
