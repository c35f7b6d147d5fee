"""Generations: what is published is whole, what is read stays, what is damaged is noticed."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import shutil
import stat
import threading
import time
from pathlib import Path

import pytest

from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.engines.registry import ENGINES
from kb.engines.whoosh.engine import WhooshEngine
from kb.errors import IndexDamaged, IndexLocked, IndexMissing, IndexOutOfDate, StorageFailed
from kb.index.schema import Entry
from kb.messages import translate
from kb.store import FolderStore
from kb.store.base import GenerationFacts
from kb.store.documents import DocumentRecord
from kb.store.sources import Sources
from tests.kb.engines.contents import document_ids


def entry(document: str, *words: str) -> Entry:
    return Entry(
        id=f"{document}#a.1",
        document=document,
        ordinal=0,
        fields={"term": tuple((word,) for word in words)},
        facets={},
        date=None,
        payload=b"",
    )


def record(document: str) -> DocumentRecord:
    return DocumentRecord(document, document.upper(), None, None, "sw", "text", 1)


def publish(store: FolderStore, *documents: str, anew: bool = False):
    """Publish a generation with these documents more."""
    with store.writer(5) as writer:
        base, _ = writer.base(thorough=True)
        with writer.draft(None if anew else base) as draft:
            draft.engine.apply(documents, [entry(document, "dira") for document in documents])
            facts = GenerationFacts(
                recipe="r",
                parts={"analyser": "a"},
                aliases={},
                documents=map(record, document_ids(draft.engine)),
                sources=Sources(),
            )
            return writer.publish(draft, facts)


PARTS = {
    "postings": ("*.pst", "*.idx"),
    "terms": ("*.trm", "*.term"),
    "contents": ("*.toc", "state.json"),
}
"""The names of some files of an index, whichever engine wrote it."""


def part(folder: Path, name: str) -> Path:
    return next(path for pattern in PARTS[name] for path in folder.glob(pattern))


@pytest.fixture(params=[name for name in ENGINES if name != "opensearch"])
def store(request, fresh_index):
    return FolderStore(fresh_index, request.param)


def documents(store: FolderStore) -> list[str]:
    with store.reader() as reader:
        return document_ids(reader.engine)


def test_nothing_published_is_told_as_such(store):
    """A first search says that there is no index, and the command that makes one."""
    with pytest.raises(IndexMissing, match="kisima index"):
        store.reader()
    with pytest.raises(IndexMissing):
        store.verify()
    assert store.history() == []


def test_a_published_generation_is_read(store):
    """What was published is what readers open, with its manifest."""
    manifest = publish(store, "a.txt")
    with store.reader() as reader:
        (hit,) = reader.engine.search(SearchRequest((Clause(AnyOf("term", ("dira",))),))).hits
        assert hit.id == "a.txt#a.1"
        assert reader.generation == "000001"
        assert reader.manifest == manifest
        assert (manifest.passages, manifest.documents, manifest.engine) == (1, 1, store.engine.name)
        assert reader.notice is None
    assert store.verify() == []


def test_a_reader_keeps_what_it_opened(store):
    """Whoever searches while ten updates are published gets answers from one state."""
    publish(store, "a.txt")
    reader = store.reader()
    for i in range(10):
        publish(store, f"b{i}.txt")
        assert document_ids(reader.engine) == ["a.txt"]
        assert reader.engine.search(SearchRequest((Clause(AnyOf("term", ("dira",))),))).total == 1
    assert reader.stale()
    assert len(documents(store)) == 11
    assert "000001" in store.layout.generations()
    reader.close()
    publish(store, "c.txt")
    assert store.layout.generations() == ["000012", "000011"]


def test_the_last_generations_are_kept(fresh_index):
    """As many generations stay as the setting says, to go back to."""
    store = FolderStore(fresh_index, keep=3)
    for i in range(5):
        publish(store, f"{i}.txt")
    assert [manifest.generation for manifest in store.history()] == ["000005", "000004", "000003"]
    with store.writer(1) as writer:
        writer.roll_back("000003")
    assert documents(store) == ["0.txt", "1.txt", "2.txt"]
    publish(store, "x.txt", anew=True)
    assert documents(store) == ["x.txt"]
    with store.writer(1) as writer, pytest.raises(IndexMissing):
        writer.roll_back("000001")


def test_an_unpublished_draft_leaves_nothing(store, fresh_index):
    """An update that fails changes nothing that can be seen, and leaves no files."""
    publish(store, "a.txt")

    def fail():
        with store.writer(1) as writer, writer.draft(writer.base(thorough=True)[0]) as draft:
            draft.engine.apply([], [entry("b.txt", "dira")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert documents(store) == ["a.txt"]
    assert list((fresh_index / "drafts").iterdir()) == []


def test_unfinished_drafts_are_removed_by_the_next_writer(store, fresh_index):
    """What a killed writer left is cleared away."""
    publish(store, "a.txt")
    (fresh_index / "drafts" / "000002").mkdir()
    (fresh_index / "drafts" / "000002" / "MAIN_x.trm").write_bytes(b"half")
    (fresh_index / ".current.99").write_bytes(b"0000")
    shutil.copytree(fresh_index / "generations" / "000001", fresh_index / "generations" / "000002")
    with store.writer(1):
        assert list((fresh_index / "drafts").iterdir()) == []
        assert store.layout.generations() == ["000001"]
    assert not (fresh_index / ".current.99").exists()


def test_only_the_owner_may_look(store, fresh_index):
    """On a machine of several users the index is private."""
    publish(store, "a.txt")
    for folder in (
        fresh_index,
        fresh_index / "generations",
        fresh_index / "generations" / "000001",
    ):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def flip(path, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << (bit % 8)
    # A new file: the old one may be linked into another generation.
    path.unlink()
    path.write_bytes(data)


def test_every_flipped_bit_is_found(store, fresh_index):
    """A disk that forgets one bit, anywhere, is noticed by verify."""
    publish(store, "a.txt", "b.txt")
    folder = fresh_index / "generations" / "000001"
    chance = random.Random(3)
    files = [path for path in folder.iterdir() if path.stat().st_size]
    for _ in range(300):
        path = chance.choice(files)
        bit = chance.randrange(path.stat().st_size * 8)
        flip(path, bit)
        assert store.verify() != []
        flip(path, bit)
    assert store.verify() == []


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda folder: part(folder, "terms").unlink(), "missing"),
        (lambda folder: os.truncate(part(folder, "postings"), 3), "bytes"),
        (lambda folder: flip(part(folder, "contents"), 99), "SHA-256"),
        (lambda folder: (folder / "_MAIN_9.toc").write_bytes(b"x"), "does not belong"),
        (lambda folder: (folder / "manifest.json").unlink(), "cannot be read"),
        (lambda folder: (folder / "manifest.json").write_bytes(b"[]"), "cannot be read"),
        (lambda folder: flip(folder / "manifest.json", 2000), "checksum|cannot be read"),
        (lambda folder: (folder / "pin").unlink(), "opened"),
        (shutil.rmtree, "opened"),
    ],
)
def test_a_damaged_generation_is_replaced_by_the_one_before(store, fresh_index, damage, word):
    """Readers go on with the newest sound generation, and the notice says why."""
    publish(store, "a.txt")
    publish(store, "b.txt", anew=True)
    damage(fresh_index / "generations" / "000002")
    with store.reader() as reader:
        assert document_ids(reader.engine) == ["a.txt"]
        assert "000001" in str(reader.notice)
        assert any(part in str(reader.notice) for part in word.split("|"))
        assert not reader.stale()
        with store.writer(1) as writer:
            base, reason = writer.base(thorough=True)
        assert base is not None
        assert base.generation == "000001"
        assert "000002" in str(reason)
        publish(store, "c.txt")
        assert reader.stale()
    assert documents(store) == ["a.txt", "c.txt"]


@pytest.mark.parametrize("damage", ["current", "manifest.json", "pin", "documents.jsonl"])
def test_damage_is_said_in_one_language(store, fresh_index, damage):
    """What readers and writers say of a damaged index has no English words in Swahili."""
    publish(store, "a.txt")
    publish(store, "b.txt", anew=True)
    generation = fresh_index / "generations" / "000002"
    (fresh_index / damage if damage == "current" else generation / damage).unlink()
    with store.reader() as reader, store.writer(1) as writer:
        said = [reader.notice, writer.base(thorough=True)[1], *store.verify("000002")]
        said.append(store.writing())
    for message in filter(None, said):
        words = re.findall(r"[a-z]+", translate(message, "sw").replace(str(fresh_index), ""))
        assert not {"is", "the", "not", "missing", "damaged", "process", "built"} & {*words}
        assert "imejengwa" not in translate(message, "en")


def test_a_file_shared_by_all_generations_damages_them_all(store, fresh_index):
    """Where no generation is sound, the error of readers says to rebuild, and the writer does."""
    publish(store, "a.txt")
    publish(store, "b.txt")
    for folder in (fresh_index / "generations").iterdir():
        part(folder, "terms").unlink()
    with pytest.raises(IndexDamaged, match="kisima index --full"):
        store.reader()
    with store.writer(1) as writer:
        assert writer.base(thorough=True)[0] is None
        assert "built anew" in str(writer.base(thorough=True)[1])
    publish(store, "c.txt", anew=True)
    assert documents(store) == ["c.txt"]


@pytest.mark.parametrize("line", [b"", b"000009\n", b"\xff\xfe", b"../../etc\n", None])
def test_a_damaged_current_is_survived(store, fresh_index, line):
    """The one line that names the generation may be lost without losing the index."""
    publish(store, "a.txt")
    (fresh_index / "current").unlink()
    if line is not None:
        (fresh_index / "current").write_bytes(line)
    with store.reader() as reader:
        assert document_ids(reader.engine) == ["a.txt"]
        assert reader.notice
    publish(store, "b.txt")
    assert documents(store) == ["a.txt", "b.txt"]


def test_what_another_engine_wrote_is_out_of_date(store, fresh_index):
    """An index of another version is not opened, but built anew."""
    publish(store, "a.txt")

    class Newer(WhooshEngine):
        version = "9.9"

    newer = FolderStore(fresh_index, Newer)
    with pytest.raises(IndexOutOfDate, match="kisima index"):
        newer.reader()
    with newer.writer(1) as writer:
        assert writer.base(thorough=False)[0] is None


def test_a_second_writer_waits_and_then_says_who_writes(store, fresh_index):
    """Two updates at once never mix; the one that gives up names the process to look at."""
    publish(store, "a.txt")
    with store.writer(1):
        begun = time.monotonic()
        with pytest.raises(IndexLocked, match=f"process {os.getpid()}") as caught:
            publish_in_turn(store, 0.3)
        assert time.monotonic() - begun >= 0.3
        assert caught.value.exit_code == 75
    publish(store, "b.txt")


def publish_in_turn(store: FolderStore, wait: float) -> None:
    with store.writer(wait):
        pass


def _hold(index, ready, _forever) -> None:
    with FolderStore(index).writer(1):
        ready.set()
        time.sleep(60)


def test_a_dead_writer_holds_no_lock(store, fresh_index):
    """After a crash nobody has to remove a lock file by hand."""
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_hold, args=(fresh_index, ready, None))
    process.start()
    assert ready.wait(30)
    with pytest.raises(IndexLocked, match=f"process {process.pid}"):
        publish_in_turn(store, 0)
    process.kill()
    process.join()
    publish(store, "a.txt")
    assert documents(store) == ["a.txt"]


def test_two_writers_take_turns(store, fresh_index):
    """Updates that come together are all published, one after the other."""
    threads = [
        threading.Thread(target=publish, args=(FolderStore(fresh_index), f"{i}.txt"))
        for i in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert documents(store) == ["0.txt", "1.txt", "2.txt", "3.txt"]


def test_a_disk_that_cannot_link_is_copied_on(store, monkeypatch):
    """On a file system without hard links an update costs more, and works."""
    publish(store, "a.txt")

    def refuse(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    publish(store, "b.txt")
    assert documents(store) == ["a.txt", "b.txt"]
    assert store.verify() == []


def test_unchanged_files_are_shared_not_copied(store, fresh_index):
    """An update of a large index costs no second copy of it."""
    publish(store, *(f"{i}.txt" for i in range(9)))
    publish(store, "new.txt")
    first, second = (fresh_index / "generations" / name for name in ("000001", "000002"))
    shared = [p for p in (part(first, "postings"),) if (second / p.name).samefile(p)]
    assert shared


@pytest.mark.parametrize("call", ["write", "fsync", "replace", "rename", "link_to"])
def test_a_disk_that_refuses_leaves_the_old_generation(store, monkeypatch, call):
    """Whatever call the disk refuses: the old index answers, and the error names the path."""
    publish(store, "a.txt")

    def refuse(*_args, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        if call == "fsync":
            patched.setattr("os.fsync", refuse)
        elif call == "write":
            patched.setattr("os.fdopen", refuse)
        elif call == "link_to":
            patched.setattr("pathlib.Path.hardlink_to", refuse)
            patched.setattr("shutil.copyfile", refuse)
        else:
            patched.setattr(f"pathlib.Path.{call}", refuse)
        with pytest.raises(StorageFailed, match="No space left"):
            publish(store, "b.txt")
    assert documents(store) == ["a.txt"]
    publish(store, "c.txt")
    assert documents(store) == ["a.txt", "c.txt"]


def test_reading_needs_no_right_to_write(store, fresh_index):
    """A web server may be given the index read-only."""
    publish(store, "a.txt")
    before = {path: path.stat().st_mtime_ns for path in fresh_index.rglob("*")}
    with store.reader() as reader:
        assert reader.engine.search(SearchRequest()).total == 1
    assert {path: path.stat().st_mtime_ns for path in fresh_index.rglob("*")} == before
