"""What is kept can be listed, checked and gone back to."""

from __future__ import annotations

import pytest

from kb.admin.history import history, roll_back, verify
from kb.engines.whoosh.engine import WhooshEngine
from kb.errors import GenerationMissing, IndexDamaged, IndexMissing
from kb.indexing.sources import Sources
from kb.store import Store


def documents(index) -> list[str]:
    with Store(index).reader() as reader:
        return reader.engine.documents()


@pytest.fixture
def two(run, folder):
    """Two generations: the second without a document."""
    run()
    (folder / "bodi.md").unlink()
    run()


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
    """The generation before answers again, under a number nobody has seen."""
    with Store(fresh_index).reader() as reader:
        manifest = roll_back(fresh_index, settings)
        assert reader.stale()
    assert manifest.generation == "000003"
    assert "bodi.md" in documents(fresh_index)
    assert Store(fresh_index).verify() == []


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


def test_a_sound_index_is_said_to_be_sound(two, fresh_index):
    """All generations are checked, the one that answers first."""
    checked = verify(fresh_index)
    assert [(one.generation, one.current) for one in checked] == [
        ("000002", True),
        ("000001", False),
    ]
    assert all(one.problems == () and one.files > 5 for one in checked)


def test_a_file_that_changed_is_named(two, fresh_index):
    """The message says which file, and what is wrong with it."""
    path = next((fresh_index / "generations" / "000002").glob("*.toc"))
    path.write_bytes(path.read_bytes()[:-1])
    (problem,) = verify(fresh_index)[0].problems
    assert path.name in problem
    assert "bytes" in problem


def test_files_that_are_sound_and_answers_that_are_not(two, fresh_index, monkeypatch):
    """A fault of the engine, or of what was written, is found though every hash is right."""
    statistics = WhooshEngine.statistics

    def wrong(self):
        found = statistics(self)
        return type(found)(found.entries + 1, found.documents, found.deleted, found.segments)

    monkeypatch.setattr(WhooshEngine, "statistics", wrong)
    assert any("passages" in problem for problem in verify(fresh_index)[0].problems)
    monkeypatch.undo()
    monkeypatch.setattr(WhooshEngine, "document", lambda *_: [])
    assert any("dira.md" in problem for problem in verify(fresh_index)[0].problems)


def test_a_current_that_names_nothing_is_damage(two, fresh_index):
    """The one line that says what answers is checked too."""
    (fresh_index / "current").write_text("000009\n", encoding="ascii")
    assert verify(fresh_index)[0].problems


def test_sources_of_another_version_are_not_misread(two, fresh_index):
    """Columns that moved would be read into the wrong places: refused."""
    path = fresh_index / "generations" / "000002" / "sources.json"
    path.write_bytes(path.read_bytes().replace(b'"size"', b'"mass"'))
    with pytest.raises(IndexDamaged, match="another version"):
        Sources.read(path.parent)
