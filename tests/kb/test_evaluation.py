"""Measuring a judged set whose figures can be worked out by hand."""

from __future__ import annotations

import json
import sys
from math import log2

import pytest

from kb.errors import DocumentUnreadable, KisimaError
from kb.evaluation import MEASURES, evaluate, judged
from kb.settings import load

CORPUS = {
    "d1": "Mkurugenzi wa idara hii.",
    "d2": "Wakurugenzi wote wamefika.",
    "d3": "Maji safi ya kisima.",
}
QUERIES = {
    "q1": "wakurugenzi",  # plain words find d2 only
    "q2": "maji",
    "q3": "bahari",  # stands nowhere
    "q4": "idara",  # not judged
    "q5": "kisima",  # judged, and nothing is relevant
}
QRELS = (("q1", "d1", 1), ("q1", "d2", 1), ("q2", "d3", 2), ("q3", "d1", 1), ("q5", "d3", 0))
SETTINGS = load(environ={})


@pytest.fixture
def write(tmp_path):
    """Writes a folder in BEIR's layout."""

    def write(corpus=CORPUS, queries=QUERIES, qrels=QRELS):
        for name, rows in (("corpus", corpus), ("queries", queries)):
            lines = [json.dumps({"_id": id, "text": text}) for id, text in rows.items()]
            (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        table = [("query-id", "corpus-id", "score"), *qrels]
        rows = ["\t".join(map(str, row)) for row in table]
        (tmp_path / "qrels.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return tmp_path

    return write


def test_the_figures_are_those_worked_out_by_hand(write):
    """Of three judged questions, two are answered whole; plain words answer one and a half."""
    figures = evaluate(write(), SETTINGS)
    half = 1 / (1 + 1 / log2(3))  # one of two relevant documents, in the first place
    assert figures.queries == 3
    assert figures.kisima == pytest.approx(
        {"ndcg@10": 2 / 3, "success@1": 2 / 3, "recall@10": 2 / 3, "recall@100": 2 / 3}, abs=1e-4
    )
    assert figures.baselines["plain-bm25"] == pytest.approx(
        {"ndcg@10": (half + 1) / 3, "success@1": 2 / 3, "recall@10": 1 / 2, "recall@100": 1 / 2},
        abs=1e-4,
    )


def test_the_json_is_what_the_command_promises(write):
    """Programs that compare two versions read the same keys from both."""
    shown = evaluate(write(), SETTINGS).as_json()
    assert set(shown) == {*MEASURES, "queries", "baselines"}
    assert json.loads(json.dumps(shown)) == shown


def test_a_document_of_many_passages_hides_no_other(write):
    """A book that fills the first pages counts once, and the leaflet behind it is found."""
    book = "Kisima kina maji mengi. " * 5000
    folder = write(
        {"book": book, "leaflet": "Karatasi ndefu inayotaja " + "neno " * 90 + "kisima mwishoni."},
        {"q": "kisima maji"},
        [("q", "leaflet", 1)],
    )
    figures = evaluate(folder, SETTINGS)
    assert figures.kisima["recall@10"] == 1
    assert figures.kisima["success@1"] == 0


def test_progress_is_told_for_both_rankings(write):
    """Whoever waits sees what is being done, and how far it is."""
    told: list[tuple[str, int, int]] = []
    evaluate(write(), SETTINGS, lambda *seen: told.append(seen))
    assert told == [(name, n, 3) for name in ("kisima", "plain-bm25") for n in range(4)]


def test_the_index_of_the_settings_is_not_touched(write, tmp_path):
    """Measuring leaves the index that readers use alone."""
    index = tmp_path / "index"
    evaluate(write(), load({"index": str(index)}, environ={}))
    assert not index.exists()


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(write, name):
    """The reader learns which file of the folder is not there."""
    folder = write()
    (folder / name).unlink()
    with pytest.raises(DocumentUnreadable, match=name):
        evaluate(folder, SETTINGS)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("corpus.jsonl", "not json\n"),
        ("corpus.jsonl", '["a", "list"]\n'),
        ("corpus.jsonl", '{"_id": "d1"}\n'),
        ("queries.jsonl", '{"text": "no id"}\n'),
        ("queries.jsonl", b"\xff\xfe"),
        ("qrels.tsv", "a\tb\tc\nq1\td1\t1\n"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\tmany\n"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\n"),
        ("qrels.tsv", b"\xff\xfe"),
        ("qrels.tsv", ""),
    ],
)
def test_a_file_of_another_layout_is_named(write, name, text):
    """A file that is something else ends in one line, not in a traceback."""
    folder = write()
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DocumentUnreadable, match=name):
        judged(folder)


@pytest.mark.parametrize("parts", [{"qrels": [("q9", "d1", 1)]}, {"corpus": {}}, {"qrels": []}])
def test_a_set_in_which_nothing_is_judged_is_refused(write, parts):
    """A mean over nothing would look like a figure."""
    with pytest.raises(DocumentUnreadable, match="judged"):
        evaluate(write(**parts), SETTINGS)


def test_without_ir_measures_the_command_that_installs_it_is_named(write, monkeypatch):
    """Measuring needs an extra, and says which."""
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(KisimaError, match="pip install"):
        evaluate(write(), SETTINGS)
