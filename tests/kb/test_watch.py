"""A watched corpus is in the index a moment after it changed, whatever goes wrong in between."""

from __future__ import annotations

import threading
import time

import pytest

from kb.analysis import PlainAnalyser
from kb.settings import load
from kb.store import FolderStore
from kb.watch import watch
from tests.kb.engines.contents import document_ids


class Watched:
    """A corpus that is watched in a thread, and the updates that were reported."""

    def __init__(self, folder, **options) -> None:
        self.corpus, self.index = folder / "corpus", folder / "corpus" / "index"
        self.updates: list = []
        self.stop = threading.Event()
        settings = load({"quiet": 0}, environ={})
        self.thread = threading.Thread(
            target=watch,
            args=(self.corpus, self.index, settings, self.updates.append),
            kwargs={"stop": self.stop, **options},
        )

    def until(self, done, seconds: float = 30) -> None:
        """Wait until something holds."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, [
                update.error or update.report for update in self.updates
            ]
            time.sleep(0.02)

    def documents(self) -> list[str]:
        if not (self.index / "current").exists():
            return []
        with FolderStore(self.index).reader() as reader:
            return document_ids(reader.engine)


@pytest.fixture(params=[False, True], ids=["notices", "polling"])
def watched(tmp_path, monkeypatch, request):
    """Watching begins before the test, and ends with it."""
    monkeypatch.setattr("kb.indexing.updater.SwahiliAnalyser", PlainAnalyser)
    monkeypatch.setattr("kb.watch._MISSING_SECONDS", 0.2)
    monkeypatch.setattr("kb.watch._POLL_MS", 50)
    made = Watched(tmp_path, polling=request.param)
    made.corpus.mkdir()
    (made.corpus / "dira.md").write_text("# Dira\n\nKinara.\n", encoding="utf-8")
    made.thread.start()
    made.until(lambda: made.updates)
    yield made
    made.stop.set()
    made.thread.join(30)
    assert not made.thread.is_alive()


def test_changes_are_followed(watched):
    """New, changed and deleted documents are in the index a moment later, one line each."""
    assert watched.documents() == ["dira.md"]
    (watched.corpus / "sera").mkdir()
    (watched.corpus / "sera" / "mpya.md").write_text("# Sera\n\nMpya.\n", encoding="utf-8")
    watched.until(lambda: watched.documents() == ["dira.md", "sera/mpya.md"])
    (watched.corpus / "dira.md").unlink()
    watched.until(lambda: watched.documents() == ["sera/mpya.md"])
    watched.until(lambda: watched.updates[-1].report.removed == ("dira.md",))
    assert all(update.report.published for update in watched.updates)


def test_what_is_no_document_is_not_followed(watched):
    """The index itself may be in the corpus, and editors keep hidden files: neither is a change."""
    for _ in range(3):
        (watched.corpus / ".dira.md.swp").write_text("x", encoding="utf-8")
        (watched.index / "x").write_text("x", encoding="utf-8")
        time.sleep(0.1)
    (watched.corpus / "mpya.md").write_text("# Mpya\n\nMpya.\n", encoding="utf-8")
    watched.until(lambda: len(watched.documents()) == 2)
    watched.until(lambda: len(watched.updates) > 1)  # reported a moment after it is published
    assert [update.report.generation for update in watched.updates] == ["000001", "000002"]


def test_a_corpus_that_goes_and_comes_back(watched):
    """A network folder that drops out empties nothing, and is followed again when it is back."""
    away = watched.corpus.with_name("away")
    watched.corpus.rename(away)
    watched.until(lambda: watched.updates[-1].error)
    assert "corpus" in str(watched.updates[-1].error)
    (away / "mpya.md").write_text("# Mpya\n\nMpya.\n", encoding="utf-8")
    away.rename(watched.corpus)
    watched.until(lambda: len(watched.documents()) == 2)
    (watched.corpus / "dira.md").unlink()
    watched.until(lambda: watched.documents() == ["mpya.md"])


def test_an_update_that_fails_is_told_once_and_tried_again(watched, monkeypatch):
    """A full disk does not end the watching: what failed is done when it can be."""

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", refuse)
        for n in range(3):
            (watched.corpus / f"{n}.md").write_text(f"# Hati {n}\n\nMpya.\n", encoding="utf-8")
            watched.until(lambda: watched.updates[-1].error)
            time.sleep(0.3)
    assert "No space" in str(watched.updates[-1].error)
    assert len([update for update in watched.updates if update.error]) == 1
    (watched.corpus / "mpya.md").write_text("# Mpya\n\nMpya.\n", encoding="utf-8")
    watched.until(lambda: len(watched.documents()) == 5)


def test_a_fault_of_ours_is_told_and_survived(watched, monkeypatch):
    """An unexpected exception is reported, and the watching goes on."""
    with monkeypatch.context() as patched:
        patched.setattr("kb.watch.update", lambda *_: 1 // 0)
        (watched.corpus / "mpya.md").write_text("# Mpya\n\nMpya.\n", encoding="utf-8")
        watched.until(lambda: watched.updates[-1].error)
    assert "ZeroDivisionError" in str(watched.updates[-1].error)
    (watched.corpus / "dira.md").unlink()
    watched.until(lambda: watched.documents() == ["mpya.md"])


def test_a_change_nobody_noticed_is_found_by_looking(tmp_path, monkeypatch):
    """Where the system sends no notice, the corpus is looked at now and then all the same."""
    monkeypatch.setattr("kb.indexing.updater.SwahiliAnalyser", PlainAnalyser)
    monkeypatch.setattr("kb.watch._may_be_document", lambda *_: False)
    monkeypatch.setattr("kb.watch._MINUTE", 1.0)
    made = Watched(tmp_path)
    made.corpus.mkdir()
    made.thread.start()
    made.until(lambda: made.updates)
    (made.corpus / "mpya.md").write_text("# Mpya\n\nMpya.\n", encoding="utf-8")
    made.until(lambda: made.documents() == ["mpya.md"])
    made.stop.set()
    made.thread.join(30)
