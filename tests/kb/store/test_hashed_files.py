"""A large file is hashed once, and again when it has changed; a small one is always hashed."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from kb.store import Manifest, StoredFile
from kb.store.hashed_files import HashedFiles

OLD = time.time_ns() - 60 * 1_000_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that was written a minute ago."""
    made = tmp_path / "a.store"
    made.write_bytes(b"maneno")
    os.utime(made, ns=(OLD, OLD))
    return made


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifest(path: Path) -> Manifest:
    """Return the manifest of a generation with one file."""
    files = {path.name: StoredFile(path.stat().st_size, "")}
    return Manifest("000001", "", "", "", "", {}, 0, 0, {}, (), files)


def overwrite(path: Path, data: bytes, time_ns: int) -> None:
    """Change a file in place, and set its time."""
    with path.open("r+b") as opened:
        opened.write(data)
    os.utime(path, ns=(time_ns, time_ns))


def test_a_large_file_is_read_once(file, tmp_path):
    """What is known survives the process; a lost bit that leaves the time is for ``kisima verify``."""
    hashed = HashedFiles(tmp_path, large=1)
    assert hashed.hash(file) == sha256(b"maneno")
    hashed.keep(tmp_path, manifest(file))
    overwrite(file, b"manenX", OLD)
    assert HashedFiles(tmp_path, large=1).hash(file) == sha256(b"maneno")


@pytest.mark.parametrize("change", ["written", "replaced", "cut"])
def test_a_file_that_has_changed_is_read_again(file, tmp_path, change):
    """Another time, inode or size: what was known is of another file."""
    hashed = HashedFiles(tmp_path, large=1)
    hashed.hash(file)
    if change == "written":
        overwrite(file, b"manenX", OLD + 1)
    elif change == "replaced":
        other = tmp_path / "other"
        other.write_bytes(b"manenX")
        os.utime(other, ns=(OLD, OLD))
        other.replace(file)
    else:
        os.truncate(file, 3)
        os.utime(file, ns=(OLD, OLD))
    assert hashed.hash(file) == sha256(file.read_bytes())


def test_a_small_file_and_one_just_written_are_always_read(file, tmp_path):
    """Nothing is trusted that could have changed without a new time."""
    small = HashedFiles(tmp_path, large=100)
    assert small.hash(file) == sha256(b"maneno")
    overwrite(file, b"manenX", OLD)
    assert small.hash(file) == sha256(b"manenX")
    now = time.time_ns()
    os.utime(file, ns=(now, now))
    fresh = HashedFiles(tmp_path, large=1)
    fresh.hash(file)
    overwrite(file, b"manenY", now)
    assert fresh.hash(file) == sha256(b"manenY")


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"1": 2}', b'{"1": [1]}'])
def test_a_broken_record_means_that_everything_is_read(file, tmp_path, data):
    """The record only saves time."""
    (tmp_path / "hashed.json").write_bytes(data)
    assert HashedFiles(tmp_path, large=1).hash(file) == sha256(b"maneno")


def test_only_files_of_the_generation_are_kept(file, tmp_path):
    """The record does not grow, and a small index has none."""
    hashed = HashedFiles(tmp_path, large=1)
    other = tmp_path / "b.store"
    other.write_bytes(b"mengine")
    os.utime(other, ns=(OLD, OLD))
    for path in (file, other):
        hashed.hash(path)
    hashed.keep(tmp_path, manifest(file))
    overwrite(other, b"menginX", OLD)
    assert HashedFiles(tmp_path, large=1).hash(other) == sha256(b"menginX")
    (tmp_path / "hashed.json").unlink()
    HashedFiles(tmp_path, large=100).keep(tmp_path, manifest(file))
    assert not (tmp_path / "hashed.json").exists()
