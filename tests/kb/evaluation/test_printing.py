"""What ``kisima evaluate`` prints: a table of three, the mean of several sets, a row a question."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from kb.evaluation import MEASURES, SYSTEMS, evaluate, figures_json, figures_rows, figures_text
from kb.settings import load

SETTINGS = load(environ={})


@pytest.fixture
def figures(write):
    """The figures of a set of three questions."""
    return evaluate(write(), SETTINGS)


def test_the_table_compares_three_rankings_with_intervals(figures):
    """A reader sees what each ranking gives, how sure that is, and what ours gains."""
    text = figures_text([figures], language="en")
    rows = {line.split("  ")[0]: line for line in text.splitlines()}
    assert {*SYSTEMS, "− plain-bm25", "− swahili-bm25"} <= rows.keys()
    for row in (*SYSTEMS, "− plain-bm25"):
        assert len(re.findall(r"[+\d.]+ \[[+-]?\d\.\d{3} [+-]?\d\.\d{3}\]", rows[row])) == 4
    assert "bootstrap" in text
    assert max(map(len, text.splitlines()[:-1])) <= 110


def test_several_sets_have_a_table_each_and_their_mean(figures):
    """A change is judged on all sets together."""
    text = figures_text([figures, figures])
    assert text.count("kisima ") == 3
    assert "wastani: maswali 6" in text


def test_kinds_of_question_are_told_apart(sections):
    """Where the kinds are known, a reader sees which is answered worst."""
    text = figures_text([evaluate(sections(), SETTINGS)])
    assert re.search(r"^section +1 .* 1\.000$", text, re.MULTILINE)


def test_a_row_for_each_question_can_be_compared_with_another_run(figures):
    """A spreadsheet or diff shows what fell."""
    head, *rows = (line.split("\t") for line in figures_rows([figures]).splitlines())
    assert head[:6] == ["set", "id", "kind", "query", "place", "first"]
    assert len(head) == 6 + len(SYSTEMS) * len(MEASURES)
    assert [row[1] for row in rows] == ["q1", "q2", "q3"]
    assert rows[1][3:6] == ["maji", "1", "d3"]
    assert rows[2][4:6] == ["", ""]
    assert {len(row) for row in rows} == {len(head)}


def test_json_of_one_set_is_flat_and_of_several_a_list(figures):
    """What read one set before still does."""
    assert figures_json([figures])["ndcg@10"] == figures.kisima["ndcg@10"]
    several: Any = figures_json([figures, figures], per_query=True)
    assert several["mean"]["queries"] == 6
    assert len(several["sets"]) == 2
    assert "per_query" in several["sets"][0]
    json.dumps(several)
