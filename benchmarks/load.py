"""Pages a second of Kisima and of Datasette over the same passages, in one run.

    python benchmarks/load.py [--passages 10000 | --index INDEX] [--seconds 60] [--clients 64]
                              [--workers 2] [--rounds 1] [--datasette PYTHON]
                              [--engine whoosh]

PYTHON is the interpreter of a virtual environment in which Datasette is installed; it is no
dependency of Kisima:

    python -m venv /tmp/datasette && /tmp/datasette/bin/pip install datasette

The passages of the index go into a table of SQLite with FTS5 beside it. Each site has as many
processes: Kisima's share a port, Datasette's have a port each and half of the clients. All
are on this computer's own address, and end with the script.

    kisima page       /?q=…                    results, facets, short answer
    kisima api        /api/v1/search?q=…       the same search as JSON
    datasette or      a query: the words joined by OR, snippets, the best ten
    datasette facets  the table's own page: search, count, two facets, ten rows

Each client asks one question after another. The questions are one to three words of a
passage; every site gets the same ones in the same order, and the share of those that were
asked before is printed: a cache must not flatter a site. Before a page is counted it is
asserted that it has what it must have.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from scale_corpus import PASSAGES_OF_A_DOCUMENT, write_corpus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
from tests.webui.serving import Served, free_port, serving

MAX_QUESTIONS = 40_000
WARM = 40
"""Questions before a site is measured; they are none of those that are counted."""
_HEADERS = {"Accept-Encoding": "gzip"}  # as browsers do; Datasette packs nothing
_WORD = re.compile(r"\b[^\W\d_]{4,}\b")
_SCHEMA = """
create table passages (id text, document text, title text, institution text, year text,
                       heading text, body text);
create virtual table passages_fts using fts5 (title, heading, body, content='passages');
"""
_OR = """
select passages.id, passages.title, passages.heading, passages.institution, passages.year,
       snippet(passages_fts, 2, '<mark>', '</mark>', '…', 40) as snippet
from passages_fts join passages on passages.rowid = passages_fts.rowid
where passages_fts match :q order by rank limit 10
"""


@dataclass(frozen=True)
class Target:
    """Pages of one site.

    Args:
        name: what is printed.
        ports: that it answers on.
        processes: their numbers.
        path: makes the address of a question.
        shown: what a page with results contains.
    """

    name: str
    ports: Sequence[int]
    processes: Sequence[int]
    path: Callable[[str], str]
    shown: bytes


def make_index(folder: Path, passages: int, engine: str) -> Path:
    """Write a corpus of about so many passages, and return its index."""
    corpus, index = folder / "corpus", folder / "index"
    write_corpus(corpus, passages // PASSAGES_OF_A_DOCUMENT)
    given = {"corpus": str(corpus), "index": str(index), "engine": engine}
    update(corpus, index, load(given, environ={}))
    return index


def read_passages(index: Path) -> list[tuple[str, str, str, str, str, str, str]]:
    """Return every passage of an index as a row of the table."""
    rows = []
    with KnowledgeBase.open(index, load({"index": str(index)}, environ={})) as base:
        for id in base.documents():
            document = base.document(id)
            facts = (document.title, document.institution or "", (document.date or "")[:4])
            for section in document.sections:
                for passage in section.passages:
                    row = (passage.id, id, *facts, section.heading or "", passage.text)
                    rows.append(row)
    return rows


def make_database(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write the passages into SQLite, with FTS5 beside them, merged into one segment."""
    with sqlite3.connect(path) as database:
        database.executescript(_SCHEMA)
        database.executemany("insert into passages values (?, ?, ?, ?, ?, ?, ?)", rows)
        for command in ("rebuild", "optimize"):
            database.execute(f"insert into passages_fts (passages_fts) values ('{command}')")
    database.close()


def make_questions(rows: Sequence[Sequence[str]], count: int) -> list[str]:
    """Return questions of one to three words that one passage has."""
    rng = random.Random(12)
    texts = [words for row in rows if len(words := _WORD.findall(row[-1].lower())) > 5]
    return [" ".join(rng.sample(rng.choice(texts), rng.choice((1, 2, 2, 3)))) for _ in range(count)]


@contextmanager
def datasette(
    python: str, database: Path, folder: Path, workers: int
) -> Iterator[list[tuple[int, int]]]:
    """Serve a database with so many processes of Datasette; gives port and number of each."""
    query = {"sql": _OR, "title": "OR"}
    metadata = {"databases": {database.stem: {"queries": {"best": query}}}}
    described = folder / "metadata.json"
    described.write_text(json.dumps(metadata), encoding="utf-8")
    with ExitStack() as stack:
        served = []
        for _ in range(workers):
            port = free_port()
            command = [python, "-m", "datasette", "serve", "--immutable", str(database)]
            options = ["--host", "127.0.0.1", "--port", str(port), "--metadata", str(described)]
            for limit in ("sql_time_limit_ms", "facet_time_limit_ms"):  # no page is cut short
                options += ["--setting", limit, "30000"]
            log = stack.enter_context((folder / f"datasette-{port}.log").open("wb"))
            process = subprocess.Popen([*command, *options], stdout=log, stderr=log, cwd=folder)
            stack.callback(_end, process)
            _wait_for(port, process)
            served.append((port, process.pid))
        yield served


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "Datasette ended before it answered; see its log"
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/-/versions.json")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)


