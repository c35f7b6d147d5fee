"""The life of an index on a cluster: built, updated, gone back, checked, as one in a folder."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.admin.history import history, roll_back
from kb.admin.remove import plan_removal, remove
from kb.admin.status import status
from kb.admin.verify import verify
from kb.analysis import PlainAnalyser
from kb.document import Document
from kb.engines.base import SearchRequest
from kb.engines.opensearch.connection import ClusterConnection
from kb.errors import GenerationMissing, IndexDamaged, IndexLocked, IndexMissing
from kb.index.payload import decode_passage
from kb.indexing import index_documents, update
from kb.indexing.shards import Shard, prepare_shard
from kb.knowledge_base import KnowledgeBase
from kb.messages import Message
from kb.settings import Settings, load
from kb.store import open_store, temporary_index
from kb.store.cluster.index_names import IndexNames
from kb.store.cluster.record_index import RecordIndex, Row
from kb.store.sources import source_from, source_row
from tests.conftest import PROJECT
from tests.golden.run import relevance_questions
from tests.kb.engines.contents import document_ids, everything
from tests.kb.readers.making_formats import mail

ANALYSER = PlainAnalyser()
GOLDEN = relevance_questions()[::3]
FOLDER = load({"engine": "whoosh", "workers": 1}, environ={})
TEXTS = {
    "dira.md": "# Dira\n\nKuwa kinara wa huduma.\n\n## Maadili\n\nUadilifu na uwazi.\n",
    "nakala.md": "# Dira\n\nKuwa kinara wa huduma.\n\n## Maadili\n\nUadilifu na uwazi.\n",
    "sera/maji.txt": "SERA YA MAJI\n\nMaji safi na salama kwa wananchi wote wa kata.\n",
    "ajira.html": "<html><title>Ajira</title><body><h1>Ajira</h1><p>Nafasi tatu.</p></body>",
    "mbovu.docx": "hii si hati",
}


@pytest.fixture
def settings(cluster_settings) -> Settings:
    return cluster_settings.replace(workers=1, lock_wait=0)


@pytest.fixture
def corpus(tmp_path) -> Path:
    """Documents of several formats, a mail with an attachment, one file that cannot be read."""
    made = tmp_path / "corpus"
    for name, text in TEXTS.items():
        write(made, name, text)
    letter = mail("Ombi", "Tunaomba kisima.", attached=[("fomu.md", b"# Fomu\n\nJaza jina.")])
    (made / "barua.eml").write_bytes(bytes(letter))
    return made


@pytest.fixture
def run(corpus, tmp_path, settings):
    """Update the index of that corpus on the cluster, reading words plainly."""
    return lambda **options: update(
        corpus, tmp_path / "index", settings, analyser=ANALYSER, **options
    )


@pytest.fixture
def as_in_a_folder(corpus, tmp_path):
    """Return what an index of the corpus says that is built anew in a folder."""
    numbers = iter(range(1000))

    def build():
        index = tmp_path / f"folder{next(numbers)}"
        update(corpus, index, FOLDER, analyser=ANALYSER)
        return everything(index)

    return build


@pytest.fixture
def cluster(settings) -> Iterator[ClusterConnection]:
    opened = ClusterConnection(settings)
    yield opened
    opened.close()


def write(corpus: Path, name: str, text: str) -> None:
    (corpus / name).parent.mkdir(parents=True, exist_ok=True)
    (corpus / name).write_text(text, encoding="utf-8")


def indexes(cluster: ClusterConnection, settings: Settings) -> list[str]:
    answer = cluster.ask("GET", f"/{settings.cluster_index}-*", filter_path="*.settings.index.uuid")
    return sorted(name.removeprefix(f"{settings.cluster_index}-") for name in answer)


def generations(tmp_path: Path, settings: Settings) -> list[str]:
    return [one.generation for one in history(tmp_path / "index", settings)]


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


def test_a_reader_needs_no_folder_and_follows_updates(corpus, tmp_path, settings, run):
    """Any number of machines serve: they know the cluster, and see a new generation as such."""
    run()
    nowhere = tmp_path / "nowhere"
    with KnowledgeBase.open(nowhere, settings, ANALYSER) as base:
        assert (base.generation, base.search("mpya").total) == ("000001", 0)
        write(corpus, "mpya.md", "# Mpya\n\nHati mpya.\n")
        run()
        assert base.search("mpya").total == 0, "it keeps the state that it opened"
        time.sleep(1.1)
        assert base.refresh()
        assert (base.generation, base.search("mpya").total) == ("000002", 1)
        run(full=True)
        time.sleep(1.1)
        assert base.refresh()
        assert (base.generation, base.search("mpya").total) == ("000003", 1)
    assert not nowhere.exists()


@pytest.mark.timeout(600)
def test_many_readers_while_the_alias_moves(corpus, tmp_path, settings, run):
    """Eight readers, four full builds: no error, and only totals that one build has."""
    write(corpus, "hesabu.md", "# Hesabu\n\nneno\n")
    run()
    totals: set[int] = set()
    errors: list[BaseException] = []
    ended = threading.Event()

    def ask() -> None:
        try:
            with KnowledgeBase.open(tmp_path / "nowhere", settings) as base:
                while not ended.is_set():
                    base.refresh()
                    totals.add(base.search("neno", grouped=False).total)
        except BaseException as error:
            errors.append(error)

    readers = [threading.Thread(target=ask) for _ in range(8)]
    for reader in readers:
        reader.start()
    for turn in range(4):
        count = 1 + 5 * (turn % 2)
        text = "".join(f"## Sura {n}\n\nneno na{n}\n\n" for n in range(count))
        write(corpus, "hesabu.md", f"# Hesabu\n\n{text}")
        run(full=True)
        time.sleep(1.2)  # so that readers look for it
    ended.set()
    for reader in readers:
        reader.join(60)
    assert errors == []
    assert totals == {1, 6}


def test_a_second_writer_is_told_who_writes(corpus, tmp_path, settings, run):
    """One writer at a time, on whatever machine; the second changes nothing."""
    match = f"process {os.getpid()}"
    with (
        open_store(tmp_path / "index", settings).writer(0),
        pytest.raises(IndexLocked, match=match),
    ):
        run()
    assert run().published


KILLED = """
import os, pathlib, signal, sys
from kb.analysis import PlainAnalyser
from kb.engines.opensearch.connection import ClusterConnection
from kb.index.payload import decode_passage
from kb.indexing import index_documents, update
from kb.settings import load
corpus, index, hosts, name, left = sys.argv[1:]
left, ask = int(left), ClusterConnection.ask

