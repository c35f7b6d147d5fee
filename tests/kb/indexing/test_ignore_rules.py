"""``.kisimaignore``: lines as in .gitignore, decided as git decides."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis import PlainAnalyser
from kb.errors import ExtraMissing
from kb.extras import require_extra
from kb.indexing import update
from kb.indexing.corpus import walk
from kb.indexing.ignore_rules import IgnoreRules, is_ignored
from kb.settings import load

FILES = (
    "dira.md",
    "dira.bak",
    "rasimu/dira.md",
    "sera/rasimu/mpya.md",
    "sera/rasimu.md",
    "sera/siri.md",
    "sera/tehama.txt",
    "sera/ndani/siri.md",
    "sera/ndani/a1.txt",
    "[x].md",
    "#mada.md",
)
LINES = (
    "rasimu/",
    "/rasimu/",
    "rasimu",
    "*.bak",
    "*.md",
    "sera/*.md",
    "/sera/*.md",
    "sera/**/siri.md",
    "**/siri.md",
    "sera/**",
    "**",
    "/*.md",
    "a?.txt",
    "a[0-9].txt",
    "a[!0-9].txt",
    "[[]x].md",
    "\\#mada.md",
    "# *.md",
    "",
    "*.md\n!dira.md",
    "*.md\n!dira.md\ndira.md",
    "sera\n!sera/siri.md",
    "*.txt   ",
    "!",
    "[z-a].md\n*.bak",
    "sera/*\n!sera/ndani/",
)


@pytest.mark.parametrize("lines", LINES, ids=repr)
def test_a_line_means_what_it_means_to_git(lines, tmp_path):
    """A line leaves out what it leaves out in .gitignore; git itself is the oracle."""
    if not shutil.which("git"):
        pytest.fail("git is needed: make run clones with it")
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Dira.", encoding="utf-8")
    (tmp_path / ".gitignore").write_text(lines, encoding="utf-8")
    (tmp_path / ".kisimaignore").write_text(lines, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    kept = sorted(name for name in listed if name and not name.startswith("."))
    corpus = walk(tmp_path)
    assert sorted([*corpus.files, *corpus.unsupported]) == kept


def test_a_folder_may_have_its_own(tmp_path):
    """A file in a folder speaks of what is below it, and goes before the one above."""
    (tmp_path / "sera").mkdir()
    for name in ("a.md", "b.txt", "sera/a.md", "sera/b.txt"):
        (tmp_path / name).write_text("Dira.", encoding="utf-8")
    (tmp_path / ".kisimaignore").write_text("*.txt\n", encoding="utf-8")
    (tmp_path / "sera" / ".kisimaignore").write_text("/a.md\n!b.txt\n", encoding="utf-8")
    assert list(walk(tmp_path).files) == ["a.md", "sera/b.txt"]


def test_what_is_ignored_leaves_the_index(tmp_path):
    """A line added takes its documents out with the next update; a line taken away, back in."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for name in ("a.md", "b.md"):
        (corpus / name).write_text(f"Dira ya {name}.", encoding="utf-8")

    def run():
        return update(corpus, index, load(environ={}), analyser=PlainAnalyser())

    run()
    ignore = Path(corpus / ".kisimaignore")
    ignore.write_text("b.md\n", encoding="utf-8")
    assert run().removed == ("b.md",)
    ignore.unlink()
    assert run().added == ("b.md",)


@given(st.text(max_size=20), st.text(min_size=1, max_size=20))
def test_no_line_breaks_the_walk(line, path):
    """Whatever a line contains, it is a pattern or it is ignored."""
    assert is_ignored(path, [IgnoreRules([line])]) in {True, False}


def test_rules_without_their_library_publish_nothing(tmp_path, monkeypatch):
    """Where pathspec is missing, the walk says what to install: it does not ignore the file."""
    (tmp_path / ".kisimaignore").write_text("siri/\n", encoding="utf-8")
    require_extra.cache_clear()
    monkeypatch.setattr("kb.extras._installed", lambda name: name != "pathspec")
    with pytest.raises(ExtraMissing, match="pathspec"):
        walk(tmp_path)
    require_extra.cache_clear()
