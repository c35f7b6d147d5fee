"""The steps of docs/backup.md: copy, lose everything, restore, and find what was found before."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
KISIMA = [sys.executable, str(PROJECT / "search_cli.py")]
QUESTIONS = ("wakurugenzi", "misingi mikuu", "dira aina:dira", "afisa taasisi:zanzibar")


@pytest.fixture
def kisima(tmp_path: Path):
    """Run the command where corpus/ and index/ are, as the page says."""
    place = tmp_path / "kisima"
    shutil.copytree(PROJECT / "corpus", place / "corpus")

    def run(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*KISIMA, *arguments], cwd=place, capture_output=True, text=True, encoding="utf-8"
        )

    run.place = place  # type: ignore[attr-defined]  # where it runs
    return run


def commands(heading: str) -> list[str]:
    """Return the command lines that the page gives under a heading."""
    page = (PROJECT / "docs" / "backup.md").read_text(encoding="utf-8")
    section = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    return [line.strip() for line in re.findall(r"^    (.+)$", section, re.MULTILINE)]


def answers(kisima) -> list[list[dict[str, object]]]:
    found = [json.loads(kisima("search", question, "--json").stdout) for question in QUESTIONS]
    return [answer["hits"] for answer in found]


def test_what_was_copied_is_restored(kisima, tmp_path):
    """Same answers, same order, and the link to a document renamed long ago still leads there."""
    place = kisima.place
    (place / "corpus" / ".kisimaignore").write_text("rasimu*\n", encoding="utf-8")
    (place / "corpus" / "rasimu.md").write_text("# Rasimu\n\nWakurugenzi.\n", encoding="utf-8")
    kisima("index")
    (place / "corpus" / "bara" / "kuhusu.md").rename(place / "corpus" / "bara" / "wakala.md")
    kisima("index")
    before = answers(kisima)
    assert all(before)

    (copy,) = commands("What to copy")
    subprocess.run(copy, shell=True, cwd=place, check=True)
    archive = next(place.glob("kisima-*.tar.gz")).rename(tmp_path / "copy.tar.gz")
    shutil.rmtree(place)
    place.mkdir()
    unpack, *then = commands("Restore")
    unpack = re.sub(r"kisima-\S+", str(archive), unpack)
    subprocess.run(unpack, shell=True, cwd=place, check=True)
    assert [line.split()[0] for line in then] == ["kisima"] * 3
    for line in then:
        assert kisima(*line.partition("#")[0].split()[1:]).returncode == 0, line

    assert answers(kisima) == before
    assert kisima("show", "bara/kuhusu.md").stdout == kisima("show", "bara/wakala.md").stdout
    assert kisima("show", "rasimu.md").returncode == 1, ".kisimaignore came back too"
