"""Killed at any moment, an update leaves the old index or the new one, whole.

The short form: a soak of hours is `make soak`.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import time
from contextlib import suppress
from pathlib import Path

import pytest

from kb.analysis import PlainAnalyser
from kb.engines.base import AnyOf, Clause
from kb.engines.whoosh import WhooshEngine
from kb.errors import IndexMissing
from kb.indexing import update
from kb.settings import load
from kb.store import Store

DOCUMENTS = 25
KILLS = 30


@pytest.fixture(scope="module")
def processes():
    """A process that has imported everything, to fork workers from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kb.indexing", __name__])
    return context


def write_version(corpus: Path, version: int) -> None:
    """Write every document of the corpus, all with the word of this version."""
    corpus.mkdir(exist_ok=True)
    for i in range(DOCUMENTS):
        text = f"Dira\n\nToleo toleo{version} la waraka{i}.\n\n" + "Maneno mengine mengi. " * 40
        (corpus / f"{i:02}.txt").write_text(text, encoding="utf-8")


def build(corpus: Path, index: Path, full: bool) -> None:
    """What a worker does until it is killed."""
    update(corpus, index, load(environ={}), analyser=PlainAnalyser(), full=full)


def version_of(index: Path, newest: int) -> int:
    """Return the version the index answers with; there must be exactly one, and all of it."""
    store = Store(index, WhooshEngine)
    assert store.verify() == []
    with store.reader() as reader:
        assert reader.notice is None
        clauses = [Clause(AnyOf("surface", (f"toleo{v}",))) for v in range(newest + 1)]
        found = reader.engine.search(clauses, limit=0)
        having = {v: count for v, count in enumerate(found.frequencies) if count}
        assert list(having.values()) == [DOCUMENTS]
        assert reader.engine.statistics().documents == DOCUMENTS
        return next(iter(having))


def build_when_told(corpus: Path, index: Path, full: bool, begun) -> None:
    """Say when the work begins, so that the kill falls into it."""
    begun.set()
    build(corpus, index, full)


@pytest.mark.slow
@pytest.mark.parametrize("full", [True, False], ids=["full builds", "updates"])
def test_a_killed_update_leaves_the_old_index_or_the_new(tmp_path, processes, full):
    """Power may fail at any moment: whoever searches afterwards sees one whole version."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    chance = random.Random(7)
    write_version(corpus, 0)
    build(corpus, index, full)
    lasted, answered, killed, version = 0.05, 0, 0, 0
    while killed < KILLS:
        version += 1
        write_version(corpus, version)
        begun = processes.Event()
        worker = processes.Process(target=build_when_told, args=(corpus, index, full, begun))
        worker.start()
        begun.wait()
        started = time.monotonic()
        worker.join(chance.uniform(0, lasted))
        if worker.exitcode is None:
            worker.kill()
            worker.join()
            killed += 1
            lasted *= 1.1  # until it outlasts an update: kills must fall on its end too
        else:
            lasted = time.monotonic() - started
        found = version_of(index, version)
        assert found in {answered, version}
        answered = found
    build(corpus, index, full=False)
    assert version_of(index, version) == version
    assert list((index / "drafts").iterdir()) == []
    assert len(list((index / "generations").iterdir())) <= 2


def test_a_killed_first_build_is_begun_again(tmp_path, processes):
    """Before anything was published there is no index, rather than half of one."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_version(corpus, 0)
    worker = processes.Process(target=build, args=(corpus, index, False))
    worker.start()
    while not list((index / "drafts").glob("*/*.pst")) and worker.is_alive():
        time.sleep(0.001)
    worker.kill()
    worker.join()
    if not (index / "current").exists():
        with pytest.raises(IndexMissing):
            Store(index, WhooshEngine).reader()
    build(corpus, index, full=False)
    assert version_of(index, 0) == 0


def publish_versions(corpus: Path, index: Path, versions: range) -> None:
    """Publish one version after the other."""
    for version in versions:
        write_version(corpus, version)
        build(corpus, index, full=version % 2 == 0)


@pytest.mark.slow
def test_readers_never_see_an_update_half_done(tmp_path, processes):
    """Searching goes on while ten updates are published: one whole version at a time, forwards."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    publish_versions(corpus, index, range(1))
    writer = processes.Process(target=publish_versions, args=(corpus, index, range(1, 11)))
    writer.start()
    store = Store(index, WhooshEngine)
    seen, looks = [], 0
    reader = store.reader()
    clauses = [Clause(AnyOf("surface", (f"toleo{version}",))) for version in range(11)]
    while writer.is_alive() or reader.stale():
        if reader.stale():
            reader.close()
            reader = store.reader()
        frequencies = reader.engine.search(clauses, limit=0).frequencies
        assert sorted(frequencies)[-2:] == [0, DOCUMENTS]
        seen.append(frequencies.index(DOCUMENTS))
        looks += 1
    reader.close()
    writer.join()
    assert writer.exitcode == 0
    assert seen == sorted(seen)
    assert seen[-1] == 10
    assert looks > 20


def test_two_updates_at_once_both_end_well(tmp_path, processes):
    """Two people who run the command together get one index, and no error."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_version(corpus, 0)
    workers = [processes.Process(target=build, args=(corpus, index, True)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert version_of(index, 0) == 0
    assert Store(index, WhooshEngine).current() == "000003"


def test_a_process_short_of_files_says_so(tmp_path, processes):
    """A server at its limit of open files gets an error, not a wrong answer, and recovers."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_version(corpus, 0)
    build(corpus, index, full=False)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = [os.open(os.devnull, os.O_RDONLY)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(taken) + 20, before[1]))
    try:
        with suppress(OSError):
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        os.close(taken.pop())
        for _ in range(2):
            with pytest.raises(OSError, match="Too many open files"):
                Store(index, WhooshEngine).reader()
            os.close(taken.pop())
    finally:
        for file in taken:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert version_of(index, 0) == 0
