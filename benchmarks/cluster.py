"""Measure the engine of a cluster on one real node, beside Tantivy: writing, and what a question asks.

    python benchmarks/cluster.py [--passages 10000] [--questions 200] [--shards 1] [--keep FOLDER]

The passages and questions are those of benchmarks/query.py. Kisima answers each question on
Tantivy, and every call that reaches the engine is written down. Then the calls of a question
are made again, on both engines: first the answers are compared, to nine digits of each score;
then they are timed: the clock, the best of three, and the CPU time of this process and of the
node. The node is on this computer, so the network costs nothing; the bytes of the answers are
counted. ``--keep`` keeps Tantivy's index, so that the next run need not build it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from opensearchpy import Transport, Urllib3HttpConnection  # noqa: E402

from benchmarks.query import kisima, passages, questions  # noqa: E402
from kb.engines.base import SearchRequest, SearchResponse  # noqa: E402
from kb.engines.opensearch.engine import OpenSearchFactory  # noqa: E402
from kb.engines.tantivy.engine import TantivyEngine  # noqa: E402
from kb.engines.tantivy.reader import IndexView  # noqa: E402
from kb.settings import load  # noqa: E402
from tests.cluster.nodes import PLAIN, NodeGroup, ServerNode  # noqa: E402

CALLS = ("search", "payloads", "fetch", "copies", "document", "terms_by_prefix", "frequencies")
TIMES = 3

Call = tuple[str, tuple[Any, ...], dict[str, Any]]


def recorded(ask: Callable[[str], int], lines: Sequence[str]) -> list[list[Call]]:
    """Return the calls of the engine that each question makes."""
    calls: list[Call] = []
    originals = {name: getattr(TantivyEngine, name) for name in CALLS}

    def recording(name: str) -> Callable[..., Any]:
        def call(engine: TantivyEngine, *arguments: Any, **rest: Any) -> Any:
            calls.append((name, arguments, rest))
            return originals[name](engine, *arguments, **rest)

        return call

    for name in CALLS:
        setattr(TantivyEngine, name, recording(name))
    try:
        asked = []
        for line in lines:
            calls.clear()
            ask(line)
            asked.append(list(calls))
        return asked
    finally:
        for name, original in originals.items():
            setattr(TantivyEngine, name, original)


def answer(engine: Any, calls: Sequence[Call]) -> list[Any]:
    """Make the calls of one question."""
    return [getattr(engine, name)(*arguments, **rest) for name, arguments, rest in calls]


def plain(result: Any) -> Any:
    """Return what two engines must agree on."""
    if not isinstance(result, SearchResponse):
        return result
    hits = [(hit.id, float(f"{hit.score:.9g}"), hit.copies) for hit in result.hits]
    return (hits, result.total, result.frequencies, result.facets, result.crowded, result.copies)


def node_seconds(node: ServerNode) -> float:
    """Return the CPU time that a node has spent."""
    fields = Path(f"/proc/{node.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def size_mb(node: ServerNode) -> float:
    """Return the size of the index."""
    answer = node.ask("/kisima-benchmark/_stats/store", timeout=60)[1]
    return float(answer["_all"]["primaries"]["store"]["size_in_bytes"]) / 1e6


class CountingConnection(Urllib3HttpConnection):
    """Counts the bytes of all answers."""

    received = 0

    def perform_request(self, *arguments: Any, **rest: Any) -> Any:
        """Send a request."""
        answer = super().perform_request(*arguments, **rest)
        CountingConnection.received += len(answer[2].encode())
        return answer


class Spent:
    """CPU time and bytes from now on, here and in a node."""

    def __init__(self, node: ServerNode) -> None:
        self._node = node
        self._here, self._there = time.process_time(), node_seconds(node)
        self._received = CountingConnection.received

    def each(self, count: int) -> str:
        """Return the milliseconds and bytes for each of *count*."""
        here = 1000 * (time.process_time() - self._here) / count
        there = 1000 * (node_seconds(self._node) - self._there) / count
        kilobytes = (CountingConnection.received - self._received) / 1000 / count
        return f"CPU {here:.1f} ms here, {there:.1f} ms in the node; {kilobytes:,.1f} kB received"


def timed(engine: Any, asked: Sequence[Sequence[Call]], times: int = TIMES) -> list[float]:
    """Return the milliseconds of each question, the best of some times."""
    best = [float("inf")] * len(asked)
    for _ in range(times):
        for number, calls in enumerate(asked):
            begin = time.perf_counter()
            answer(engine, calls)
            best[number] = min(best[number], 1000 * (time.perf_counter() - begin))
    return best


def show(name: str, times: Sequence[float], trips: str = "") -> None:
    """Print one line."""
    p95 = quantiles(times, n=20)[-1]
    print(f"{name:28} p50 {median(times):6.1f} ms   p95 {p95:6.1f} ms   {trips}")


def main() -> None:
    """Build both indexes, compare, measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep Tantivy's index in this folder")
    options = parser.parse_args()
    Transport.DEFAULT_CONNECTION_CLASS = CountingConnection
    texts = passages(options.passages)
    lines = questions(texts, options.questions)
    with (
        tempfile.TemporaryDirectory() as aside,
        NodeGroup(PLAIN, heap="1g", java_options="") as nodes,
    ):
        nodes.wait(seconds=300)
        folder = options.keep or Path(aside)
        ask = kisima("tantivy", texts, folder / "index", lines)
        asked = recorded(ask, list(lines))
        (index,) = (path.parent for path in folder.rglob("state.json"))
        view = IndexView(index)
        fast = TantivyEngine.open(index)
        values = {"cluster_hosts": nodes.hosts, "cluster_shards": options.shards}
        factory = OpenSearchFactory(load(values, environ={}))
        engine = factory.create_index("kisima-benchmark")
        node = nodes.nodes[0]
        begin, spent = time.perf_counter(), Spent(node)
        engine.apply([], (record.entry() for _, record in view.records()))
        took = time.perf_counter() - begin
        count = view.state.entries
        print(f"written: {count / took:,.0f} passages a second; each: {spent.each(count)}")
        for line, calls in zip(lines, asked):
            ours, theirs = map(plain, answer(engine, calls)), map(plain, answer(fast, calls))
            assert list(ours) == list(theirs), line
        connection = engine.index.connection
        written = size_mb(node)
        engine.compact()  # what was kept for nodes that were away is dropped
        theirs_mb = sum(path.stat().st_size for path in index.iterdir()) / 1e6
        print(
            f"size: {written:.0f} MB, merged {size_mb(node):.0f} MB; Tantivy's {theirs_mb:.0f} MB"
        )
        spent = Spent(node)
        show("Tantivy", timed(fast, asked), spent.each(TIMES * len(asked)))
        before, spent = connection.requests, Spent(node)
        warm = timed(engine, asked)
        cost = spent.each(TIMES * len(asked))
        trips = (connection.requests - before) / TIMES / len(asked)
        show("OpenSearch, terms known", warm, f"{trips:.1f} round trips a question; {cost}")
        cold, trips_cold = [], 0
        for calls in asked:
            opened = factory.open_index("kisima-benchmark")
            opened.search(SearchRequest(limit=0))  # takes the state
            before = connection.requests
            cold += timed(opened, [calls], 1)
            trips_cold += connection.requests - before
            opened.close()
        trips = trips_cold / len(asked)
        show("OpenSearch, every term new", cold, f"{trips:.1f} round trips a question")
        calls_of = sum(map(len, asked)) / len(asked)
        print(f"calls of the engine a question: {calls_of:.1f}")
        engine.close()


if __name__ == "__main__":
    main()
