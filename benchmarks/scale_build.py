"""Run ``kisima index`` in a process of its own, and watch that process and its children.

run_measured     one run → CPU and wall seconds, peak memory
sampled_shares   how the work of reading is shared between parsing and analysis
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kb.analysis import SwahiliAnalyser
from kb.indexing.entries import document_entries
from kb.readers import read_document
from kb.settings import load

__all__ = ["Run", "run_measured", "sampled_shares"]

_PROJECT = Path(__file__).resolve().parent.parent
_PAUSE_SECONDS = 0.5
_SAMPLED = 60  # documents
_MAX_BYTES = 1 << 20


class Run(NamedTuple):
    """What one run took, with all processes that it started."""

    wall_seconds: float
    writer_seconds: float  # CPU of the process itself
    worker_seconds: float  # CPU of all others
    peak_rss_mb: float  # of all together
    peak_pss_mb: float


def run_measured(corpus: Path, index: Path, engine: str) -> Run:
    """Index a corpus, or update its index.

    Raises:
        CalledProcessError: the command failed.
    """
    command = [
        sys.executable,
        str(_PROJECT / "search_cli.py"),
        "index",
        "--engine",
        engine,
        "--json",
    ]
    places = {"KISIMA_CORPUS": str(corpus), "KISIMA_INDEX": str(index)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **places},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seconds: dict[int, float] = {}
    rss = pss = 0.0
    while process.poll() is None:
        processes = _processes(process.pid)
        for one in processes:
            with suppress(OSError, IndexError):
                seconds[one] = _cpu_seconds(one)
        rss = max(rss, sum(_memory_mb(one, "Rss") for one in processes))
        pss = max(pss, sum(_memory_mb(one, "Pss") for one in processes))
        time.sleep(_PAUSE_SECONDS)
    wall = time.perf_counter() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The system's own count has what no sample saw: the last moments of each process.
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    of_others = sum(one for number, one in seconds.items() if number != process.pid)
    writer = max(seconds.get(process.pid, 0.0), whole - of_others)
    return Run(wall, writer, of_others, rss, pss)


def _processes(root: int) -> list[int]:
    """Return a process and all that it started, and those that these started."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
            children.setdefault(int(after_name[1]), []).append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], ())
    return found


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(process: int, kind: str) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def sampled_shares(corpus: Path) -> tuple[float, float]:
    """Return the shares of parsing and of analysis in the time that reading takes; 1 together.

    A sample of documents is read in this process; that of the child that parses counts too.
    """
    settings, analyser = load(environ={}), SwahiliAnalyser()
    parse = analyse = 0.0
    paths = sorted(corpus.rglob("*.md"))
    sampled = paths[:: max(1, len(paths) // _SAMPLED)]
    for warm in (True, False):
        for path in islice(sampled, 3 if warm else None):
            begun = _all_seconds()
            document = read_document(path, path.name, None, _MAX_BYTES)
            parsed = _all_seconds()
            document_entries(document, settings, analyser)
            if not warm:
                parse += parsed - begun
                analyse += _all_seconds() - parsed
    whole = parse + analyse
    return parse / whole, analyse / whole


def _all_seconds() -> float:
    return sum(_cpu_seconds(one) for one in _processes(os.getpid())[1:]) + time.process_time()


if __name__ == "__main__":
    print(json.dumps(run_measured(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])._asdict()))
