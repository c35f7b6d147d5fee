"""A document's fault is the document's; a machine that is short of something is not."""

from __future__ import annotations

import errno
import os

import pytest

from kb.errors import DocumentUnreadable, StorageFailed
from kb.store import Store


def documents(index) -> list[str]:
    with Store(index).reader() as reader:
        return reader.engine.documents()


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENOMEM, errno.EAGAIN, errno.ENOSPC])
def test_a_machine_short_of_something_drops_no_document(
    run, fresh_index, folder, monkeypatch, code
):
    """No file handles left is no reason to forget a document: the update stops, nothing is lost."""
    run()
    (folder / "dira.md").write_text("# Dira\n\nMaono mapya.\n", encoding="utf-8")

    def short(*_, **__):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr("kb.indexing.parse_cache.read", short)
        with pytest.raises((StorageFailed, OSError), match=os.strerror(code)):
            run()
    assert documents(fresh_index) == ["bodi.md", "dira.md", "siri/zuberi.md"]
    assert run().changed == ("dira.md",)


@pytest.mark.parametrize(
    "error",
    [
        DocumentUnreadable("dira.md", "faili limeharibika · the file is damaged"),
        PermissionError(errno.EACCES, "Permission denied"),
        RecursionError("too deep"),
        ValueError("bad header"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_document_s_own_fault_is_told(run, fresh_index, folder, monkeypatch, error):
    """One bad file is reported with its reason; the others are indexed."""

    def bad(path, *_, **__):
        raise error

    (folder / "dira.md").write_text("# Dira\n\nMaono mapya.\n", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("kb.indexing.parse_cache.read", bad)
        assert {id for id, _ in run().failed} == {"bodi.md", "dira.md", "siri/zuberi.md"}
    assert documents(fresh_index) == []


def test_failed_documents_are_tried_again_on_request(run, folder, fresh_index):
    """Nothing is published for a retry in vain; what has become readable comes in."""
    (folder / "tupu.md").write_text(" ", encoding="utf-8")
    first = run()
    assert run(retry=True).generation == first.generation
    times = (folder / "tupu.md").stat()
    (folder / "tupu.md").write_text("M", encoding="utf-8")
    os.utime(folder / "tupu.md", ns=(times.st_atime_ns, times.st_mtime_ns))
    again = run(retry=True)
    assert (again.published, again.changed) == (True, ("tupu.md",))
