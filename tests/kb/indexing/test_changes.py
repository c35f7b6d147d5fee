"""Which files changed, and why an index is built again."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from kb.indexing.changes import find_changes
from kb.indexing.corpus import walk
from kb.store import FolderStore
from kb.store.sources import Sources
from tests.kb.two_documents import BODI, DIRA, documents_with, write


def test_a_change_that_leaves_size_and_time_is_seen(update_pair, pair, fresh_index):
    """A file written twice in one moment is not taken for the first writing."""
    (pair / "dira.txt").write_text(DIRA, encoding="utf-8")
    before = (pair / "dira.txt").stat()
    update_pair()
    (pair / "dira.txt").write_text(DIRA.replace("kinara", "mfanox"), encoding="utf-8")
    os.utime(pair / "dira.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert update_pair().changed == ("dira.txt",)
    assert documents_with(fresh_index, "mfanox") == {"dira.txt"}


def test_a_copy_that_keeps_size_and_time_is_seen(update_pair, pair, fresh_index):
    """`cp -p` and `touch -r` restore the time of writing; the time of the status tells."""
    update_pair()
    with FolderStore(fresh_index).reader() as reader:
        known = Sources.load(FolderStore(fresh_index).layout.folder(reader.generation))
    later = time.time_ns() + 60_000_000_000  # as if the update was long after the writing
    known = Sources({id: replace(one, seen_ns=later) for id, one in known.files.items()})
    assert find_changes(known, walk(pair), {}).changed == ()
    before = (pair / "dira.txt").stat()
    (pair / "dira.txt").write_text(DIRA.replace("kinara", "mfanox"), encoding="utf-8")
    os.utime(pair / "dira.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert find_changes(known, walk(pair), {}).changed == ("dira.txt",)


def test_a_renamed_document_answers_under_its_old_id(update_pair, pair, fresh_index):
    """Links to a renamed file keep working, through several renamings, until the name is taken."""
    update_pair()
    (pair / "dira.txt").rename(pair / "maono.txt")
    report = update_pair()
    assert report.renamed == (("dira.txt", "maono.txt"),)
    assert (report.added, report.removed) == ((), ())
    (pair / "maono.txt").rename(pair / "muundo" / "maono.txt")
    update_pair()
    assert aliases(fresh_index) == {
        "dira.txt": "muundo/maono.txt",
        "maono.txt": "muundo/maono.txt",
    }
    assert documents_with(fresh_index, "kinara") == {"muundo/maono.txt"}
    write(pair / "dira.txt", BODI)
    update_pair()
    assert aliases(fresh_index) == {"maono.txt": "muundo/maono.txt"}
    (pair / "muundo" / "maono.txt").unlink()
    update_pair()
    assert aliases(fresh_index) == {}


def aliases(index) -> dict[str, str]:
    with FolderStore(index).reader() as reader:
        return dict(reader.manifest.aliases)


def test_a_copy_is_no_renaming(update_pair, pair):
    """A second file with the same text is a document of its own."""
    update_pair()
    write(pair / "nakala.txt", DIRA)
    report = update_pair()
    assert (report.added, report.renamed) == (("nakala.txt",), ())


def test_a_new_recipe_rebuilds_everything_and_says_so(update_pair, fresh_index):
    """An index whose words were read otherwise would answer wrongly; it is built again."""
    update_pair()
    report = update_pair(settings={"passage_words": 30})
    assert report.published
    assert "passage_words" in str(report.reason)
    assert "analyser" not in str(report.reason)
    assert report.unchanged == 2
    assert not update_pair(settings={"passage_words": 30}).published


def test_a_damaged_list_of_sources_is_noticed(update_pair, fresh_index):
    """What an update compares with is itself checked."""
    update_pair()
    path = fresh_index / "generations" / "000001" / "sources.json"
    path.write_bytes(path.read_bytes().replace(b'"dira.txt"', b'"dirb.txt"'))
    assert update_pair(full=True).unchanged + len(update_pair().changed) > 0
    assert documents_with(fresh_index, "kinara") == {"dira.txt"}
