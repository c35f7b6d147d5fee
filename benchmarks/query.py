"""Measure one warm search with marked hits, and compare it with engines without Swahili.

    python benchmarks/query.py [--passages 1000 10000 100000] [--questions 200]
                               [--keep FOLDER] [--profile] [--json]

Passages contain the text of ``../shared/data/text``: its sentences, in random order, in
passages of about a hundred words. After about 7,000 passages the sentences are used together,
in another order, so a sentence occurs in several passages. Questions are two or three words
of one passage. Each engine searches the same questions, for ten hits with marked text:

    kisima            KnowledgeBase.search on Whoosh: parsing, two stages of ranking, windows, marks
    kisima_tantivy    the same on Tantivy
    whoosh            bare Whoosh 2.7.4: words in lower case, OR, its own highlights
    tantivy           bare Tantivy: words in lower case, OR, its own snippets
    fts5              SQLite FTS5: words in lower case, OR, bm25(), snippet()

Times are CPU times, the best of three searches of each question, because other work on the
machine disturbs the clock. Memory is that of a process that has opened Kisima's index and
answered every question; it includes Python, the code and the lexicon.

First the results are checked: each hit of Kisima has a mark, and the words of a question
occur together in a hit.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import tantivy as library  # noqa: E402
from whoosh.analysis import LowercaseFilter, RegexTokenizer  # noqa: E402
from whoosh.fields import ID, TEXT, Schema  # noqa: E402
from whoosh.filedb.filestore import FileStorage  # noqa: E402
from whoosh.query import Or, Term  # noqa: E402

from kb import swahili  # noqa: E402
from kb.document import Document  # noqa: E402
from kb.indexing import index_documents  # noqa: E402
from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.settings import load  # noqa: E402

TEXT_FOLDER = PROJECT.parent / "shared" / "data" / "text"
WORDS = 110
MIN_TOGETHER = 0.9
"""The minimum share of questions with all their words in one of the first ten snippets."""

TIMES = 3
"""How often each question is searched; the fastest counts."""

HOLD = """
import json, sys
from pathlib import Path
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
with KnowledgeBase.open(Path(sys.argv[1]), load(environ={})) as base:
    for line in json.load(sys.stdin):
        base.search(line)
    status = dict(row.split(":", 1) for row in open("/proc/self/status"))
    print(int(status["VmRSS"].split()[0]) / 1024)
