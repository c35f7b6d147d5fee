"""Measure how long `kisima index` takes after one file among many has changed.

    python benchmarks/update.py [--files 10000]

Files contain Swahili texts of the judged sets (``../shared/data``) if they exist, else of the
shipped corpus, repeated. Each run must report exactly the changed file, and a search for the
new word must have one hit, before the time counts. The figure is the median of five runs:
wall-clock time, and CPU time, which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RUNS = 5


def texts() -> list[str]:
    """Return texts of about the length of a page."""
    judged = sorted((PROJECT.parent / "shared" / "data" / "retrieval").glob("*/corpus.jsonl"))
    rows = [
        json.loads(line)["text"]
        for path in judged
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return rows or [path.read_text(encoding="utf-8") for path in PROJECT.glob("corpus/*/*.md")]


def files(corpus: Path, count: int) -> Iterator[Path]:
    """Write the corpus, 500 files to a folder."""
    for number, text in enumerate(islice(cycle(texts()), count)):
        path = corpus / f"{number // 500:03}" / f"{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Hati {number}\n\n{text}\n", encoding="utf-8")
        yield path


Seconds = tuple[float, float]  # wall-clock time, CPU time


def processor() -> float:
    """Return the CPU time of all child processes, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def kisima(folder: Path, *arguments: str) -> tuple[Seconds, dict[str, object]]:
    """Run the command; return its times, and its JSON."""
    places = {"KISIMA_CORPUS": str(folder / "corpus"), "KISIMA_INDEX": str(folder / "index")}
    command = [sys.executable, str(PROJECT / "search_cli.py"), *arguments, "--json"]
    begun, used = time.perf_counter(), processor()
    ran = subprocess.run(
        command,
        env={**os.environ, **places},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return (time.perf_counter() - begun, processor() - used), json.loads(ran.stdout)


def changed(folder: Path, path: Path) -> Seconds:
    """Change one file, update, search for the change; return the times of the update."""
    seconds = []
    for run in range(RUNS):
        word = f"badiliko{run}"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nHapa kuna {word}.\n")
        taken, report = kisima(folder, "index")
        assert report["changed"] == [path.relative_to(folder / "corpus").as_posix()], report
        assert not report["reason"], report["reason"]
        assert kisima(folder, "search", word)[1]["total"] == 1
        seconds.append(taken)
    return sorted(seconds)[RUNS // 2]


def unchanged(folder: Path) -> Seconds:
    """Update without a change; return the times."""
    seconds = []
    for _ in range(RUNS):
        taken, report = kisima(folder, "index")
        assert report["published"] is False
        seconds.append(taken)
    return sorted(seconds)[RUNS // 2]


def main() -> None:
    """Build, change, report."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--files", type=int, default=10_000)
    count = arguments.parse_args().files
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        paths = list(files(folder / "corpus", count))
        (clock, used), report = kisima(folder, "index")
        assert len(report["added"]) == count, report["failed"]  # type: ignore[arg-type]
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{count:,} files, {report['passages']:,} passages: {clock:.1f} s "
            f"({used:.1f} of processor), {count / clock:,.0f} files a second, {peak:,.0f} MiB at most"
        )
        for what, (clock, used) in (
            ("one file changed", changed(folder, paths[count // 2])),
            ("nothing changed", unchanged(folder)),
        ):
            print(f"{what:20} {clock:.2f} s ({used:.2f} of processor)")


if __name__ == "__main__":
    main()
