"""An index moves from one engine to another with a setting; each generation keeps its own."""

from __future__ import annotations

import pytest

from kb.admin.history import history, roll_back
from kb.admin.remove import plan_removal, remove
from kb.engines import registry
from kb.engines.base import EngineFactory
from kb.errors import ExtraMissing, IndexOutOfDate
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
from kb.settings.table import Settings
from kb.store import FolderStore

WITH = {name: load({"engine": name}, environ={}) for name in ("", "whoosh", "tantivy")}


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("moja", "mbili"):
        (folder / f"{name}.md").write_text(f"# Dira\n\nDira ya {name} ni huduma bora.\n")
    return folder


def found(index) -> list[tuple[str, float]]:
    with KnowledgeBase.open(index, WITH[""]) as base:
        return [(hit.id, round(hit.score, 6)) for hit in base.search("dira huduma").hits]


def engines(index) -> list[str]:
    return [manifest.engine for manifest in FolderStore(index).history()]


def test_a_setting_moves_an_index_and_back(corpus, fresh_index):
    """One update with another engine builds anew, answers alike, and stays with that engine."""
    update(corpus, fresh_index, WITH[""])
    before = found(fresh_index)
    report = update(corpus, fresh_index, WITH["tantivy"], dry_run=True)
    assert report.reason
    assert engines(fresh_index) == ["whoosh"]
    update(corpus, fresh_index, WITH["tantivy"])
    assert engines(fresh_index) == ["tantivy", "whoosh"]
    assert found(fresh_index) == before
    (corpus / "tatu.md").write_text("# Dhamira\n\nHuduma.\n")
    assert not update(corpus, fresh_index, WITH[""]).reason
    assert engines(fresh_index) == ["tantivy", "tantivy"]
    update(corpus, fresh_index, WITH["whoosh"])
    assert engines(fresh_index) == ["whoosh", "tantivy"]


def test_a_generation_of_another_engine_is_published_again(corpus, fresh_index):
    """Going back to what Whoosh built needs no setting."""
    update(corpus, fresh_index, WITH["whoosh"])
    before = found(fresh_index)
    update(corpus, fresh_index, WITH["tantivy"])
    assert roll_back(fresh_index, WITH["tantivy"]).engine == "whoosh"
    assert found(fresh_index) == before
    assert [one.current for one in history(fresh_index)] == [True, False]


def test_purging_rewrites_the_generations_of_both(corpus, fresh_index):
    """What is purged is in no file of either engine."""
    update(corpus, fresh_index, WITH["whoosh"])
    update(corpus, fresh_index, WITH["tantivy"])
    removal = plan_removal("moja.md", corpus, fresh_index, purge=True)
    remove(removal, corpus, fresh_index, WITH["tantivy"], purge=True)
    for manifest in FolderStore(fresh_index).history():
        folder = FolderStore(fresh_index).layout.folder(manifest.generation)
        assert all(b"moja" not in path.read_bytes() for path in folder.iterdir())
    assert [id for id, _ in found(fresh_index)] == ["mbili.md#dira.1"]


def test_an_engine_that_is_not_installed_is_named(corpus, fresh_index, monkeypatch):
    """Whoever lacks the library reads which extra to install, and an unknown engine is refused."""
    update(corpus, fresh_index, WITH["tantivy"])

    def missing(_: Settings) -> EngineFactory:
        raise ExtraMissing("fast", "tantivy")

    monkeypatch.setattr(registry, "ENGINES", {**registry.ENGINES, "tantivy": missing})
    with pytest.raises(ExtraMissing, match=r"kisima\[fast\]"):
        FolderStore(fresh_index).reader()
    monkeypatch.setattr("kb.store.store.ENGINES", {"whoosh": registry.ENGINES["whoosh"]})
    with pytest.raises(IndexOutOfDate, match="tantivy"):
        FolderStore(fresh_index).reader()


def test_every_engine_is_a_choice_of_the_setting():
    """The setting offers the engines of the table, and no others."""
    assert set(Settings.engine.choices) == {"", *registry.ENGINES}
