"""From a folder of files to a published generation, and from there to the next."""

from __future__ import annotations

import json
import os

import pytest

from kb.engines.base import SearchRequest
from kb.errors import DocumentUnreadable, ExtraMissing, SettingInvalid, StorageFailed
from kb.extras import require_extra
from kb.store import FolderStore
from tests.kb.two_documents import BODI, DIRA, documents_with, write


def test_a_corpus_is_indexed_to_any_depth(update_pair, fresh_index):
    """The first update indexes every document, under its path as its id."""
    report = update_pair()
    assert report.added == ("dira.txt", "muundo/bodi.txt")
    assert (report.unchanged, report.failed, report.published) == (0, (), True)
    assert report.passages >= 3
    assert documents_with(fresh_index, "mkurugenzi") == {"muundo/bodi.txt"}


def test_the_log_names_each_document_and_the_generation(update_pair, caplog):
    """With -v an operator sees which documents were read, and what was published."""
    with caplog.at_level("INFO", logger="kb"):
        update_pair()
    said = [record.getMessage() for record in caplog.records if record.levelname == "INFO"]
    assert {line.split(": ")[-1] for line in said[:2]} == {"dira.txt", "muundo/bodi.txt"}
    assert said[-1].startswith("generation 000001 is published: 2 documents")


def test_an_unchanged_corpus_publishes_nothing(update_pair, pair, fresh_index):
    """A second update does no work, even where files were only touched."""
    update_pair()
    os.utime(pair / "dira.txt")
    report = update_pair()
    assert (report.published, report.unchanged, report.generation) == (False, 2, "000001")
    assert not (fresh_index / "generations" / "000002").exists()


def test_a_changed_document_is_found_by_its_new_words_only(update_pair, pair, fresh_index):
    """After an update a document answers to what it says now."""
    update_pair()
    write(pair / "dira.txt", DIRA.replace("kinara", "mfano"))
    report = update_pair()
    assert (report.changed, report.added, report.unchanged) == (("dira.txt",), (), 1)
    assert documents_with(fresh_index, "mfano") == {"dira.txt"}
    assert documents_with(fresh_index, "kinara") == set()


def test_a_deleted_document_is_gone(update_pair, pair, fresh_index):
    """What is no longer in the corpus is no longer found."""
    update_pair()
    (pair / "dira.txt").unlink()
    assert update_pair().removed == ("dira.txt",)
    assert documents_with(fresh_index, "kinara") == set()
    (pair / "muundo" / "bodi.txt").unlink()
    update_pair()
    assert documents_with(fresh_index, "bodi") == set()


def test_a_file_that_cannot_be_read_stops_nothing(update_pair, pair, fresh_index):
    """Bad files are reported with their reason, tried again when they change, and not before."""
    write(pair / "tupu.txt", "   ")
    write(pair / "mbovu.pdf", "%PDF-")
    report = update_pair()
    assert report.added == ("dira.txt", "muundo/bodi.txt")
    assert {id for id, _ in report.failed} == {"tupu.txt", "mbovu.pdf"}
    assert all(reason for _, reason in report.failed)
    again = update_pair()
    assert not again.published
    assert again.failed == report.failed
    write(pair / "tupu.txt", "Sera mpya ya mtandao.")
    assert update_pair().changed == ("tupu.txt",)
    assert documents_with(fresh_index, "sera") == {"muundo/bodi.txt", "tupu.txt"}
    assert {id for id, _ in update_pair().failed} == {"mbovu.pdf"}


def test_a_document_that_becomes_unreadable_is_gone_and_reported(update_pair, pair, fresh_index):
    """The index never answers with text the corpus no longer has."""
    update_pair()
    write(pair / "dira.txt", " ")
    report = update_pair()
    assert [id for id, _ in report.failed] == ["dira.txt"]
    assert report.changed == ()
    assert documents_with(fresh_index, "kinara") == set()


def test_full_builds_everything_anew(update_pair, fresh_index):
    """On request every file is read again, whatever is known of it."""
    update_pair()
    report = update_pair(full=True)
    assert (report.published, report.unchanged, report.generation) == (True, 2, "000002")
    assert report.reason


def test_a_dry_run_writes_nothing(update_pair, pair, fresh_index):
    """A dry run reports what an update would do."""
    report = update_pair(dry_run=True)
    assert report.added == ("dira.txt", "muundo/bodi.txt")
    assert not fresh_index.exists()
    update_pair()
    write(pair / "dira.txt", BODI + DIRA)
    assert update_pair(dry_run=True).changed == ("dira.txt",)
    assert documents_with(fresh_index, "inamshauri") == {"muundo/bodi.txt"}


def test_compact_leaves_nothing_deleted(update_pair, pair, fresh_index):
    """On request all segments are merged, and then there is nothing left to compact."""
    for i in range(9):
        write(pair / f"{i}.txt", f"{BODI} {i}")
    update_pair()
    write(pair / "dira.txt", DIRA.replace("kinara", "mfano"))
    update_pair()
    assert update_pair(compact=True).published
    with FolderStore(fresh_index).reader() as reader:
        assert reader.engine.statistics().segments == 1
        assert reader.engine.statistics().deleted == 0
    assert not update_pair(compact=True).published


