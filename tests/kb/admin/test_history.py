"""Generations can be listed, and an earlier one can be published again."""

from __future__ import annotations

import pytest

from kb.admin.history import history, roll_back
from kb.admin.verify import verify
from kb.errors import GenerationMissing, IndexDamaged, IndexMissing
from kb.store import FolderStore
from tests.kb.engines.contents import document_ids


def documents(index) -> list[str]:
    with FolderStore(index).reader() as reader:
        return document_ids(reader.engine)


def test_history_lists_what_is_kept(two, fresh_index):
    """The newest first, the one that answers marked."""
    newest, before = history(fresh_index)
    assert (newest.generation, newest.current, newest.documents) == ("000002", True, 2)
    assert (before.generation, before.current, before.documents) == ("000001", False, 3)
    assert newest.size_bytes > 1000


def test_without_an_index_there_is_no_history(fresh_index, settings):
    """Each of these says which command makes an index."""
    for ask in (history, verify, lambda index: roll_back(index, settings)):
        with pytest.raises(IndexMissing, match="kisima index"):
            ask(fresh_index)


def test_going_back_answers_as_before(two, fresh_index, settings):
    """The previous generation answers again, under a new number."""
    with FolderStore(fresh_index).reader() as reader:
        manifest = roll_back(fresh_index, settings)
        assert reader.stale()
    assert manifest.generation == "000003"
    assert "bodi.md" in documents(fresh_index)
    assert FolderStore(fresh_index).verify() == []


def test_going_back_twice_is_going_forward(two, fresh_index, settings):
    """A rollback that was a mistake is undone by another."""
    roll_back(fresh_index, settings)
    roll_back(fresh_index, settings)
    assert "bodi.md" not in documents(fresh_index)


def test_the_next_update_follows_the_corpus_again(two, run, fresh_index, settings):
    """Going back holds until the documents are indexed again."""
    roll_back(fresh_index, settings)
    assert run().removed == ("bodi.md",)
    assert "bodi.md" not in documents(fresh_index)


@pytest.mark.parametrize("wanted", ["7", "000009", "x", ""])
def test_what_is_not_kept_cannot_be_gone_back_to(two, fresh_index, settings, wanted):
    """The message names the command that lists what there is."""
    with pytest.raises(GenerationMissing, match="kisima history"):
        roll_back(fresh_index, settings, wanted)


def test_there_is_nothing_before_the_first(run, fresh_index, settings):
    """One generation is no history."""
    run()
    with pytest.raises(GenerationMissing, match="kisima history"):
        roll_back(fresh_index, settings)


def test_nobody_goes_back_to_what_is_damaged(two, fresh_index, settings):
    """Every hash is compared first, and what answers goes on answering."""
    path = next((fresh_index / "generations" / "000001").glob("*.toc"))
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[:-1] + b"x")
    with pytest.raises(IndexDamaged):
        roll_back(fresh_index, settings)
    assert "bodi.md" not in documents(fresh_index)
