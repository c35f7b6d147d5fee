"""The records of the files: written, read back, and refused where they are not ours."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kb.errors import IndexDamaged
from kb.messages import Message
from kb.store.sources import SOURCES_FILE, Source, Sources

SOURCE = Source(10, 20, 25, 30, "ab", "", title="Dira", passages=2)
REASON = Message("no reader for {suffix}", suffix=".xyz")


def test_records_come_back_as_they_were_written(tmp_path):
    """Reasons and warnings are messages, so that they can be shown in either language."""
    sources = Sources(
        {"dira.md": SOURCE, "picha.xyz": replace(SOURCE, failed=REASON, warnings=(REASON, "x"))},
        {"kiungo": Message("this link leads out of the corpus")},
    )
    (tmp_path / SOURCES_FILE).write_bytes(sources.to_bytes())
    assert Sources.load(tmp_path) == sources


def test_reasons_of_an_older_version_are_read(tmp_path):
    """An index that was written before reasons were messages has plain text; it still opens."""
    values = json.loads(
        Sources({"a": replace(SOURCE, failed="sababu · reason")}, {"b": "x"}).to_bytes()
    )
    assert values["files"]["a"][6] == "sababu · reason"
    (tmp_path / SOURCES_FILE).write_text(json.dumps(values), encoding="utf-8")
    assert Sources.load(tmp_path).failed == {"a": "sababu · reason", "b": "x"}


@pytest.mark.parametrize("failed", [7, ["text"], {"text": "x"}])
def test_a_reason_that_is_no_message_is_damage(tmp_path, failed):
    """A record that was changed is noticed, not shown."""
    values = json.loads(Sources({"a": SOURCE}).to_bytes())
    values["files"]["a"][6] = failed
    (tmp_path / SOURCES_FILE).write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(IndexDamaged):
        Sources.load(tmp_path)


def test_sources_of_another_version_are_not_misread(tmp_path):
    """Columns that moved would be read into the wrong places: refused."""
    data = Sources({"a": SOURCE}).to_bytes().replace(b'"size"', b'"mass"')
    (tmp_path / SOURCES_FILE).write_bytes(data)
    with pytest.raises(IndexDamaged, match="another version"):
        Sources.load(tmp_path)