def test_metadata_of_the_corpus_reaches_the_entries(update_pair, pair, fresh_index):
    """A row of sources.tsv that changes re-indexes its document, and no other."""
    write(pair / "sources.tsv", "path\ttaasisi\tdate\ndira.txt\tWakala\t2012\n")
    report = update_pair()
    assert "sources.tsv" not in report.added
    write(pair / "sources.tsv", "path\ttaasisi\tdate\ndira.txt\tIdara\t2012\n")
    assert update_pair().changed == ("dira.txt",)
    with FolderStore(fresh_index).reader() as reader:
        response = reader.engine.search(SearchRequest(facets=("institution",)))
        assert response.facets["institution"].keys() == {"Idara"}
    (pair / "sources.tsv").unlink()
    assert update_pair().changed == ("dira.txt",)


@pytest.mark.parametrize("text", ["", "\n", "# maelezo tu\n"], ids=repr)
def test_an_empty_sources_tsv_says_nothing(update_pair, pair, text):
    """A file without a row is a file without rows: the update goes on."""
    write(pair / "sources.tsv", text)
    report = update_pair()
    assert report.added == ("dira.txt", "muundo/bodi.txt")
    assert (report.failed, report.warnings) == ((), ())


def test_keys_that_are_not_used_are_counted_once(update_pair, pair):
    """Sites have keys of their own: an update tells them for all files, and no file by itself."""
    for name in ("a", "b"):
        write(pair / f"{name}.md", f"---\ntitle: {name}\nlayout: post\n---\n\nManeno.\n")
    write(pair / "c.md", '+++\ntitle = "c"\ndraft = true\ndate = "kesho"\n+++\n\nManeno.\n')
    report = update_pair()
    assert report.unused_keys == (("layout", 2), ("draft", 1))
    assert [id for id, _ in report.warnings] == ["c.md"]  # the date that cannot be read


def test_metadata_that_cannot_be_read_stops_the_update(update_pair, pair, fresh_index):
    """A broken sources.tsv is an error: to ignore it would lose the metadata of every document."""
    update_pair()
    write(pair / "sources.tsv", "no header\n")
    with pytest.raises(DocumentUnreadable, match="path"):
        update_pair()
    assert documents_with(fresh_index, "kinara") == {"dira.txt"}


def test_a_corpus_that_is_not_there_empties_nothing(update_pair, pair, fresh_index):
    """A disk that is not mounted is an error, and not an empty corpus."""
    update_pair()
    pair.rename(pair.with_name("away"))
    with pytest.raises(SettingInvalid, match="corpus"):
        update_pair()
    assert documents_with(fresh_index, "kinara") == {"dira.txt"}


def test_a_damaged_generation_is_replaced(update_pair, pair, fresh_index):
    """The next update notices damage, builds on the last sound generation, and says so."""
    update_pair()
    write(pair / "mpya.txt", "Habari mpya.")
    update_pair(full=True)
    next((fresh_index / "generations" / "000002").glob("*.trm")).unlink()
    report = update_pair()
    assert report.published
    assert "000001" in str(report.reason)
    assert report.added == ("mpya.txt",)
    assert documents_with(fresh_index, "habari") == {"mpya.txt"}


def test_damage_under_every_generation_rebuilds(update_pair, pair, fresh_index):
    """Without a sound generation everything is built again from the corpus."""
    update_pair()
    for path in fresh_index.rglob("*.pst"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    write(pair / "mpya.txt", "Habari mpya.")
    report = update_pair()
    assert "built anew" in str(report.reason)
    assert documents_with(fresh_index, "kinara") == {"dira.txt"}
    assert FolderStore(fresh_index).verify() == []


def test_progress_is_reported(update_pair):
    """The progress names the last document, how many are done, and of how many."""
    steps = []
    update_pair(progress=lambda *step: steps.append(step))
    assert steps == [(0, 2, ""), (1, 2, "dira.txt"), (2, 2, "muundo/bodi.txt")]


def test_a_refusing_disk_leaves_the_index(update_pair, pair, fresh_index, monkeypatch):
    """When the disk is full the old index goes on answering."""
    update_pair()
    write(pair / "dira.txt", BODI + DIRA)

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", refuse)
        with pytest.raises(StorageFailed, match="No space"):
            update_pair()
    assert documents_with(fresh_index, "inamshauri") == {"muundo/bodi.txt"}
    assert update_pair().changed == ("dira.txt",)


def test_no_pickle_is_kept(update_pair, fresh_index):
    """Everything Kisima writes itself is JSON, which runs nothing when it is read."""
    update_pair()
    for path in (fresh_index / "parsed").iterdir():
        json.loads(path.read_bytes().partition(b"\n")[2])
    for name in ("manifest.json", "sources.json"):
        json.loads((fresh_index / "generations" / "000001" / name).read_bytes())


def test_a_missing_library_removes_no_document(update_pair, pair, fresh_index, monkeypatch):
    """An installation without its readers says what to install, and leaves the index alone."""
    update_pair()
    (pair / "muundo" / "bodi.txt").rename(pair / "muundo" / "bodi.md")
    require_extra.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr("kb.extras._installed", lambda name: False)
        with pytest.raises(ExtraMissing, match=r"kisima\[documents\]"):
            update_pair()
    require_extra.cache_clear()
    assert documents_with(fresh_index, "mkurugenzi") == {"muundo/bodi.txt"}
