"""Bits that flip and files that end too soon: noticed, and survived where anything sound is left."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kb.admin.verify import verify
from kb.analysis import PlainAnalyser
from kb.errors import IndexUnusable
from kb.knowledge_base import KnowledgeBase
from kb.store import FolderStore
from kb.store.manifest import load_manifest
from tests.reliability.versions import (
    DOCUMENTS,
    SETTINGS,
    build,
    version_answered,
    version_of,
    write_version,
)

PROJECT = Path(__file__).resolve().parents[2]
LONG = [pytest.mark.soak, pytest.mark.timeout(3600)]


@pytest.fixture
def index(tmp_path, engine):
    """Two generations that share no file: versions 0 and 1."""
    for version in (0, 1):
        write_version(tmp_path / "corpus", version)
        build(tmp_path / "corpus", tmp_path / "index", full=True, engine=engine)
    return tmp_path / "index"


def damaged(path: Path, chance: random.Random) -> str:
    """Spoil a file in one of the ways disks do; return which."""
    data = bytearray(path.read_bytes())
    how = chance.choice(["flip", "flip", "flip", "truncate", "zero", "remove"])
    if how == "flip":
        at = chance.randrange(len(data) * 8)
        data[at // 8] ^= 1 << at % 8
    elif how == "truncate":
        del data[chance.randrange(len(data)) :]
    elif how == "zero":
        start = chance.randrange(len(data))
        data[start:] = bytes(len(data) - start)
        data[start - 1] ^= 1  # the end may have been zeros already
    path.unlink()  # a new file: the old one may be linked elsewhere
    if how != "remove":
        path.write_bytes(data)
    return how


def searched(index: Path) -> bool:
    """Ask as a reader does; an answer, or the command that mends it. Say whether the older answered."""
    try:
        with KnowledgeBase.open(index, SETTINGS, PlainAnalyser()) as base:
            older = base.generation == "000001"
            assert (base.notice is not None) == older
            assert base.search("waraka", limit=DOCUMENTS).total <= DOCUMENTS
            return older
    except IndexUnusable as error:
        if "kisima index" not in str(error):
            raise
        return False


@pytest.mark.slow
@pytest.mark.parametrize("times", [150, pytest.param(5000, marks=LONG)])
def test_all_damage_is_found_and_no_search_breaks(index, times):
    """verify finds every one; a search answers, from the sound generation, or says what is wrong."""
    folder = index / "generations" / "000002"
    saved = shutil.copytree(folder, index.parent / "saved")
    chance = random.Random(11)
    files = sorted(path.name for path in folder.iterdir() if path.stat().st_size)
    fallen_back = 0
    for _ in range(times):
        name = chance.choice(files)
        how = damaged(folder / name, chance)
        assert FolderStore(index).verify(), (name, how)
        fallen_back += searched(index)
        shutil.copy2(saved / name, folder / name)
    assert FolderStore(index).verify() == []
    assert fallen_back > times / 10


def table_of_contents(generation: Path) -> Path:
    """A file that says what all others of the engine hold."""
    return generation / load_manifest(generation).contents[0]


def flip_in(generation: Path) -> str:
    """Flip a bit in the middle of the largest file that the engine's library reads; return its name."""
    manifest = load_manifest(generation)
    others = [
        name
        for name in manifest.files
        if name not in manifest.contents and re.search(r"^[0-9a-f]{32}\.|\.pst$", name)
    ]
    path = generation / max(others, key=lambda name: manifest.files[name].size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)
    return path.name


def kisima(index: Path, *arguments: str) -> subprocess.CompletedProcess:
    places = {"KISIMA_CORPUS": str(index.parent / "corpus"), "KISIMA_INDEX": str(index)}
    return subprocess.run(
        [sys.executable, str(PROJECT / "search_cli.py"), *arguments],
        env={**os.environ, "KISIMA_LUGHA": "en", **places},
        capture_output=True,
        text=True,
    )


def test_a_reader_is_told_that_an_older_generation_answers(index):
    """The answer comes, and beside it what is wrong and what mends it; then nothing is sound: 65."""
    first, second = (index / "generations" / name for name in ("000001", "000002"))
    table_of_contents(second).unlink()
    ran = kisima(index, "search", "waraka")
    assert ran.returncode == 0
    assert "generation 000001 answers" in ran.stderr
    assert "kisima index --full" in ran.stderr
    table_of_contents(first).unlink()
    ran = kisima(index, "search", "waraka")
    assert (ran.returncode, ran.stdout) == (65, "")
    assert "kisima index --full" in ran.stderr
    assert kisima(index, "index").returncode == 0
    assert kisima(index, "search", "waraka").returncode == 0
    assert kisima(index, "verify").returncode == 0


def test_damage_is_one_line_and_no_noise(index):
    """A flipped bit: an answer, or one line with the remedy; a library that panics prints nothing."""
    name = flip_in(index / "generations" / "000002")
    ran = kisima(index, "search", "waraka")
    assert ran.returncode == 0
    assert len(ran.stderr.splitlines()) <= 1, ran.stderr
    if FolderStore(index).history()[0].engine == "tantivy":  # it compares checksums when it opens
        assert name in ran.stderr
        assert "generation 000001 answers" in ran.stderr
    ran = kisima(index, "verify")
    assert ran.returncode == 65
    assert name in ran.stderr
    assert ran.stderr.rstrip().lower().endswith("run: kisima index --full")
    assert "panicked" not in ran.stderr
    for generation in ("000001", "000002"):
        table_of_contents(index / "generations" / generation).unlink()
    ran = kisima(index, "search", "waraka")
    assert ran.returncode == 65
    assert len(ran.stderr.splitlines()) == 1
    assert "run: kisima index --full" in ran.stderr


def test_a_site_answers_from_the_older_generation(index, capfd):
    """What is published damaged takes nothing away: the one that is open, or the one before, answers."""
    with KnowledgeBase.open(index, SETTINGS, PlainAnalyser()) as base:
        write_version(index.parent / "corpus", 2)
        build(index.parent / "corpus", index, full=True)
        table_of_contents(index / "generations" / "000003").write_bytes(b"")
        assert version_answered(base) == 1
        base.refresh()
        assert version_answered(base) == 1
        assert "000003" in str(base.notice)
        assert "kisima index --full" in str(base.notice)
    assert capfd.readouterr().err == ""


def test_a_damaged_manifest_keeps_the_engine(index):
    """The next update builds on the older generation with the engine that built it."""
    engine = FolderStore(index).history()[0].engine
    (index / "generations" / "000002" / "manifest.json").write_bytes(b"{")
    write_version(index.parent / "corpus", 2)
    build(index.parent / "corpus", index)
    assert {one.engine for one in FolderStore(index).history()} == {engine}
    assert version_of(index, 2) == 2


def test_verify_finds_damage_in_every_generation(index):
    """The one to go back to is worth checking too."""
    for folder in (index / "generations").iterdir():
        flip_in(folder)
    assert all(one.problems for one in verify(index))
