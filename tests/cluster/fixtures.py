"""Fixtures of a real OpenSearch server; tests/conftest.py offers them to every test.

    cluster_url         where one plain node answers, started once for all tests of a run
    cluster_settings    the settings that reach it; their indexes are removed afterwards

A test that uses one of them is marked ``cluster``. Where no server can be started, such
tests are skipped, and the end of the run says why.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

import pytest

from kb.settings import Settings, load
from tests.cluster.keeper import shared_node
from tests.cluster.nodes import PLAIN, ask_node

__all__ = ["cluster_settings", "cluster_url", "mark_cluster_tests"]

_FIXTURES = frozenset({"cluster_url", "cluster_settings"})
_numbers = count(1)


def mark_cluster_tests(items: list[pytest.Item]) -> None:
    """Mark each test that uses the node of the run."""
    for item in items:
        if _FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.cluster)


@pytest.fixture(scope="session")
def cluster_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One node, the same for all workers of pytest-xdist."""
    if reason := PLAIN.missing():
        pytest.skip(reason)
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # that of the run
    with shared_node(folder) as url:
        yield url


@pytest.fixture
def cluster_settings(cluster_url: str) -> Iterator[Settings]:
    """Settings with indexes of their own on the node."""
    name = f"kisima-{os.getpid()}-{next(_numbers)}"
    values = {"engine": "opensearch", "cluster_hosts": cluster_url, "cluster_index": name}
    yield load(values, environ={})
    status, indexes = ask_node(f"{cluster_url}/_cat/indices/{name}*?format=json")
    assert status == 200
    for index in indexes:
        ask_node(f"{cluster_url}/{index['index']}", "DELETE", timeout=60)
