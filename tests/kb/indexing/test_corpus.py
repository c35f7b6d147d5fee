"""Which files of a folder are documents, and which are refused."""

from __future__ import annotations

import os

from kb.admin.status import status
from kb.indexing.corpus import walk
from kb.settings import load
from tests.kb.two_documents import documents_with, write


def test_what_is_no_document_is_left_out(pair, tmp_path):
    """Hidden files, the pair's README and its metadata are not documents."""
    for name in (".siri.txt", "README.md", "sources.tsv", "muundo/README.md"):
        write(pair / name, "Siri.")
    (pair / ".git").mkdir()
    write(pair / ".git" / "a.txt", "Siri.")
    (pair / "index").mkdir()
    write(pair / "index" / "a.txt", "Siri.")
    found = walk(pair, pair / "index")
    assert list(found.files) == ["dira.txt", "muundo/README.md", "muundo/bodi.txt"]


def test_what_programs_leave_behind_is_passed_over(pair):
    """An owner file of an open document is no damaged document, at no update."""
    before = list(walk(pair).files)
    for name in ("~$dira.docx", ".~lock.dira.odt#", "muundo/Thumbs.db", "Desktop.ini"):
        write(pair / name, "Jina la mwenye faili.")
    (pair / "__MACOSX").mkdir()
    write(pair / "__MACOSX" / "dira.txt", "Siri.")
    corpus = walk(pair)
    assert list(corpus.files) == before
    assert (corpus.refused, corpus.unsupported) == ({}, ())


def test_files_without_a_reader_are_listed_apart(update_pair, pair, fresh_index):
    """Photos among documents are no failures; a report counts them, and no file is opened."""
    write(pair / "b.ZIP", "PK")
    write(pair / "muundo" / "a.mp4", "picha")
    write(pair / "SOMA", "maneno")
    report = update_pair()
    assert report.unsupported == ("SOMA", "b.ZIP", "muundo/a.mp4")
    assert report.failed == ()
    assert not update_pair().published
    settings = load(environ={})
    assert status(pair, fresh_index, settings).unsupported == report.unsupported


def test_what_leads_out_of_the_corpus_is_refused(update_pair, pair, tmp_path, fresh_index):
    """A link cannot publish what is not in the corpus; a pipe cannot hang the update."""
    write(tmp_path / "siri.txt", "Siri kubwa.")
    (pair / "a.txt").symlink_to(tmp_path / "siri.txt")
    (pair / "b").symlink_to(tmp_path)
    (pair / "c.txt").symlink_to(pair / "nowhere")
    (pair / "d").symlink_to(pair / "muundo")
    (pair / "e.txt").symlink_to(pair / "dira.txt")
    (pair / "loop").symlink_to(pair / "loop")
    os.mkfifo(pair / "f.txt")
    report = update_pair()
    assert report.added == ("dira.txt", "e.txt", "muundo/bodi.txt")
    assert {id for id, _ in report.failed} == {"a.txt", "b", "c.txt", "f.txt", "loop"}
    assert documents_with(fresh_index, "siri") == set()
    assert not update_pair().published


def test_ids_are_in_nfc(pair):
    """A name typed on another system is the same name; one that cannot be shown is refused."""
    write(pair / "cafe\u0301.txt", "Kahawa.")
    write(pair / "mbaya\n.txt", "Mbaya.")
    (pair / os.fsdecode(b"\xff.txt")).write_bytes(b"x")
    found = walk(pair)
    assert "caf\u00e9.txt" in found.files
    assert set(found.refused) == {"mbaya\\x0a.txt", "\\xdcff.txt"}
    write(pair / "caf\u00e9.txt", "Kahawa nyingine.")
    assert "caf\\xe9.txt" in walk(pair).refused
