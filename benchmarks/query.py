"""Measure one search, warm: the whole of it, hits marked, beside two engines without Swahili.

    python benchmarks/query.py [--passages 1000 10000] [--questions 200] [--json]

Passages are made of the running text in ``../shared/data/text``: its sentences, dealt
anew into passages of some hundred words until there are enough. Questions are two or
three words of one passage. Each engine is asked the same, for ten hits with marked text:

    kisima   KnowledgeBase.search: reading, two stages of ranking, windows, marks
    whoosh   bare Whoosh 2.7.4: words in lower case, OR, its own highlights
    fts5     SQLite FTS5: words in lower case, OR, bm25(), snippet()

Before anything is timed the answers are looked at: Kisima must mark something in each of
its hits, and the passage that a question was made of must be among them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from whoosh.analysis import LowercaseFilter, RegexTokenizer  # noqa: E402
from whoosh.fields import ID, TEXT, Schema  # noqa: E402
from whoosh.filedb.filestore import FileStorage  # noqa: E402
from whoosh.query import Or, Term  # noqa: E402

from kb import swahili  # noqa: E402
from kb.indexing import index_documents  # noqa: E402
from kb.model import Document  # noqa: E402
from kb.searching import KnowledgeBase  # noqa: E402
from kb.settings import load  # noqa: E402

TEXT_FOLDER = PROJECT.parent / "shared" / "data" / "text"
WORDS = 110
FOUND_AGAIN = 0.9
"""Of the passages that questions were made of, how many are among the first ten."""

Ask = Callable[[str], int]
"""Answers a question and says how many hits it made ready to show."""


def passages(count: int) -> list[str]:
    """Return *count* passages of real sentences, the same on every run."""
    sentences = []
    for file in sorted(TEXT_FOLDER.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            sentences += [text[a:b].strip() for a, b in swahili.sentences(text)]
    sentences = [sentence for sentence in sentences if 5 <= sentence.count(" ") <= 60]
    dealt = random.Random(1)
    made = []
    while len(made) < count:
        dealt.shuffle(sentences)
        passage: list[str] = []
        length = 0
        for sentence in sentences:
            passage.append(sentence)
            length += sentence.count(" ") + 1
            if length >= WORDS:
                made.append(" ".join(passage))
                passage, length = [], 0
    return made[:count]


def questions(texts: Sequence[str], count: int) -> dict[str, int]:
    """Return questions of two or three content words, and the passage each was made of."""
    chosen = random.Random(2)
    made: dict[str, int] = {}
    while len(made) < count:
        place = chosen.randrange(len(texts))
        words = [t.normal for t in swahili.analyse(texts[place]) if not t.function]
        start = chosen.randrange(max(1, len(words) - 3))
        line = " ".join(words[start : start + chosen.choice((2, 3))])
        if re.fullmatch(r"[a-z ]{8,}", line):
            made.setdefault(line, place)
    return made


def kisima(texts: Sequence[str], aside: Path, asked: dict[str, int]) -> Ask:
    """Index with Kisima, look at its answers, and return how it is asked."""
    settings = load(environ={})
    documents = (
        Document(str(n), text, "text", title="Habari", headings=()) for n, text in enumerate(texts)
    )
    index_documents(documents, aside, settings)
    base = KnowledgeBase.open(aside, settings)
    again = 0
    for line, place in asked.items():
        found = base.search(line)
        again += str(place) in {hit.document for hit in found.hits}
        assert found.widened or all(hit.spans for hit in found.hits), line
    assert again >= FOUND_AGAIN * len(asked), (again, len(asked))
    return lambda line: len(base.search(line).hits)


def whoosh(texts: Sequence[str], aside: Path, asked: dict[str, int]) -> Ask:
    """Index with bare Whoosh, and return how it is asked."""
    aside.mkdir()
    words = RegexTokenizer(r"\w+") | LowercaseFilter()
    index = FileStorage(str(aside)).create_index(
        Schema(id=ID(stored=True), text=TEXT(analyzer=words, stored=True))
    )
    with index.writer(limitmb=512) as writer:
        for n, text in enumerate(texts):
            writer.add_document(id=str(n), text=text)
    searcher = index.searcher()

    def ask(line: str) -> int:
        wanted = Or([Term("text", word) for word in line.split()])
        return len([hit.highlights("text") for hit in searcher.search(wanted, limit=10)])

    assert all(ask(line) for line in asked)
    return ask


def fts5(texts: Sequence[str], aside: Path, asked: dict[str, int]) -> Ask:
    """Index with SQLite FTS5, and return how it is asked."""
    base = sqlite3.connect(aside)
    base.execute("create virtual table passages using fts5(text, tokenize='unicode61')")
    base.executemany("insert into passages values (?)", ((text,) for text in texts))
    base.execute("insert into passages(passages) values ('optimize')")
    base.commit()
    select = (
        "select rowid, snippet(passages, 0, '«', '»', '…', 40), bm25(passages) "
        "from passages where passages match ? order by rank limit 10"
    )

    def ask(line: str) -> int:
        wanted = " OR ".join(f'"{word}"' for word in line.split())
        return sum("«" in shown for _, shown, _ in base.execute(select, (wanted,)))

    assert all(ask(line) for line in asked)
    return ask


def timed(ask: Ask, lines: Sequence[str]) -> dict[str, float]:
    """Return the median and the 95th percentile of a question, in milliseconds."""
    for line in lines[:20]:
        ask(line)
    took = []
    for line in lines:
        begun = time.perf_counter()
        ask(line)
        took.append((time.perf_counter() - begun) * 1000)
    return {"p50_ms": median(took), "p95_ms": quantiles(took, n=20)[-1]}


def measure(count: int, asked_for: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of each engine over *count* passages."""
    texts = passages(count)
    asked = questions(texts, asked_for)
    with tempfile.TemporaryDirectory(prefix="kisima-") as aside:
        for engine in (kisima, whoosh, fts5):
            ask = engine(texts, Path(aside) / engine.__name__, asked)
            yield engine.__name__, timed(ask, list(asked))


def main() -> None:
    """Measure, and print."""
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--passages", type=int, nargs="+", default=[1000, 10_000])
    reading.add_argument("--questions", type=int, default=200)
    reading.add_argument("--json", action="store_true")
    given = reading.parse_args()
    if not TEXT_FOLDER.is_dir():
        print(f"{TEXT_FOLDER} is not there; nothing was measured", file=sys.stderr)
        return
    figures = {n: dict(measure(n, given.questions)) for n in given.passages}
    if given.json:
        print(json.dumps(figures))
        return
    print("| passages | engine | p50 ms | p95 ms |\n|---:|---|---:|---:|")
    for n, engines in figures.items():
        for name, times in engines.items():
            print(f"| {n:,} | {name} | {times['p50_ms']:.2f} | {times['p95_ms']:.2f} |")


if __name__ == "__main__":
    main()
