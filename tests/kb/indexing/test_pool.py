"""Workers build the same index as one process, and the death of one stops nothing."""

from __future__ import annotations

import fcntl
import importlib
import subprocess
import sys
import time

import pytest

from kb.analysis import PlainAnalyser
from kb.indexing import update
from kb.settings import load
from kb.store import FolderStore
from tests.kb.engines.contents import document_ids

ANALYSER = '''
import fcntl, os, pathlib, time
from kb.analysis import PlainAnalyser

HERE = pathlib.Path(__file__).parent


class Touchy(PlainAnalyser):
    """Dies of one word; in a worker it holds a lock that tells that the worker lives."""

    def __setstate__(self, state):
        self.alive = (HERE / "alive").open("w")
        fcntl.flock(self.alive, fcntl.LOCK_SH)

    def __getstate__(self):
        return {}

    def tokens(self, text, language="sw"):
        if "kifo" in text:
            os._exit(9)
        if "kosa" in text:
            raise ZeroDivisionError
        if "polepole" in text:
            (HERE / "begun").touch()
            time.sleep(60)
        return super().tokens(text, language)
'''


@pytest.fixture
def touchy(tmp_path, monkeypatch):
    """An analyser that dies when it reads a certain word."""
    (tmp_path / "touchy.py").write_text(ANALYSER, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("touchy").Touchy()
    sys.modules.pop("touchy")


@pytest.fixture
def large(tmp_path, monkeypatch):
    """A corpus that is worth the start of workers; here forty small files are."""
    monkeypatch.setattr("kb.indexing.pool._MIN_BYTES", 1)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for i in range(40):
        text = f"# Hati {i}\n\n" + f"Maneno ya hati namba n{i} ni haya. " * 60
        (corpus / f"{i:02}.md").write_text(text, encoding="utf-8")
    return corpus


def held(index) -> list[tuple[str, int, bytes]]:
    """All that an index holds, in reading order."""
    with FolderStore(index).reader() as reader:
        return [
            (one.id, one.ordinal, one.payload)
            for id in document_ids(reader.engine)
            for one in reader.engine.document(id)
        ]


def test_many_readers_make_the_index_one_would(large, tmp_path):
    """The number of cores changes nothing in the index."""
    told: list[tuple[int, int, str]] = []
    for workers in (1, 3):
        update(
            large,
            tmp_path / f"index{workers}",
            load({"workers": workers}, environ={}),
            analyser=PlainAnalyser(),
            progress=lambda *step: told.append(step),
        )
    assert held(tmp_path / "index1") == held(tmp_path / "index3")
    assert [done for done, _, _ in told] == [*range(41), *range(41)]
    assert {id for _, _, id in told[41:]} == {"", *(f"{i:02}.md" for i in range(40))}


def test_a_document_that_kills_its_worker_is_reported(large, tmp_path, touchy):
    """Only that file is reported; its worker is replaced and the other files are indexed."""
    (large / "07.md").write_text("# Hati\n\nHiki ni kifo.\n", encoding="utf-8")
    report = update(large, tmp_path / "i", load({"workers": 2}, environ={}), analyser=touchy)
    assert [id for id, _ in report.failed] == ["07.md"]
    assert "died" in str(report.failed[0][1])
    assert len(report.added) == 39


def test_a_fault_of_ours_in_a_worker_reaches_the_log(large, tmp_path, touchy, caplog):
    """A worker has no log of its own: its traceback is logged by the process that started it."""
    (large / "07.md").write_text("# Hati\n\nHili ni kosa.\n", encoding="utf-8")
    report = update(large, tmp_path / "i", load({"workers": 2}, environ={}), analyser=touchy)
    assert [id for id, _ in report.failed] == ["07.md"]
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "07.md" in record.getMessage()
    assert "Traceback" in record.getMessage()
    assert "touchy.py" in record.getMessage()


def test_where_no_worker_can_start_one_process_reads(large, tmp_path, monkeypatch):
    """A machine that allows no more processes indexes every document, only slower."""
    monkeypatch.setattr("kb.indexing.pool._COMMAND", (str(tmp_path / "nothing"),))
    report = update(
        large, tmp_path / "i", load({"workers": 2}, environ={}), analyser=PlainAnalyser()
    )
    assert len(report.added) == 40


def test_workers_that_end_at_once_lose_no_document(large, tmp_path, monkeypatch):
    """If workers cannot start, this process reads the documents."""
    monkeypatch.setattr("kb.indexing.pool._COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
    report = update(
        large, tmp_path / "i", load({"workers": 2}, environ={}), analyser=PlainAnalyser()
    )
    assert (len(report.added), report.failed) == (40, ())


BUILD = """
import sys, pathlib, touchy
from kb.indexing import pool as workers, update
from kb.settings import load
workers._MIN_BYTES = 1
here = pathlib.Path(touchy.__file__).parent
update(here / "corpus", here / "i", load({"workers": 2}, environ={}), analyser=touchy.Touchy())
"""


def test_workers_end_with_the_process_that_started_them(large, tmp_path, touchy, project):
    """After kill -9 of the update no worker is left running."""
    (large / "00.md").write_text("# Hati\n\nHii ni polepole.\n", encoding="utf-8")
    (large / "01.md").write_text("# Hati\n\nHii ni polepole.\n", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", BUILD], cwd=project, env={"PYTHONPATH": f"{project}:{tmp_path}"}
    ) as running:
        until = time.monotonic() + 30
        while not (tmp_path / "begun").exists() and time.monotonic() < until:
            time.sleep(0.01)
        running.kill()
    with (tmp_path / "alive").open("r") as alive:
        for _ in range(300):
            try:
                fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.1)
        else:
            pytest.fail("a worker was still running after thirty seconds")


def parses(index) -> dict[str, int]:
    """The kept parses and their times; a draft that a killed worker left is none."""
    folder = index / "parsed"
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("[!.]*")}


def test_parses_made_before_an_interruption_are_not_made_again(large, tmp_path, touchy):
    """After Ctrl-C in a long build, the next run reads only the rest."""

    def interrupt(done, of, id):
        if done == 25:
            raise KeyboardInterrupt

    settings = load({"workers": 2}, environ={})
    with pytest.raises(KeyboardInterrupt):
        update(large, tmp_path / "i", settings, analyser=PlainAnalyser(), progress=interrupt)
    kept = parses(tmp_path / "i")
    assert len(kept) >= 25
    assert not (tmp_path / "i" / "current").exists()
    assert len(update(large, tmp_path / "i", settings, analyser=PlainAnalyser()).added) == 40
    assert kept.items() <= parses(tmp_path / "i").items()
