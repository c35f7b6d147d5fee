"""Count for Prometheus, over all processes, on 127.0.0.1 only.

Each process keeps its numbers in files of one folder, and the process that was started adds
them up when it is asked. So a process that was replaced takes nothing away. No label has a
word of a question.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from kb.extras import require_extra
from kb.knowledge_base import KnowledgeBase
from kb.results import Results
from webui.observing import Observation

if TYPE_CHECKING:
    from prometheus_client import Counter, Gauge, Histogram

__all__ = ["metrics_served", "observe_index", "observe_request", "observe_results"]

require_extra("metrics")

_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_OTHER = "other"
"""The route of an address that no route has: addresses are no labels, anyone can make them up."""


@contextmanager
def metrics_served(port: int) -> Iterator[None]:
    """Serve the numbers of this process, and of those that it starts, on 127.0.0.1.

    Raises:
        OSError: the port is in use.
    """
    with tempfile.TemporaryDirectory(prefix="kisima-metrics-") as folder:
        os.environ[_FOLDER_VARIABLE] = folder  # before the library is imported, here or there
        from prometheus_client import CollectorRegistry, start_http_server
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        server, thread = start_http_server(port, "127.0.0.1", registry)
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
            del os.environ[_FOLDER_VARIABLE]


@dataclass(frozen=True, slots=True)
class _Numbers:
    requests: Counter
    seconds: Histogram
    searches: Counter
    without_results: Counter
    generation: Gauge
    built: Gauge


@cache
def _numbers() -> _Numbers:
    """Return the numbers of this process."""
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

    own = CollectorRegistry()
    return _Numbers(
        Counter("kisima_requests", "Requests.", ("route", "status"), registry=own),
        Histogram(
            "kisima_request_seconds", "Time to answer.", ("route",), buckets=_BUCKETS, registry=own
        ),
        Counter("kisima_searches", "Searches.", registry=own),
        Counter("kisima_searches_without_results", "Searches that found nothing.", registry=own),
        Gauge(
            "kisima_generation",
            "The generation that answers.",
            multiprocess_mode="mostrecent",
            registry=own,
        ),
        Gauge(
            "kisima_index_built_timestamp_seconds",
            "When the index that answers was published; its age: time() less this.",
            multiprocess_mode="mostrecent",
            registry=own,
        ),
    )


def observe_request(seen: Observation) -> None:
    """Count a request, and the time that it took."""
    numbers, route = _numbers(), seen.route or _OTHER
    numbers.requests.labels(route, str(seen.status)).inc()
    numbers.seconds.labels(route).observe(seen.seconds)


def observe_results(results: Results) -> None:
    """Count a search, and whether it found nothing."""
    numbers = _numbers()
    numbers.searches.inc()
    if not results.total:
        numbers.without_results.inc()


def observe_index(base: KnowledgeBase) -> None:
    """Note which generation answers, and when it was published."""
    numbers = _numbers()
    numbers.generation.set(int(base.generation))
    numbers.built.set(datetime.fromisoformat(base.built).timestamp())
