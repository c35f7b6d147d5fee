"""A fault of a document is reported; a shortage of the machine stops the update."""

from __future__ import annotations

import errno
import os

import pytest

from kb.errors import DocumentUnreadable, StorageFailed
from kb.messages import Message
from kb.readers.sandbox.pool import Sandbox
from kb.store import FolderStore
from tests.kb.engines.contents import document_ids
from tests.kb.two_documents import documents_with


def documents(index) -> list[str]:
    with FolderStore(index).reader() as reader:
        return document_ids(reader.engine)


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENOMEM, errno.EAGAIN, errno.ENOSPC])
def test_a_machine_short_of_something_drops_no_document(
    run, fresh_index, folder, monkeypatch, code
):
    """Without file handles the update stops, and no document leaves the index."""
    run()
    (folder / "dira.md").write_text("# Dira\n\nMaono mapya.\n", encoding="utf-8")

    def short(*_, **__):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr("kb.indexing.parse_cache.read_document", short)
        with pytest.raises((StorageFailed, OSError), match=os.strerror(code)):
            run()
    assert documents(fresh_index) == ["bodi.md", "dira.md", "siri/zuberi.md"]
    assert run().changed == ("dira.md",)


def test_a_machine_that_starts_no_process_drops_no_document(
    run, fresh_index, folder, monkeypatch, tmp_path
):
    """Where no process can read a file, the update stops, and no document leaves the index."""
    run()
    (folder / "dira.md").write_text("# Dira\n\nMaono mapya.\n", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("kb.indexing.parse_cache.shared", Sandbox)  # with no child as yet
        patched.setattr("kb.readers.sandbox.child._COMMAND", (str(tmp_path / "python"),))
        with pytest.raises((StorageFailed, OSError), match="No such file"):
            run()
    assert documents(fresh_index) == ["bodi.md", "dira.md", "siri/zuberi.md"]
    assert run().changed == ("dira.md",)


@pytest.mark.parametrize(
    "error",
    [
        DocumentUnreadable("dira.md", Message("the file is damaged")),
        PermissionError(errno.EACCES, "Permission denied"),
        RecursionError("too deep"),
        ValueError("bad header"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_fault_of_a_document_is_reported(run, fresh_index, folder, monkeypatch, error):
    """One bad file is reported with its reason; the others are indexed."""

    def bad(path, *_, **__):
        raise error

    (folder / "dira.md").write_text("# Dira\n\nMaono mapya.\n", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("kb.indexing.parse_cache.read_document", bad)
        assert {id for id, _ in run().failed} == {"bodi.md", "dira.md", "siri/zuberi.md"}
    assert documents(fresh_index) == []


def test_failed_documents_are_tried_again_on_request(run, folder, fresh_index):
    """A retry that fails again publishes nothing; a file that became readable is indexed."""
    (folder / "tupu.md").write_text(" ", encoding="utf-8")
    first = run()
    assert run(retry=True).generation == first.generation
    times = (folder / "tupu.md").stat()
    (folder / "tupu.md").write_text("M", encoding="utf-8")
    os.utime(folder / "tupu.md", ns=(times.st_atime_ns, times.st_mtime_ns))
    again = run(retry=True)
    assert (again.published, again.changed) == (True, ("tupu.md",))


def test_a_fault_of_our_own_is_logged_and_stops_nothing(
    update_pair, monkeypatch, fresh_index, caplog
):
    """A bug met in one document is reported plainly, is in the log with its traceback, and the
    other documents are searchable."""
    import kb.outline

    outline = kb.outline.outline

    def broken(document):
        if document.id == "dira.txt":
            raise RecursionError("too deep")
        return outline(document)

    monkeypatch.setattr("kb.outline.outline", broken)
    report = update_pair()
    assert [id for id, _ in report.failed] == ["dira.txt"]
    assert "too deep" in str(report.failed[0][1])
    assert "Traceback" not in str(report.failed[0][1])
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.name == "kb.indexing.updater"
    assert "dira.txt" in record.getMessage()
    assert "in broken" in record.getMessage()
    assert documents_with(fresh_index, "bodi") == {"muundo/bodi.txt"}


def test_a_bad_document_is_not_logged_as_a_fault_of_ours(update_pair, pair, caplog):
    """The log has bugs only: an empty or damaged file is the clerk's business."""
    (pair / "tupu.txt").write_text(" ", encoding="utf-8")
    (pair / "mbovu.pdf").write_bytes(b"%PDF-")
    assert len(update_pair().failed) == 2
    assert caplog.records == []


def test_a_file_without_permission_is_tried_again(update_pair, pair, monkeypatch):
    """Permissions leave no trace in a file; it is read as soon as it may be."""
    unpatched = os.open

    def refused(path, *args, **options):
        # As for an ordinary user: root may read everything.
        if os.fspath(path).endswith("dira.txt"):
            raise PermissionError(13, "Permission denied")
        return unpatched(path, *args, **options)

    with monkeypatch.context() as patched:
        patched.setattr("os.open", refused)
        report = update_pair()
        assert [id for id, _ in report.failed] == ["dira.txt"]
        assert "Permission denied" in str(report.failed[0][1])
        assert not update_pair().published
    assert update_pair().changed == ("dira.txt",)