def measure(target: Target, questions: Sequence[str], clients: int, seconds: float) -> None:
    """Ask a site for so long, then print what it did.

    The processor that its processes took for a page says most where others use the computer.
    """
    used = processor_seconds(target.processes)
    taken: Iterator[str] = iter(questions)
    lock, times, sizes, faults = threading.Lock(), [], [], []
    started = time.perf_counter()
    until = started + seconds

    def ask(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until and not faults:
            with lock:
                question = next(taken)
            began = time.perf_counter()
            try:
                connection.request("GET", target.path(question), headers=_HEADERS)
                answer = connection.getresponse()
                sent = answer.read()
                taken_for = time.perf_counter() - began
            except OSError as error:
                faults.append(f"{question}: {error!r}")
                return
            packed = answer.headers.get("Content-Encoding") == "gzip"
            body = gzip.decompress(sent) if packed else sent
            if answer.status != 200 or target.shown not in body:
                faults.append(f"{question}: {answer.status}, {len(body)} bytes")
                return
            times.append(taken_for)
            sizes.append(len(sent))
        connection.close()

    threads = [
        threading.Thread(target=ask, args=(target.ports[n % len(target.ports)],))
        for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, f"{target.name}: {faults[0]}"
    used = processor_seconds(target.processes) - used
    asked = questions[: len(times)]
    p50, p95, p99 = (1000 * statistics.quantiles(times, n=100)[at] for at in (49, 94, 98))
    print(
        f"{target.name:18} {len(times) / (time.perf_counter() - started):7.1f} pages/s   "
        f"p50 {p50:5.0f}  p95 {p95:5.0f}  p99 {p99:5.0f} ms   "
        f"{1000 * used / len(times):5.1f} ms of processor a page   "
        f"{statistics.mean(sizes) / 1000:5.1f} kB   {len(times)} pages, 0 errors, "
        f"{100 * (1 - len(set(asked)) / len(asked)):.1f} % asked before",
        flush=True,
    )


def warm(target: Target, questions: Sequence[str]) -> None:
    """Ask each process some questions that are not counted: it compiles, opens and loads."""

    def ask(question: str, port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", target.path(question))
        connection.getresponse().read()
        connection.close()

    threads = [
        threading.Thread(target=ask, args=(question, target.ports[n % len(target.ports)]))
        for n, question in enumerate(questions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def processor_seconds(processes: Sequence[int]) -> float:
    """Return how long processes have used a processor; 0.0 where the system does not say."""
    total = 0.0
    for process in processes:
        path = Path(f"/proc/{process}/stat")
        if path.exists():
            user, system = path.read_text().rpartition(")")[2].split()[11:13]
            total += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return total


def targets(site: Served, others: Sequence[tuple[int, int]], stem: str) -> list[Target]:
    """Return the pages that are measured; *others* are ports and processes of Datasette."""
    own = [site.port], sorted(site.children()) or [site.process.pid]
    theirs = [port for port, _ in others], [process for _, process in others]

    def search(path: str) -> Callable[[str], str]:
        return lambda question: f"{path}?{urlencode({'q': question})}"

    def joined(question: str) -> str:
        return " OR ".join(f'"{word}"' for word in question.split())

    def best(question: str) -> str:
        return f"/{stem}/best?{urlencode({'q': joined(question)})}"

    def table(question: str) -> str:
        facets = [("_facet", "institution"), ("_facet", "year")]
        asked = {"_search": joined(question), "_searchmode": "raw", "_size": "10"}
        return f"/{stem}/passages?{urlencode([*asked.items(), *facets])}"

    pages = [
        Target("kisima page", *own, search("/"), b"<mark>"),
        Target("kisima api", *own, search("/api/v1/search"), b'"spans"'),
    ]
    if others:
        pages.append(Target("datasette or", *theirs, best, b"&lt;mark&gt;"))
        pages.append(Target("datasette facets", *theirs, table, b"facet-results"))
    return pages


def main() -> None:
    """Serve both, and print a line for each kind of page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--engine", default="whoosh", choices=("whoosh", "tantivy"))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--datasette", metavar="PYTHON")
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        index = given.index or make_index(folder, given.passages, given.engine)
        rows = read_passages(index)
        questions = make_questions(rows, MAX_QUESTIONS)
        database = folder / "kisima.db"
        make_database(database, rows)
        print(f"{len(rows):,} passages, {given.clients} clients, {given.workers} processes")
        site = stack.enter_context(serving(index, folder, serve_workers=given.workers))
        others: list[tuple[int, int]] = []
        if given.datasette:
            python = str(Path(given.datasette).absolute())
            others = stack.enter_context(datasette(python, database, folder, given.workers))
        for _ in range(given.rounds):
            for target in targets(site, others, database.stem):
                warm(target, questions[-WARM:])
                measure(target, questions, given.clients, given.seconds)


if __name__ == "__main__":
    main()
