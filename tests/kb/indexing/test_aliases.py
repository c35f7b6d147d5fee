"""Old links survive the loss of the index, if one small file is kept."""

from __future__ import annotations

import shutil

from kb.indexing.aliases import ALIASES_FILE, load_aliases
from kb.knowledge_base import KnowledgeBase


def test_a_new_index_knows_the_old_names(run, folder, fresh_index, settings):
    """An index that was deleted is built again, and links to renamed documents still answer."""
    run()
    (folder / "dira.md").rename(folder / "maono.md")
    run()
    kept = (fresh_index / ALIASES_FILE).read_bytes()
    shutil.rmtree(fresh_index)
    fresh_index.mkdir()
    (fresh_index / ALIASES_FILE).write_bytes(kept)
    run()
    with KnowledgeBase.open(fresh_index, settings) as base:
        assert base.document("dira.md").id == "maono.md"


def test_names_of_documents_that_are_gone_are_forgotten(run, folder, fresh_index):
    """The file holds what leads somewhere, and nothing else."""
    run()
    (folder / "dira.md").rename(folder / "maono.md")
    run()
    assert load_aliases(fresh_index) == {"dira.md": "maono.md"}
    (folder / "maono.md").unlink()
    run()
    assert load_aliases(fresh_index) == {}


def test_a_file_that_cannot_be_read_stops_nothing(run, fresh_index):
    """Damage here costs old links, and nothing else."""
    fresh_index.mkdir()
    (fresh_index / ALIASES_FILE).write_bytes(b"\xff\xfe no tabs\n\tx\t\n")
    assert run().published
