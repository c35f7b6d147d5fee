"""The JSON is one shape, which programs rely on."""

from __future__ import annotations

import json

from kb.present import SCHEMA_VERSION, as_json
from kb.results import Hit, Newer, Results

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


def test_the_shape_is_what_the_documentation_says():
    """Every key is there, with plain values, in every answer."""
    results = Results(
        query="wakurugenzi pemba",
        total=7,
        hits=(HIT,),
        took_ms=1.23456,
        dropped=("Angalia.",),
        suggestion=None,
        facets={"kind": {"uongozi": 7}},
        generation="000012",
        dropped_english=("Look.",),
    )
    assert as_json(results) == {
        "schema_version": SCHEMA_VERSION,
        "query": "wakurugenzi pemba",
        "total": 7,
        "listed": 7,
        "took_ms": 1.235,
        "page": 1,
        "limit": 10,
        "generation": "000012",
        "dropped": ["Angalia."],
        "dropped_english": ["Look."],
        "widened": [],
        "suggestion": None,
        "corrected": False,
        "facets": {"kind": {"uongozi": 7}},
        "hits": [
            {
                "id": "muundo.md#mkurugenzi.1",
                "document": "muundo.md",
                "title": "Muundo wa Taasisi",
                "institution": "Taasisi ya Mfano",
                "date": "2019",
                "path": ["Muundo", "Mkurugenzi"],
                "heading": "Mkurugenzi",
                "heading_spans": [[0, 10]],
                "kind": "uongozi",
                "page": 14,
                "anchor": "mkurugenzi",
                "language": "sw",
                "score": 3.141593,
                "text": "Mkurugenzi huteuliwa.",
                "start": 120,
                "spans": [[0, 10]],
                "cut": [False, True],
                "missing": ["pemba"],
                "children": [{"heading": "Wasaidizi", "anchor": "wasaidizi"}],
                "more": None,
                "newer": None,
            }
        ],
    }


def test_what_is_folded_below_a_hit_comes_with_the_search_that_lists_it():
    """A program repeats the question with these filters, and has every match of the document."""
    last = HIT._replace(more=4)
    shape = as_json(Results("dira", 9, (last,), 1.0, filters={"kind": ("dira",)}, folded=4))
    assert (shape["total"], shape["listed"]) == (9, 5)
    assert shape["hits"][0]["more"] == {
        "count": 4,
        "query": "dira",
        "filters": {"kind": ["dira"], "document": ["muundo.md"]},
    }


def test_an_older_document_names_the_newer_one():
    """Id, title and date of what is in force today."""
    older = HIT._replace(newer=Newer("muundo-2024.md", "Muundo Mpya", "2024-05-01"))
    assert as_json(Results("dira", 1, (older,), 1.0))["hits"][0]["newer"] == {
        "document": "muundo-2024.md",
        "title": "Muundo Mpya",
        "date": "2024-05-01",
    }


def test_it_survives_being_written_and_read():
    """Nothing in it needs a reader of our own."""
    shape = as_json(Results("dira", 1, (HIT,), 0.5))
    assert shape == json.loads(json.dumps(shape, ensure_ascii=False))
