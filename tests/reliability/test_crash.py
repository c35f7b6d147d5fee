"""Killed at any moment, an update leaves the old index or the new one, whole."""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from queue import Empty

import pytest

from kb.admin.history import history
from kb.admin.status import status
from kb.admin.verify import verify
from kb.analysis import PlainAnalyser
from kb.doctor import examine
from kb.errors import IndexMissing
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
from kb.store import FolderStore
from tests.reliability.versions import (
    DOCUMENTS,
    SETTINGS,
    build,
    settings_of,
    version_answered,
    version_of,
    write_version,
)

READERS = 4
LONG = [pytest.mark.soak, pytest.mark.timeout(3600)]


def build_when_told(corpus: Path, index: Path, full: bool, begun, engine: str) -> None:
    """Say when the work begins, so that the kill falls into it."""
    begun.set()
    build(corpus, index, full, engine)


def wait_for_the_end(index: Path, worker) -> None:
    """Wait until a draft is complete, all but its publishing."""
    while worker.is_alive() and not list((index / "drafts").glob("*/manifest.json")):
        time.sleep(0.0005)


@pytest.mark.slow
@pytest.mark.parametrize("kills", [15, pytest.param(250, marks=LONG)])
@pytest.mark.parametrize("full", [True, False], ids=["full builds", "updates"])
def test_a_killed_update_leaves_the_old_index_or_the_new(tmp_path, processes, engine, full, kills):
    """Power may fail at any moment: whoever searches afterwards sees one whole version."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    chance = random.Random(7)
    write_version(corpus, 0)
    build(corpus, index, full, engine)
    lasted, answered, killed, version = 0.05, 0, 0, 0
    left: Counter[str] = Counter()  # by kills alone
    while killed < kills:
        version += 1
        write_version(corpus, version)
        begun = processes.Event()
        worker = processes.Process(
            target=build_when_told, args=(corpus, index, full, begun, engine)
        )
        worker.start()
        begun.wait()
        started = time.monotonic()
        if version % 2:
            worker.join(chance.uniform(0, lasted))
        else:  # while it is published, which takes so short a time that chance seldom meets it
            wait_for_the_end(index, worker)
            worker.join(chance.uniform(0, 0.03))
        if worker.exitcode is None:
            worker.kill()
            worker.join()
        died = worker.exitcode != 0  # else it ended just before the kill
        killed += died
        if version % 2:
            lasted = lasted * 1.1 if died else time.monotonic() - started
        found = version_of(index, version)
        assert found in {answered, version}
        left["new" if found == version else "old"] += died
        answered = found
    sys.stdout.write(f"{killed} kills in {version} updates: {dict(left)} left\n")
    build(corpus, index, full=False)
    assert version_of(index, version) == version
    assert list((index / "drafts").iterdir()) == []
    assert len(list((index / "generations").iterdir())) <= 2


def build_and_stop(corpus: Path, index: Path, engine: str, reached) -> None:
    """Build until the last document is in the draft, say so, and wait for the kill."""

    def stop(done: int, of: int, id: str) -> None:
        if done == of:
            reached.set()
            time.sleep(60)

    update(corpus, index, settings_of(engine), analyser=PlainAnalyser(), progress=stop)


def test_a_killed_first_build_is_begun_again(tmp_path, processes, engine):
    """Before anything was published there is no index, rather than half of one."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_version(corpus, 0)
    reached = processes.Event()
    worker = processes.Process(target=build_and_stop, args=(corpus, index, engine, reached))
    worker.start()
    assert reached.wait(30)
    worker.kill()
    worker.join()
    assert list((index / "drafts").iterdir()) != []  # it was in the middle of its work
    with pytest.raises(IndexMissing):
        FolderStore(index).reader()
    build(corpus, index, engine=engine)
    assert version_of(index, 0) == 0


def publish_versions(corpus: Path, index: Path, versions: range, engine: str = "") -> None:
    """Publish one version after the other."""
    for version in versions:
        write_version(corpus, version)
        build(corpus, index, full=version % 2 == 0, engine=engine)


