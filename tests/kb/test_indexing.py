"""From a folder of files to a published generation, and from there to the next."""

from __future__ import annotations

import json
import os
import time

import pytest

from kb.admin.status import status
from kb.analysis import PlainAnalyser
from kb.document import Document
from kb.engines.base import AnyOf, Clause
from kb.errors import DocumentUnreadable, IndexMissing, SettingInvalid, StorageFailed
from kb.indexing import index_documents, update
from kb.indexing.corpus import walk
from kb.settings import load
from kb.store import Store

DIRA = (
    "Dira\n\nKuwa kinara wa huduma za serikali mtandao.\n\nDhamira\n\nKutoa huduma bora kwa umma.\n"
)
BODI = "Bodi ya ushauri\n\nBodi inamshauri mkurugenzi kuhusu sera ya mtandao.\n"


@pytest.fixture
def folder(tmp_path):
    """A corpus of two documents, one in a folder of its own."""
    made = tmp_path / "corpus"
    (made / "muundo").mkdir(parents=True)
    write(made / "dira.txt", DIRA)
    write(made / "muundo" / "bodi.txt", BODI)
    return made


@pytest.fixture
def run(folder, fresh_index):
    """Update the index of that corpus."""

    def run(**options):
        options.setdefault("analyser", PlainAnalyser())
        given = options.pop("settings", {})
        return update(folder, fresh_index, load(given, environ={}), **options)

    return run


def write(path, text: str) -> None:
    """Write a file as if an hour ago: far enough back for its time to tell it apart."""
    path.write_text(text, encoding="utf-8")
    past = time.time_ns() - 3_600_000_000_000
    os.utime(path, ns=(past, past))


def finding(index, word: str) -> set[str]:
    """The documents that have a word."""
    with Store(index).reader() as reader:
        found = reader.engine.search([Clause(AnyOf("surface", (word,)))], limit=100)
        return {stored.document for stored in reader.engine.fetch(found.ids) if stored}


def test_a_corpus_is_indexed_to_any_depth(run, fresh_index):
    """The first update indexes every document, under its path as its id."""
    report = run()
    assert report.added == ("dira.txt", "muundo/bodi.txt")
    assert (report.unchanged, report.failed, report.published) == (0, (), True)
    assert report.passages >= 3
    assert finding(fresh_index, "mkurugenzi") == {"muundo/bodi.txt"}


def test_an_unchanged_corpus_publishes_nothing(run, folder, fresh_index):
    """A second update does no work, even where files were only touched."""
    run()
    os.utime(folder / "dira.txt")
    report = run()
    assert (report.published, report.unchanged, report.generation) == (False, 2, "000001")
    assert not (fresh_index / "generations" / "000002").exists()


def test_a_changed_document_is_found_by_its_new_words_only(run, folder, fresh_index):
    """After an update a document answers to what it says now."""
    run()
    write(folder / "dira.txt", DIRA.replace("kinara", "mfano"))
    report = run()
    assert (report.changed, report.added, report.unchanged) == (("dira.txt",), (), 1)
    assert finding(fresh_index, "mfano") == {"dira.txt"}
    assert finding(fresh_index, "kinara") == set()


