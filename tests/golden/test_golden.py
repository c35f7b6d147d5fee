"""What was answered before the inside was rebuilt is answered still."""

from __future__ import annotations

import pytest

from tests.golden import run


@pytest.mark.slow
def test_every_question_is_answered_as_recorded(tmp_path):
    """Ids, scores, marks, remarks and short answers of 2,231 questions are those of the recording."""
    lines = list(run.shipped(tmp_path / "index"))
    assert len(lines) > run.GENERATED
    assert run.changes(run.recorded(run.RECORDED), lines) == []
