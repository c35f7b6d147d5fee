"""What is removed is gone from the answers; what is purged is gone from the disk."""

from __future__ import annotations

import pytest

from kb.admin.history import history, roll_back
from kb.admin.remove import plan_removal, remove
from kb.admin.verify import verify
from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.errors import (
    DocumentNotFound,
    GenerationMissing,
    IndexDamaged,
    IndexLocked,
    StorageFailed,
)
from kb.settings import load
from kb.store import FolderStore
from tests.kb.engines.contents import document_ids

ID = "siri/zuberi.md"
WORD = b"chakechake"  # terms stand in the index as they are: bytes can be looked for


def with_the_word(index) -> set[str]:
    """The files of the index that hold the word, or the name of the document."""
    return {
        str(path.relative_to(index))
        for path in index.rglob("*")
        if path.is_file() and (WORD in path.read_bytes().lower() or b"zuberi" in path.read_bytes())
    }


def answers(index) -> int:
    with FolderStore(index).reader() as reader:
        return reader.engine.search(
            SearchRequest((Clause(AnyOf("surface", (WORD.decode(),))),))
        ).total


def taken(folder, index, settings, *, id: str = ID, purge: bool):
    return remove(
        plan_removal(id, folder, index, purge=purge), folder, index, settings, purge=purge
    )


def test_a_removed_document_is_no_longer_found(run, folder, fresh_index, settings):
    """The file and its sidecar are deleted, and the index follows."""
    (folder / "siri" / "zuberi.md.toml").write_text('kichwa = "Barua"\n', encoding="utf-8")
    run()
    removed = taken(folder, fresh_index, settings, purge=False)
    assert [path.name for path in removed.files] == ["zuberi.md", "zuberi.md.toml"]
    assert list((folder / "siri").iterdir()) == []
    assert answers(fresh_index) == 0
    assert removed.report.published
    roll_back(fresh_index, settings)
    assert answers(fresh_index) == 1, "an earlier generation still holds it"


def test_a_purged_document_leaves_no_byte(run, folder, fresh_index, settings):
    """Personal data goes from every generation, from the parses, and from what was marked deleted."""
    run()
    (folder / "dira.md").write_text("# Dira\n\nMaono mapya.\n", encoding="utf-8")
    run()
    assert with_the_word(fresh_index)
    removed = taken(folder, fresh_index, settings, purge=True)
    assert removed.amended == ("000002",)
    assert removed.still_read == ()
    assert with_the_word(fresh_index) == set()
    assert [one.problems for one in verify(fresh_index)] == [(), ()]


def test_going_back_does_not_bring_a_purged_document_back(run, folder, fresh_index, settings):
    """The generations that stay answer as before, without it."""
    run()
    built = history(fresh_index)[0].built
    taken(folder, fresh_index, settings, purge=True)
    assert [one.generation for one in history(fresh_index)] == ["000002", "000001"]
    assert history(fresh_index)[1].built == built
    roll_back(fresh_index, settings, "1")
    assert answers(fresh_index) == 0
    with FolderStore(fresh_index).reader() as reader:
        assert document_ids(reader.engine) == ["bodi.md", "dira.md"]
    assert with_the_word(fresh_index) == set()


def test_what_was_removed_long_ago_can_still_be_purged(run, folder, fresh_index, settings):
    """No generation lists it any more, yet bytes of it were left: they go too."""
    run()
    for n in range(6):
        (folder / f"{n}.md").write_text(f"# Hati {n}\n\nMaandishi.\n", encoding="utf-8")
    run()
    (folder / "siri" / "zuberi.md").unlink()
    run()
    (folder / "dira.md").write_text("# Dira\n\nMaono mapya.\n", encoding="utf-8")
    run()
    with pytest.raises(DocumentNotFound):
        plan_removal(ID, folder, fresh_index)
    assert not plan_removal(ID, folder, fresh_index, purge=True).listed
    taken(folder, fresh_index, settings, purge=True)
    assert with_the_word(fresh_index) == set()


def test_a_renamed_document_is_purged_under_either_name(run, folder, fresh_index, settings):
    """Its old name goes with it."""
    run()
    (folder / ID).rename(folder / "barua.md")
    run()
    removed = taken(folder, fresh_index, settings, purge=True)
    assert removed.id == "barua.md"
    (fresh_index / "generations").stat()
    assert answers(fresh_index) == 0
    roll_back(fresh_index, settings)
    assert answers(fresh_index) == 0
    assert with_the_word(fresh_index) == set()


def test_who_still_reads_keeps_reading_and_nobody_else_begins(run, folder, fresh_index, settings):
    """A generation that a site has open is reported; the next update deletes it."""
    run()
    store = FolderStore(fresh_index)
    with store.reader() as reader:
        removed = taken(folder, fresh_index, settings, purge=True)
        assert removed.still_read == ("000001",)
        assert reader.engine.document(ID)
        assert [one.generation for one in history(fresh_index)] == ["000002"]
        with pytest.raises(GenerationMissing):
            roll_back(fresh_index, settings, "000001")
        with pytest.raises((IndexDamaged, GenerationMissing)):
            store.reader_of("000001")
    with store.writer(1):
        pass
    assert with_the_word(fresh_index) == set()


def test_a_damaged_generation_is_purged_whole(run, folder, fresh_index, settings):
    """What cannot be read cannot be rewritten, and may hold the document: it goes."""
    run()
    (folder / "dira.md").write_text("# Dira\n\nMaono mapya.\n", encoding="utf-8")
    run()
    (fresh_index / "generations" / "000001" / "manifest.json").write_text("x", encoding="utf-8")
    taken(folder, fresh_index, settings, purge=True)
    assert with_the_word(fresh_index) == set()


def test_a_file_that_cannot_be_deleted_is_told(run, folder, fresh_index, settings, monkeypatch):
    """On a read-only disk nothing is half removed: the index still matches the corpus."""
    run()

    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    with pytest.raises(StorageFailed, match="Read-only"):
        taken(folder, fresh_index, settings, purge=True)
    assert answers(fresh_index) == 1


def test_nothing_is_deleted_while_the_index_cannot_follow(run, folder, fresh_index):
    """Another process is writing: the file stays, so that the corpus still is what is found."""
    run()
    wanted = plan_removal(ID, folder, fresh_index, purge=True)
    impatient = load({"lock_wait": 0}, environ={})
    with FolderStore(fresh_index).writer(1), pytest.raises(IndexLocked):
        remove(wanted, folder, fresh_index, impatient, purge=True)
    assert (folder / ID).exists()
    assert answers(fresh_index) == 1


def test_an_unknown_document_is_told(run, folder, fresh_index):
    """A slip in the name removes nothing."""
    run()
    with pytest.raises(DocumentNotFound):
        plan_removal("hakuna.md", folder, fresh_index)


def test_a_row_of_sources_is_told(run, folder, fresh_index):
    """What the clerk wrote about a document is the clerk's to delete."""
    (folder / "sources.tsv").write_text(f"path\ttaasisi\n{ID}\tOfisi\n", encoding="utf-8")
    run()
    assert plan_removal(ID, folder, fresh_index).named_in_sources
    assert not plan_removal("dira.md", folder, fresh_index).named_in_sources
