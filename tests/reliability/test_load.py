"""A site that watches its documents, for a long time: no error, and neither memory nor files grow."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT

KISIMA = [sys.executable, str(PROJECT / "search_cli.py")]
DOCUMENTS = 60
MOST_FILES = 200
MIN_UPDATES = 3
WORDS = ("dira", "wakurugenzi", "bandari", "likizo", "mshahara", "idara", "sheria", "huduma")


def write(corpus: Path, chance: random.Random, version: int) -> None:
    """Write one document anew, or take one away."""
    path = corpus / f"{chance.randrange(DOCUMENTS):02}.md"
    if chance.random() < 0.2:
        path.unlink(missing_ok=True)
        return
    words = " ".join(chance.choices(WORDS, k=300))
    path.write_text(f"# Hati {version}\n\nMakala. {words}\n", encoding="utf-8")


def memory_kib(process: int) -> int:
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True)
    return int(shown.stdout)


def open_files(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def asked(address: str, chance: random.Random) -> None:
    """Ask the site as a reader and as a program do."""
    words = urllib.parse.quote(" ".join(chance.choices(WORDS, k=2)))
    for path in (f"api/v1/search?q={words}&lugha=sw", f"?q={words}", "healthz"):
        with urllib.request.urlopen(address + path, timeout=30) as answer:
            body = answer.read()
            assert answer.status == 200
            if path.startswith("api"):
                assert json.loads(body)["total"] >= 0


@contextmanager
def running_site(told: Path, environment: dict[str, str]) -> Iterator[tuple[Any, str]]:
    """Start a site that watches its documents; yield its process and address once it answers."""
    with told.open("w", encoding="utf-8") as file:
        site = subprocess.Popen(
            [*KISIMA, "serve", "--port", "0", "--watch"], stderr=file, env=environment
        )
        try:
            while not answers(address := told.read_text(encoding="utf-8").partition(" ")[0]):
                assert site.poll() is None, told.read_text(encoding="utf-8")
                time.sleep(0.05)
            yield site, address
        finally:
            site.kill()
            site.wait()


def answers(address: str) -> bool:
    """Return whether a site listens: it prints its address a moment before."""
    try:
        with urllib.request.urlopen(f"{address}healthz", timeout=30) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):  # ValueError: no address has been printed
        return False


def updates(told: Path) -> int:
    """Return how many generations the site has published."""
    return sum("generation" in line for line in told.read_text(encoding="utf-8").splitlines())


def halves(measured: list[tuple[float, int, int]], column: int, seconds: float) -> list[float]:
    """Return the most of the first half, warming up left out, and of the second."""
    first = [row[column] for row in measured if seconds / 6 < row[0] <= seconds / 2]
    return [max(first), max(row[column] for row in measured if row[0] > seconds / 2)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "seconds",
    [5, pytest.param(1800, marks=[pytest.mark.soak, pytest.mark.timeout(2400)])],
)
def test_a_site_under_load_stays_as_it_is(tmp_path, engine, seconds):
    """Page, API, command line and updates at once; the second half needs no more than the first."""
    corpus, chance = tmp_path / "corpus", random.Random(5)
    corpus.mkdir()
    for version in range(DOCUMENTS):
        write(corpus, chance, version)
    environment = {
        **os.environ,
        "KISIMA_ENGINE": engine,
        "KISIMA_LUGHA": "en",
        "KISIMA_CORPUS": str(corpus),
        "KISIMA_INDEX": str(tmp_path / "index"),
        "KISIMA_QUIET": "0",
        "KISIMA_REQUESTS_PER_MINUTE": "0",
    }
    subprocess.run([*KISIMA, "index"], env=environment, check=True, capture_output=True)
    told = tmp_path / "told"
    with running_site(told, environment) as (site, address):
        measured: list[tuple[float, int, int]] = []
        begun, version = time.monotonic(), DOCUMENTS
        # On a busy machine the few updates that are needed take longer.
        while (passed := time.monotonic() - begun) < seconds or (
            passed < 20 * seconds and updates(told) <= MIN_UPDATES
        ):
            version += 1
            write(corpus, chance, version)
            asked(address, chance)
            if version % 40 == 0:
                ran = subprocess.run(
                    [*KISIMA, "search", *chance.choices(WORDS, k=2)],
                    env=environment,
                    capture_output=True,
                )
                assert ran.returncode in {0, 1}
            measured.append((passed, memory_kib(site.pid), open_files(site.pid)))
            time.sleep(min(0.2, seconds / 100))
        site.send_signal(signal.SIGINT)
        assert site.wait(30) == 0
    lines = told.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "error" in line or "Traceback" in line] == []
    assert updates(told) > MIN_UPDATES
    # How many files a generation has depends on its segments: what may not be is growth.
    assert max(files for *_, files in measured) <= MOST_FILES
    if seconds > 1000:
        memory, files = halves(measured, 1, seconds), halves(measured, 2, seconds)
        warm = next(row for row in measured if row[0] > seconds / 60)
        report = (
            f"{len(measured):,} changes, {len(lines):,} updates, {3 * len(measured):,} requests; most of "
            f"each half: memory {memory} KiB, files {files}; "
            f"after {warm[0]:.0f} s: {warm[1:]}, after {passed:.0f} s: {measured[-1][1:]}"
        )
        sys.stdout.write(f"{report}\n")
        assert memory[1] <= memory[0] * 1.05, report
        assert files[1] <= files[0] * 1.2, report
