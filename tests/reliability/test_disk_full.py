"""On a disk that really is full: the old index answers, the message says how much is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.errors import StorageFailed
from kb.store import FolderStore
from tests.reliability.versions import build, version_of, write_version

SIZE_KIB = 768
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def small_disk(tmp_path):
    """A file system of less than a megabyte; mounting one takes root, on Linux."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_KIB}k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("needs the right to mount a small tmpfs (root on Linux)")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(corpus: Path) -> None:
    """Give the corpus more than the disk can hold an index of: words that repeat little."""
    for i in range(60):
        words = " ".join(f"neno{i}x{j * 7919 % 99991}" for j in range(700))
        (corpus / f"kubwa{i:02}.txt").write_text(f"Kichwa\n\n{words}\n", encoding="utf-8")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_full_disk_costs_nothing_but_the_update(tmp_path, small_disk, engine):
    """Old index intact, needed space named, lock free, nothing left behind; room mends it."""
    corpus, index = tmp_path / "corpus", small_disk / "index"
    write_version(corpus, 0)
    build(corpus, index, engine=engine)
    before = files(index) - {name for name in files(index) if name.startswith("parsed/")}
    fill(corpus)
    for _ in range(3):
        with pytest.raises(StorageFailed, match=r"free: [\d,]+ KiB; up to [\d,]+ KiB needed"):
            build(corpus, index)
        assert version_of(index, 0) == 0
        assert FolderStore(index).writing() is None
        left = files(index) - before
        assert {name.partition("/")[0] for name in left} <= {"parsed"}
        assert not [name for name in left if Path(name).name.startswith(".")]
    for path in corpus.glob("kubwa*"):
        path.unlink()
    write_version(corpus, 1)
    build(corpus, index)
    assert version_of(index, 1) == 1


def test_the_command_says_how_much_is_needed(tmp_path, small_disk, engine):
    """Exit 74, and one message that a clerk can act on."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    fill(corpus)
    ran = subprocess.run(
        [sys.executable, str(PROJECT / "search_cli.py"), "index"],
        env={
            **os.environ,
            "KISIMA_ENGINE": engine,
            "KISIMA_LUGHA": "en",
            "KISIMA_CORPUS": str(corpus),
            "KISIMA_INDEX": str(small_disk / "index"),
        },
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 74
    assert "needed" in ran.stderr.splitlines()[-1]
    assert "Traceback" not in ran.stderr
