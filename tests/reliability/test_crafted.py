"""Index files that somebody prepared: whatever Whoosh would unpickle is refused, nothing runs."""

from __future__ import annotations

import os
import pickle
import shutil
import struct
import zlib
from pathlib import Path

import pytest
import whoosh.index
from whoosh.filedb.filestore import FileStorage

from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.engines.whoosh import safe_pickle
from kb.engines.whoosh.compat import whoosh_schema
from kb.engines.whoosh.engine import WhooshEngine
from kb.index.schema import Entry


@pytest.fixture
def small(tmp_path):
    """An index of two documents, five passages each."""
    engine = WhooshEngine.create(tmp_path)
    words = (("dira",), ("yetu",))
    engine.apply(
        [],
        [
            Entry(f"{name}#{i}", name, i, {"term": words}, {"document": name}, None, b"")
            for name in ("a.txt", "b.txt")
            for i in range(5)
        ],
    )
    yield engine
    engine.close()


class Bomb:
    """Unpickled by anything careless, it leaves a file."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self):
        return os.mkdir, (str(self.proof),)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_that_would_run_code_is_refused(tmp_path, protocol):
    """No protocol of pickle gets a name past the allow-list."""
    data = pickle.dumps(Bomb(tmp_path / "proof"), protocol)
    with pytest.raises(pickle.UnpicklingError, match="refused"):
        safe_pickle.unpickle(data)
    assert not (tmp_path / "proof").exists()


def planted(where: str, folder: Path, bomb: bytes) -> None:
    """Put a pickle into one of the places of an index from which Whoosh unpickles."""
    toc = next(folder.glob("*.toc"))
    head = toc.read_bytes()
    with FileStorage(str(folder)).open_file(toc.name) as file:
        for _ in range(3):
            file.read_varint()
        file.read_int(), file.read_int()
        for _ in range(3):
            file.read_varint()
        start = file.tell()
        file.skip_string()
        end = file.tell()
    if where == "schema":
        with FileStorage(str(folder)).create_file("made") as file:
            file.write(head[:start])
            file.write_string(bomb)
            file.write(head[end:])
        (folder / "made").replace(toc)
    elif where == "segments":
        toc.write_bytes(head[: end + 8] + bomb)
    elif where == "old format":
        version = head.index(struct.pack("!i", -12345)) + 4
        toc.write_bytes(head[:version] + struct.pack("!i", -110) + head[version + 4 :] + bomb)
    elif where == "terms":
        path = next(folder.glob("*.trm"))
        data = path.read_bytes()
        (size,) = struct.unpack("!i", data[-4:])
        path.write_bytes(data[: -4 - size] + bomb + struct.pack("!i", len(bomb)))
    elif where == "blocks":
        with whoosh.index.FileIndex(FileStorage(str(folder)), whoosh_schema()).reader() as reader:
            start, _ = reader.term_info("term", "dira").extent()
        path = next(folder.glob("*.pst"))
        data = path.read_bytes()
        path.write_bytes(data[: start + 4] + struct.pack("!i", -len(bomb)) + bomb)
    else:
        bomb = zlib.compress(bomb)
        for path in folder.glob("*_stored.col"):
            path.write_bytes(bomb * 10 + struct.pack("!10B", *[len(bomb)] * 10) + b"B")


@pytest.mark.parametrize(
    "where", ["schema", "segments", "old format", "terms", "blocks", "columns"]
)
def test_a_crafted_index_runs_nothing(small, tmp_path, where):
    """Whoever opens an index that somebody prepared runs no code of theirs."""
    small.close()
    proof = tmp_path / "proof"
    folder = tmp_path / "crafted"
    folder.mkdir()
    for path in list(tmp_path.iterdir()):
        if path.is_file():
            shutil.copy(path, folder)
    planted(where, folder, pickle.dumps(Bomb(proof), 2))
    engine, outcome = None, "answered"
    try:
        engine = WhooshEngine.open(folder, writable=True)
        engine.search(SearchRequest((Clause(AnyOf("term", ("dira",))),)))
        engine.document("a.txt")
        engine.apply(["a.txt"], [])  # merges: reads every file there is
        engine.compact()
    except Exception as error:
        outcome = str(error)
    finally:
        if engine is not None:
            engine.close()
    assert not proof.exists()
    # The schema is never unpickled by us: we know it. Blocks are plain numbers.
    expected = {"schema": "", "old format": "format -110 cannot be read", "blocks": "damaged"}
    assert expected.get(where, "refused") in outcome


def test_a_crafted_schema_is_refused_by_whoosh_itself(small, tmp_path):
    """Even opened with Whoosh's own tools in our process, a crafted schema runs nothing."""
    small.close()
    proof = tmp_path / "proof"
    planted("schema", tmp_path, pickle.dumps(Bomb(proof), 2))
    storage = FileStorage(str(tmp_path))
    opened = []
    keep = storage.open_file

    def open_file(*arguments, **options):
        opened.append(keep(*arguments, **options))
        return opened[-1]

    storage.open_file = open_file
    with pytest.raises(pickle.UnpicklingError, match="refused"):
        whoosh.index.FileIndex(storage)
    opened[0].close()
    assert not proof.exists()
