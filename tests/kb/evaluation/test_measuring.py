"""Measuring a judged set whose figures can be worked out by hand."""

from __future__ import annotations

import json
import sys
from math import log2
from typing import Any

import pytest

from kb.document import Document
from kb.errors import DocumentUnreadable, ExtraMissing
from kb.evaluation import MEASURES, SYSTEMS, JudgedSet, evaluate, load_judged_set, mean, measure
from kb.extras import require_extra
from kb.settings import load

SETTINGS = load(environ={})


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


def test_the_analyser_alone_is_measured_over_the_same_index(write):
    """The gain of reading words and the gain of ranking can be told apart."""
    figures = evaluate(write(), SETTINGS)
    assert list(figures.means) == list(SYSTEMS)
    assert figures.baselines["swahili-bm25"]["recall@10"] == pytest.approx(2 / 3, abs=1e-4)


def test_the_json_is_what_the_command_promises(write):
    """Programs that compare two versions read the same keys from both."""
    shown: Any = evaluate(write(), SETTINGS).as_json()
    assert {*MEASURES, "queries", "baselines", "intervals", "gains"} <= set(shown)
    assert set(shown["baselines"]) == set(shown["gains"]) == {"plain-bm25", "swahili-bm25"}
    assert json.loads(json.dumps(shown)) == shown


def test_each_question_can_be_looked_at(write):
    """Whoever sees a mean fall finds out which question fell, and what came first."""
    figures = evaluate(write(), SETTINGS)
    shown: Any = figures.as_json(per_query=True)
    rows = shown["per_query"]
    assert rows["q2"]["place"] == 1
    assert rows["q2"]["first"] == "d3"
    assert rows["q2"]["kisima"]["ndcg@10"] == 1
    assert rows["q3"]["place"] is rows["q3"]["first"] is None
    assert rows["q1"]["plain-bm25"]["recall@10"] == 0.5


def test_the_mean_of_sets_counts_each_as_one(write):
    """A large set does not drown a small one; its interval lies about it."""
    figures = evaluate(write(), SETTINGS)
    good = measure(
        JudgedSet([Document("d", "Maji ya kisima.", "text")], {"q": "maji"}, {"q": {"d": 1}}),
        SETTINGS,
    )
    actual = mean([figures, good])
    assert actual.queries == 4
    assert actual.kisima["ndcg@10"] == pytest.approx((2 / 3 + 1) / 2, abs=1e-4)
    low, high = actual.intervals["kisima"]["ndcg@10"]
    assert 0.5 <= low < actual.kisima["ndcg@10"] < high <= 1
    assert actual.gains["plain-bm25"]["ndcg@10"].low >= 0


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


def test_progress_is_told_for_every_index_and_ranking(write):
    """Whoever waits sees what is being done, and how far it is."""
    told: list[tuple[str, int, int]] = []
    evaluate(write(), SETTINGS, lambda *seen: told.append(seen))
    asked = [name for name, done, of in told if (done, of) == (3, 3)]
    assert sorted(asked) == sorted(SYSTEMS)
    assert {"index: swahili", "index: plain"} <= {name for name, *_ in told}


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
        load_judged_set(folder)


@pytest.mark.parametrize("parts", [{"qrels": [("q9", "d1", 1)]}, {"corpus": {}}, {"qrels": []}])
def test_a_set_in_which_nothing_is_judged_is_refused(write, parts):
    """A mean over nothing would look like a figure."""
    with pytest.raises(DocumentUnreadable, match="judged"):
        evaluate(write(**parts), SETTINGS)


def test_without_ir_measures_the_command_that_installs_it_is_named(write, monkeypatch):
    """Measuring needs an extra, and says which."""
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    require_extra.cache_clear()
    with pytest.raises(ExtraMissing, match="pip install"):
        evaluate(write(), SETTINGS)
