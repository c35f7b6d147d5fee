"""The judged questions are answered as well as they were: gate.tsv says how well.

How the questions were made, and how to add one: README.md beside this file.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.relevance import gate

KINDS = {
    "acronym",
    "date",
    "english",
    "everyday",
    "fact",
    "inflection",
    "institution",
    "misspelling",
    "name",
    "number",
    "question",
    "section",
    "split",
}


@pytest.fixture(
    params=[
        "shipped",
        "agencies",
        pytest.param("whole", marks=[pytest.mark.slow, pytest.mark.timeout(600)]),
    ]
)
def half(request):
    """The questions over corpus/, then all of them, which need the data beside the project."""
    if request.param == "whole":
        request.getfixturevalue("shared")
    return request.param


def test_no_kind_of_question_is_answered_worse_than_it_was(half):
    """A change that takes answers away from readers is seen before they see it."""
    found = list(gate.complaints(gate.figures_of(half), half, gate.floors(), gate.before()))
    assert not found, "\n".join(["", *found])


def test_every_half_has_a_floor_for_each_kind_and_figure():
    """A gate that checks nothing must not look as if it had passed."""
    guarded = {(row.half, row.kind, row.measure) for row in gate.floors()}
    for measure in gate.MEASURES:
        assert {("whole", kind, measure) for kind in (*KINDS, gate.ALL)} <= guarded
        for half in gate.HALVES:
            assert (half, gate.ALL, measure) in guarded
    for half in ("shipped", "agencies"):
        judged = gate.set_of(half)
        kinds = {judged.kinds[query] for query in judged.queries}
        assert {row.kind for row in gate.floors() if row.half == half} == {*kinds, gate.ALL}
    assert min(row.floor for row in gate.floors() if row.kind == gate.ALL) > 0.5


def test_the_set_is_as_large_and_as_varied_as_it_is_said_to_be(shared):
    """Of every kind there are enough questions for their mean to say something."""
    wanted = gate.set_of("whole")
    assert wanted.absent == []
    assert len(wanted.queries) >= 600
    kinds = list(wanted.kinds.values())
    assert set(kinds) == KINDS
    assert min(map(kinds.count, KINDS)) >= 15
    lines = list(wanted.queries.values())
    assert len(lines) == len(set(lines))


def test_what_ships_is_judged_without_the_data_beside_the_project():
    """Whoever has this project alone still measures the questions over corpus/."""
    shipped = gate.set_of("shipped")
    assert len(shipped.queries) >= 60
    assert {document.id.partition("/")[0] for document in shipped.documents} == {"corpus"}
    sections = {unit for grades in shipped.grades.values() for unit in grades}
    assert all(section.startswith("corpus/") for section in sections)


def test_a_fall_names_the_questions_that_fell():
    """Whoever broke something reads which question, what it was and what comes first now."""
    figures = gate.figures_of("shipped")
    high = [row._replace(floor=1.01) for row in gate.floors() if row.kind == gate.ALL]
    then = {("shipped", query): 1.5 for query in figures.lines}
    found = list(gate.complaints(figures, "shipped", high, then))
    assert found[0].startswith("shipped all ndcg@10: 0.")
    assert sum(" -> " in line for line in found) == figures.queries


def test_an_empty_set_and_a_lost_section_are_complaints():
    """No question asked, or a judged section renamed, is a failure and no silence."""
    figures = replace(gate.figures_of("shipped"), queries=0, vanished=("corpus/a.md#gone",))
    found = list(gate.complaints(figures, "shipped", [], {}))
    assert found[0] == "shipped: no question was asked"
    assert "corpus/a.md#gone" in found[1]
