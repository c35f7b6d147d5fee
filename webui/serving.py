"""Serve the site: one process, or several that share a socket.

uvicorn's supervisor starts the processes, replaces one that ends or hangs, and stops all of
them gracefully. Each process opens the index itself and checks for a newer generation, so
an update reaches all of them with their next request.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import wait

from starlette.applications import Starlette
from uvicorn import Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from kb.settings import Settings
from webui.app import create_app
from webui.connections import ConnectionTable, DefendedConfig

__all__ = ["serve"]

_STOP_SECONDS = 10
"""A request that is being answered has this long to end."""

_HANG_SECONDS = 30
"""A process that does not answer its supervisor for this long is replaced."""


def serve(
    settings: Settings,
    host: str | None = None,
    port: int | None = None,
    prepare: Callable[[], None] | None = None,
) -> None:
    """Serve the site until it is stopped.

    Args:
        settings: as for ``create_app``; ``serve_workers`` is the number of processes.
        host: the address to serve on; the setting where left out.
        port: the port, 0 for any free one; the setting where left out.
        prepare: called in each process before its site is made; it sets up the log.
    """
    settings = settings.replace(host=host, port=port)
    config = _config(settings, prepare)
    with _metrics(settings):
        if settings.serve_workers > 1:
            _supervise(config)
            return
        with suppress(KeyboardInterrupt):  # uvicorn has stopped, and raises the signal again
            Server(config).run()


def _config(settings: Settings, prepare: Callable[[], None] | None) -> DefendedConfig:
    proxies = frozenset(filter(None, map(str.strip, settings.proxies.split(","))))
    return DefendedConfig(
        partial(_site, settings, prepare),
        ConnectionTable(settings.connections_per_client, proxies),
        factory=True,
        workers=settings.serve_workers,
        host=settings.host,
        port=settings.port,
        log_config=None,  # its log is that of the command: kb/cli/logs.py
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=_STOP_SECONDS,
        timeout_worker_healthcheck=_HANG_SECONDS,
    )


def _metrics(settings: Settings) -> AbstractContextManager[None]:
    if not settings.metrics_port:
        return nullcontext()
    from webui.metrics import metrics_served  # its library is an extra

    return metrics_served(settings.metrics_port)


def _site(settings: Settings, prepare: Callable[[], None] | None) -> Starlette:
    """Return the site of one process. A function of this module, so that spawn can pickle it."""
    if prepare is not None:
        prepare()
    if parent_process() is not None:
        threading.Thread(target=_end_with_supervisor, daemon=True).start()
    return create_app(settings)


def _end_with_supervisor() -> None:
    """Stop this process when its supervisor is gone: it was killed, and could stop nobody."""
    supervisor = parent_process()
    assert supervisor is not None
    wait([supervisor.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def _supervise(config: DefendedConfig) -> None:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.create_server((config.host, config.port), family=family) as shared:
        supervisor = Multiprocess(config, [shared])
        supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        sys.exit(STARTUP_FAILURE)
