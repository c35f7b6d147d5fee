"""Measure how well questions are answered, against judgements made by people.

Takes a folder in BEIR's layout (``corpus.jsonl``, ``queries.jsonl``, ``qrels.tsv``),
indexes it aside, asks every judged question through the same code a reader's
question runs through, and gives the usual figures through ir-measures, an
extra of this project. The same index with plain lower-cased words, ranked by
the engine's BM25 alone, is the baseline.

A document scores as its best passage; pages are fetched until there are a
hundred documents or no match is left.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from kb.analysis import Analyser, PlainAnalyser, SwahiliAnalyser
from kb.engines.base import AnyOf, Clause
from kb.engines.whoosh import WhooshEngine
from kb.errors import DocumentUnreadable, KisimaError
from kb.indexing import index_documents
from kb.model import Document
from kb.searching import KnowledgeBase
from kb.settings import Settings
from kb.store import Store

__all__ = ["MEASURES", "Figures", "Judged", "evaluate", "judged"]

MEASURES = {
    "ndcg@10": "nDCG@10",
    "success@1": "Success@1",
    "recall@10": "R@10",
    "recall@100": "R@100",
}
"""Our name of each figure, and the one ir-measures knows it by."""

DEEPEST = 100
"""Documents looked at for one question."""

_PAGE = 100

Run = dict[str, float]
"""What one question found: documents with their scores."""

Ask = Callable[[str], Run]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the judged questions, from 0 to 1."""

    folder: str
    queries: int
    kisima: Mapping[str, float]  # by the names of MEASURES
    baselines: Mapping[str, Mapping[str, float]]  # the same for each baseline

    def as_json(self) -> dict[str, object]:
        """Return the figures as the command's ``--json`` prints them."""
        return {**self.kisima, "queries": self.queries, "baselines": dict(self.baselines)}


class Judged(NamedTuple):
    """A judged set."""

    documents: list[Document]
    queries: dict[str, str]
    grades: dict[str, dict[str, int]]  # of each query's documents; a query without any is not asked


def evaluate(
    folder: Path, settings: Settings, progress: Callable[[str, int, int], None] | None = None
) -> Figures:
    """Return the figures of a judged set.

    Args:
        folder: holds corpus.jsonl, queries.jsonl and qrels.tsv.
        settings: the settings in force; the index they name is not touched.
        progress: told what is being done, how many questions are answered, and of how many.

    Raises:
        DocumentUnreadable: a file is missing or not in BEIR's layout, or nothing is judged.
        KisimaError: ir-measures is not installed.
    """
    measuring = _ir_measures()  # first: to find it missing after the work would be late
    wanted = judged(folder)
    tell = progress or _say_nothing
    runs = {}
    with tempfile.TemporaryDirectory(prefix="kisima-") as aside:
        for name, analyser in (("kisima", SwahiliAnalyser()), ("plain-bm25", PlainAnalyser())):
            index = Path(aside) / name
            tell(name, 0, len(wanted.queries))
            index_documents(wanted.documents, index, settings, analyser=analyser)
            asking = _full(index, settings) if name == "kisima" else _plain(index, analyser)
            run: dict[str, Run] = {}
            with asking as ask:
                for query, line in wanted.queries.items():
                    run[query] = ask(line)
                    tell(name, len(run), len(wanted.queries))
            runs[name] = _measured(measuring, wanted.grades, run)
    return Figures(
        folder=str(folder),
        queries=len(wanted.queries),
        kisima=runs.pop("kisima"),
        baselines=runs,
    )


def _say_nothing(_what: str, _done: int, _of: int) -> None:
    """Stand in for a progress that nobody watches."""


def judged(folder: Path) -> Judged:
    """Read a judged set. A row of the corpus is a document, its text one section.

    Raises:
        DocumentUnreadable: a file is missing or not in BEIR's layout, or nothing is judged.
    """
    grades: dict[str, dict[str, int]] = {}
    for query, document, grade in _qrels(folder / "qrels.tsv"):
        if grade > 0:
            grades.setdefault(query, {})[document] = grade
    queries = {
        row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl") if row["_id"] in grades
    }
    documents = [
        Document(row["_id"], row["text"], "text", title=row.get("title") or "", headings=())
        for row in _lines(folder / "corpus.jsonl")
    ]
    if not queries or not documents:
        raise DocumentUnreadable(folder, "no question of it is judged; qrels.tsv names others")
    return Judged(documents, queries, grades)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict) or not {"_id", "text"} <= row.keys():
                        raise DocumentUnreadable(path, f"line {number} has no _id or no text")
                    yield row
    except (OSError, ValueError) as error:
        raise DocumentUnreadable(path, f"not a file of BEIR's layout: {error}") from error


def _qrels(path: Path) -> Iterator[tuple[str, str, int]]:
    """Yield query, document and grade of every judgement."""
    columns = ("query-id", "corpus-id", "score")
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines, delimiter="\t")
            if not set(columns) <= set(table.fieldnames or ()):
                raise DocumentUnreadable(path, f"its columns are not {', '.join(columns)}")
            for row in table:
                query, document, grade = (row[name] or "" for name in columns)
                yield query, document, int(grade)
    except (OSError, ValueError) as error:
        raise DocumentUnreadable(path, f"not a file of BEIR's layout: {error}") from error


@contextmanager
def _full(index: Path, settings: Settings) -> Iterator[Ask]:
    """Give a function that asks as a reader does, page by page."""

    def ask(line: str) -> Run:
        documents: dict[str, None] = {}
        page = 1
        while len(documents) < DEEPEST:
            results = base.search(line, limit=_PAGE, page=page)
            documents.update(dict.fromkeys(hit.document for hit in results.hits))
            if page * _PAGE >= results.total or not results.hits:
                break
            page += 1
        # The place decides, not the score: beyond the candidates scores are of two kinds.
        return {document: -float(place) for place, document in enumerate(documents)}

    with KnowledgeBase.open(index, settings) as base:
        yield ask


@contextmanager
def _plain(index: Path, analyser: Analyser) -> Iterator[Ask]:
    """Give a function that asks the engine for any of the words, and takes its order."""

    def ask(line: str) -> Run:
        words = dict.fromkeys(token.normal for token in analyser.tokens(line))
        clauses = [Clause(AnyOf("term", (word,))) for word in words]
        if not clauses:
            return {}
        found = reader.engine.search(clauses, limit=10 * DEEPEST)
        best: Run = {}
        for id, score in zip(found.ids, found.scores, strict=True):
            best.setdefault(id.rpartition("#")[0], score)
        return dict(islice(best.items(), DEEPEST))

    with Store(index, WhooshEngine).reader() as reader:
        yield ask


def _ir_measures() -> ModuleType:
    try:
        import ir_measures
    except ImportError as error:
        raise KisimaError(
            "ir-measures haipo · is not installed; endesha · run: pip install 'kisima[evaluate]'"
        ) from error
    return ir_measures


def _measured(
    measuring: ModuleType, grades: Mapping[str, Mapping[str, int]], run: Mapping[str, Run]
) -> dict[str, float]:
    measures = {name: measuring.parse_measure(text) for name, text in MEASURES.items()}
    asked = {query: dict(found) for query, found in grades.items() if query in run}
    figures = measuring.calc_aggregate(list(measures.values()), asked, run)
    return {name: round(float(figures[measure]), 4) for name, measure in measures.items()}
