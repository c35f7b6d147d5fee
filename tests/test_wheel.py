"""A wheel built from the tree works elsewhere: data, templates and the command are in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("kb", "webui")
FILES = ("search_cli.py", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")


def pip(*arguments: str) -> None:
    """Run pip without a network: what the build needs is installed already."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that the checkout stays clean."""
    source = tmp_path_factory.mktemp("source")
    for name in PACKAGES:
        shutil.copytree(PROJECT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(PROJECT / name, source)
    built = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(built), str(source))
    return next(built.glob("kisima-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs, and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--target", str(folder), str(wheel))
    return folder


def test_the_wheel_holds_every_file_of_the_packages(wheel):
    """A lexicon or a template that is left out is noticed here, not by its first user."""
    wanted = {
        path.relative_to(PROJECT).as_posix()
        for package in PACKAGES
        for path in (PROJECT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_installed_command_answers_from_a_corpus_elsewhere(installed, tmp_path):
    """Indexing and searching need only the wheel and a folder of documents."""
    (tmp_path / "nyaraka").mkdir()
    text = "# Kanuni\n\n## Likizo\n\nMtumishi huomba likizo kwa mkurugenzi wake.\n"
    (tmp_path / "nyaraka" / "likizo.md").write_text(text, encoding="utf-8")
    places = {"KISIMA_CORPUS": str(tmp_path / "nyaraka"), "KISIMA_INDEX": str(tmp_path / "index")}
    environment = {**os.environ, **places, "PYTHONPATH": str(installed)}

    def run(*arguments: str) -> str:
        return subprocess.run(
            arguments,
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        ).stdout

    used = run(sys.executable, "-c", "import search_cli; print(search_cli.__file__)").strip()
    assert Path(used).is_relative_to(installed)
    kisima = str(installed / "bin" / "kisima")
    run(kisima, "index")
    hit = json.loads(run(kisima, "search", "wakurugenzi", "--json"))["hits"][0]
    marked = [hit["text"][start:end] for start, end in hit["spans"]]
    assert (hit["document"], marked) == ("likizo.md", ["mkurugenzi"])
