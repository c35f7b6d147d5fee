"""An index with two generations."""

from __future__ import annotations

import pytest


@pytest.fixture
def two(run, folder):
    """Two generations: the second without a document."""
    run()
    (folder / "bodi.md").unlink()
    run()
