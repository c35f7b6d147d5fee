"""An index moves to the cluster, on to another engine, and comes back from a snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.admin.verify import verify
from kb.errors import IndexMissing
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings, load
from tests.conftest import PROJECT
from tests.golden.run import relevance_questions
from tests.kb.engines.contents import everything
from tests.kb.store.cluster.asking import FOLDER, indexes

GOLDEN = relevance_questions()[::3]


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
