"""Measure the cost of one search in a fresh process: its CPU time.

    python benchmarks/cold_start.py [--pairs 15] [--json]

In turn with it runs the minimum that any such search must load:
``python -c "import click, icu, whoosh.index, whoosh.query"``. The ratio of the two is what
Kisima itself adds: the goal is at most 1.5. A third process loads the minimum and the
analyser, and analyses one word: its difference is the analyser's part. CPU time is user and
system time together; medians, because other work on the machine comes and goes. All run with
their bytecode and the lexicon's file written, as after any first use.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parent.parent
QUESTION = "wakurugenzi"
GOAL = 1.5
MINIMUM = "import click, icu, whoosh.index, whoosh.query"
IMPORTS = [sys.executable, "-c", MINIMUM]
ANALYSER = [sys.executable, "-c", f"{MINIMUM}\nfrom kb.swahili import stem; stem('{QUESTION}')"]
CALL = "from search_cli import main; main()"


def command() -> list[str]:
    """Return how Kisima is started: the installed command, else from the checkout."""
    installed = Path(sys.executable).with_name("kisima")
    return [str(installed)] if installed.exists() else [sys.executable, "-c", CALL]


def environment(aside: Path) -> dict[str, str]:
    """Return an environment with an index of its own, in which bytecode is written."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("KISIMA_")}
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    given["PYTHONPYCACHEPREFIX"] = str(aside / "bytecode")
    given["PYTHONPATH"] = str(PROJECT)
    given["KISIMA_CORPUS"], given["KISIMA_INDEX"] = str(PROJECT / "corpus"), str(aside / "index")
    return given


def cpu_ms(arguments: list[str], environ: Mapping[str, str]) -> float:
    """Return the CPU time of one process, in milliseconds."""
    process = subprocess.Popen(arguments, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments[0]} ended with {process.returncode}")
    return (usage.ru_utime + usage.ru_stime) * 1000


def check(environ: Mapping[str, str]) -> None:
    """Index the corpus and make sure that the search answers, before it is timed."""
    subprocess.run([*command(), "index"], env=environ, check=True, capture_output=True)
    ran = subprocess.run(
        [*command(), "search", QUESTION, "--json"], env=environ, check=True, capture_output=True
    )
    hits = json.loads(ran.stdout)["hits"]
    marked = {hit["text"][start:end] for hit in hits for start, end in hit["spans"]}
    assert "Mkurugenzi" in marked, marked


def measure(pairs: int) -> dict[str, float]:
    """Return the medians of both and of their ratio over that many pairs."""
    with tempfile.TemporaryDirectory(prefix="kisima-") as aside:
        environ = environment(Path(aside))
        check(environ)
        search = [*command(), "search", QUESTION]
        runs = (search, IMPORTS, ANALYSER)
        for run in runs:
            cpu_ms(run, environ)  # writes its bytecode
        times = [[cpu_ms(run, environ) for run in runs] for _ in range(pairs)]
    return {
        "search_ms": median(searched for searched, _, _ in times),
        "imports_ms": median(imported for _, imported, _ in times),
        "analyser_ms": median(analysed - imported for _, imported, analysed in times),
        "ratio": median(searched / imported for searched, imported, _ in times),
        "pairs": pairs,
    }


def main() -> None:
    """Measure, and print."""
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--pairs", type=int, default=15)
    reading.add_argument("--json", action="store_true")
    given = reading.parse_args()
    figures = measure(given.pairs)
    if given.json:
        print(json.dumps(figures))
        return
    print(f"kisima search {QUESTION}            {figures['search_ms']:6.1f} ms CPU")
    print(f"import click, icu, whoosh          {figures['imports_ms']:6.1f} ms CPU")
    print(f"the analyser, import and one word  {figures['analyser_ms']:6.1f} ms CPU")
    print(f"ratio, median of {given.pairs} pairs         {figures['ratio']:6.2f} (goal: {GOAL:g})")


if __name__ == "__main__":
    main()
