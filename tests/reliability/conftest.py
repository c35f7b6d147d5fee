"""Processes to be killed, and what they are given to do."""

from __future__ import annotations

import multiprocessing

import pytest


@pytest.fixture(scope="module")
def processes():
    """A process that has imported everything, to fork workers from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kb.indexing", "kb.search", "tests.reliability.versions"])
    return context
