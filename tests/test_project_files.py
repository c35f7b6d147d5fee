"""The files around the source say what is so: checks, workflow, changelog."""

from __future__ import annotations

import re
from pathlib import Path

import kb

PROJECT = Path(__file__).resolve().parent.parent


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def commands_of(target: str) -> list[str]:
    """Return the commands of a target of the Makefile."""
    block = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text_of("Makefile"), re.MULTILINE)
    assert block is not None
    lines = block[1].replace("$(BIN)", ".venv/bin").splitlines()
    return [line.strip().removeprefix("@") for line in lines]


def test_the_hooks_are_the_checks_of_make_check():
    """What a hook lets through, make check lets through."""
    entries = re.findall(r"^ +entry: (.+)$", text_of(".pre-commit-config.yaml"), re.MULTILINE)
    assert entries == commands_of("check")


def test_make_test_is_make_check_with_all_tests():
    """The two differ in the tests that they run, and in nothing else."""
    assert commands_of("test")[:-1] == commands_of("check")[:-1]


def test_the_workflow_calls_make_test_on_every_system_and_python():
    """Linux and macOS, every Python that setup.cfg names; each action with its version."""
    workflow = text_of(".github/workflows/ci.yml")
    classified = re.findall(r"Python :: (3\.\d+)$", text_of("setup.cfg"), re.MULTILINE)
    assert f"python: {str(classified).replace(chr(39), chr(34))}" in workflow
    assert re.search(r"os: \[ubuntu-[\d.]+, macos-\d+\]", workflow)
    assert "run: make test" in workflow
    uses = re.findall(r"uses: \S+?@(\S+)", workflow)
    assert uses
    assert all(re.fullmatch(r"v\d+\.\d+\.\d+", version) for version in uses)


def test_the_changelog_has_the_form_it_promises():
    """Unreleased first, then each version with its date; every section of a known kind."""
    text = text_of("CHANGELOG.md")
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert versions[0] == "[Unreleased]" or versions[0].startswith(f"[{kb.__version__}]")
    dated = [version for version in versions if version != "[Unreleased]"]
    assert dated
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", version) for version in dated)
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_every_new_entry_says_whether_the_index_is_built_anew():
    """An officer knows before the update whether it takes minutes or hours."""
    newest = text_of("CHANGELOG.md").split("\n## ")[1]
    entries = re.split(r"^- ", newest, flags=re.MULTILINE)[1:]
    assert entries
    said = re.compile(r"Re-index: (yes|no)\.")
    assert [entry for entry in entries if not said.search(entry)] == []
