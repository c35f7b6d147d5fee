"""Measure the cost of one request: engine calls, and CPU of explained and misspelt searches.

    python benchmarks/request_cost.py [--passages 2000] [--questions 60] [--json]

Passages contain the text of ``../shared/data/text`` (see benchmarks/query.py). Questions are
two or three words of one passage. Each question is searched as it is, with ``explain``, and
without one letter of its longest word; and it is answered. Times are CPU times, the best of
three. Ratios are comparable between machines.

First the results are checked: an explained search has the hits of the plain one, and a
misspelt one has hits.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks.query import passages, questions  # noqa: E402
from kb.document import Document  # noqa: E402
from kb.indexing import index_documents  # noqa: E402
from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.settings import load  # noqa: E402
from tests.kb.counting_engine import CountingEngine  # noqa: E402

TIMES = 3
FACETS = ("kind", "document", "institution", "language", "year")


def misspelt(line: str) -> str:
    """Return a line with one letter of its longest word dropped.

    >>> misspelt("dira ya serikali")
    'dira ya serkali'
    """
    longest = max(line.split(), key=len)
    middle = len(longest) // 2 - 1
    return line.replace(longest, longest[:middle] + longest[middle + 1 :], 1)


def cpu(ask: Callable[[str], object], lines: Sequence[str]) -> float:
    """Return the CPU time of a question in milliseconds, the best of TIMES."""
    total = 0.0
    for line in lines:
        best = float("inf")
        for _ in range(TIMES):
            started = time.process_time()
            ask(line)
            best = min(best, time.process_time() - started)
        total += best
    return total / len(lines) * 1000


def calls(base: KnowledgeBase, lines: Sequence[str]) -> dict[str, float]:
    """Return the mean and the maximum number of engine calls for a question."""
    every, searches = [], []
    for line in lines:
        with base._pool.reading() as reader:  # noqa: SLF001 (its engine is replaced)
            reader.engine, real = CountingEngine(reader.engine), reader.engine
            base.search(line, facets=FACETS)
            counted, reader.engine = reader.engine, real
        every.append(counted.calls.total())
        searches.append(counted.calls["search"])
        assert max(counted.terms_asked.values(), default=0) <= 1, line
    return {
        "calls": mean(every),
        "max calls": max(every),
        "searches": mean(searches),
        "max searches": max(searches),
    }


def measured(base: KnowledgeBase, lines: Sequence[str]) -> dict[str, float]:
    """Check the results, then return all figures."""
    slips = [misspelt(line) for line in lines]
    for line, slip in zip(lines, slips, strict=True):
        plain, explained = base.search(line), base.search(line, explain=True)
        assert plain.hits, line
        assert [hit.id for hit in plain.hits] == [hit.id for hit in explained.hits], line
        assert all(hit.features for hit in explained.hits), line
        assert base.search(slip).hits, slip
    plain_ms = cpu(base.search, lines)
    explained_ms = cpu(lambda line: base.search(line, explain=True), lines)
    misspelt_ms = cpu(base.search, slips)
    return {
        "plain ms": plain_ms,
        "explained ms": explained_ms,
        "misspelt ms": misspelt_ms,
        "answer ms": cpu(base.answer, lines),
        "explained / plain": explained_ms / plain_ms,
        "misspelt / plain": misspelt_ms / plain_ms,
        **calls(base, lines),
    }


def report(figures: Mapping[str, float]) -> str:
    """Return the figures as lines."""
    return "\n".join(f"{name:20} {value:8.2f}" for name, value in figures.items())


def main() -> None:
    """Build a temporary index, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--passages", type=int, default=2000)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    texts = passages(options.passages)
    lines = list(questions(texts, options.questions))
    documents = (
        Document(str(n), text, "text", title="Habari", headings=()) for n, text in enumerate(texts)
    )
    settings = load(environ={})
    with tempfile.TemporaryDirectory(prefix="kisima-") as folder:
        index_documents(documents, Path(folder), settings)
        with KnowledgeBase.open(Path(folder), settings) as base:
            figures = measured(base, lines)
    print(json.dumps(figures, indent=2) if options.json else report(figures))


if __name__ == "__main__":
    main()