def read_on(index: Path, last: int, looks) -> None:
    """Ask until the last version answers; whatever goes wrong ends this process with an error."""
    seen, asked = 0, 0
    with KnowledgeBase.open(index, SETTINGS, PlainAnalyser()) as base:
        while seen < last:
            version = version_answered(base)
            assert version >= seen, "an answer went back to an older version"
            seen, asked = version, asked + 1
            base.refresh()
    looks.put(asked)


@pytest.mark.slow
@pytest.mark.parametrize("versions", [25, pytest.param(1000, marks=LONG)])
def test_readers_never_see_an_update_half_done(tmp_path, processes, engine, versions):
    """Four people search while many updates are published: each answer is of one version."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    publish_versions(corpus, index, range(1), engine)
    looks = processes.Queue()
    readers = [
        processes.Process(target=read_on, args=(index, versions, looks)) for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    writer = processes.Process(
        target=publish_versions, args=(corpus, index, range(1, versions + 1))
    )
    writer.start()
    asked: list[int] = []
    while len(asked) < READERS:
        with suppress(Empty):
            asked.append(looks.get(timeout=5))
        assert all(process.exitcode in {None, 0} for process in (writer, *readers))
    for process in (writer, *readers):
        process.join()
        assert process.exitcode == 0
    sys.stdout.write(f"{versions:,} versions; questions of each reader: {asked}\n")
    assert min(asked) > 10
    assert len(FolderStore(index).layout.generations()) <= READERS + 2
    build(corpus, index, full=True)
    assert FolderStore(index).layout.generations()[1:] == [f"{versions + 1:06}"]


@pytest.mark.slow
@pytest.mark.parametrize("versions", [8, pytest.param(300, marks=LONG)])
def test_checks_beside_a_writer_find_nothing_wrong(tmp_path, processes, engine, versions):
    """Who verifies while updates are published is not told of damage that there is not."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    publish_versions(corpus, index, range(1), engine)
    writer = processes.Process(
        target=publish_versions, args=(corpus, index, range(1, versions + 1))
    )
    writer.start()
    one = load({"corpus": str(corpus), "index": str(index)}, environ={})
    looked = 0
    while writer.is_alive():
        assert [done.problems for done in verify(index) if done.problems] == []
        assert sum(kept.current for kept in history(index)) <= 1
        assert status(corpus, index, SETTINGS).documents == DOCUMENTS
        assert [check for check in examine(one) if check.verdict == "bad"] == []
        looked += 1
    writer.join()
    assert (writer.exitcode, looked > 3) == (0, True)


def test_two_updates_at_once_both_end_well(tmp_path, processes, engine):
    """Two people who run the command together get one index, and no error."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_version(corpus, 0)
    workers = [
        processes.Process(target=build, args=(corpus, index, True, engine)) for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert version_of(index, 0) == 0
    assert FolderStore(index).current() == "000003"


def hold_the_lock(index: Path, ready) -> None:
    """Write for a minute, as far as others can see."""
    with FolderStore(index).writer(1):
        ready.set()
        time.sleep(60)


def test_a_writer_killed_with_the_lock_frees_it(tmp_path, processes):
    """Who waits for a writer that is killed proceeds at once, without any help."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_version(corpus, 0)
    ready = processes.Event()
    holder = processes.Process(target=hold_the_lock, args=(index, ready))
    holder.start()
    assert ready.wait(30)
    waiting = processes.Process(target=build, args=(corpus, index, False))
    waiting.start()
    waiting.join(0.5)
    assert waiting.is_alive()
    assert str(FolderStore(index).writing()) == f"process {holder.pid}"
    holder.kill()
    waiting.join(30)
    assert waiting.exitcode == 0
    assert version_of(index, 0) == 0
    assert FolderStore(index).writing() is None


def test_a_process_short_of_files_says_so(tmp_path, engine):
    """A server at its limit of open files gets an error, not a wrong answer, and recovers."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_version(corpus, 0)
    build(corpus, index, engine=engine)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = [os.open(os.devnull, os.O_RDONLY)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(taken) + 20, before[1]))
    try:
        with suppress(OSError):
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        # A reader maps its files and keeps none open: it needs one descriptor at a time.
        for _ in range(2):
            with pytest.raises(OSError, match="Too many open files"):
                FolderStore(index).reader()
    finally:
        for file in taken:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert version_of(index, 0) == 0
