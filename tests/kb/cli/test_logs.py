"""The log of the web page: a fault of ours is in it, a question is not."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from kb.cli.logs import FoldedRepeats

PROJECT = Path(__file__).resolve().parents[3]

FAILING = """
import kb.knowledge_base
def fail(request, line, options):
    raise ValueError(f"cannot read {line}")
kb.knowledge_base.search_page = fail
from search_cli import main
main()
"""
"""A fault of ours whose text quotes the question, as the text of an exception may."""


def status_of(address: str) -> int:
    """Return the status of a page, as soon as the server answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("nobody answered for thirty seconds")


def test_a_fault_behind_a_page_is_logged_without_the_question(tmp_path):
    """The operator reads where Kisima failed; what was searched for stays private."""
    environment = {
        **os.environ,
        "KISIMA_CORPUS": str(PROJECT / "corpus"),
        "KISIMA_INDEX": str(tmp_path / "index"),
        "KISIMA_LUGHA": "en",
        "PYTHONPATH": str(PROJECT),
    }
    command = [sys.executable, str(PROJECT / "search_cli.py"), "index"]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    with subprocess.Popen(
        [sys.executable, "-c", FAILING, "-v", "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment,
    ) as running:
        assert running.stderr is not None
        address = running.stderr.readline().split()[0]
        assert status_of(f"{address}?{urllib.parse.urlencode({'q': 'siriyangu'})}") == 500
        running.send_signal(signal.SIGINT)
        written = running.stderr.read()
        assert running.wait(30) == 0
    assert "Traceback (most recent call last)" in written
    assert "ValueError" in written
    assert "siriyangu" not in written


def test_the_same_warning_is_written_once_a_minute(monkeypatch):
    """Thousands of bad requests are one line, and then their number; a fault of ours is never folded."""
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    folded = FoldedRepeats()

    def written(name: str, level: int, text: str) -> str | None:
        record = logging.LogRecord(name, level, "", 1, text, None, None)
        return record.getMessage() if folded.filter(record) else None

    lines = [written("uvicorn.error", logging.WARNING, "Invalid") for _ in range(100)]
    assert lines == ["Invalid", *[None] * 99]
    assert written("uvicorn.error", logging.WARNING, "Another") == "Another"
    assert [written("asyncio", logging.ERROR, "accept") for _ in range(3)] == ["accept", None, None]
    assert [written("uvicorn.error", logging.ERROR, "fault") for _ in range(2)] == ["fault"] * 2
    now += 61
    assert written("uvicorn.error", logging.WARNING, "Invalid") == "Invalid (and 99 times before)"
