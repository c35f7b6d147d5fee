"""Every file and some answers of every generation are checked."""

from __future__ import annotations

from kb.admin.verify import verify
from kb.engines.whoosh.engine import WhooshEngine


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
    assert path.name in str(problem)
    assert "bytes" in str(problem)


def test_files_that_are_sound_and_answers_that_are_not(two, fresh_index, monkeypatch):
    """A fault of the engine, or of what was written, is found though every hash is right."""
    statistics = WhooshEngine.statistics

    def wrong(self):
        found = statistics(self)
        return type(found)(found.entries + 1, found.documents, found.deleted, found.segments)

    monkeypatch.setattr(WhooshEngine, "statistics", wrong)
    assert any("passages" in str(problem) for problem in verify(fresh_index)[0].problems)
    monkeypatch.undo()
    monkeypatch.setattr(WhooshEngine, "document", lambda *_: [])
    assert any("dira.md" in str(problem) for problem in verify(fresh_index)[0].problems)


def test_a_current_that_names_nothing_is_damage(two, fresh_index):
    """The one line that says what answers is checked too."""
    (fresh_index / "current").write_text("000009\n", encoding="ascii")
    assert verify(fresh_index)[0].problems
