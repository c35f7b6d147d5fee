"""Measure the cost of one search in a fresh process: its CPU time.

    python benchmarks/cold_start.py [--pairs 15] [--json]

A second process loads the minimum that any such search must load:
``python -c "import click, icu, whoosh.index, whoosh.query"``. The ratio of the two is the cost
of Kisima itself: the goal is at most 1.5. A third process loads the minimum and the
analyser, and analyses one word: the difference is the share of the analyser. CPU time is the
sum of user and system time. Figures are medians, because the load of the machine varies.
Bytecode and the file of the lexicon exist already, as after the first use.
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
    """Return the command line of Kisima: the installed command, else that of the checkout."""
    installed = Path(sys.executable).with_name("kisima")
    return [str(installed)] if installed.exists() else [sys.executable, "-c", CALL]


def environment(aside: Path) -> dict[str, str]:
    """Return an environment with its own index and its own folder for bytecode."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KISIMA_")}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environ["PYTHONPYCACHEPREFIX"] = str(aside / "bytecode")
    environ["PYTHONPATH"] = str(PROJECT)
    environ["KISIMA_CORPUS"], environ["KISIMA_INDEX"] = (
        str(PROJECT / "corpus"),
        str(aside / "index"),
    )
    return environ


def cpu_ms(arguments: list[str], environ: Mapping[str, str]) -> float:
    """Return the CPU time of one process, in milliseconds."""
    process = subprocess.Popen(arguments, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments[0]} ended with {process.returncode}")
    return (usage.ru_utime + usage.ru_stime) * 1000


def check(environ: Mapping[str, str]) -> None:
    """Index the corpus and check that the search returns hits, before it is timed."""
    subprocess.run([*command(), "index"], env=environ, check=True, capture_output=True)
    ran = subprocess.run(
        [*command(), "search", QUESTION, "--json"], env=environ, check=True, capture_output=True
    )
    hits = json.loads(ran.stdout)["hits"]
    marked = {hit["text"][start:end] for hit in hits for start, end in hit["spans"]}
    assert "Mkurugenzi" in marked, marked


def measure(pairs: int) -> dict[str, float]:
    """Return the medians of both, and of their ratio, over that many pairs."""
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
    """Measure and print."""
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--pairs", type=int, default=15)
    reading.add_argument("--json", action="store_true")
    options = reading.parse_args()
    figures = measure(options.pairs)
    if options.json:
        print(json.dumps(figures))
        return
    print(f"kisima search {QUESTION}            {figures['search_ms']:6.1f} ms CPU")
    print(f"import click, icu, whoosh          {figures['imports_ms']:6.1f} ms CPU")
    print(f"the analyser, import and one word  {figures['analyser_ms']:6.1f} ms CPU")
    print(
        f"ratio, median of {options.pairs} pairs         {figures['ratio']:6.2f} (goal: {GOAL:g})"
    )


if __name__ == "__main__":
    main()
