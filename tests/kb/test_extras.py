"""Without an extra, one line says which; with the base installation alone, a search answers."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kb.extras import EXTRAS

PROJECT = Path(__file__).resolve().parents[2]

WITHOUT = """
import sys


class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {modules!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


sys.meta_path.insert(0, Missing())
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of one document, made while everything is installed."""
    folder = tmp_path_factory.mktemp("index")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "likizo.md").write_text("# Likizo\n\nMkurugenzi.\n", encoding="utf-8")
    ran = kisima(folder, "index")
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture
def without(tmp_path):
    """A function that returns a folder of Python's path which hides the libraries of extras."""

    def hide(*extras: str) -> Path:
        modules = {module for extra in extras for module in EXTRAS[extra]}
        (tmp_path / "sitecustomize.py").write_text(WITHOUT.format(modules=modules))
        return tmp_path

    return hide


def kisima(
    folder: Path, *arguments: str, hiding: Path | None = None
) -> subprocess.CompletedProcess[str]:
    path = [str(hiding), str(PROJECT)] if hiding else [str(PROJECT)]
    return subprocess.run(
        [sys.executable, str(PROJECT / "search_cli.py"), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path), "KISIMA_LUGHA": "en"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("extra", "command"),
    [
        ("documents", ("index",)),
        ("documents", ("inspect", "corpus/likizo.md")),
        ("web", ("serve", "--port", "0")),
        ("watch", ("watch",)),
        ("evaluate", ("evaluate", str(PROJECT / "tests" / "relevance"))),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_missing_extra_is_named_with_the_command_that_installs_it(extra, command, index, without):
    """One line and exit code 2, no traceback: what is missing, and what to type."""
    ran = kisima(index, *command, hiding=without(extra))
    assert ran.returncode == 2, ran.stderr
    last = ran.stderr.strip().splitlines()[-1]
    assert f"pip install 'kisima[{extra}]'" in last
    assert "Traceback" not in ran.stderr


def test_a_search_needs_no_extra(index, without):
    """The base installation answers a question from an index that exists."""
    ran = kisima(index, "search", "wakurugenzi", "--json", hiding=without(*EXTRAS))
    assert ran.returncode == 0, ran.stderr
    assert "likizo.md" in ran.stdout


def options(section: str, name: str) -> set[str]:
    config = configparser.ConfigParser()
    config.read(PROJECT / "setup.cfg", encoding="utf-8")
    return {re.split(r"[\[<>=]", line)[0] for line in config[section][name].split()}


@pytest.mark.parametrize("extra", EXTRAS)
def test_setup_cfg_has_the_libraries_of_the_table(extra):
    """What a person is told to install brings what was missing."""
    assert options("options.extras_require", extra) == set(EXTRAS[extra].values())


def test_all_is_every_extra_that_a_person_may_need():
    """An extra that is added later is in the installation that the two commands make."""
    text = (PROJECT / "setup.cfg").read_text(encoding="utf-8")
    assert f"kisima[{','.join(sorted(EXTRAS))}]" in text


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_package_has_hashes_and_no_address(name):
    """An installation checks each file it fetches, from whatever registry it is set up for."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    packages = re.findall(
        r"^([\w.-]+==\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE
    )
    lines = [line for line in text.splitlines() if line[:1].isalpha()]
    assert len(packages) == len(lines) > 30
    assert not re.search(r"https?://|--index-url|--find-links|--trusted-host", text)


def test_the_lock_has_what_setup_cfg_asks_for():
    """After a change of setup.cfg: make lock."""
    locked = {
        name: set(
            re.findall(r"^([\w.-]+)==", (PROJECT / name).read_text(encoding="utf-8"), re.MULTILINE)
        )
        for name in ("requirements.lock", "requirements-test.lock")
    }
    base = options("options", "install_requires")
    extras = {library for libraries in EXTRAS.values() for library in libraries.values()}
    for_developers = {
        library
        for extra in ("benchmark", "test")
        for library in options("options.extras_require", extra)
    }
    for file, names in (
        ("requirements.lock", base | extras | {"setuptools"}),
        ("requirements-test.lock", base | extras | for_developers),
    ):
        wanted = {re.sub(r"[-_.]+", "-", name).lower() for name in names}
        assert wanted <= locked[file]
    assert locked["requirements.lock"] <= locked["requirements-test.lock"]
