"""The one place that talks to an OpenSearch cluster: settings → requests, errors of our own.

    ClusterConnection(settings)     ask(method, path, body) → the answer, as JSON

The rows ``cluster_*`` of kb.settings.table say where the cluster is; kb.engines.opensearch.access
reads them.

A read is sent again, to the next host, where a node went away under it, also if only a part
of the answer is missing. A write is sent again where the cluster was busy or did not answer;
all our writes may be sent twice. kb.engines.opensearch.refusals says which failures may pass.
"""

from __future__ import annotations

import json
import logging
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Never, TypeVar
from uuid import uuid4

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import ConnectionTimeout, SSLError, TransportError

from kb.engines.opensearch.access import cluster_hosts, credentials, ssl_context
from kb.engines.opensearch.refusals import Refusal, error_of, failed_parts
from kb.errors import (
    ClusterFailed,
    ClusterRefused,
    ClusterUnreachable,
    ClusterUntrusted,
    KisimaError,
)
from kb.messages import Message
from kb.settings import Settings

__all__ = ["ClusterConnection", "PointInTimeGone", "Search"]

_FAILED = 500  # an error of the server itself, that may come after it has done what was asked
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds; doubled each time
_SEARCHES = "/_msearch"
_MARK = "made_by"  # of the request that made an index
_CONNECTIONS = 16  # kept open to each host

Answer = TypeVar("Answer")
Search = tuple[Mapping[str, Any], Mapping[str, Any]]
"""How a search is run, and the search itself, as the server takes them."""

_log = logging.getLogger(__name__)


