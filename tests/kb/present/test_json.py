"""The JSON is one shape, which programs rely on."""

from __future__ import annotations

import json

from kb.model import Hit, Results
from kb.present import SCHEMA_VERSION, as_json

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
            }
        ],
    }


def test_it_survives_being_written_and_read():
    """Nothing in it needs a reader of our own."""
    shape = as_json(Results("dira", 1, (HIT,), 0.5))
    assert shape == json.loads(json.dumps(shape, ensure_ascii=False))
