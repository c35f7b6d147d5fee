"""A node of three is killed while passages are written and searched; a part of an index is away."""

from __future__ import annotations

import threading
import time

import pytest

from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.engines.opensearch.engine import OpenSearchFactory
from kb.errors import ClusterFailed, ClusterIncomplete
from kb.index.schema import Entry
from kb.settings import Settings, load
from kb.store.cluster.record_index import RecordIndex, Row
from tests.cluster.nodes import PLAIN, NodeGroup
from tests.waiting import wait_until

pytestmark = [pytest.mark.cluster, pytest.mark.slow, pytest.mark.timeout(600)]

QUESTION = SearchRequest((Clause(AnyOf("term", ("neno",))),), limit=5)
BATCH = 40


@pytest.fixture(scope="module")
def nodes():
    """Three nodes."""
    if reason := PLAIN.missing():
        pytest.skip(reason)
    with NodeGroup(PLAIN, 3) as started:
        started.wait(seconds=300)
        yield started


def settings_for(nodes: NodeGroup, name: str, **values: int | str) -> Settings:
    usual: dict[str, int | str | None] = {
        "cluster_hosts": nodes.hosts,
        "cluster_index": name,
        "cluster_shards": 3,
        "cluster_replicas": 1,
        "cluster_retries": 12,
        "cluster_timeout": 20,
    }
    return load({**usual, **values}, environ={})


def entries(document: str, count: int = BATCH) -> list[Entry]:
    return [
        Entry(
            f"{document}#{n}", document, n, {"term": (("neno",), (f"n{n}",))}, {}, None,
            f"{document} {n}".encode(),
        )
        for n in range(count)
    ]  # fmt: skip


class Load:
    """Writers and searchers that go on whatever happens, and remember what they were answered."""

    def __init__(self, settings: Settings, name: str) -> None:
        self.settings, self.name = settings, name
        self.acknowledged: list[str] = []
        self.write_errors: list[BaseException] = []
        self.search_errors: list[BaseException] = []
        self.searches = 0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(n,)) for n in range(2)]
        self._threads += [threading.Thread(target=self._search) for _ in range(4)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write(self, writer: int) -> None:
        engine = OpenSearchFactory(self.settings).open_index(self.name, writable=True)
        number = 0
        while not self._stop.is_set():
            number += 1
            document = f"w{writer}-{number}.txt"
            try:
                engine.apply([], entries(document))
            except ClusterFailed as error:
                self.write_errors.append(error)
                continue
            self.acknowledged.append(document)
        engine.close()

    def _search(self) -> None:
        engine = OpenSearchFactory(self.settings).open_index(self.name)
        while not self._stop.is_set():
            try:
                engine.search(QUESTION)
            except Exception as error:
                self.search_errors.append(error)
            self.searches += 1
            time.sleep(0.05)
        engine.close()


@pytest.mark.parametrize("victim", ["a data node", "the elected manager"])
def test_nothing_acknowledged_is_lost_and_searches_go_on(nodes, victim):
    """Killed while 2 write and 4 search: every document that was acknowledged is there, whole."""
    name = f"kisima-loss-{victim.split()[-1]}"
    settings = settings_for(nodes, name)
    factory = OpenSearchFactory(settings)
    factory.create_index(name).close()
    nodes.wait()
    manager = nodes.manager()
    node = manager if "manager" in victim else next(n for n in nodes.nodes if n is not manager)
    with Load(settings, name) as load_:
        wait_until(lambda: len(load_.acknowledged) >= 4 and load_.searches >= 20)
        with nodes.killed(node):
            before, searched = len(load_.acknowledged), load_.searches
            # past what was on its way when the node was killed
            wait_until(lambda: len(load_.acknowledged) >= before + 6)
            wait_until(lambda: load_.searches >= searched + 20)
    assert before > 0
    assert load_.search_errors == []
    engine = factory.open_index(name)
    for document in load_.acknowledged:
        stored = engine.document(document)
        assert [one.payload for one in stored] == [e.payload for e in entries(document)]
    assert engine.search(QUESTION).total >= BATCH * len(load_.acknowledged)
    engine.close()
    factory.delete_index(name)


def test_what_a_node_kept_is_asked_of_the_others(nodes):
    """A reader's state, and rows, of a node that is no longer a part of the cluster."""
    name = "kisima-left"
    settings = settings_for(nodes, name)
    engine = OpenSearchFactory(settings).create_index(name)
    engine.apply([], [entry for n in range(30) for entry in entries(f"{n}.txt", 2)])
    records = RecordIndex(engine.index.connection, f"{name}-records")
    records.create(3)
    records.write(Row("file", f"{n}.txt", "{}") for n in range(30))
    records.refresh()
    copies = {"index": {"number_of_replicas": 1}}
    assert nodes.nodes[0].ask(f"/{records.name}/_settings", "PUT", copies, 60)[0] == 200
    nodes.wait()
    before = engine.search(QUESTION)
    manager = nodes.manager()
    with nodes.killed(next(n for n in nodes.nodes if n is not manager)):
        # while it is missed, and when it is known to be gone
        for known in (False, True):
            if known:
                nodes.wait(2, ("green", "yellow"))
            assert engine.search(QUESTION).total == before.total == 60
            assert engine.fetch(["7.txt#1"])[0].payload == b"7.txt 1"
            assert len(records.get("file", [f"{n}.txt" for n in range(30)])) == 30
            assert records.count("file") == len(list(records.scan("file"))) == 30
            engine.apply([], entries("0.txt", 2))
    engine.close()
    for index in (name, records.name):
        OpenSearchFactory(settings).delete_index(index)


def test_a_part_that_is_away_is_an_error_unless_that_is_allowed(nodes):
    """Without copies of its shards, an index loses a part with a node: nobody is shown the rest unsaid."""
    name = "kisima-partial"
    settings = settings_for(nodes, name, cluster_replicas=0, cluster_retries=1)
    engine = OpenSearchFactory(settings).create_index(name)
    engine.apply([], [entry for n in range(30) for entry in entries(f"{n}.txt", 2)])
    assert engine.search(QUESTION).total == 60
    _, shards = nodes.nodes[0].ask(f"/_cat/shards/{name}?format=json")
    manager = nodes.manager()
    holders = {shard["node"] for shard in shards}
    node = next(n for n in nodes.nodes if n is not manager and n.name in holders)
    partial = OpenSearchFactory(settings.replace(cluster_partial="allow")).open_index(name)
    assert (partial.search(QUESTION).total, partial.search(QUESTION).lost_shards) == (60, 0)
    with nodes.killed(node):
        nodes.wait(2, ("red",))
        with pytest.raises(ClusterIncomplete, match="a part"):
            engine.search(QUESTION)
        rest = partial.search(QUESTION)  # of a state that it took before, too
        assert rest.lost_shards == 1
        assert 0 < rest.total < 60
    whole = engine.search(QUESTION)
    assert (whole.total, whole.lost_shards) == (60, 0)
    for opened in (engine, partial):
        opened.close()
    OpenSearchFactory(settings).delete_index(name)
