"""Time the lists of the catalogue over an index, and every page that shows them.

    python benchmarks/catalogue.py [--passages N]      default: 10,000, of benchmarks/scale_corpus.py

CPU time of this process. Before a time is printed it is asserted that the list is whole.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from scale_corpus import PASSAGES_OF_A_DOCUMENT, write_corpus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kb.catalogue import Shelves
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
from webui.app import create_app

_Result = TypeVar("_Result")

PAGES = (
    "/vinjari",
    "/vinjari/nyaraka",
    "/vinjari/sehemu?aina=huduma",
    "/linganisha?aina=huduma",
    "/muundo/Wizara%20ya%200",
    "/kalenda",
    "/kalenda?mwaka=2014",
    "/mabadiliko",
    "/mabadiliko.atom",
    "/mabadiliko.atom?q=serikali",
)


def timed(name: str, make: Callable[[], _Result]) -> _Result:
    """Run *make* once, print its CPU time in milliseconds, return its result."""
    begun = time.process_time()
    result = make()
    print(f"{name:32} {1000 * (time.process_time() - begun):8.1f} ms")
    return result


def main() -> None:
    """Build the corpus and its index, then time each list and each page."""
    from starlette.testclient import TestClient

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000)
    documents = parser.parse_args().passages // PASSAGES_OF_A_DOCUMENT
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        write_corpus(corpus, documents)
        names = {"corpus": str(corpus), "index": str(index), "hosts": "testserver"}
        settings = load({**names, "requests_per_minute": 0}, environ={})
        update(corpus, index, settings)
        with KnowledgeBase.open(index, settings) as base:
            print(f"{base.statistics().entries:,} passages of {documents:,} documents")
            with base.catalogue() as catalogue:
                records = catalogue.records(base.documents())
                shelves = timed("documents in order", lambda: Shelves.of("", records))
                assert len(shelves.documents) == documents
                timed("kinds", catalogue.kinds)
                assert timed("sections of a kind", lambda: catalogue.sections("huduma"))
                assert len(timed("changes", catalogue.changes)) == documents
                assert timed("dates", catalogue.dates)
                assert timed("dates of a year", lambda: catalogue.dates_of("2014"))
            with TestClient(create_app(settings, base)) as client:
                for page in PAGES:
                    assert client.get(page).status_code == 200, page  # templates are compiled
                for page in PAGES:
                    answer = timed(page, lambda page=page: client.get(page))  # type: ignore[misc]
                    assert answer.status_code == 200


if __name__ == "__main__":
    main()
