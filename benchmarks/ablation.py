"""Switch off one feature of the ranking at a time, and print the change of nDCG@10.

    python benchmarks/ablation.py [--sets NAME ...] [--json | --write]

The judged sets of ``../shared/data/retrieval`` and ``tests/relevance`` come in, a Markdown
table goes out: nDCG@10 of the ranking as it is, and the difference of each change. Each
set is indexed once, and each question is searched once with the code of the product. Only
the second stage runs again for each row, on the same candidates. ``--write`` puts the table
into docs/ranking.md. Each field of Weights has a row.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import ir_measures  # noqa: E402

from kb.evaluation import JudgedSet, load_judged_set  # noqa: E402
from kb.evaluation.rankings import unit_of  # noqa: E402
from kb.indexing import index_documents  # noqa: E402
from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.query.question import BoundQuestion  # noqa: E402
from kb.ranking.scorer import Candidate, Ranked, Scorer  # noqa: E402
from kb.ranking.weights import WEIGHTS, Weights  # noqa: E402
from kb.search import retrieve  # noqa: E402
from kb.settings import load  # noqa: E402

RETRIEVAL = PROJECT.parent / "shared" / "data" / "retrieval"
PAGE = PROJECT / "docs" / "ranking.md"
START, END = "<!-- ablation: benchmarks/ablation.py --write -->", "<!-- end -->"
SETS = {
    "tydiqa_sw_dev": RETRIEVAL / "tydiqa_sw_dev",
    "katiba_tz_1977": RETRIEVAL / "katiba_tz_1977",
    "masakhanews_headline_dev": RETRIEVAL / "masakhanews_headline_dev",
    "relevance": PROJECT / "tests" / "relevance",
}
NDCG = ir_measures.parse_measure("nDCG@10")

ZONES = ("title", "path", "heading", "body")
FEATURES = [name for name in Weights._fields if name not in {"k1", "b", *ZONES}]
CHANGES: Mapping[str, Weights] = {
    **{f"without `{name}`": WEIGHTS._replace(**{name: 0.0}) for name in FEATURES},
    "without any of these": WEIGHTS._replace(**dict.fromkeys(FEATURES, 0.0)),
    "title, headings weigh 1, as the body": WEIGHTS._replace(title=1.0, path=1.0, heading=1.0),
    "title, headings weigh 10": WEIGHTS._replace(title=10.0, path=10.0, heading=10.0),
    "k1 0.9, b 0.4": WEIGHTS._replace(k1=0.9, b=0.4),
    "k1 2.0": WEIGHTS._replace(k1=2.0),
    "b 0.5": WEIGHTS._replace(b=0.5),
}

Run = dict[str, dict[str, float]]
"""For each question: documents with their scores."""


class Ranker:
    """Replaces the Scorer of the search; also ranks with each change, and keeps the results."""

    def __init__(self) -> None:
        self.rankings: dict[str, list[Ranked]] = {}

    def __call__(
        self, question: BoundQuestion, candidates: Sequence[Candidate], passages: int
    ) -> Scorer:
        scorer = Scorer(question, candidates, passages)  # counts once, weighs many times
        self.rankings = {change: scorer.rank(weights) for change, weights in CHANGES.items()}
        self.rankings[""] = scorer.rank()
        return scorer


def measure(names: list[str], report: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Return nDCG@10 for each change, by set; the key "" is the unchanged ranking."""
    figures: dict[str, dict[str, float]] = {change: {} for change in ("", *CHANGES)}
    for name in names:
        report(name)
        judged = load_judged_set(SETS[name])
        grades = {query: judged.grades[query] for query in judged.queries}
        for change, run in _runs(judged).items():
            figures[change][name] = float(ir_measures.calc_aggregate([NDCG], grades, run)[NDCG])
    return figures


def _runs(judged: JudgedSet) -> dict[str, Run]:
    """Return the ranking with each change; the set is indexed and searched once."""
    settings = load(environ={})
    runs: dict[str, Run] = {change: {} for change in ("", *CHANGES)}
    with tempfile.TemporaryDirectory(prefix="kisima-") as aside:
        index_documents(judged.documents, Path(aside), settings)
        ranker = Ranker()
        with (
            patch.object(retrieve, "Scorer", ranker),
            KnowledgeBase.open(Path(aside), settings) as base,
        ):
            for query, line in judged.queries.items():
                ranker.rankings = {}
                base.search(line, limit=1, grouped=False)
                for change, ranked in ranker.rankings.items():
                    runs[change][query] = _units(ranked, sections=judged.sections)
    return runs


def _units(ranked: Sequence[Ranked], *, sections: bool) -> dict[str, float]:
    units: dict[str, float] = {}
    for place, passage in enumerate(ranked):
        units.setdefault(unit_of(passage.id, sections=sections), -float(place))
    return units


def table(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return the figures as a Markdown table: the whole, then differences."""
    whole = figures[""]
    lines = [
        "| nDCG@10 | " + " | ".join(whole) + " |",
        "|---|" + "---:|" * len(whole),
        "| **as it is** | " + " | ".join(f"**{value:.3f}**" for value in whole.values()) + " |",
    ]
    for change in CHANGES:
        cells = (f"{figures[change][name] - value:+.3f}" for name, value in whole.items())
        lines.append(f"| {change} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write(markdown: str) -> None:
    """Write the table into docs/ranking.md."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}\n\n{markdown}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure, and print or write."""
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    reading.add_argument("--json", action="store_true")
    reading.add_argument("--write", action="store_true", help="into docs/ranking.md")
    options = reading.parse_args()
    if not RETRIEVAL.is_dir():
        print(f"{RETRIEVAL} is not there; nothing was measured", file=sys.stderr)
        return
    figures = measure(options.sets, lambda name: print(f"… {name}", file=sys.stderr))
    assert all(value > 0.5 for value in figures[""].values()), "the questions are answered"
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    if options.write:
        write(table(figures))


if __name__ == "__main__":
    main()
