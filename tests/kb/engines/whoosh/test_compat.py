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
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3PostingsWriter
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Positions
from whoosh.index import TOC
from whoosh.writing import SegmentWriter

from kb.engines.whoosh.compat import (
    Codec,
    PackedPositions,
    Storage,
    abandon,
    field_values,
    use_codec,
    whoosh_schema,
)
from kb.engines.whoosh.engine import WhooshEngine
from kb.engines.whoosh.postings import MAGIC
from kb.engines.whoosh.segment import INDEX_NAME
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


@pytest.mark.parametrize(("made", "named"), [(Codec(), W3Codec), (PackedPositions(), Positions)])
def test_what_is_pickled_is_whooshs_own(made, named):
    """No class of ours is named in the files, and none has to be allowed."""
    assert type(pickle.loads(pickle.dumps(made))) is named


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


def test_whoosh_asks_the_tokenizer_with_the_value_it_was_given():
    """The stacked terms reach the index: each term of a position has that position."""
    field = whoosh_schema()["term"]
    values = field_values(entry("a.txt", 0, ["dira", "·", "yetu"]))
    indexed = {text: field.format.decode_positions(value) for text, _, _, value in
               field.index(values["term"])}  # fmt: skip
    assert {text.decode(): list(places) for text, places in indexed.items()} == {
        "dira": [0],
        "yetu": [2],
    }


def test_a_posting_writer_has_what_ours_uses():
    """Our blocks are written from the buffers that Whoosh's writer keeps."""
    source = inspect.getsource(W3PostingsWriter)
    for name in ("_ids", "_weights", "_values", "_blockcount", "_blocklimit", "_maxweight"):
        assert f"self.{name}" in source
    assert "self._new_block()" in inspect.getsource(W3PostingsWriter._write_block)
    assert W3PostingsWriter._write_block.__code__.co_varnames[:2] == ("self", "last")
    assert whoosh.codec.whoosh3.WHOOSH3_HEADER_MAGIC == MAGIC


def test_a_matcher_reads_blocks_through_what_ours_replaces():
    """Merging goes through the four methods, so that it never meets Whoosh's own blocks."""
    own = inspect.getsource(W3LeafMatcher)
    for name in ("_goto", "_read_ids", "_read_weights", "_read_values"):
        assert f"self.{name}(" in own
        assert f"def {name}(" in own


def test_a_segment_that_is_merged_is_read_by_our_codec(tmp_path):
    """A segment is pickled with Whoosh's codec and hands out the one that it is given."""
    engine = WhooshEngine.create(tmp_path)
    engine.apply([], [entry("a.txt", 0, ["dira"])])
    engine.close()
    storage = Storage(str(tmp_path))
    segments = TOC.read(storage, INDEX_NAME, schema=whoosh_schema()).segments
    assert type(segments[0].codec()) is W3Codec
    use_codec(segments)
    assert type(segments[0].codec()) is Codec
    storage.close()


def test_an_abandoned_writer_leaves_nothing(tmp_path):
    """Files half written, the temporary folder and the lock are gone; the index is as before."""
    engine = WhooshEngine.create(tmp_path)
    engine.apply([], [entry("a.txt", 0, ["dira"])])
    engine.close()
    before = sorted(path.name for path in tmp_path.iterdir())
    storage = Storage(str(tmp_path))
    index = whoosh.index.FileIndex(storage, whoosh_schema(), INDEX_NAME)
    writer = SegmentWriter(index, codec=Codec(), compound=False)
    writer.add_document(**field_values(entry("b.txt", 0, ["mpya"])))
    assert sorted(path.name for path in tmp_path.iterdir()) != before
    abandon(writer, storage)
    (tmp_path / f"{INDEX_NAME}_WRITELOCK").unlink(missing_ok=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    SegmentWriter(index, codec=Codec(), compound=False).cancel()  # the lock is free
