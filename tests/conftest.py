"""Fixtures for every test, and the last lines of a run: which tests did not run, and why.

A fixture is a noun and fresh for each test. ``shared`` is the one place where a test may be
skipped: it needs data for measuring that does not ship. tests/test_own_sets.py proves the
same on small sets that do.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

from tests.cluster.fixtures import cluster_settings, cluster_url, mark_cluster_tests
from tests.memory import run_folder

__all__ = ["cluster_settings", "cluster_url"]

PROJECT = Path(__file__).resolve().parent.parent
RUN_FOLDER = pytest.StashKey[Path | None]()

# A timing never decides a test: on a busy machine any example can take long.
hypothesis.settings.register_profile("kisima", deadline=None)
hypothesis.settings.load_profile("kisima")


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
    """Data for measuring, outside the project and not part of it."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(
            "../shared/data is missing, because it does not ship with Kisima; "
            "tests/test_own_sets.py measures the same on small sets of our own"
        )
    return folder


def pytest_configure(config: pytest.Config) -> None:
    """Keep the files of the run in memory, unless --basetemp says where."""
    folder = None if config.option.basetemp else run_folder()
    config.stash[RUN_FOLDER] = folder
    config.option.basetemp = config.option.basetemp or folder


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Free the memory; after a failure the files stay until the next run."""
    if (folder := session.config.stash[RUN_FOLDER]) and exitstatus == 0:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)  # before pytest selects by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a server of OpenSearch."""
    mark_cluster_tests(items)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """End the report with the number of tests that did not run, by reason."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        reasons[str(reason).removeprefix("Skipped: ")] += 1
    if deselected := len(terminalreporter.stats.get("deselected", [])):
        chosen = config.getoption("markexpr") or config.getoption("keyword") or "other tests"
        reasons[f"the run was for: {chosen}"] = deselected
    for reason, count in sorted(reasons.items()):
        tests = "1 test" if count == 1 else f"{count} tests"
        terminalreporter.write_line(f"{tests} did not run: {reason}.")
