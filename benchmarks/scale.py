"""Measure how the cost of an index grows with its size, and draw it.

    python benchmarks/scale.py [--passages 10000 100000 1000000] [--engines NAME ...]
                               [--questions 200] [--keep FOLDER] [--json FILE] [--plot FILE]

A made corpus (benchmarks/scale_corpus.py) of each size is indexed with each engine, searched,
and updated after one file has changed:

    whoosh, tantivy   Kisima on each of its engines: ``kisima index``, ``KnowledgeBase.search``
    opensearch        the same on one real node, which is started; asked for by name. Its CPU
                      seconds are told apart, and its heap and the bytes on its disk
    bare_tantivy      Tantivy: words in lower case, OR, its own snippets; the text is ready
    fts5              SQLite FTS5: the same with bm25() and snippet()

Seconds are CPU seconds unless they are called wall. A build is that of ``kisima index`` in a
process of its own, with its workers: "write" is the process that writes; its workers parse and
analyse, and their time is split as it is in a sample of documents. Memory is that of all these
processes together, sampled twice a second: RSS counts shared pages in each process, PSS once.
Searches are for ten hits with marked text, each question timed three times, the best counts.

First the results are checked: the number of documents, the marks, and that the words of a
question occur together in a hit. After the update the new word must be found, once.

``--keep FOLDER`` keeps corpora, indexes and figures there. What is there is not made or
measured again, so a run that was interrupted is continued by the same command.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "benchmarks")]

import query  # noqa: E402
from cluster import node_seconds  # noqa: E402
from scale_build import Run, run_measured, sampled_shares  # noqa: E402
from scale_corpus import PASSAGES_OF_A_DOCUMENT, bare_passages, write_corpus  # noqa: E402
from scale_plot import draw  # noqa: E402

from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.settings import Settings, load  # noqa: E402
from tests.cluster.nodes import PLAIN, NodeGroup, ServerNode  # noqa: E402

Figures = dict[str, float]

_FROM = (
    10_000  # passages, the first ones, that the questions are taken from: so all sizes share them
)
_CHANGED = "badiliko"


def kisima(
    engine: str,
    count: int,
    folder: Path,
    lines: dict[str, int],
    node: ServerNode | None = None,
) -> Figures:
    """Index a corpus with Kisima, search it, change a file and update.

    Args:
        engine: its name.
        count: passages.
        folder: for corpus and index.
        lines: the questions.
        node: of the engine opensearch.
    """
    corpus, index = folder / f"corpus-{count}", folder / f"{engine}-{count}"
    write_corpus(corpus, count // PASSAGES_OF_A_DOCUMENT)
    built_file = index.with_suffix(".built.json")
    begun = node_seconds(node) if node else 0.0
    if node or not built_file.exists():
        built = run_measured(corpus, index, engine)
        built_file.write_text(json.dumps(_build_figures(built, corpus, index)))
    figures: Figures = json.loads(built_file.read_text())
    settings = _settings(engine)
    if node:
        figures["node_build_seconds"] = node_seconds(node) - begun
        figures["size_mb"] = (
            node.ask("/kisima-000001/_stats/store")[1]["_all"]["primaries"]["store"][
                "size_in_bytes"
            ]
            / 1e6
        )
    with KnowledgeBase.open(index, settings) as base:
        statistics = base.statistics()
        assert statistics.documents == count // PASSAGES_OF_A_DOCUMENT, statistics
        together = 0
        for line in lines:
            results = base.search(line)
            shown = [hit.text.lower() for hit in results.hits]
            together += any(all(word in text for word in line.split()) for text in shown)
            assert results.widened or all(hit.spans for hit in results.hits), line
        assert together >= query.MIN_TOGETHER * len(lines), (together, len(lines))
        figures["passages"] = statistics.entries
        asked: list[str] = []

        def ask(line: str) -> int:
            asked.append(line)
            return len(base.search(line).hits)

        begun = node_seconds(node) if node else 0.0
        figures |= query.timed(ask, list(lines))
        if node:
            figures["node_search_ms"] = 1000 * (node_seconds(node) - begun) / len(asked)
            pools = node.ask("/_nodes/stats/jvm")[1]["nodes"].values()
            (old,) = (one["jvm"]["mem"]["pools"]["old"] for one in pools)
            figures["node_old_heap_mb"] = old["used_in_bytes"] / 1e6
    return figures | _updated(corpus, index, engine)


def on_cluster(count: int, folder: Path, lines: dict[str, int]) -> Figures:
    """The same on a node that is started for it; nothing that is kept of another node is used."""
    if reason := PLAIN.missing():
        sys.exit(reason)
    with NodeGroup(PLAIN, heap="1g", java_options="") as nodes:
        nodes.wait(seconds=300)
        os.environ["KISIMA_CLUSTER_HOSTS"] = nodes.hosts  # ``kisima index`` reads it too
        return kisima("opensearch", count, folder, lines, nodes.nodes[0])


def _settings(engine: str) -> Settings:
    hosts = {key: value for key, value in os.environ.items() if key == "KISIMA_CLUSTER_HOSTS"}
    return load({"engine": engine}, environ=hosts)


def _build_figures(built: Run, corpus: Path, index: Path) -> Figures:
    parse, analyse = sampled_shares(corpus)
    return {
        "wall_seconds": built.wall_seconds,
        "parse_seconds": built.worker_seconds * parse,
        "analyse_seconds": built.worker_seconds * analyse,
        "write_seconds": built.writer_seconds,
        "peak_rss_mb": built.peak_rss_mb,
        "peak_pss_mb": built.peak_pss_mb,
        "size_mb": _size_mb(index / "generations"),
    }


def _updated(corpus: Path, index: Path, engine: str) -> Figures:
    """Change one file, update, and find the change."""
    path = sorted(corpus.rglob("*.md"))[len(list(corpus.iterdir()))]
    text = path.read_text(encoding="utf-8")
    word = f"{_CHANGED}{time.time_ns()}"
    path.write_text(f"{text}\n\nHapa kuna {word}.\n", encoding="utf-8")
    try:
        updated = run_measured(corpus, index, engine)
        with KnowledgeBase.open(index, _settings(engine)) as base:
            assert base.search(word).total == 1, word
    finally:
        path.write_text(text, encoding="utf-8")
        run_measured(corpus, index, engine)
    return {
        "update_seconds": updated.worker_seconds + updated.writer_seconds,
        "update_wall_seconds": updated.wall_seconds,
        "update_rss_mb": updated.peak_rss_mb,
    }


def bare(
    make: Callable[[Sequence[str], Path, dict[str, int]], query.Ask],
    name: str,
    count: int,
    folder: Path,
    lines: dict[str, int],
) -> Figures:
    """Index the ready text of a corpus with an engine without Swahili, and search it."""
    index = folder / f"{name}-{count}"
    built_file = index.with_suffix(".built.json")
    texts = [] if built_file.exists() else list(islice(bare_passages(), count))
    begun, used = time.perf_counter(), time.process_time()
    ask = make(texts, index, lines)
    if not built_file.exists():
        built = {
            "wall_seconds": time.perf_counter() - begun,
            "write_seconds": time.process_time() - used,
            "size_mb": _size_mb(index),
        }
        built_file.write_text(json.dumps(built))
    figures: Figures = json.loads(built_file.read_text())
    return {**figures, "passages": count, **query.timed(ask, list(lines))}


ENGINES: dict[str, Callable[[int, Path, dict[str, int]], Figures]] = {
    "whoosh": partial(kisima, "whoosh"),
    "tantivy": partial(kisima, "tantivy"),
    "opensearch": on_cluster,
    "bare_tantivy": partial(bare, query.tantivy, "bare_tantivy"),
    "fts5": partial(bare, query.fts5, "fts5"),
}


def _size_mb(path: Path) -> float:
    """Return the size of a file or folder; what several generations share counts once."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    sizes = {one.st_ino: one.st_size for one in (file.stat() for file in files)}
    return sum(sizes.values()) / 1e6