class ClusterConnection:
    """The way to one cluster. May be used from several threads.

    Raises:
        SettingInvalid: a setting has a value that cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        hosts = cluster_hosts(settings)
        self.name = settings.cluster_hosts
        """What the cluster is called in errors."""
        self.timeout = settings.cluster_timeout
        self.retries = settings.cluster_retries
        self.requests = 0
        """How many requests were sent: the round trips that a benchmark reports."""
        self._client = OpenSearch(
            [
                {"host": host.name, "port": host.port, "url_prefix": host.path,
                 "use_ssl": host.scheme == "https"}
                for host in hosts
            ],
            ssl_context=ssl_context(settings) if hosts[0].scheme == "https" else None,
            timeout=self.timeout,
            max_retries=0,  # ``ask`` tries again; the library does so without a pause
            retry_on_timeout=True,  # so that a host without an answer counts as dead
            pool_maxsize=_CONNECTIONS,
            **credentials(settings, hosts),
        )  # fmt: skip
        # It would log each failed request with its trace; what matters becomes an error.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        write: bool = False,
        partial: bool = False,
        timeout: float | None = None,
        **params: str | int | bool,
    ) -> dict[str, Any]:
        """Send a request, and again where that may help.

        Args:
            method: GET, POST, PUT, DELETE or HEAD.
            path: it begins with a slash; names in it are quoted already.
            body: what becomes JSON, or the lines of a bulk request as bytes.
            write: the request changes something: it is not sent again after an error of
                the server itself.
            partial: the answer may lack what some shards hold.
            timeout: seconds; None: that of the settings.
            params: of the address. None of them is called ``timeout``: the library takes
                that one for its own.

        Returns:
            The answer; ``{"exists": bool}`` for HEAD.

        Raises:
            ClusterFailed: one of its subclasses says what was wrong.
            IndexMissing: the cluster has no such index.
        """

        def send() -> dict[str, Any]:
            answer = self._ask_once(method, path, body, timeout, params)
            if not partial:
                for failed in failed_parts(answer):
                    self._raise(failed, path)
            return answer

        return self._repeat(send, write)

    def search_all(self, searches: Sequence[Search]) -> list[dict[str, Any]]:
        """Return the answers of several searches, which the cluster runs at once.

        Raises:
            ClusterFailed: one of them failed; see ``ask``.
            IndexMissing: the cluster has no such index.
            PointInTimeGone: the state that they are to read is no longer kept; see ``with_state``.
        """
        body = self.lines(part for search in searches for part in search)

        def search() -> list[dict[str, Any]]:
            answers = self._ask_once("POST", _SEARCHES, body, None, {})["responses"]
            for answer in answers:
                if "error" in answer:
                    self._raise(Refusal.of(answer.get("status"), answer), _SEARCHES)
            return list(answers)

        return self._repeat(search, write=False)

    def with_state(self, read: Callable[[], Answer]) -> Answer:
        """Return what *read* returns; it is called again, for a new state, where its state is gone.

        A node that left may take the new state with it too, so that is tried as often as a
        request is sent. The first time needs no pause: a state ends also where nobody asked.

        Raises:
            PointInTimeGone: it did not help.
        """
        for pause in (0.0, *self.pauses()):
            try:
                return read()
            except PointInTimeGone as gone:
                _log.info("%s; taking a new state", gone)
            time.sleep(pause)
        return read()

    def pauses(self) -> Iterator[float]:
        """Yield the seconds to wait before a request is sent again, as often as it may be."""
        pause = _FIRST_PAUSE
        for _ in range(self.retries):
            yield pause
            pause = min(2 * pause, _LONGEST_PAUSE)

    def exists(self, path: str) -> bool:
        """Return whether the cluster has what *path* names.

        Raises:
            ClusterFailed: see ``ask``.
        """
        return bool(self.ask("HEAD", path)["exists"])

    def create(self, path: str, definition: Mapping[str, Any]) -> None:
        """Create an index.

        A request whose answer was lost is sent again, and refused then, as the index is
        there. So the index carries a mark of its own that says who made it.

        Args:
            path: of the index.
            definition: its settings and mappings.

        Raises:
            ClusterFailed: there is one of this name, or it cannot be made.
        """
        mark = uuid4().hex
        mappings = definition["mappings"]
        marked = {**mappings, "_meta": {**mappings.get("_meta", {}), _MARK: mark}}
        try:
            self.ask("PUT", path, {**definition, "mappings": marked}, write=True)
        except ClusterRefused:
            raise  # who may not make an index may not ask for it either
        except ClusterFailed:
            if not self.exists(path):
                raise
            (made,) = self.ask("GET", path).values()
            if made["mappings"].get("_meta", {}).get(_MARK) != mark:
                raise

    def lines(self, rows: Iterable[object]) -> bytes:
        """Return the body of a request that takes JSON by lines."""
        return b"".join(_to_json(row) + b"\n" for row in rows)

    def close(self) -> None:
        """Close every connection. Idempotent."""
        self._client.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def _ask_once(
        self,
        method: str,
        path: str,
        body: object,
        timeout: float | None,
        params: Mapping[str, str | int | bool],
    ) -> dict[str, Any]:
        self.requests += 1
        sent = body if isinstance(body, bytes) or body is None else _to_json(body)
        try:
            answer = self._client.transport.perform_request(
                method,
                path,
                params={**params, **({} if timeout is None else {"request_timeout": timeout})},
                body=sent,
            )
        except SSLError as error:
            raise ClusterUntrusted(self.name, _tls_reason(error)) from error
        except ConnectionTimeout as error:
            seconds = timeout or self.timeout
            reason = Message("no answer within {seconds} s", seconds=f"{seconds:g}")
            raise _Again(ClusterUnreachable(self.name, reason)) from error
        except NoConnection as error:
            raise _Again(ClusterUnreachable(self.name, _connection_reason(error))) from error
        except TransportError as error:
            self._raise(Refusal.of(error.status_code, error.info), path, error)
        return {"exists": answer} if isinstance(answer, bool) else answer

    def _repeat(self, send: Callable[[], Answer], write: bool) -> Answer:
        for pause in (*self.pauses(), None):
            try:
                return send()
            except _Again as again:
                if pause is None or (write and again.status == _FAILED):
                    raise again.error from again.__cause__
                _log.info("%s; trying again", again.error)
            time.sleep(pause)
        raise AssertionError("the loop returns or raises")

    def _raise(self, refusal: Refusal, path: str, cause: Exception | None = None) -> Never:
        failed = error_of(refusal, self.name, path)
        if path == _SEARCHES and refusal.ends_state:
            raise PointInTimeGone(failed) from cause
        if refusal.may_pass:
            raise _Again(failed, refusal.status) from cause
        raise failed from cause


class PointInTimeGone(Exception):
    """The state of an index that a reader keeps was not asked for in time, or its node is gone.

    Args:
        error: what to tell the user, if a new state does not help.
    """

    def __init__(self, error: KisimaError) -> None:
        super().__init__(str(error))
        self.error = error


class _Again(Exception):
    """A request failed in a way that may pass."""

    def __init__(self, error: KisimaError, status: int = 0) -> None:
        super().__init__(str(error))
        self.error, self.status = error, status


def _tls_reason(error: SSLError) -> str:
    return _innermost(error) or "TLS"


def _connection_reason(error: NoConnection) -> str:
    return _innermost(error) or type(error).__name__


def _innermost(error: BaseException) -> str:
    """Return what the system said, without the layers of libraries around it."""
    inner: BaseException = error
    while True:
        causes = [inner.__cause__, getattr(inner, "reason", None), inner.__context__]
        if isinstance(inner, TransportError):
            causes.insert(0, inner.info)
        following = next((one for one in causes if isinstance(one, BaseException)), None)
        if following is None or following is inner:
            break
        inner = following
    if isinstance(inner, ssl.SSLError):
        return getattr(inner, "verify_message", "") or inner.reason or str(inner)
    if isinstance(inner, OSError):
        return inner.strerror or str(inner)
    return str(inner)


def _to_json(value: object) -> bytes:
    # half a surrogate pair is no UTF-8; what has one occurs nowhere
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
