"""The JSON of those who keep an index is one shape, which programs rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb.admin.add import AddedDocument
from kb.admin.history import GenerationSummary
from kb.admin.remove import RemovalReport
from kb.admin.status import DocumentSummary, Status
from kb.admin.verify import GenerationCheck
from kb.document import Document, Outline, Section
from kb.indexing import Report
from kb.indexing.prepared import PartSummary
from kb.indexing.shards import Shard, ShardReport
from kb.messages import Message
from kb.offline.report import ExportReport
from kb.present.json import SCHEMA_VERSION
from kb.present.upkeep_json import (
    added_json,
    export_json,
    history_json,
    outline_json,
    removed_json,
    report_json,
    rollback_json,
    shard_json,
    site_json,
    status_json,
    verify_json,
)
from kb.site import FetchedPage, SiteReport
from kb.store import Manifest
from tests.kb.present.snapshots import snapshot, write

REASON = Message("{path} does not exist yet", path="index")
REPORT = Report(
    added=("sera.md",),
    changed=("ada.md",),
    renamed=(("zamani.md", "sasa.md"),),
    removed=("futa.md",),
    unchanged=4,
    failed=(("tupu.md", REASON),),
    warnings=(("sera.md", "tarehe: 2019-13"),),
    seconds=1.23456,
    generation="000003",
    published=True,
    reason=REASON,
    passages=40,
    unsupported=("picha.jpg",),
    unused_keys=(("layout", 2),),
)
STATUS = Status(
    generation="000003",
    built="2026-11-30T09:00:00Z",
    documents=1,
    passages=40,
    added=1,
    changed=2,
    renamed=3,
    removed=4,
    failed=(("tupu.md", REASON),),
    unsupported=("picha.jpg",),
    recipe_ok=False,
    size_bytes=2048,
    engine="whoosh 2.7.4",
    held=(DocumentSummary("sera.md", "Sera", "Taasisi ya Mfano", "2019", "markdown", 40),),
    parts=(PartSummary("2/8", 40, 4096, True, Message("process {number}", number="7")),),
)
SHARD = ShardReport(Shard(2, 8), ("sera.md",), 3, ("dira.md",), (("tupu.md", REASON),), 1.23456)
OUTLINE = Outline("Sera", (Section("Dira", 1, ("Dira",), "dira", "dira", 0, 20, 5, rule="markup"),))
MANIFEST = Manifest(
    generation="000004",
    built="2026-11-30T09:00:00Z",
    engine="whoosh",
    engine_version="2.7.4",
    recipe="abc",
    parts={},
    passages=40,
    documents=1,
    aliases={},
    contents=(),
    files={},
)
SUMMARY = GenerationSummary("000003", True, "2026-11-30T09:00:00Z", 1, 40, 2048, "whoosh 2.7.4")
DOCUMENT = Document("sera.md", "# Dira\n\nMaji safi.\n", "markdown")
SHAPES: dict[str, Any] = {
    "report": report_json(REPORT),
    "shard": shard_json(SHARD),
    "status": status_json(STATUS),
    "history": history_json([SUMMARY]),
    "verify": verify_json([GenerationCheck("000003", True, 9, 2048, (REASON,), 1)]),
    "rollback": rollback_json(MANIFEST),
    "added": added_json(AddedDocument("sera.md", Path("sera.md"), DOCUMENT, OUTLINE, ("date",))),
    "removed": removed_json(
        RemovalReport("futa.md", (Path("corpus/futa.md"),), REPORT, ("000001",), ("000002",))
    ),
    "outline": outline_json(OUTLINE),
    "export": export_json(
        ExportReport(Path("tovuti"), "000003", 8, 44, 66, 2, 60, 20, 383_175, 44_426, 1.23456)
    ),
    "site": site_json(
        SiteReport(
            [
                FetchedPage("https://maji.example/", "maji.example/index.html", "added"),
                FetchedPage("https://maji.example/a", fault=REASON),
            ],
            left=2,
        )
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_shape_is_the_agreed_one(name):
    """Every key is there, with plain values, in every answer: no more, no less."""
    assert json.loads(json.dumps(SHAPES[name])) == snapshot(name)


@pytest.mark.parametrize("name", [name for name in SHAPES if isinstance(SHAPES[name], dict)])
def test_every_object_says_its_version(name):
    """A program sees that a key has gone before it misses it."""
    assert SHAPES[name]["schema_version"] == SCHEMA_VERSION


def test_reasons_are_in_the_language_asked_for():
    """One language in one answer, Swahili where none is named."""
    of_report, of_status = report_json(REPORT, language="en"), status_json(STATUS, language="en")
    assert of_report["failed"] == [{"id": "tupu.md", "reason": "index does not exist yet"}]
    assert of_status["failed"] == of_report["failed"]
    assert SHAPES["report"]["failed"] != of_report["failed"]


if __name__ == "__main__":
    for shape_name, shape in SHAPES.items():
        write(shape_name, shape)
