"""Measure the pages of long documents: their size, their cost, and a search beside a flood of them.

    python benchmarks/document_pages.py INDEX [DOCUMENT …] [--flood SECONDS]

For each document, or for the four with most passages: the packed size in kB of its whole page,
of its first part and of its largest; the CPU time of the process to make a part and to
send it again. With ``--flood`` a server answers 100 clients that only want the whole of the first
document, without and with a question, while one more asks searches; first it asks alone.

First the pages are checked: the parts together must have every section of the whole.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import sys
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.settings import load  # noqa: E402
from tests.webui.browser import served  # noqa: E402
from tests.webui.conftest import TestClient  # noqa: E402
from webui.app import create_app  # noqa: E402

CLIENTS = 100
QUESTIONS = ("serikali", "haki ya kupiga kura", "rais wa jamhuri", "mahakama", "bunge sheria")


def longest(index: Path) -> list[str]:
    """Return the four documents with most passages."""
    with KnowledgeBase.open(index, load({"index": str(index)}, environ={})) as base:
        sizes = {id: len(base.document(id).sections) for id in base.documents()}
    return sorted(sizes, key=lambda one: -sizes[one])[:4]


def report_pages(client: TestClient, id: str) -> None:
    """Check the pages of a document, then print their sizes and costs."""
    address = f"/hati/{quote(id)}"
    whole = client.get(f"{address}?nzima=1")
    assert whole.status_code == 200, f"the index answers {whole.status_code}"
    parts, page = [], address
    started = time.process_time()
    client.get(page)
    first = time.process_time() - started
    while page:
        parts.append(client.get(page))
        following = re.search(r'<link rel="next" href="([^"#]+)', parts[-1].text)
        page = following[1].replace("&amp;", "&") if following else ""
    sections = re.findall(r'<section id="([^"]+)"', whole.text)
    in_parts = [id for part in parts for id in re.findall(r'<section id="([^"]+)"', part.text)]
    assert set(sections) <= set(in_parts), "a section is in no part"
    started = time.process_time()
    for _ in range(10):
        client.get(address)
    again = (time.process_time() - started) / 10
    sizes = [len(gzip.compress(part.content, 6)) / 1000 for part in parts]
    print(
        f"{id}: whole {len(gzip.compress(whole.content, 6)) / 1000:.1f} kB; {len(parts)} parts, "
        f"first {sizes[0]:.1f}, largest {max(sizes):.1f} kB; CPU first {1000 * first:.0f} ms, "
        f"again {1000 * again:.1f} ms"
    )


def flood(site: str, id: str, seconds: float, question: str, clients: int) -> None:
    """Ask searches while clients only want one document; print both rates and the search's times."""
    ended = threading.Event()
    served_pages = 0
    lock = threading.Lock()
    address = f"{site}/hati/{quote(id)}?nzima=1{question}"

    def want_the_document() -> None:
        nonlocal served_pages
        request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        while not ended.is_set():
            with urllib.request.urlopen(request) as answer:
                assert answer.read().startswith(b"\x1f\x8b"), "it is packed"
            with lock:
                served_pages += 1

    threads = [threading.Thread(target=want_the_document) for _ in range(clients)]
    for thread in threads:
        thread.start()
    times: list[float] = []
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        words = QUESTIONS[len(times) % len(QUESTIONS)]
        asked = time.monotonic()
        with urllib.request.urlopen(f"{site}/?q={quote(words)}") as answer:
            assert b"<mark>" in answer.read()
        times.append(1000 * (time.monotonic() - asked))
    ended.set()
    for thread in threads:
        thread.join()
    cuts = quantiles(times, n=20)
    print(
        f"{clients} clients{' with a question' if question else ''}: "
        f"{served_pages / seconds:.0f} documents/s, "
        f"{len(times)} searches, p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--flood", type=float, default=0.0, metavar="SECONDS")
    options = parser.parse_args(arguments)
    documents = options.documents or longest(options.index)
    given: dict[str, int | str | None] = {
        "index": str(options.index),
        "hosts": "testserver",
        "requests_per_minute": 0,
    }
    with TestClient(create_app(load(given, environ={}))) as client:
        for id in documents:
            report_pages(client, id)
    if options.flood:
        os.environ["KISIMA_REQUESTS_PER_MINUTE"] = "0"
        with served(options.index) as site:
            for question, clients in (("", 0), ("", CLIENTS), ("&q=serikali", CLIENTS)):
                flood(site, documents[0], options.flood, question, clients)


if __name__ == "__main__":
    main()