def extrapolated(rows: dict[int, Figures], count: int) -> Figures:
    """Return what the two largest sizes give for another one: a power law through both.

    >>> extrapolated({10: {"p50_ms": 1.0}, 100: {"p50_ms": 2.0}}, 1000)
    {'p50_ms': 4.0}
    """
    smaller, larger = sorted(rows)[-2:]
    step = math.log(count / larger) / math.log(larger / smaller)
    return {
        name: round(value * (value / rows[smaller][name]) ** step, 3)
        for name, value in rows[larger].items()
        if rows[smaller].get(name)
    }


def show(figures: dict[str, dict[int, Figures]]) -> None:
    """Print a table in Markdown; memory and sizes in MB."""
    columns = {
        "parse_seconds": "parse s",
        "analyse_seconds": "analyse s",
        "write_seconds": "write s",
        "wall_seconds": "wall s",
        "size_mb": "index MB",
        "peak_pss_mb": "PSS MB",
        "peak_rss_mb": "RSS MB",
        "p50_ms": "p50 ms",
        "p95_ms": "p95 ms",
        "update_seconds": "update s",
        "update_wall_seconds": "update wall s",
        "node_build_seconds": "node: build s",
        "node_search_ms": "search ms",
        "node_old_heap_mb": "old heap MB",
    }
    print("| engine | passages | " + " | ".join(columns.values()) + " |")
    print("|---|---:|" + "---:|" * len(columns))
    for engine, rows in figures.items():
        shown = {f"{int(row.get('passages', n)):,}": row for n, row in sorted(rows.items())}
        if len(rows) > 1:
            shown["10,000,000 (from the fit)"] = extrapolated(rows, 10_000_000)
        for passages, row in shown.items():
            cells = (f"{row[name]:,.1f}" if name in row else "" for name in columns)
            print(f"| {engine} | {passages} | " + " | ".join(cells) + " |")


def main() -> None:
    """Measure, print, draw."""
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    some = [name for name in ENGINES if name != "opensearch"]
    reading.add_argument("--engines", nargs="+", choices=list(ENGINES), default=some)
    reading.add_argument("--questions", type=int, default=200)
    reading.add_argument(
        "--keep", type=Path, help="keep everything in this folder, and go on there"
    )
    reading.add_argument("--json", type=Path, help="write the figures to this file")
    reading.add_argument("--plot", type=Path, help="draw the figures into this SVG file")
    options = reading.parse_args()
    if not query.TEXT_FOLDER.is_dir():
        print(f"{query.TEXT_FOLDER} is not there; nothing was measured", file=sys.stderr)
        return
    lines = query.questions(list(islice(bare_passages(), _FROM)), options.questions)
    figures: dict[str, dict[int, Any]] = {name: {} for name in options.engines}
    with tempfile.TemporaryDirectory(prefix="kisima-") as aside:
        folder = options.keep or Path(aside)
        folder.mkdir(parents=True, exist_ok=True)
        for count in options.passages:
            for name in options.engines:
                kept = folder / f"{name}-{count}.json"
                if not kept.exists():
                    kept.write_text(json.dumps(ENGINES[name](count, folder, lines)))
                figures[name][count] = json.loads(kept.read_text())
                print(f"{name}, {count:,}: {figures[name][count]}", file=sys.stderr)
    show(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    if options.plot:
        options.plot.write_text(draw(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
