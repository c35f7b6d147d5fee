"""OCR in a child has its own time for each page, and leaves no process behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from kb.readers.base import Unreadable
from kb.readers.ocr.tesseract import Tesseract
from kb.readers.sandbox.limits import Limits
from kb.readers.sandbox.pool import Sandbox
from tests.kb.readers.scans import fake_tesseract, scan_pdf
from tests.kb.readers.test_scans import fake_words


def limits(folder: Path, answer: str, **options: int) -> Limits:
    """Return limits with a program that answers with a command of the shell."""
    fake_tesseract(folder, answer)
    program = Tesseract(str(folder / "tesseract"), "5.9.1", "swa", finds_orientation=False)
    return Limits(ocr=program, **options)


def scan(folder: Path, pages: int) -> Path:
    """Return a PDF of scanned pages."""
    path = folder / "scan.pdf"
    path.write_bytes(scan_pdf([Image.new("L", (600, 800), 255)] * pages, 72))
    return path


def alive(pid: int) -> bool:
    """Say whether a process still runs."""
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False


def test_a_long_scan_takes_longer_than_another_file_may(tmp_path):
    """The time by the clock grows with the pages that OCR reads."""
    slow = limits(tmp_path, f"sleep 0.6; {fake_words(92)}", seconds=1, ocr_seconds=10)
    started = time.monotonic()
    with Sandbox(slow) as sandbox:
        parsed = sandbox.parse(scan(tmp_path, 6), "pdf")
    assert time.monotonic() - started > slow.patience
    assert len(parsed.recognized) == 6


def test_a_page_that_hangs_costs_its_own_time_only(tmp_path):
    """The program is ended after the seconds of a page, and the child goes on."""
    with Sandbox(limits(tmp_path, "exec sleep 60", ocr_seconds=2)) as sandbox:
        with pytest.raises(Unreadable, match="KISIMA_OCR_SECONDS"):
            sandbox.parse(scan(tmp_path, 2), "pdf")
        text = tmp_path / "a.md"
        text.write_text("# Dira\n", encoding="utf-8")
        assert sandbox.parse(text, "markdown").text == "Dira\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends it with its parent")
def test_the_program_ends_with_its_child(tmp_path):
    """A child that is killed in the middle of a page takes Tesseract with it."""
    with Sandbox(limits(tmp_path, "exec sleep 60", ocr_seconds=50)) as sandbox:
        thread = threading.Thread(target=_parse, args=(sandbox, scan(tmp_path, 1)))
        thread.start()
        child, program = _sleeper()
        os.kill(child, signal.SIGKILL)
        thread.join(20)
    until = time.monotonic() + 5
    while alive(program) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(program)


def _parse(sandbox: Sandbox, path: Path) -> None:
    with suppress(Unreadable):
        sandbox.parse(path, "pdf")


def _sleeper() -> tuple[int, int]:
    """Return the ids of a child and of the sleeping program that it started."""
    for _ in range(200):
        for child in _children(os.getpid()):
            for grandchild in _children(child):
                if "sleep" in Path(f"/proc/{grandchild}/cmdline").read_text():
                    return child, grandchild
        time.sleep(0.05)
    raise AssertionError("the program did not start")


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            found += map(int, (task / "children").read_text().split())
    return found