def test_a_change_that_leaves_size_and_time_is_seen(run, folder, fresh_index):
    """A file written twice in one moment is not taken for the first writing."""
    (folder / "dira.txt").write_text(DIRA, encoding="utf-8")
    before = (folder / "dira.txt").stat()
    run()
    (folder / "dira.txt").write_text(DIRA.replace("kinara", "mfanox"), encoding="utf-8")
    os.utime(folder / "dira.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert run().changed == ("dira.txt",)
    assert finding(fresh_index, "mfanox") == {"dira.txt"}


def test_a_deleted_document_is_gone(run, folder, fresh_index):
    """What is no longer in the corpus is no longer found."""
    run()
    (folder / "dira.txt").unlink()
    assert run().removed == ("dira.txt",)
    assert finding(fresh_index, "kinara") == set()
    (folder / "muundo" / "bodi.txt").unlink()
    run()
    assert finding(fresh_index, "bodi") == set()


def test_a_renamed_document_answers_under_its_old_id(run, folder, fresh_index):
    """Links to a renamed file keep working, through several renamings, until the name is taken."""
    run()
    (folder / "dira.txt").rename(folder / "maono.txt")
    report = run()
    assert report.renamed == (("dira.txt", "maono.txt"),)
    assert (report.added, report.removed) == ((), ())
    (folder / "maono.txt").rename(folder / "muundo" / "maono.txt")
    run()
    assert aliases(fresh_index) == {
        "dira.txt": "muundo/maono.txt",
        "maono.txt": "muundo/maono.txt",
    }
    assert finding(fresh_index, "kinara") == {"muundo/maono.txt"}
    write(folder / "dira.txt", BODI)
    run()
    assert aliases(fresh_index) == {"maono.txt": "muundo/maono.txt"}
    (folder / "muundo" / "maono.txt").unlink()
    run()
    assert aliases(fresh_index) == {}


def aliases(index) -> dict[str, str]:
    with Store(index).reader() as reader:
        return dict(reader.manifest.aliases)


def test_a_copy_is_no_renaming(run, folder):
    """A second file with the same text is a document of its own."""
    run()
    write(folder / "nakala.txt", DIRA)
    report = run()
    assert (report.added, report.renamed) == (("nakala.txt",), ())


def test_a_file_that_cannot_be_read_stops_nothing(run, folder, fresh_index):
    """Bad files are reported with their reason, tried again when they change, and not before."""
    write(folder / "tupu.txt", "   ")
    (folder / "picha.png").write_bytes(b"\x89PNG")
    report = run()
    assert report.added == ("dira.txt", "muundo/bodi.txt")
    assert {id for id, _ in report.failed} == {"tupu.txt", "picha.png"}
    assert all(reason for _, reason in report.failed)
    again = run()
    assert not again.published
    assert again.failed == report.failed
    write(folder / "tupu.txt", "Sera mpya ya mtandao.")
    assert run().changed == ("tupu.txt",)
    assert finding(fresh_index, "sera") == {"muundo/bodi.txt", "tupu.txt"}
    assert {id for id, _ in run().failed} == {"picha.png"}


def test_a_document_that_becomes_unreadable_is_gone_and_told(run, folder, fresh_index):
    """The index never answers with text the corpus no longer has."""
    run()
    write(folder / "dira.txt", " ")
    report = run()
    assert [id for id, _ in report.failed] == ["dira.txt"]
    assert report.changed == ()
    assert finding(fresh_index, "kinara") == set()


def test_a_parser_that_breaks_on_one_document_stops_nothing(run, monkeypatch, fresh_index):
    """Even a fault of ours in one document leaves the others searchable."""
    import kb.outline

    outline = kb.outline.outline

    def broken(document):
        if document.id == "dira.txt":
            raise RecursionError("too deep")
        return outline(document)

    monkeypatch.setattr("kb.outline.outline", broken)
    report = run()
    assert [id for id, _ in report.failed] == ["dira.txt"]
    assert "too deep" in report.failed[0][1]
    assert finding(fresh_index, "bodi") == {"muundo/bodi.txt"}


def test_a_file_without_permission_is_tried_again(run, folder, monkeypatch):
    """Permissions leave no trace in a file; it is read as soon as it may be."""
    unpatched = os.open

    def refused(path, *args, **options):
        # As for an ordinary user: root may read everything.
        if os.fspath(path).endswith("dira.txt"):
            raise PermissionError(13, "Permission denied")
        return unpatched(path, *args, **options)

    with monkeypatch.context() as patched:
        patched.setattr("os.open", refused)
        report = run()
        assert [id for id, _ in report.failed] == ["dira.txt"]
        assert "Permission denied" in report.failed[0][1]
        assert not run().published
    assert run().changed == ("dira.txt",)


def test_a_new_recipe_rebuilds_everything_and_says_so(run, fresh_index):
    """An index whose words were read otherwise would answer wrongly; it is made anew."""
    run()
    report = run(settings={"passage_words": 30})
    assert report.published
    assert "passage_words" in report.reason
    assert "analyser" not in report.reason
    assert report.unchanged == 2
    assert not run(settings={"passage_words": 30}).published


def test_a_new_recipe_reads_no_file_again(run, folder, monkeypatch):
    """What was parsed is kept: changing the analyser does not parse a thousand files again."""
    run()
    monkeypatch.setattr("kb.indexing.parse_cache.read", None)
    assert run(settings={"passage_words": 30}).failed == ()
    monkeypatch.undo()
    assert run(full=True).failed == ()


def test_a_damaged_parse_is_made_again(run, fresh_index):
    """The kept parses are a convenience: a flipped bit in one is noticed."""
    run()
    for path in (fresh_index / "parsed").iterdir():
        path.write_bytes(path.read_bytes().replace(b"kinara", b"kinasa"))
    run(settings={"passage_words": 30})
    assert finding(fresh_index, "kinara") == {"dira.txt"}


def test_parses_nobody_needs_are_removed(run, folder, fresh_index):
    """The kept parses do not grow with every change."""
    run()
    write(folder / "dira.txt", DIRA + "\nMpya.\n")
    run()
    assert len(list((fresh_index / "parsed").iterdir())) == 2


def test_full_builds_everything_anew(run, fresh_index):
    """On request every file is read again, whatever is known of it."""
    run()
    report = run(full=True)
    assert (report.published, report.unchanged, report.generation) == (True, 2, "000002")
    assert report.reason


def test_a_dry_run_writes_nothing(run, folder, fresh_index):
    """What would be done can be asked first."""
    report = run(dry_run=True)
    assert report.added == ("dira.txt", "muundo/bodi.txt")
    assert not fresh_index.exists()
    run()
    write(folder / "dira.txt", BODI + DIRA)
    assert run(dry_run=True).changed == ("dira.txt",)
    assert finding(fresh_index, "inamshauri") == {"muundo/bodi.txt"}


def test_compact_leaves_nothing_deleted(run, folder, fresh_index):
    """On request all segments are merged, and then there is nothing left to compact."""
    for i in range(9):
        write(folder / f"{i}.txt", f"{BODI} {i}")
    run()
    write(folder / "dira.txt", DIRA.replace("kinara", "mfano"))
    run()
    assert run(compact=True).published
    with Store(fresh_index).reader() as reader:
        assert reader.engine.statistics().segments == 1
        assert reader.engine.statistics().deleted == 0
    assert not run(compact=True).published


def test_metadata_of_the_corpus_reaches_the_entries(run, folder, fresh_index):
    """A row of sources.tsv that changes re-indexes its document, and no other."""
    write(folder / "sources.tsv", "path\ttaasisi\tdate\ndira.txt\tWakala\t2012\n")
    report = run()
    assert "sources.tsv" not in report.added
    write(folder / "sources.tsv", "path\ttaasisi\tdate\ndira.txt\tIdara\t2012\n")
    assert run().changed == ("dira.txt",)
    with Store(fresh_index).reader() as reader:
        assert reader.engine.count([], None, "institution").keys() == {"Idara"}
    (folder / "sources.tsv").unlink()
    assert run().changed == ("dira.txt",)


def test_metadata_that_cannot_be_read_stops_the_update(run, folder, fresh_index):
    """Rather than lose what it says of every document, a broken sources.tsv is told."""
    run()
    write(folder / "sources.tsv", "no header\n")
    with pytest.raises(DocumentUnreadable, match="path"):
        run()
    assert finding(fresh_index, "kinara") == {"dira.txt"}


def test_what_is_no_document_is_left_out(folder, tmp_path):
    """Hidden files, the folder's README and its metadata are not documents."""
    for name in (".siri.txt", "README.md", "sources.tsv", "muundo/README.md"):
        write(folder / name, "Siri.")
    (folder / ".git").mkdir()
    write(folder / ".git" / "a.txt", "Siri.")
    (folder / "index").mkdir()
    write(folder / "index" / "a.txt", "Siri.")
    found = walk(folder, folder / "index")
    assert list(found.files) == ["dira.txt", "muundo/README.md", "muundo/bodi.txt"]


def test_what_leads_out_of_the_corpus_is_refused(run, folder, tmp_path, fresh_index):
    """A link cannot publish what is not in the corpus; a pipe cannot hang the update."""
    write(tmp_path / "siri.txt", "Siri kubwa.")
    (folder / "a.txt").symlink_to(tmp_path / "siri.txt")
    (folder / "b").symlink_to(tmp_path)
    (folder / "c.txt").symlink_to(folder / "nowhere")
    (folder / "d").symlink_to(folder / "muundo")
    (folder / "e.txt").symlink_to(folder / "dira.txt")
    (folder / "loop").symlink_to(folder / "loop")
    os.mkfifo(folder / "f.txt")
    report = run()
    assert report.added == ("dira.txt", "e.txt", "muundo/bodi.txt")
    assert {id for id, _ in report.failed} == {"a.txt", "b", "c.txt", "f.txt", "loop"}
    assert finding(fresh_index, "siri") == set()
    assert not run().published


def test_ids_are_in_nfc(folder):
    """A name typed on another system is the same name; one that cannot be shown is refused."""
    write(folder / "cafe\u0301.txt", "Kahawa.")
    write(folder / "mbaya\n.txt", "Mbaya.")
    (folder / os.fsdecode(b"\xff.txt")).write_bytes(b"x")
    found = walk(folder)
    assert "caf\u00e9.txt" in found.files
    assert set(found.refused) == {"mbaya\\x0a.txt", "\\xdcff.txt"}
    write(folder / "caf\u00e9.txt", "Kahawa nyingine.")
    assert "caf\\xe9.txt" in walk(folder).refused


def test_a_corpus_that_is_not_there_empties_nothing(run, folder, fresh_index):
    """A disk that is not mounted is told, not taken for an empty corpus."""
    run()
    folder.rename(folder.with_name("away"))
    with pytest.raises(SettingInvalid, match="corpus"):
        run()
    assert finding(fresh_index, "kinara") == {"dira.txt"}


def test_a_damaged_generation_is_replaced(run, folder, fresh_index):
    """The next update notices damage, builds on the last sound generation, and says so."""
    run()
    write(folder / "mpya.txt", "Habari mpya.")
    run(full=True)
    next((fresh_index / "generations" / "000002").glob("*.trm")).unlink()
    report = run()
    assert report.published
    assert "000001" in report.reason
    assert report.added == ("mpya.txt",)
    assert finding(fresh_index, "habari") == {"mpya.txt"}


def test_damage_under_every_generation_rebuilds(run, folder, fresh_index):
    """Where nothing sound is left, everything is built anew from the corpus."""
    run()
    for path in fresh_index.rglob("*.pst"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    write(folder / "mpya.txt", "Habari mpya.")
    report = run()
    assert "built anew" in report.reason
    assert finding(fresh_index, "kinara") == {"dira.txt"}
    assert Store(fresh_index).verify() == []


def test_a_damaged_list_of_sources_is_noticed(run, fresh_index):
    """What an update compares with is itself checked."""
    run()
    path = fresh_index / "generations" / "000001" / "sources.json"
    path.write_bytes(path.read_bytes().replace(b'"dira.txt"', b'"dirb.txt"'))
    assert run(full=True).unchanged + len(run().changed) > 0
    assert finding(fresh_index, "kinara") == {"dira.txt"}


def test_progress_is_told(run):
    """Whoever waits sees which document was read, and how many are left."""
    told = []
    run(progress=lambda *step: told.append(step))
    assert told == [(0, 2, ""), (1, 2, "dira.txt"), (2, 2, "muundo/bodi.txt")]


def test_a_refusing_disk_leaves_the_index(run, folder, fresh_index, monkeypatch):
    """When the disk is full the old index goes on answering."""
    run()
    write(folder / "dira.txt", BODI + DIRA)

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", refuse)
        with pytest.raises(StorageFailed, match="No space"):
            run()
    assert finding(fresh_index, "inamshauri") == {"muundo/bodi.txt"}
    assert run().changed == ("dira.txt",)


def test_status_tells_what_is_held_and_what_moved(run, folder, fresh_index):
    """Anyone can see what the index holds, from when, and whether it is up to date."""
    settings = load(environ={})
    with pytest.raises(IndexMissing):
        status(folder, fresh_index, settings)
    write(folder / "tupu.txt", " ")
    report = run()
    found = status(folder, fresh_index, settings, analyser=PlainAnalyser())
    assert (found.documents, found.passages) == (2, report.passages)
    assert [held.id for held in found.held] == ["dira.txt", "muundo/bodi.txt"]
    assert found.held[0].passages > 0
    assert found.failed[0][0] == "tupu.txt"
    assert found.recipe_ok
    assert not found.moved_on
    assert found.size_bytes > 1000
    assert found.engine.startswith("whoosh 2.7.4")
    (folder / "dira.txt").rename(folder / "maono.txt")
    write(folder / "muundo" / "bodi.txt", BODI + DIRA)
    write(folder / "mpya.txt", "Mpya kabisa.")
    (folder / "tupu.txt").unlink()
    found = status(folder, fresh_index, settings, analyser=PlainAnalyser())
    assert (found.added, found.changed, found.renamed, found.removed) == (1, 1, 1, 1)
    assert found.moved_on
    assert not status(folder, fresh_index, settings).recipe_ok


def test_documents_in_memory_can_be_indexed(fresh_index):
    """Judged collections are indexed aside, each row a document."""
    rows = [
        Document(f"row/{i}", f"Maandishi ya mfano namba {i}.", "text", title="Mfano", headings=())
        for i in range(20)
    ]
    manifest = index_documents(rows, fresh_index, load(environ={}), analyser=PlainAnalyser())
    assert (manifest.documents, manifest.passages) == (20, 20)
    assert finding(fresh_index, "7") == {"row/7"}


def test_no_pickle_is_kept(run, fresh_index):
    """Everything Kisima writes itself is JSON, which runs nothing when it is read."""
    run()
    for path in (fresh_index / "parsed").iterdir():
        json.loads(path.read_bytes().partition(b"\n")[2])
    for name in ("manifest.json", "sources.json"):
        json.loads((fresh_index / "generations" / "000001" / name).read_bytes())
