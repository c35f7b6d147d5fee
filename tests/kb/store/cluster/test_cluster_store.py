"""The life of an index on a cluster: built, updated, gone back, as one in a folder."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator

import pytest

from kb.admin.history import history, roll_back
from kb.admin.remove import plan_removal, remove
from kb.admin.status import status
from kb.admin.verify import verify
from kb.analysis import PlainAnalyser
from kb.document import Document
from kb.errors import GenerationMissing, IndexLocked, IndexMissing
from kb.indexing import index_documents, update
from kb.indexing.shards import Shard, prepare_shard
from kb.knowledge_base import KnowledgeBase
from kb.messages import Message
from kb.store import open_store, temporary_index
from kb.store.cluster.index_names import IndexNames
from kb.store.cluster.record_index import RecordIndex
from kb.store.sources import source_from, source_row
from tests.kb.engines.contents import document_ids, everything
from tests.kb.readers.making_formats import mail
from tests.kb.store.cluster.asking import ANALYSER, generations, indexes, write


def test_nothing_published_is_told_as_such(tmp_path, settings):
    """A first search says that there is no index, and the command that makes one."""
    with pytest.raises(IndexMissing, match="kisima index"):
        KnowledgeBase.open(tmp_path / "index", settings)
    with pytest.raises(IndexMissing):
        verify(tmp_path / "index", settings)
    with pytest.raises(IndexMissing):
        history(tmp_path / "index", settings)
    assert not (tmp_path / "index").exists()


@pytest.mark.timeout(600)
def test_documents_come_change_move_and_go(corpus, tmp_path, settings, run, as_in_a_folder):
    """After every update the index is that of a folder built anew: passages, copies, records."""
    index = tmp_path / "index"

    def check(generation: str) -> None:
        report = run()
        assert (report.published, report.generation) == (True, generation)
        assert everything(index, settings) == as_in_a_folder()
        assert [one.problems for one in verify(index, settings)] == [()]
        assert not run().published

    check("000001")
    write(corpus, "mpya.md", "# Mpya\n\nHati mpya ya kisima.\n")
    check("000002")
    write(corpus, "dira.md", "# Dira\n\nKuwa mfano.\n")
    check("000003")
    (corpus / "sera" / "maji.txt").rename(corpus / "maji.txt")
    check("000004")
    (corpus / "ajira.html").unlink()
    check("000005")
    (corpus / "barua.eml").write_bytes(bytes(mail("Ombi", "Bila fomu.")))
    check("000006")
    with KnowledgeBase.open(index, settings) as base:
        assert base.document("sera/maji.txt").id == "maji.txt", "an old link keeps working"
    assert status(corpus, index, settings, analyser=ANALYSER).moved_on is False


def test_a_full_build_is_made_beside_the_old_one(tmp_path, settings, run, cluster):
    """Two builds stay: the one that answers, and the one to go back to."""
    run()
    assert indexes(cluster, settings) == ["000001", "000001-records", "lock"]
    run(full=True)
    assert indexes(cluster, settings) == [
        "000001", "000001-records", "000002", "000002-records", "lock",
    ]  # fmt: skip
    run(full=True)
    assert generations(tmp_path, settings) == ["000003", "000002"]
    names = IndexNames(settings.cluster_index)
    aliases = cluster.ask("GET", f"/_alias/{names.alias}*")
    moved = {name for name, one in aliases.items() if one["aliases"]}
    assert moved == {names.entries(3), names.records(3)}


def test_a_rollback_and_a_roll_forward(corpus, tmp_path, settings, run):
    """The build before answers under a new number, and the next update follows the documents."""
    index = tmp_path / "index"
    run()
    before = everything(index, settings)
    write(corpus, "dira.md", "# Dira\n\nKuwa mfano.\n")
    run(full=True)
    after = everything(index, settings)
    assert roll_back(index, settings).generation == "000003"
    assert everything(index, settings) == before
    assert generations(tmp_path, settings) == ["000003", "000002"]
    roll_back(index, settings, "2")
    assert everything(index, settings) == after
    roll_back(index, settings)
    assert run().generation == "000006"
    assert everything(index, settings) == after
    with pytest.raises(GenerationMissing):
        roll_back(index, settings, "1")


def test_an_update_that_changes_the_build_cannot_be_taken_back(corpus, tmp_path, settings, run):
    """Only builds are kept: there is nothing to go back to before the second one."""
    run()
    write(corpus, "mpya.md", "# Mpya\n\nHati.\n")
    run()
    assert generations(tmp_path, settings) == ["000002"]
    with pytest.raises(GenerationMissing):
        roll_back(tmp_path / "index", settings)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_removed_document_is_nowhere(corpus, tmp_path, settings, run, cluster, monkeypatch):
    """Removed, it is in no answer; purged, it is in no build."""
    monkeypatch.setattr("kb.indexing.updater.SwahiliAnalyser", PlainAnalyser)
    index = tmp_path / "index"
    run()
    run(full=True)
    removal = plan_removal("sera/maji.txt", corpus, index, settings, purge=True)
    done = remove(removal, corpus, index, settings, purge=True)
    assert done.amended == ("000001",)
    store = open_store(index, settings)
    for generation in store.generations():
        with store.reader_of(generation) as reader:
            assert "sera/maji.txt" not in document_ids(reader.engine)
            assert "sera/maji.txt" not in list(reader.documents)
            assert reader.engine.statistics().deleted == 0
    assert [one.problems for one in verify(index, settings)] == [(), ()]


def test_a_second_writer_is_told_who_writes(corpus, tmp_path, settings, run):
    """One writer at a time, on whatever machine; the second changes nothing."""
    match = f"process {os.getpid()}"
    with (
        open_store(tmp_path / "index", settings).writer(0),
        pytest.raises(IndexLocked, match=match),
    ):
        run()
    assert run().published


def test_an_update_reads_each_row_once(corpus, tmp_path, settings, run, cluster, monkeypatch):
    """What the plan has read of the files is what their rows are, to the letter."""
    run()
    read: Counter[str] = Counter()
    scan = RecordIndex.scan

    def counting(index: RecordIndex, kind: str, **options) -> Iterator[tuple[str, str]]:
        read[kind] += 1
        return scan(index, kind, **options)

    monkeypatch.setattr(RecordIndex, "scan", counting)
    write(corpus, "dira.md", "# Dira\n\nKuwa wa kwanza.\n")
    assert run().published
    assert read == {"file": 1, "refused": 1, "document": 1}
    rows = list(RecordIndex(cluster, IndexNames(settings.cluster_index).records(1)).scan("file"))
    assert {id for id, _ in rows} > {"dira.md", "mbovu.docx"}
    for _, value in rows:  # so what was read says what the row is
        row = source_row(source_from(json.loads(value)))
        assert json.dumps(row, separators=(",", ":"), default=Message.as_json) == value
    assert verify(tmp_path / "index", settings)[0].problems == ()


def test_shards_serve_a_build_on_the_cluster(corpus, tmp_path, settings, run, as_in_a_folder):
    """What many machines prepared is published by one."""
    for number in (1, 2):
        prepare_shard(corpus, tmp_path / "index", settings, Shard(number, 2), analyser=ANALYSER)
    (tmp_path / "index" / "parsed").rename(tmp_path / "parsed")
    run()
    assert not (tmp_path / "index" / "parsed").exists()
    assert everything(tmp_path / "index", settings) == as_in_a_folder()


def test_two_stores_on_one_cluster(corpus, tmp_path, settings, run):
    """A store whose name begins like another's is another store."""
    run()
    other = settings.replace(cluster_index=f"{settings.cluster_index}-pemba")
    update(corpus, tmp_path / "other", other, analyser=ANALYSER)
    update(corpus, tmp_path / "other", other, analyser=ANALYSER, full=True)
    assert generations(tmp_path, settings) == ["000001"]
    assert generations(tmp_path, other) == ["000002", "000001"]


def test_what_is_measured_is_aside(tmp_path, settings, run, cluster):
    """An evaluation makes an index of its own on the cluster, and removes it."""
    run()
    before = everything(tmp_path / "index", settings)
    with temporary_index(settings) as (index, aside):
        index_documents([Document("a.md", "# Dira\n\nMaji safi.\n", "markdown")], index, aside)
        with open_store(index, aside).reader() as reader:
            assert list(reader.documents) == ["a.md"]
        assert generations(tmp_path, settings) == ["000001"]
    assert indexes(cluster, settings) == ["000001", "000001-records", "lock"]
    assert everything(tmp_path / "index", settings) == before
