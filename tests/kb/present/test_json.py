"""The JSON of answers and documents is one shape, which programs rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from kb.index.schema import TokenColumns
from kb.present.json import (
    SCHEMA_VERSION,
    document_json,
    passage_json,
    quoted_json,
    results_json,
)
from kb.query.notes import ONLY_EXCLUDES
from kb.results import (
    Answer,
    AnswerResult,
    Copy,
    Hit,
    Newer,
    Results,
)
from tests.kb.present.examples import SHOWN, STORED
from tests.kb.present.snapshots import snapshot, write

NEWER = Newer("muundo-2024.md", "Muundo Mpya", "2024-05-01")
COPY = Copy(
    id="nakala/muundo.pdf#mkurugenzi.1",
    document="nakala/muundo.pdf",
    title="Muundo",
    anchor="mkurugenzi",
    institution="Ofisi ya Pili",
    date="2020",
    format="pdf",
    page=4,
)
HIT = Hit(
    id="muundo.md#mkurugenzi.1",
    document="muundo.md",
    title="Muundo wa Taasisi",
    institution="Taasisi ya Mfano",
    date="2019",
    path=("Muundo", "Mkurugenzi"),
    heading="Mkurugenzi",
    kind="uongozi",
    anchor="mkurugenzi",
    language="sw",
    score=3.14159265,
    text="Mkurugenzi huteuliwa.",
    start=120,
    spans=((0, 10),),
    missing=("pemba",),
    children=(("Wasaidizi", "wasaidizi"),),
    heading_spans=((0, 10),),
    cut=(False, True),
    page=14,
)
RESULTS = Results(
    query="wakurugenzi pemba",
    total=9,
    hits=(
        replace(HIT, newer=NEWER, copies=(COPY,), copy_count=12),
        replace(HIT, id="muundo.md#mkurugenzi.2", more=4, features=(("cover", 0.25),)),
    ),
    took_ms=1.23456,
    notes=(ONLY_EXCLUDES,),
    suggestion=None,
    facets={"kind": {"uongozi": 7}},
    generation="000012",
    widened=("vision → dira",),
    filters={"kind": ("uongozi",)},
    collapsed=4,
    copies=3,
)
QUOTE = Answer(
    text="Mkurugenzi huteuliwa.",
    spans=((0, 10),),
    start=120,
    cut=(False, True),
    id="muundo.md#mkurugenzi.1",
    document="muundo.md",
    title="Muundo wa Taasisi",
    path=("Muundo", "Mkurugenzi"),
    heading="Mkurugenzi",
    kind="uongozi",
    anchor="mkurugenzi",
    institution="Taasisi ya Mfano",
    date="2019",
    page=14,
    language="sw",
    support=0.666666,
    newer=NEWER,
    copies=(COPY,),
    copy_count=1,
)
TOKENS = TokenColumns(("bodi",), (("bodi",),), ((),), (False,), (0,), (4,))
PASSAGE = replace(
    STORED,
    format="pdf",
    text="Bodi ina wajumbe wanne.",
    body=TOKENS,
    heading_tokens=TOKENS,
    page=3,
    newer=NEWER,
    copies=(COPY,),
    copy_count=1,
)
OPENING, _, BODI = SHOWN.sections
DOCUMENT = replace(
    SHOWN, sections=(OPENING, replace(BODI, passages=BODI.passages[:1])), newer=NEWER
)
SHAPES: dict[str, Any] = {
    "results": results_json(RESULTS),
    "results_explained": results_json(RESULTS, language="en", explain=True),
    "quoted": quoted_json(AnswerResult("mkurugenzi", QUOTE, 1.23456, total=3, generation="000012")),
    "not_quoted": quoted_json(AnswerResult("fomu", None, 1.0)),
    "passage": passage_json(PASSAGE),
    "document": document_json(DOCUMENT),
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_shape_is_the_agreed_one(name):
    """Every key is there, with plain values, in every answer: no more, no less."""
    assert json.loads(json.dumps(SHAPES[name])) == snapshot(name)


def test_a_passage_has_the_keys_of_a_hit():
    """A program that reads hits reads a passage; only what belongs to a search is missing."""
    of_a_search = {"score", "spans", "heading_spans", "cut", "missing", "more"}
    hit = SHAPES["results"]["hits"][0]
    assert hit.keys() - of_a_search <= SHAPES["passage"].keys()


def test_no_internal_record_is_published():
    """Token columns, terms and flags of an index reach no program."""
    internal = {"body", "heading_tokens", "bare", "page_breaks", "ordinal", "terms", "functions"}
    assert not internal & SHAPES["passage"].keys()


def test_notes_are_in_the_language_asked_for():
    """One list, in one language."""
    assert results_json(RESULTS)["notes"] == ["Swali linaondoa tu: andika pia unachotafuta."]
    assert results_json(RESULTS, language="en")["notes"] == [
        "The question only excludes: say also what to look for."
    ]


def test_what_is_not_listed_comes_with_the_search_that_lists_it():
    """A program repeats the question with these filters, and has every match of the document."""
    shape: Any = results_json(RESULTS)
    assert (shape["total"], shape["copy_count"], shape["listed"]) == (12, 3, 5)
    assert shape["hits"][1]["more"] == {
        "count": 4,
        "query": "wakurugenzi pemba",
        "filters": {"kind": ["uongozi"], "document": ["muundo.md"]},
    }


def test_every_shape_says_its_version():
    """A program sees that a key has gone before it misses it."""
    assert {shape["schema_version"] for shape in SHAPES.values()} == {SCHEMA_VERSION}


if __name__ == "__main__":
    for shape_name, shape in SHAPES.items():
        write(shape_name, shape)