"""
"""A process that answers every question and prints its memory, in MB."""

Ask = Callable[[str], int]
"""Searches a question and returns the number of hits with marked text."""


def passages(count: int) -> list[str]:
    """Return *count* passages of real sentences, the same in every run."""
    return list(islice(endless_passages(), count))


def endless_passages() -> Iterator[str]:
    """Yield passages of real sentences without end, the same ones in every run."""
    sentences = []
    for file in sorted(TEXT_FOLDER.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            sentences += [text[a:b].strip() for a, b in swahili.sentences(text)]
    sentences = [sentence for sentence in sentences if 5 <= sentence.count(" ") <= 60]
    dealt = random.Random(1)
    while True:
        dealt.shuffle(sentences)
        passage: list[str] = []
        length = 0
        for sentence in sentences:
            passage.append(sentence)
            length += sentence.count(" ") + 1
            if length >= WORDS:
                yield " ".join(passage)
                passage, length = [], 0


def questions(texts: Sequence[str], count: int) -> dict[str, int]:
    """Return questions of two or three content words, each with the place of its passage."""
    generator = random.Random(2)
    lines: dict[str, int] = {}
    while len(lines) < count:
        place = generator.randrange(len(texts))
        words = [t.normal for t in swahili.analyse(texts[place]) if not t.function]
        start = generator.randrange(max(1, len(words) - 3))
        line = " ".join(words[start : start + generator.choice((2, 3))])
        if re.fullmatch(r"[a-z ]{8,}", line):
            lines.setdefault(line, place)
    return lines


def kisima(engine: str, texts: Sequence[str], aside: Path, lines: dict[str, int]) -> Ask:
    """Index with Kisima on an engine, check its results, and return its search."""
    settings = load({"engine": engine}, environ={})
    documents = (
        Document(str(n), text, "text", title="Habari", headings=()) for n, text in enumerate(texts)
    )
    if not aside.exists():
        index_documents(documents, aside, settings)
    base = KnowledgeBase.open(aside, settings)
    together = 0
    for line in lines:
        results = base.search(line)
        shown = [hit.text.lower() for hit in results.hits]
        together += any(all(word in text for word in line.split()) for text in shown)
        assert results.widened or all(hit.spans for hit in results.hits), line
    assert together >= MIN_TOGETHER * len(lines), (together, len(lines))
    return lambda line: len(base.search(line).hits)


def whoosh(texts: Sequence[str], aside: Path, lines: dict[str, int]) -> Ask:
    """Index with bare Whoosh, and return its search."""
    words = RegexTokenizer(r"\w+") | LowercaseFilter()
    # Built anew each time: Kisima's unpickler refuses the classes in this schema.
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    schema = Schema(id=ID(stored=True), text=TEXT(analyzer=words, stored=True))
    index = FileStorage(str(aside)).create_index(schema)
    with index.writer(limitmb=512) as writer:
        for n, text in enumerate(texts):
            writer.add_document(id=str(n), text=text)
    searcher = index.searcher()

    def ask(line: str) -> int:
        query = Or([Term("text", word) for word in line.split()])
        return len([hit.highlights("text") for hit in searcher.search(query, limit=10)])

    assert all(ask(line) for line in lines)
    return ask


def tantivy(texts: Sequence[str], aside: Path, lines: dict[str, int]) -> Ask:
    """Index with bare Tantivy, and return its search."""
    is_new = not aside.exists()
    aside.mkdir(exist_ok=True)
    schema = library.SchemaBuilder().add_text_field("text", stored=True).build()
    index = library.Index(schema, path=str(aside))
    if is_new:
        writer = index.writer(256_000_000, 1)
        for text in texts:
            writer.add_document(library.Document(text=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
    searcher = index.searcher()

    def ask(line: str) -> int:
        query = index.parse_query(line, ["text"])
        snippets = library.SnippetGenerator.create(searcher, query, schema, "text")
        hits = searcher.search(query, 10).hits
        shown = [snippets.snippet_from_doc(searcher.doc(address)).to_html() for _, address in hits]
        return len(shown)

    assert all(ask(line) for line in lines)
    return ask


def fts5(texts: Sequence[str], aside: Path, lines: dict[str, int]) -> Ask:
    """Index with SQLite FTS5, and return its search."""
    is_new = not aside.exists()
    base = sqlite3.connect(aside)
    if is_new:
        base.execute("create virtual table passages using fts5(text, tokenize='unicode61')")
        base.executemany("insert into passages values (?)", ((text,) for text in texts))
        base.execute("insert into passages(passages) values ('optimize')")
        base.commit()
    select = (
        "select rowid, snippet(passages, 0, '«', '»', '…', 40), bm25(passages) "
        "from passages where passages match ? order by rank limit 10"
    )

    def ask(line: str) -> int:
        query = " OR ".join(f'"{word}"' for word in line.split())
        return sum("«" in shown for _, shown, _ in base.execute(select, (query,)))

    assert all(ask(line) for line in lines)
    return ask


def timed(ask: Ask, lines: Sequence[str]) -> dict[str, float]:
    """Return the median and the 95th percentile of the time of a question, in ms."""
    for line in lines[:20]:
        ask(line)
    took = []
    for line in lines:
        times = []
        for _ in range(TIMES):
            begun = time.process_time()
            ask(line)
            times.append((time.process_time() - begun) * 1000)
        took.append(min(times))
    return {"p50_ms": median(took), "p95_ms": quantiles(took, n=20)[-1]}


def held(index: Path, lines: Sequence[str]) -> float:
    """Return the memory of a process that has answered every question, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", HOLD, str(index)],
        input=json.dumps(list(lines)),
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
    )
    return float(done.stdout)


def measure(
    count: int, question_count: int, folder: Path, *, profile: bool
) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of each engine for *count* passages; the indexes are in *folder*."""
    texts = passages(count)
    lines = questions(texts, question_count)
    for name, engine in ENGINES.items():
        index = folder / f"{name}-{count}"
        ask = engine(texts, index, lines)
        figures = timed(ask, list(lines))
        if name.startswith("kisima"):
            figures["memory_mb"] = held(index, list(lines))
            if profile:
                show_profile(ask, list(lines))
        yield name, figures


ENGINES: dict[str, Callable[[Sequence[str], Path, dict[str, int]], Ask]] = {
    "kisima": partial(kisima, "whoosh"),
    "kisima_tantivy": partial(kisima, "tantivy"),
    "whoosh": whoosh,
    "tantivy": tantivy,
    "fts5": fts5,
}


def show_profile(ask: Ask, lines: Sequence[str]) -> None:
    """Print the functions that take the most time of Kisima's searches."""
    with cProfile.Profile() as profile:
        for line in lines:
            ask(line)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(25)


def main() -> None:
    """Measure and print."""
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--passages", type=int, nargs="+", default=[1000, 10_000])
    reading.add_argument("--questions", type=int, default=200)
    reading.add_argument(
        "--keep", type=Path, help="keep the indexes in this folder, and use them again"
    )
    reading.add_argument("--profile", action="store_true")
    reading.add_argument("--json", action="store_true")
    options = reading.parse_args()
    if not TEXT_FOLDER.is_dir():
        print(f"{TEXT_FOLDER} is not there; nothing was measured", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="kisima-") as aside:
        folder = options.keep or Path(aside)
        folder.mkdir(exist_ok=True)
        figures = {
            n: dict(measure(n, options.questions, folder, profile=options.profile))
            for n in options.passages
        }
    if options.json:
        print(json.dumps(figures))
        return
    print("| passages | engine | p50 ms | p95 ms | MB |\n|---:|---|---:|---:|---:|")
    for n, engines in figures.items():
        for name, row in engines.items():
            memory = f"{row['memory_mb']:.0f}" if "memory_mb" in row else ""
            times = f"{row['p50_ms']:.2f} | {row['p95_ms']:.2f}"
            print(f"| {n:,} | {name} | {times} | {memory} |")


if __name__ == "__main__":
    main()
