"""An index on a cluster that is not what was written: noticed, and mended."""

from __future__ import annotations

import zlib

import pytest

from kb.admin.verify import verify
from kb.errors import IndexDamaged
from kb.knowledge_base import KnowledgeBase
from kb.store import open_store
from kb.store.base import GenerationFacts
from kb.store.cluster.index_names import IndexNames
from kb.store.cluster.record_index import Row
from tests.kb.engines.contents import everything
from tests.kb.store.cluster.asking import generations, indexes, write


def test_a_build_that_answers_less_is_not_published(corpus, tmp_path, settings, run, cluster):
    """Its documents are those of before, and a frequent word matches fewer passages: refused."""
    index = tmp_path / "index"
    run()
    before = everything(index, settings)
    store = open_store(index, settings)
    manifest = store.history()[0]
    facts = GenerationFacts(
        recipe=manifest.recipe,
        parts=manifest.parts,
        aliases={},
        documents=(),
        sources=store.sources(manifest.generation),
    )
    with store.writer(0) as writer, writer.draft(None) as draft:
        draft.apply((), [])
        with pytest.raises(IndexDamaged, match="or more as before"):
            writer.publish(draft, facts)
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
