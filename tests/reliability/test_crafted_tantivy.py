"""Files of a Tantivy index that somebody prepared: nothing runs, nothing else is touched, the process lives."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zlib
from collections import Counter

import pytest

from kb.engines.tantivy.engine import TantivyEngine
from kb.errors import IndexDamaged
from kb.index.schema import Entry
from tests.conftest import PROJECT

LONG = [pytest.mark.soak, pytest.mark.timeout(3600)]


@pytest.fixture
def index(tmp_path):
    """An index of two segments with deleted entries, closed."""
    folder = tmp_path / "index"
    folder.mkdir()
    engine = TantivyEngine.create(folder)
    words = ("dira", "idara", "mtandao", *(f"neno{n}" for n in range(40)))
    chance = random.Random(3)

    def entries(document: str, count: int):
        for n in range(count):
            stacks = tuple((word,) for word in chance.choices(words, k=30))
            fields = {"term": stacks, "surface": stacks, "heading": stacks[:3]}
            facets = {"kind": words[n % 3], "year": str(2000 + n % 5)}
            yield Entry(f"{document}#{n}", document, n, fields, facets, None, b"payload")

    engine.apply([], [one for name in "abcdefg" for one in entries(f"{name}.txt", 30)])
    engine.apply(["c.txt"], entries("h.txt", 20))
    assert engine.statistics().segments == 2
    engine.close()
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("times", [10, pytest.param(400, marks=LONG)])
def test_no_file_ends_the_process(index, times):
    """Each file is spoilt in many ways under a fitting checksum: an answer or an error, no crash."""
    whole = {path: path.read_bytes() for path in index.iterdir()}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.reliability.crafted", str(index), str(times), "1"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "RUST_BACKTRACE": "0"},
        capture_output=True,
        text=True,
    )
    became = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0, (became[-1:], ran.stderr[-2000:])
    outcomes = Counter(outcome for *_, outcome in became)
    sys.stdout.write(f"{outcomes}\n")
    named = {"answered", "damaged", "refused", "write: StorageFailed"}
    assert [row for row in became if row[2] not in named] == []
    assert min(outcomes["answered"], outcomes["damaged"], outcomes["refused"]) > times
    assert {path: path.read_bytes() for path in index.iterdir()} == whole


def test_a_flipped_bit_is_refused_before_the_library_sees_it(index, capfd):
    """Damage in a segment's file is named at opening; nothing panics, nothing else is printed."""
    for path in index.glob("*.*"):
        if len(path.stem.partition(".")[0]) != 32:
            continue
        data = path.read_bytes()
        for at in (0, len(data) // 2, len(data) - 1, len(data) - 20):
            path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
            with pytest.raises(IndexDamaged, match=f"{path.name}: .*CRC-32"):
                TantivyEngine.open(index)
        path.write_bytes(b"")
        with pytest.raises(IndexDamaged, match=path.name):
            TantivyEngine.open(index)
        path.write_bytes(data)
    TantivyEngine.open(index).close()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["{}", "../nje.txt"])
def test_an_update_deletes_nothing_outside(index, name):
    """The library deletes what its list of files names: paths in that list are refused."""
    victim = index.parent / "nje.txt"
    victim.write_text("x", encoding="utf-8")
    listed = json.loads((index / ".managed.json").read_bytes())
    listed.append(name.format(victim))
    (index / ".managed.json").write_text(json.dumps(listed), encoding="utf-8")
    with pytest.raises(IndexDamaged, match=r"managed\.json"):
        TantivyEngine.open(index, writable=True)
    assert victim.exists()


def test_a_table_of_contents_names_no_path(index):
    """Files of records are joined and deleted: one that is elsewhere is refused."""
    for record in index.glob("records-*"):
        (index.parent / record.name).write_bytes(record.read_bytes())
    values = json.loads((index / "state.json").read_bytes()[9:])
    values["files"] = {f"../{name}": count for name, count in values["files"].items()}
    row = json.dumps(values).encode()
    (index / "state.json").write_bytes(b"%08x %s\n" % (zlib.crc32(row), row))
    with pytest.raises(IndexDamaged, match="table of contents names"):
        TantivyEngine.open(index, writable=True)


def test_a_number_of_entries_that_fills_the_memory_is_refused(index):
    """The library asks for memory by it, and would end the process."""
    meta = json.loads((index / "meta.json").read_bytes())
    for segment in meta["segments"]:
        if segment["deletes"]:
            segment["max_doc"] = 4_000_000_000
    (index / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(IndexDamaged, match="more entries than there are"):
        TantivyEngine.open(index)
