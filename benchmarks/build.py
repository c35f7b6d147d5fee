"""Measure how long an index takes to build, step by step and end to end, with each engine.

    python benchmarks/build.py [--passages N] [--cores N]

All index the same passages: Swahili texts of the judged sets (``../shared/data``) if they
exist, else the shipped corpus, repeated up to N, one Markdown file each.

    read       the file, in a child process under limits; its CPU counts
    analyse    words, terms, dates, numbers
    pack       outline, passages, fields, payload and sketch
    transfer   from a worker to the process that writes
    write      the engine's files, hashes and fsync included

The steps are CPU time of one process. ``kisima index`` runs whole, with as many workers as
cores, so its passages a second are what a user gets. Bare Whoosh and SQLite FTS5 index and
store only ready text. The number of passages in each index, and the number of those with the
most frequent word, are checked before a time is reported.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from whoosh import fields, index  # noqa: E402
from whoosh.analysis import LowercaseFilter, RegexTokenizer  # noqa: E402

from kb.analysis import SwahiliAnalyser  # noqa: E402
from kb.index.schema import FILLER, Entry  # noqa: E402
from kb.indexing.entries import document_entries  # noqa: E402
from kb.readers import read_document  # noqa: E402
from kb.readers.sandbox.pool import Sandbox  # noqa: E402
from kb.settings import load  # noqa: E402
from kb.store import FolderStore  # noqa: E402
from kb.store.base import GenerationFacts  # noqa: E402
from kb.store.sources import Sources  # noqa: E402
from kb.swahili import Token  # noqa: E402

WORDS = re.compile(r"\w+")
ENGINES = ("whoosh", "tantivy")
MAX_BYTES = 1_000_000

Result = TypeVar("Result")


class Row(NamedTuple):
    """What one build took."""

    name: str
    seconds: float  # by the clock
    used: float  # of CPU, children included
    size: int  # bytes on the disk


def texts() -> list[str]:
    """Return the texts to index, each about a passage long."""
    judged = sorted((PROJECT.parent / "shared" / "data" / "retrieval").glob("*/corpus.jsonl"))
    rows = [
        json.loads(line)["text"]
        for path in judged
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return rows or [p.read_text(encoding="utf-8") for p in sorted(PROJECT.glob("corpus/*/*.md"))]


def write_corpus(corpus: Path, max_passages: int) -> list[Path]:
    """Write files of about *max_passages* passages, 500 to a folder."""
    distinct = texts()
    words = sum(len(text.split()) for text in distinct) / len(distinct)
    count = max(1, round(max_passages / max(1.0, words / load(environ={}).passage_words)))
    paths = []
    for number, text in enumerate(islice(cycle(distinct), count)):
        path = corpus / f"{number // 500:03}" / f"{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Hati {number}\n\n{text}\n", encoding="utf-8")
        paths.append(path)
    return paths


class TimedAnalyser(SwahiliAnalyser):
    """The analyser, and the CPU time that it took."""

    used = 0.0

    def tokens(self, text: str, language: str = "sw") -> list[Token]:
        """See Analyser."""
        begun = time.process_time()
        found = super().tokens(text, language)
        self.used += time.process_time() - begun
        return found


def of_children() -> float:
    """Return the CPU time of all child processes that ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the CPU time of *work*, and its result."""
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def in_steps(paths: list[Path]) -> tuple[dict[str, float], list[Entry]]:
    """Return the CPU seconds of each step before the writing, and the entries."""
    settings, analyser = load(environ={}), TimedAnalyser()
    before = of_children()
    with Sandbox() as sandbox:
        read, documents = timed(
            lambda: [read_document(p, p.name, None, MAX_BYTES, sandbox=sandbox) for p in paths]
        )
    read += of_children() - before
    made, by_document = timed(
        lambda: [tuple(document_entries(d, settings, analyser)[1]) for d in documents]
    )
    transfer, arrived = timed(
        lambda: [pickle.loads(pickle.dumps(entries)) for entries in by_document]
    )
    assert arrived == by_document
    steps = {
        "read": read,
        "analyse": analyser.used,
        "pack": made - analyser.used,
        "transfer": transfer,
    }
    return steps, [entry for entries in by_document for entry in entries]


def frequent_word(entries: list[Entry]) -> tuple[str, int]:
    """Return the most frequent word of letters, and how many entries have it.

    Of letters only: the engines tokenize ng'ombe and 3.141 differently.
    """
    words = Counter(w for e in entries for w in {t for s in e.fields["surface"] for t in s})
    return next((word, n) for word, n in words.most_common() if word != FILLER and word.isalpha())


def write(entries: list[Entry], folder: Path, engine: str) -> float:
    """Build and publish a generation; return its CPU seconds."""
    store = FolderStore(folder, engine)
    begun = time.process_time()
    with store.writer() as writer, writer.draft(None) as draft:
        draft.engine.apply((), entries)
        facts = GenerationFacts(recipe="", parts={}, aliases={}, documents=(), sources=Sources())
        writer.publish(draft, facts)
    used = time.process_time() - begun
    check(store, entries)
    return used


def check(store: FolderStore, entries: list[Entry]) -> int:
    """Assert that an index has the entries; return its size."""
    word, count = frequent_word(entries)
    with store.reader() as reader:
        assert reader.engine.statistics().entries == len(entries)
        assert reader.engine.frequencies("surface", [word]) == [count]
        return reader.manifest.size_bytes


def kisima(corpus: Path, index: Path, engine: str, cores: int, entries: list[Entry]) -> Row:
    """Run ``kisima index`` as a user does; its time includes the start of every process."""
    places = {
        "KISIMA_CORPUS": str(corpus),
        "KISIMA_INDEX": str(index),
        "KISIMA_ENGINE": engine,
        "KISIMA_WORKERS": str(cores),
    }
    command = [sys.executable, str(PROJECT / "search_cli.py"), "index", "--json"]
    begun, used = time.perf_counter(), of_children()
    subprocess.run(
        command,
        env={**os.environ, **places},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    seconds, used = time.perf_counter() - begun, of_children() - used
    return Row(f"Kisima, {engine}", seconds, used, check(FolderStore(index, engine), entries))


def bare_whoosh(texts: list[str], folder: Path, word: str, count: int) -> Row:
    """Build with Whoosh's defaults: one field of text, lower-cased."""
    folder.mkdir()
    analyser = RegexTokenizer() | LowercaseFilter()
    begun, used = time.perf_counter(), time.process_time()
    whoosh_index = index.create_in(folder, fields.Schema(text=fields.TEXT(analyser, stored=True)))
    writer = whoosh_index.writer(limitmb=512)
    for text in texts:
        writer.add_document(text=text)
    writer.commit()
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    with whoosh_index.reader() as reader:
        assert reader.doc_count() == len(texts)
        assert reader.doc_frequency("text", word) == count
    size = sum(path.stat().st_size for path in folder.iterdir())
    return Row("bare Whoosh", seconds, used, size)


