"""What the log says, and what it never says: the words of a question."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
PLAIN = "from search_cli import main\nmain()\n"
FAULTY = """
from kb.knowledge_base import KnowledgeBase

def search(self, line, **options):
    try:
        raise KeyError(line)
    except KeyError as error:
        raise RuntimeError("failed: " + line) from error

KnowledgeBase.search = search
"""


@pytest.fixture
def kisima(tmp_path: Path):
    """Run the command with -v, in a Python that runs *code* first."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# Dira\n\nKuwa mfano.\n", encoding="utf-8")

    def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code + PLAIN, "-v", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(PROJECT), "KISIMA_LUGHA": "en"},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run


def test_a_question_is_never_logged(kisima):
    """With -v an update is logged; a question leaves no word, nor does a fault that quotes it."""
    assert "INFO kb.indexing.updater: 1 of 1: a.md" in kisima("", "index").stderr
    result = kisima("", "search", "mfano")
    assert (result.returncode, result.stderr) == (0, "")
    failed = kisima(FAULTY, "search", "mfano")
    assert failed.returncode == 70
    assert "ERROR kb.cli.failures: internal error" in failed.stderr
    assert "Traceback" in failed.stderr
    assert "RuntimeError" in failed.stderr
    assert "KeyError" in failed.stderr
    assert "mfano" not in failed.stderr
