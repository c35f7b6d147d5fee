"""Machines that prepare parts of one index at once, one of them killed: nothing is lost or doubled."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from kb.analysis import PlainAnalyser
from kb.indexing import update
from kb.indexing.shards import Shard, prepare_shard
from kb.settings import load
from tests.kb.engines.contents import everything

SETTINGS = load({"workers": 1, "lock_wait": 0}, environ={})
FILES = 120


def prepare(corpus: Path, index: Path, number: int, count: int, begun=None) -> None:
    """Prepare one part; say when the first document is done."""

    def said(done: int, of: int, id: str) -> None:
        if done and begun is not None:
            begun.set()

    prepare_shard(
        corpus, index, SETTINGS, Shard(number, count), analyser=PlainAnalyser(), progress=said
    )


@pytest.fixture
def corpus(tmp_path):
    """A hundred documents of a few passages."""
    made = tmp_path / "corpus"
    made.mkdir()
    for number in range(FILES):
        text = f"# Hati {number}\n\n" + f"Maneno ya hati namba n{number} ni haya. " * 60
        (made / f"{number:03}.md").write_text(text, encoding="utf-8")
    return made


@pytest.mark.parametrize("count", [2, 3])
def test_machines_at_once_one_killed_and_run_again(tmp_path, processes, corpus, count):
    """What it had written is kept, the rest is read, and the index is that of one machine."""
    index, chance = tmp_path / "index", random.Random(count)
    begun = processes.Event()
    machines = [
        processes.Process(
            target=prepare, args=(corpus, index, number, count, begun if number == 1 else None)
        )
        for number in range(1, count + 1)
    ]
    for machine in machines:
        machine.start()
    assert begun.wait(60)
    time.sleep(chance.uniform(0, 0.05))
    machines[0].kill()
    for machine in machines:
        machine.join(60)
    assert [machine.exitcode for machine in machines] == [-9, *[0] * (count - 1)]
    again = prepare_shard(corpus, index, SETTINGS, Shard(1, count), analyser=PlainAnalyser())
    assert again.already > 0, "what was prepared before the kill is kept"
    assert again.prepared, "it was killed in the middle"
    (index / "parsed").rename(tmp_path / "parsed")
    report = update(corpus, index, SETTINGS, analyser=PlainAnalyser())
    assert len(report.added) == FILES
    assert not (index / "parsed").exists(), "no document was read again"
    update(corpus, tmp_path / "plain", SETTINGS, analyser=PlainAnalyser())
    assert everything(index) == everything(tmp_path / "plain")


def test_an_update_while_parts_are_prepared(tmp_path, processes, corpus):
    """Nobody waits: the update takes what is there, and the next one the same documents not again."""
    index, begun = tmp_path / "index", processes.Event()
    machine = processes.Process(target=prepare, args=(corpus, index, 1, 1, begun))
    machine.start()
    assert begun.wait(60)
    update(corpus, index, SETTINGS, analyser=PlainAnalyser())
    machine.join(60)
    assert machine.exitcode == 0
    assert not update(corpus, index, SETTINGS, analyser=PlainAnalyser()).published
    update(corpus, tmp_path / "plain", SETTINGS, analyser=PlainAnalyser())
    assert everything(index) == everything(tmp_path / "plain")
