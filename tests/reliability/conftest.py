"""The engines that are put to the test, and processes to be killed."""

from __future__ import annotations

import multiprocessing

import pytest


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def engine(request):
    """The name of an engine: what happens to an index happens to one of each that writes files."""
    return request.param


@pytest.fixture(scope="module")
def processes():
    """A process that has imported everything, to fork workers from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kb.indexing", "kb.search", "tests.reliability.versions"])
    return context
