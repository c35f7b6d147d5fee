"""A run says how many tests did not run, and why."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

MODULE = """
import pytest

def test_one(shared): pass

def test_two(shared): pass

@pytest.mark.soak
def test_three(): pass

def test_four(): pass
"""


@pytest.mark.parametrize("workers", ["0", "2"], ids=["one process", "two workers"])
def test_tests_without_their_data_are_counted_with_the_reason(project, tmp_path, workers):
    """Whoever has no ../shared reads at the end what was not measured, and what was instead."""
    (tmp_path / "project" / "tests").mkdir(parents=True)
    for name in ("conftest.py", "memory.py"):
        shutil.copy(project / "tests" / name, tmp_path / "project" / "tests")
    shutil.copy(project / "setup.cfg", tmp_path / "project")
    without_tests = shutil.ignore_patterns("test_*", "__pycache__")
    shutil.copytree(
        project / "tests" / "cluster", tmp_path / "project/tests/cluster", ignore=without_tests
    )
    (tmp_path / "project" / "tests" / "test_some.py").write_text(MODULE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", workers, "tests"]
    ran = subprocess.run(
        command, cwd=tmp_path / "project", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    lines = [line for line in ran.stdout.splitlines() if "did not run" in line]
    assert (
        "2 tests did not run: ../shared/data is missing, because it does not ship with Kisima; "
        "tests/test_own_sets.py measures the same on small sets of our own." in lines
    )
    if workers == "0":
        assert "1 test did not run: the run was for: not soak." in lines
