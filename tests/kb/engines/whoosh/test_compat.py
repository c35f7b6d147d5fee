"""What kb.engines.whoosh.compat takes for granted of Whoosh's private parts, one by one."""

from __future__ import annotations

import inspect
import os
import pickle
import subprocess
import sys

import pytest
import whoosh.codec.whoosh3
import whoosh.externalsort
import whoosh.filedb.structfile
import whoosh.index
from whoosh.codec.whoosh3 import W3FieldWriter, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import SegmentWriter

from kb.engines.whoosh.compat import EntryWriter, Storage, abandon, whoosh_schema
from kb.engines.whoosh.engine import WhooshEngine
from kb.engines.whoosh.postings import MAGIC
from kb.engines.whoosh.segment import INDEX_NAME, TERM_INFO
from tests.kb.engines.whoosh.test_engine import entry


class Call:
    """Unpickled by anything careless, it makes a folder."""

    def __init__(self, folder) -> None:
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


@pytest.mark.parametrize(
    "load",
    [
        whoosh.index.pickle.loads,
        whoosh.codec.whoosh3.loads,
        whoosh.columns.loads,
        whoosh.formats.loads,
    ],
    ids=["index", "codec", "columns", "formats"],
)
def test_every_module_of_whoosh_that_unpickles_has_the_allow_list(tmp_path, load):
    """The names that install_allow_list() replaces are those through which Whoosh unpickles."""
    with pytest.raises(pickle.UnpicklingError, match="refused"):
        load(pickle.dumps(Call(tmp_path / "made"), 2))
    assert not (tmp_path / "made").exists()


def test_a_file_of_whoosh_unpickles_with_the_allow_list(tmp_path):
    """A struct file and the external sort load through a function of their module."""
    (tmp_path / "one").write_bytes(pickle.dumps(Call(tmp_path / "made"), 2))
    refused = pytest.raises(pickle.UnpicklingError, match="refused")
    with FileStorage(str(tmp_path)).open_file("one") as file, refused:
        file.read_pickle()
    with (tmp_path / "one").open("rb") as file, refused:
        whoosh.externalsort.load(file)
    assert not (tmp_path / "made").exists()


def test_whoosh_imports_no_other_unpickler():
    """Every module of Whoosh that an index goes through is among those that are patched."""
    script = """
import pickle, sys
import kb.engines.whoosh.writer
print(*sorted(
    f"{name}.{attribute}"
    for name, module in sys.modules.items() if name.startswith("whoosh.")
    for attribute, value in vars(module).items()
    if any(value is one for one in (pickle, pickle.loads, pickle.load, pickle.Unpickler))
))
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    # whoosh.compat hands pickle's functions to the modules that are patched; whoosh.util.loading
    # serves the formats before 2.7, whose loaders install_allow_list() removes.
    assert set(ran.stdout.split()) == {
        "whoosh.compat.load",
        "whoosh.compat.loads",
        "whoosh.compat.pickle",
        "whoosh.util.loading.pickle",
    }


def test_no_class_of_ours_is_needed_to_open_the_index(tmp_path):
    """Any Whoosh 2.7.4 opens the files: what we stack at write time leaves no name behind."""
    engine = WhooshEngine.create(tmp_path)
    engine.apply([], [entry("a.txt", 0, ["dira"]), entry("a.txt", 1, ["dira"])])
    engine.close()
    toc = next(tmp_path.glob("*.toc")).read_bytes()
    assert b"kb." not in toc
    assert b"Stacked" not in toc
    index = whoosh.index.FileIndex(FileStorage(str(tmp_path)))
    with index.reader() as reader:
        assert reader.doc_frequency("term", "dira") == 2
        assert type(index.schema["term"].analyzer).__name__ == "IDTokenizer"


def test_a_writer_has_what_ours_uses():
    """Our postings are written from the pool, the files and the numbers that Whoosh's writer keeps."""
    own = inspect.getsource(SegmentWriter)
    assert "self.pool = PostingPool(" in own
    assert "self.add_postings_to_pool(reader, basedoc, docmap)" in own
    assert "self._flush_segment()" in inspect.getsource(SegmentWriter._finalize_segment)
    assert "self.pool.cleanup()" in inspect.getsource(SegmentWriter._close_segment)
    fields = inspect.getsource(W3FieldWriter)
    for name in ("_tindex", "_postfile", "_fieldmap"):
        assert f"self.{name} = " in fields
    assert "pack_ushort(self._fieldid) + self._btext" in fields
    assert whoosh.codec.whoosh3.WHOOSH3_HEADER_MAGIC == MAGIC
    info = W3TermInfo.from_bytes(TERM_INFO.pack(3, 70, 20))
    assert (info.doc_frequency(), info.is_inlined(), info.extent()) == (3, False, (70, (20,)))


def test_postings_that_do_not_fit_into_memory_are_the_same(tmp_path):
    """An index whose postings went through the disk has the same files, byte for byte."""
    entries = [entry(f"{n % 9}.txt", n, [f"neno{n % 7}", "dira", f"n{n}"]) for n in range(300)]
    contents = []
    for name, megabytes in (("memory", 1024), ("disk", 0.005)):
        (tmp_path / name).mkdir()
        engine = WhooshEngine.create(tmp_path / name, megabytes=megabytes)
        engine.apply([], entries)
        engine.apply(["3.txt"], entries[:30])
        engine.compact()
        engine.close()
        contents.append([next((tmp_path / name).glob(f"*{end}")).read_bytes()
                         for end in (".pst", ".trm", ".place.col")])  # fmt: skip
    assert contents[0] == contents[1]


def test_an_abandoned_writer_leaves_nothing(tmp_path):
    """Files half written, the temporary folder and the lock are gone; the index is as before."""
    engine = WhooshEngine.create(tmp_path)
    engine.apply([], [entry("a.txt", 0, ["dira"])])
    engine.close()
    before = sorted(path.name for path in tmp_path.iterdir())
    storage = Storage(str(tmp_path))
    index = whoosh.index.FileIndex(storage, whoosh_schema(), INDEX_NAME)
    writer = EntryWriter(index, 100)
    for number in range(9):
        writer.add_entry(entry("b.txt", number, ["mpya"]))
    assert sorted(path.name for path in tmp_path.iterdir()) != before
    abandon(writer, storage)
    (tmp_path / f"{INDEX_NAME}_WRITELOCK").unlink(missing_ok=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    EntryWriter(index, 100).cancel()  # the lock is free
