"""Fixtures for every test: where the project is, its data, and a clean environment.

A fixture is a noun and fresh for each test. ``shared`` is the one place where a
test may be skipped: the data it points at is for measuring, and not shipped.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the developer's own shell sets, so that defaults are defaults."""
    for name in list(os.environ):
        if name.startswith("KISIMA_") or name in {"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"}:
            monkeypatch.delenv(name)


@pytest.fixture
def project() -> Path:
    """The checkout: the folder that holds kb/, corpus/ and search_cli.py."""
    return PROJECT


@pytest.fixture
def corpus() -> Path:
    """The documents that ship with Kisima; read only."""
    return PROJECT / "corpus"


@pytest.fixture
def fresh_index(tmp_path: Path) -> Path:
    """A folder in which no index has been built yet."""
    return tmp_path / "index"


@pytest.fixture
def shared() -> Path:
    """Data for measuring, beside the project and not part of it."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data, which does not ship with Kisima")
    return folder
