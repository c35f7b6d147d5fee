"""Measure how long an index takes to build: Kisima, bare Whoosh and SQLite FTS5.

    python benchmarks/build.py [--passages N]

All three index the same passages: Swahili texts of the judged sets (``../shared/data``)
if they exist, else the shipped corpus, repeated up to N. Kisima indexes five fields and
stores everything that is needed to show a passage. Bare Whoosh and FTS5 index and store
only the text. The number of passages in each index, and the number of those with the most
frequent word, are checked before the time is reported.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from whoosh import fields, index  # noqa: E402
from whoosh.analysis import LowercaseFilter, RegexTokenizer  # noqa: E402

from kb.analysis import SwahiliAnalyser  # noqa: E402
from kb.document import Document  # noqa: E402
from kb.index.schema import FILLER, Entry  # noqa: E402
from kb.indexing.entries import document_entries  # noqa: E402
from kb.settings import load  # noqa: E402
from kb.store import Store  # noqa: E402

WORDS = re.compile(r"\w+")


def documents() -> list[Document]:
    """Return the texts to index, each a document without headings."""
    judged = sorted((PROJECT.parent / "shared" / "data" / "retrieval").glob("*/corpus.jsonl"))
    if not judged:
        return [
            Document(path.name, path.read_text(encoding="utf-8"), "text", headings=())
            for path in sorted((PROJECT / "corpus").rglob("*.txt"))
        ]
    return [
        Document(f"{row['_id']}", row["text"], "text", title=row.get("title") or "", headings=())
        for path in judged
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def passages(max_passages: int) -> tuple[list[Entry], list[str], float]:
    """Return entries, their texts, and the seconds that one thousand of them took."""
    settings, analyser = load(environ={}), SwahiliAnalyser()
    analyser.tokens("maji")  # loads the lexicon before the clock starts
    begun = time.perf_counter()
    distinct: list[tuple[Entry, str]] = []
    for document in documents():
        for entry in document_entries(document, settings, analyser)[1]:
            surface = (stack[0] for stack in entry.fields["surface"] if stack != (FILLER,))
            distinct.append((entry, " ".join(surface)))
    seconds = (time.perf_counter() - begun) * 1000 / len(distinct)
    copies: Iterator[tuple[Entry, str]] = (
        (
            Entry(
                f"{copy}/{entry.id}", f"{copy}/{entry.document}", entry.ordinal, entry.fields,
                entry.facets, entry.date, entry.payload,
            ),
            text,
        )
        for copy in range(1 + max_passages // len(distinct))
        for entry, text in distinct
    )  # fmt: skip
    chosen = [pair for pair, _ in zip(copies, range(max_passages), strict=False)]
    return [entry for entry, _ in chosen], [text for _, text in chosen], seconds


def kisima(entries: list[Entry], folder: Path) -> tuple[float, int]:
    """Build and publish a generation, fsync and hashes included."""
    store = Store(folder)
    begun = time.perf_counter()
    with store.writer() as writer, writer.draft(None) as draft:
        draft.engine.apply((), entries)
        writer.publish(draft, recipe="", parts={}, aliases={}, documents=(), files={})
    seconds = time.perf_counter() - begun
    with store.reader() as reader:
        assert reader.engine.statistics().entries == len(entries)
        words = Counter(w for e in entries for w in {t for s in e.fields["surface"] for t in s})
        (word, count), *_ = ((w, c) for w, c in words.most_common() if w != FILLER)
        assert reader.engine.frequencies("surface", [word]) == [count]
        return seconds, reader.manifest.size_bytes


def bare_whoosh(texts: list[str], folder: Path, word: str, count: int) -> tuple[float, int]:
    """Build with Whoosh's defaults: one field of text, lower-cased."""
    folder.mkdir()
    analyser = RegexTokenizer() | LowercaseFilter()
    begun = time.perf_counter()
    whoosh_index = index.create_in(folder, fields.Schema(text=fields.TEXT(analyser, stored=True)))
    writer = whoosh_index.writer(limitmb=512)
    for text in texts:
        writer.add_document(text=text)
    writer.commit()
    seconds = time.perf_counter() - begun
    with whoosh_index.reader() as reader:
        assert reader.doc_count() == len(texts)
        assert reader.doc_frequency("text", word) == count
    return seconds, sum(path.stat().st_size for path in folder.iterdir())


def fts5(texts: list[str], path: Path, word: str, count: int) -> tuple[float, int]:
    """Build with SQLite's full-text index."""
    begun = time.perf_counter()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='unicode61')")
        database.executemany("INSERT INTO passages VALUES (?)", ((text,) for text in texts))
        database.commit()
        seconds = time.perf_counter() - begun
        ask = "SELECT count(*) FROM passages"
        assert database.execute(ask).fetchone() == (len(texts),)
        assert database.execute(f"{ask} WHERE text MATCH ?", (f'"{word}"',)).fetchone() == (count,)
    return seconds, path.stat().st_size


def main() -> None:
    """Build all three, check each, report."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--passages", type=int, default=3000)
    max_passages = arguments.parse_args().passages
    entries, texts, reading = passages(max_passages)
    frequencies = Counter(word for text in texts for word in set(WORDS.findall(text)))
    # A word of letters only: the three engines tokenize ng'ombe and 3.141 differently.
    word, count = next((w, c) for w, c in frequencies.most_common() if w.isalpha())
    with tempfile.TemporaryDirectory() as folder:
        rows = (
            ("Kisima", *kisima(entries, Path(folder) / "kisima")),
            ("bare Whoosh", *bare_whoosh(texts, Path(folder) / "whoosh", word, count)),
            ("SQLite FTS5", *fts5(texts, Path(folder) / "fts5", word, count)),
        )
    print(f"{len(entries):,} passages; reading them took {reading:.2f} s a thousand beforehand")
    for name, seconds, size in rows:
        print(
            f"{name:12} {seconds:7.2f} s  {len(entries) / seconds:8,.0f} a second  {size:12,} bytes"
        )


if __name__ == "__main__":
    main()
