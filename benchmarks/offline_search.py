"""Compare the search of an export, in a browser, with the search of a server.

    python benchmarks/offline_search.py [--sets NAME ...] [--questions N] [--json]

The judged sets of ``../shared/data/retrieval`` and ``tests/relevance`` come in; a Markdown table goes
out: nDCG@10 of both searches, how often the first hit is the same, how many of the first ten
are, and what a question loads. Both search the same generation; the browser is Chromium, from
``file://``. The index is measured too: its bytes a passage, and of the text.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import ir_measures  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from benchmarks.ablation import RETRIEVAL, SETS  # noqa: E402
from kb.evaluation import JudgedSet, load_judged_set  # noqa: E402
from kb.evaluation.rankings import unit_of  # noqa: E402
from kb.indexing import index_documents  # noqa: E402
from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.settings import load  # noqa: E402
from kb.store import open_store  # noqa: E402
from tests.webui.browser import ARGUMENTS, executable  # noqa: E402

SCRIPTS = PROJECT / "webui" / "export" / "static"
PAGE = """<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
""" + "".join(
    f'<script src="static/{name}.js"></script>'
    for name in ("words", "meanings", "collection", "ranking", "search")
)
ASK = "async (line) => (await Search.search(line)).ranked.slice(0, 100).map((hit) => hit.passage)"
LOADED = "() => [...document.scripts].map((one) => one.src.split('/').pop())"
NDCG = ir_measures.parse_measure("nDCG@10")
_DEPTH = 10


def measure(judged: JudgedSet, count: int | None) -> dict[str, float]:
    """Return the figures of one set."""
    settings = load(environ={})
    lines = dict(islice(judged.queries.items(), count))
    with tempfile.TemporaryDirectory(prefix="kisima-") as name:
        index, site = Path(name) / "index", Path(name) / "site"
        index.mkdir()
        index_documents(judged.documents, index, settings)
        with KnowledgeBase.open(index, settings) as base:
            ids, letters = _passages(index)
            sizes, seconds = _write(base, site)
            server = {query: _server(base, line) for query, line in lines.items()}
        browser, loaded = _browser(site, lines, ids, sizes)
    grades = {query: judged.grades[query] for query in lines}
    both = [(server[query], browser[query]) for query in lines]
    return {
        "questions": len(lines),
        "passages": len(ids),
        "server": _ndcg(server, grades, sections=judged.sections),
        "browser": _ndcg(browser, grades, sections=judged.sections),
        "same first": sum(a[:1] == b[:1] for a, b in both) / len(both),
        "same ten": sum(
            len({*a[:_DEPTH]} & {*b[:_DEPTH]}) / max(1, len(a[:_DEPTH])) for a, b in both
        )
        / len(both),
        "kB a question": loaded / 1000,
        "bytes a passage, words": sum(size for name, size in sizes.items() if name[0] != "p")
        / len(ids),
        "bytes a passage, texts": sum(size for name, size in sizes.items() if name[0] == "p")
        / len(ids),
        "bytes a passage, text alone": letters / len(ids),
        "seconds": seconds,
    }


def _passages(index: Path) -> tuple[list[str], int]:
    """Return the ids of all passages in the order of their numbers, and the bytes of their texts."""
    from kb.index.payload import decode_properties

    ids, letters = [], 0
    with open_store(index, load(environ={})).reader() as reader:
        for document in reader.documents:
            for entry in reader.engine.document(document):
                ids.append(entry.id)
                letters += len(decode_properties(entry.payload)["text"].encode())
    return ids, letters


def _write(base: KnowledgeBase, site: Path) -> tuple[dict[str, int], float]:
    """Write the index of the browser; return the size of each file, and the seconds it took."""
    sizes: dict[str, int] = {}
    for folder in (site / "data", site / "static"):
        folder.mkdir(parents=True)
    for script in SCRIPTS.glob("*.js"):
        (site / "static" / script.name).write_bytes(script.read_bytes())
    (site / "index.html").write_text(PAGE, encoding="utf-8")

    def put(name: str, text: str) -> None:
        sizes[name] = (site / "data" / name).write_text(text, encoding="utf-8")

    begun = time.process_time()
    base.write_offline_index(put, lambda name: name, lambda _: None)
    return sizes, time.process_time() - begun


def _server(base: KnowledgeBase, line: str) -> list[str]:
    return [hit.id for hit in base.search(line, limit=100, grouped=False).hits]


def _browser(
    site: Path, lines: Mapping[str, str], ids: Sequence[str], sizes: Mapping[str, int]
) -> tuple[dict[str, list[str]], float]:
    """Return the ids of the hits of each question, and the bytes that the first ones loaded."""
    answers: dict[str, list[str]] = {}
    loaded = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        page = chromium.new_page()
        page.goto((site / "index.html").as_uri())
        for number, (query, line) in enumerate(lines.items()):
            if number < 20:  # a page of its own, as after a click
                loaded.append(_loaded(chromium.new_page(), site, line, sizes))
            answers[query] = [ids[passage] for passage in page.evaluate(ASK, line)]
        chromium.close()
    return answers, sum(loaded) / len(loaded)


def _loaded(page: Page, site: Path, line: str, sizes: Mapping[str, int]) -> float:
    page.goto((site / "index.html").as_uri())
    page.evaluate(ASK, line)
    files = page.evaluate(LOADED)
    page.close()
    return sum(sizes.get(name, 0) for name in files)


def _ndcg(
    run: Mapping[str, Sequence[str]], grades: Mapping[str, Mapping[str, int]], *, sections: bool
) -> float:
    units = {
        query: {
            unit: -float(place)
            for place, unit in enumerate(
                dict.fromkeys(unit_of(id, sections=sections) for id in hits)
            )
        }
        for query, hits in run.items()
    }
    return float(ir_measures.calc_aggregate([NDCG], grades, units)[NDCG])


def table(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return the figures as a Markdown table."""
    names = list(next(iter(figures.values())))
    lines = ["| | " + " | ".join(figures) + " |", "|---|" + "---:|" * len(figures)]
    for name in names:
        cells = (one[name] for one in figures.values())
        shown = (f"{cell:.3f}" if cell < 2 else f"{cell:,.0f}" for cell in cells)
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print."""
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    reading.add_argument("--questions", type=int, help="of each set; all where left out")
    reading.add_argument("--json", action="store_true")
    options = reading.parse_args()
    if not RETRIEVAL.is_dir():
        print(f"{RETRIEVAL} is not there; nothing was measured", file=sys.stderr)
        return
    figures = {
        name: measure(load_judged_set(SETS[name]), options.questions) for name in options.sets
    }
    assert all(one["browser"] > 0.5 for one in figures.values()), "the questions are answered"
    print(json.dumps(figures, indent=2) if options.json else table(figures))


if __name__ == "__main__":
    main()