def fts5(texts: list[str], path: Path, word: str, count: int) -> Row:
    """Build with SQLite's full-text index."""
    begun, used = time.perf_counter(), time.process_time()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='unicode61')")
        database.executemany("INSERT INTO passages VALUES (?)", ((text,) for text in texts))
        database.commit()
        seconds, used = time.perf_counter() - begun, time.process_time() - used
        ask = "SELECT count(*) FROM passages"
        assert database.execute(ask).fetchone() == (len(texts),)
        assert database.execute(f"{ask} WHERE text MATCH ?", (f'"{word}"',)).fetchone() == (count,)
    return Row("SQLite FTS5", seconds, used, path.stat().st_size)


def main() -> None:
    """Build all, check each, report."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--passages", type=int, default=3000)
    arguments.add_argument("--cores", type=int, default=2)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        paths = write_corpus(folder / "corpus", chosen.passages)
        steps, entries = in_steps(paths)
        for engine in ENGINES:
            steps[f"write {engine}"] = write(entries, folder / f"written-{engine}", engine)
        ready = [
            " ".join(stack[0] for stack in entry.fields["surface"] if stack != (FILLER,))
            for entry in entries
        ]
        frequencies = Counter(word for text in ready for word in set(WORDS.findall(text)))
        word, count = next((w, n) for w, n in frequencies.most_common() if w.isalpha())
        rows = [
            kisima(folder / "corpus", folder / engine, engine, chosen.cores, entries)
            for engine in ENGINES
        ]
        rows += [
            bare_whoosh(ready, folder / "bare", word, count),
            fts5(ready, folder / "fts5", word, count),
        ]
    print(f"{len(entries):,} passages of {len(paths):,} files; CPU of each step, ms a passage")
    for name, used in steps.items():
        print(f"  {name:14} {1000 * used / len(entries):6.3f}")
    print(f"{'whole, on ' + str(chosen.cores) + ' cores':16} passages/s   CPU ms   bytes a passage")
    for row in rows:
        rate, used = len(entries) / row.seconds, 1000 * row.used / len(entries)
        print(f"  {row.name:16} {rate:8,.0f} {used:8.3f} {row.size / len(entries):14,.0f}")


if __name__ == "__main__":
    main()