def counted(self, method, path, *arguments, write=False, **options):
    global left
    if "lock" not in path and (write or path.endswith("_refresh")):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return ask(self, method, path, *arguments, write=write, **options)

ClusterConnection.ask = counted
values = {"engine": "opensearch", "cluster_hosts": hosts, "cluster_index": name, "workers": 1}
update(pathlib.Path(corpus), pathlib.Path(index), load(values, environ={}), analyser=PlainAnalyser())
"""


def killed(corpus: Path, index: Path, settings: Settings, writes: int) -> bool:
    """Run an update that is killed before so many and one writes; say whether it came to that."""
    script = [sys.executable, "-c", KILLED, str(corpus), str(index)]
    where = [settings.cluster_hosts, settings.cluster_index, str(writes)]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    result = subprocess.run([*script, *where], env=environment, capture_output=True, text=True)
    assert result.returncode in (0, -signal.SIGKILL), result.stderr
    return result.returncode != 0


def versions(index: Path, settings: Settings) -> dict[str, frozenset[str]]:
    """Return the numbers in the passages of every document."""
    with open_store(index, settings).reader() as reader:
        engine = reader.engine
        assert engine.search(SearchRequest(limit=0)).total == engine.statistics().entries
        passages = {id: engine.document(id) for id in document_ids(engine)}
    texts = {
        id: " ".join(decode_passage(one.payload).text for one in stored)
        for id, stored in passages.items()
    }
    return {id: frozenset(re.findall(r"toleo(\d)", text)) for id, text in texts.items()}


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_an_update_that_is_killed_at_any_write_is_completed(corpus, tmp_path, settings, run):
    """Each document is whole, old or new; the next update ends as if nothing had been killed."""
    index = tmp_path / "index"

    def write_all(version: int) -> None:
        for number in range(6):
            passages = "".join(f"## Sura {n}\n\nNeno toleo{version} sura{n}.\n\n" for n in range(4))
            write(corpus, f"hati{number}.md", f"# Hati {number}\n\n{passages}")

    write_all(0)
    run()
    kills, version, writes = 0, 0, 0
    while True:
        version += 1
        write_all(version % 10)
        if version % 3 == 0:
            write(corpus, f"ziada{version}.md", f"# Ziada\n\nNeno toleo{version % 10}.\n")
        if not killed(corpus, index, settings, writes):
            break
        kills += 1
        if kills % 3 == 0:  # what the killed update added is gone again before the next one
            for path in corpus.glob("ziada*"):
                path.unlink()
        for id, found in versions(index, settings).items():
            if id.startswith("hati"):
                assert len(found) == 1, f"{id} is a mixture after {writes} writes"
        report = run()
        assert report.published
        plain = tmp_path / f"plain{kills}"
        update(corpus, plain, FOLDER, analyser=ANALYSER)
        assert everything(index, settings) == everything(plain)
        assert [one.problems for one in verify(index, settings)] == [()]
        writes += 1
    assert kills >= 5


@pytest.mark.parametrize("writes", [1, 4, 7])
def test_a_full_build_that_is_killed_leaves_the_old_one(
    corpus, tmp_path, settings, run, cluster, writes
):
    """Nothing of it is read, and the next writer removes it."""
    index = tmp_path / "index"
    run()
    before = everything(index, settings)
    script = KILLED.replace("analyser=PlainAnalyser())", "analyser=PlainAnalyser(), full=True)")
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    arguments = [str(corpus), str(index), settings.cluster_hosts, settings.cluster_index]
    result = subprocess.run(
        [sys.executable, "-c", script, *arguments, str(writes)], env=environment
    )
    assert result.returncode == -signal.SIGKILL
    assert any(name.startswith("000002") for name in indexes(cluster, settings))
    assert everything(index, settings) == before
    assert not run().published
    assert indexes(cluster, settings) == ["000001", "000001-records", "lock"]


def test_a_build_that_answers_less_is_not_published(corpus, tmp_path, settings, run, cluster):
    """Its documents are those of before, and a frequent word matches fewer passages: refused."""
    index = tmp_path / "index"
    run()
    before = everything(index, settings)
    store = open_store(index, settings)
    manifest = store.history()[0]
    sources = store.sources(manifest.generation)
    with store.writer(0) as writer, writer.draft(None) as draft:
        draft.apply((), [])
        with pytest.raises(IndexDamaged, match="or more as before"):
            writer.publish(
                draft, recipe=manifest.recipe, parts=manifest.parts, aliases={}, documents=(),
                sources=sources,
            )  # fmt: skip
    assert everything(index, settings) == before
    assert "000002" not in indexes(cluster, settings)


def test_damage_is_noticed_and_mended(corpus, tmp_path, settings, run, cluster):
    """Entries that somebody deleted, and a row that somebody wrote, are no sound index."""
    index = tmp_path / "index"
    run()
    names = IndexNames(settings.cluster_index)
    cluster.ask(
        "POST", f"/{names.entries(1)}/_delete_by_query",
        {"query": {"match_all": {}}, "max_docs": 1}, refresh="true",
    )  # fmt: skip
    (check,) = verify(index, settings)
    assert any("passages" in str(problem) for problem in check.problems)
    write(corpus, "mpya.md", "# Mpya\n\nHati.\n")
    report = run()
    assert "built anew" in str(report.reason)
    assert verify(index, settings)[0].problems == ()


@pytest.mark.parametrize("damage", ["changed", "forged", "missing"])
def test_a_damaged_manifest_gives_way_to_the_older_build(tmp_path, settings, run, cluster, damage):
    """As in a folder: the older generation answers and says so, and the next update builds anew."""
    index = tmp_path / "index"
    run()
    first = everything(index, settings)
    assert run(full=True).generation == "000002"
    with KnowledgeBase.open(index, settings) as open_before:
        records, key = (
            IndexNames(settings.cluster_index).records(2),
            Row("manifest", "manifest").key,
        )
        if damage == "missing":
            cluster.ask("DELETE", f"/{records}/_doc/{key}", write=True)
        else:
            value = "{}"
            crc = zlib.crc32(value.encode()) if damage == "forged" else 7
            body = {"doc": {"value": value, "crc": crc}}
            cluster.ask("POST", f"/{records}/_update/{key}", body, write=True)
        assert open_before.search("kinara").total > 0
    with KnowledgeBase.open(index, settings) as base:
        assert base.search("kinara").total > 0
        assert (base.generation, "000001 answers" in str(base.notice)) == ("000001", True)
    assert everything(index, settings) == first
    bad, good = verify(index, settings)
    assert (bad.generation, bad.current, len(bad.problems)) == ("000002", True, 1)
    assert (good.generation, good.problems) == ("000001", ())
    report = run()
    assert "built anew" in str(report.reason)
    assert generations(tmp_path, settings)[0] == report.generation == "000003"
    assert everything(index, settings) == first
    assert [one.problems for one in verify(index, settings)] == [(), ()]


def test_without_a_sound_build_nothing_answers(tmp_path, settings, run, cluster):
    """The only manifest is damaged: the error says so, and the next update mends it."""
    run()
    records, key = IndexNames(settings.cluster_index).records(1), Row("manifest", "manifest").key
    cluster.ask("DELETE", f"/{records}/_doc/{key}", write=True)
    with pytest.raises(IndexDamaged, match="manifest"):
        KnowledgeBase.open(tmp_path / "index", settings)
    assert run().generation == "000002"
    assert verify(tmp_path / "index", settings)[0].problems == ()


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


def answers(index: Path, settings: Settings) -> list[list[tuple[str, float]]]:
    """Return hits and scores of a sample of the golden questions."""
    with KnowledgeBase.open(index, settings) as base:
        return [
            [(hit.id, round(hit.score, 6)) for hit in base.search(question).hits]
            for question in GOLDEN
        ]


@pytest.mark.timeout(600)
def test_a_corpus_moves_to_the_cluster_and_on(tmp_path, settings):
    """Whoosh, OpenSearch, Tantivy: one command each, no document is read again, answers are equal."""
    corpus, index = PROJECT / "corpus", tmp_path / "index"
    update(corpus, index, FOLDER)
    before = answers(index, FOLDER)
    assert sum(map(len, before)) > len(GOLDEN)
    parsed = {path.name: path.stat().st_mtime_ns for path in (index / "parsed").iterdir()}
    update(corpus, index, settings)
    assert answers(index, settings) == before
    assert answers(index, FOLDER) == before, "the index in the folder stays as it was"
    tantivy = load({"engine": "tantivy", "workers": 1}, environ={})
    update(corpus, index, tantivy)
    assert answers(index, tantivy) == before
    assert parsed == {path.name: path.stat().st_mtime_ns for path in (index / "parsed").iterdir()}


def test_a_snapshot_is_restored_as_the_page_says(tmp_path, settings, run, cluster):
    """docs/cluster.md: everything but the lock, with the aliases; afterwards it is whole."""
    index, name = tmp_path / "index", settings.cluster_index
    run()
    run(full=True)
    before = everything(index, settings)
    nodes = cluster.ask("GET", "/_nodes/settings", flat_settings="true")["nodes"]
    (folder,) = next(iter(nodes.values()))["settings"]["path.repo"]
    shelf = {"type": "fs", "settings": {"location": f"{folder}/{name}"}}
    cluster.ask("PUT", f"/_snapshot/{name}", shelf, write=True)
    wanted = {"indices": f"{name}-*,-{name}-lock", "include_global_state": False}
    path = f"/_snapshot/{name}/one"
    taken = cluster.ask("PUT", path, wanted, write=True, wait_for_completion="true")["snapshot"]
    assert taken["state"] == "SUCCESS"
    assert len(taken["indices"]) == 4
    for one in indexes(cluster, settings):
        cluster.ask("DELETE", f"/{name}-{one}", write=True)
    with pytest.raises(IndexMissing):
        KnowledgeBase.open(index, settings)
    restored = {"indices": f"{name}-*", "include_aliases": True}
    cluster.ask("POST", f"{path}/_restore", restored, write=True, wait_for_completion="true")
    assert everything(index, settings) == before
    assert [one.problems for one in verify(index, settings)] == [(), ()]
    assert not run().published
    cluster.ask("DELETE", f"/_snapshot/{name}", write=True)


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
