"""What the index holds, and how it differs from its corpus."""

from __future__ import annotations

import pytest

from kb.admin.status import status
from kb.analysis import PlainAnalyser
from kb.errors import IndexMissing
from kb.settings import load
from tests.kb.two_documents import BODI, DIRA, write


def test_status_tells_what_is_held_and_what_moved(update_pair, pair, fresh_index):
    """Anyone can see what the index holds, from when, and whether it is up to date."""
    settings = load(environ={})
    with pytest.raises(IndexMissing):
        status(pair, fresh_index, settings)
    write(pair / "tupu.txt", " ")
    report = update_pair()
    found = status(pair, fresh_index, settings, analyser=PlainAnalyser())
    assert (found.documents, found.passages) == (2, report.passages)
    assert [held.id for held in found.held] == ["dira.txt", "muundo/bodi.txt"]
    assert found.held[0].passages > 0
    assert found.failed[0][0] == "tupu.txt"
    assert found.recipe_ok
    assert not found.moved_on
    assert found.size_bytes > 1000
    assert found.engine.startswith("whoosh 2.7.4")
    (pair / "dira.txt").rename(pair / "maono.txt")
    write(pair / "muundo" / "bodi.txt", BODI + DIRA)
    write(pair / "mpya.txt", "Mpya kabisa.")
    (pair / "tupu.txt").unlink()
    found = status(pair, fresh_index, settings, analyser=PlainAnalyser())
    assert (found.added, found.changed, found.renamed, found.removed) == (1, 1, 1, 1)
    assert found.moved_on
    assert not status(pair, fresh_index, settings).recipe_ok
