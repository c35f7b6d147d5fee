"""No permission, a read-only folder, no more open files: one clear message and an exit code."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.versions import build, write_version

PROJECT = Path(__file__).resolve().parents[2]
_PR_CAPBSET_DROP = 24
_OVERRIDES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: root's right to pass by permissions


def as_anybody() -> None:
    """Make the process to be started subject to permissions, though root may start it."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        for capability in _OVERRIDES:
            library.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


@pytest.fixture
def places(tmp_path, engine):
    """A corpus and its index; permissions are put back afterwards."""
    write_version(tmp_path / "corpus", 0)
    build(tmp_path / "corpus", tmp_path / "index", engine=engine)
    yield tmp_path
    for path in (tmp_path, *tmp_path.rglob("*")):
        if path.is_dir():
            path.chmod(0o700)


def kisima(places: Path, *arguments: str, before=as_anybody) -> subprocess.CompletedProcess:
    ran = subprocess.run(
        [sys.executable, str(PROJECT / "search_cli.py"), *arguments],
        env={
            **os.environ,
            "KISIMA_LUGHA": "en",
            "KISIMA_CORPUS": str(places / "corpus"),
            "KISIMA_INDEX": str(places / "index"),
        },
        capture_output=True,
        text=True,
        preexec_fn=before,
    )
    assert "Traceback" not in ran.stderr
    return ran


def read_only(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(0o500 if path.is_dir() else 0o400)
    folder.chmod(0o500)


def test_a_read_only_index_is_searched_and_not_written(places):
    """A web server may be given the index read-only; an update there says what is missing."""
    read_only(places / "index")
    found = kisima(places, "search", "waraka")
    # "waraka" was read plainly when this index was made, and is read as Swahili now.
    assert found.returncode in {0, 1}
    assert kisima(places, "status").returncode == 0
    assert kisima(places, "verify").returncode == 0
    write_version(places / "corpus", 1)
    ran = kisima(places, "index")
    assert ran.returncode == 74
    assert "Permission denied" in ran.stderr
    assert "kisima doctor" in ran.stderr
    ran = kisima(places, "doctor")
    assert ran.returncode == 1
    assert "chown" in ran.stdout


@pytest.mark.parametrize("command", ["search", "index", "status", "verify", "history"])
def test_an_index_that_may_not_be_read_says_so(places, command):
    """Not "there is no index": the folder is named, and the right that is missing."""
    (places / "index").chmod(0)
    ran = kisima(places, command, *(["waraka"] if command == "search" else []))
    assert ran.returncode == 74
    assert "Permission denied" in ran.stderr
    assert str(places / "index") in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_documents_that_may_not_be_read_stop_no_other(places):
    """A file, and a folder: each is named with its reason, and the exit code says that some failed."""
    (places / "corpus" / "siri").mkdir()
    (places / "corpus" / "siri").chmod(0)
    (places / "corpus" / "00.txt").chmod(0)
    ran = kisima(places, "index", "--full")
    assert ran.returncode == 1
    assert "siri: " in ran.stderr
    assert "00.txt: " in ran.stderr
    assert "Permission denied" in ran.stderr


def test_a_corpus_that_may_not_be_read_empties_nothing(places):
    """As a disk that is not mounted: told, and the index stays as it is."""
    (places / "corpus").chmod(0)
    ran = kisima(places, "index")
    assert ran.returncode in {2, 74}
    (places / "corpus").chmod(0o700)
    assert kisima(places, "verify").returncode == 0
    assert "25" in kisima(places, "status").stdout


def test_a_file_where_the_index_should_be(places):
    """A mistaken path is told as such."""
    shutil.rmtree(places / "index")
    (places / "index").write_text("x", encoding="utf-8")
    for command in (["index"], ["search", "waraka"], ["status"]):
        assert kisima(places, *command).returncode in {65, 74}


@pytest.mark.parametrize("files", [8, 12, 16, 20, 24])
@pytest.mark.parametrize("command", [("search", "waraka"), ("index", "--full"), ("verify",)])
def test_too_few_open_files_are_told(places, files, command):
    """Exit 74 and the command that raises the limit, or success where that many are enough."""

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    ran = kisima(places, *command, before=few)
    assert ran.returncode in {0, 1, 74}, ran.stderr
    if ran.returncode == 74:
        assert "Too many open files" in ran.stderr
        assert "ulimit -n" in ran.stderr
    assert kisima(places, "verify").returncode == 0
