"""What a cluster answers where it refuses → an error of our own, with the command that mends it.

    Refusal.of(status, answer)      what the server said; what kind of failure it is
    failed_parts(answer)            the failures in an answer that is no refusal as a whole
    error_of(refusal, …)            the error of our own

The server names the type of each refusal, and of what led to it. The status alone is not
enough: 403 and 429 mean a right that is missing, and a disk that is full; 404 and 500 mean a
mistake, and a node that has just left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

from kb.errors import (
    ClusterFailed,
    ClusterFull,
    ClusterIncomplete,
    ClusterRefused,
    ClusterUnreachable,
    IndexMissing,
    KisimaError,
)
from kb.messages import Message

__all__ = ["Refusal", "error_of", "failed_parts"]

_FULL = re.compile(r"flood-stage|disk usage exceeded|read-only.{1,3}allow delete")
_LONGEST = 300  # characters of the server's words
_BUSY = 429
_FAILED = 500  # an error of the server itself
_MAY_PASS = frozenset({_BUSY, _FAILED, 502, 503, 504})
_NODE_LEFT = frozenset(
    {
        "connect_transport_exception",
        "failed_node_exception",
        "no_node_available_exception",
        "no_such_node_exception",
        "node_closed_exception",
        "node_decommissioned_exception",
        "node_disconnected_exception",
        "node_not_connected_exception",
        "receive_timeout_transport_exception",
        "send_request_transport_exception",
    }
)
_SHARD_AWAY = frozenset(
    {
        "already_closed_exception",  # Lucene's, of a shard that is being closed
        "illegal_index_shard_state_exception",
        "index_shard_closed_exception",
        "index_shard_not_started_exception",
        "index_shard_recovering_exception",
        "index_shard_relocated_exception",
        "no_longer_primary_shard_exception",
        "no_shard_available_action_exception",
        "primary_missing_action_exception",
        "primary_shard_closed_exception",
        "search_context_missing_exception",  # the state that a search reads
        "shard_not_found_exception",
        "unavailable_shards_exception",
    }
)
_AWAY = _NODE_LEFT | _SHARD_AWAY
_SEARCH_FAILED = "search_phase_execution_exception"
_UNKNOWN_NODE = re.compile("no node found for id")  # an illegal_state_exception has no type for it


class _Cause(NamedTuple):
    """A failure, or what led to one."""

    type: str  # index_not_found_exception …
    reason: str

    @property
    def is_away(self) -> bool:
        """Whether it says that a node, a shard or a state is not where it was."""
        return self.type in _AWAY or bool(_UNKNOWN_NODE.search(self.reason))


class Refusal(NamedTuple):
    """What the server said."""

    status: int
    type: str
    reason: str
    causes: tuple[_Cause, ...] = ()  # what led to it, the root first

    @classmethod
    def of(cls, status: object, info: object) -> Self:
        """Return the refusal that an answer contains.

        Args:
            status: the HTTP status.
            info: the decoded answer; anything, if it was no JSON.
        """
        number = status if isinstance(status, int) else 0
        error = next(_errors(info), None) if isinstance(info, dict) else None
        if isinstance(error, dict):
            causes = tuple(_causes(error))
            reason = next((cause.reason for cause in causes if cause.reason), "")
            return cls(number, str(error.get("type", "")), reason[:_LONGEST], causes)
        return cls(number, "", str(error or info or "")[:_LONGEST])

    @property
    def is_full(self) -> bool:
        """Whether a disk of the cluster is too full to be written to."""
        return self.type == "cluster_block_exception" and bool(_FULL.search(self.reason))

    @property
    def is_away(self) -> bool:
        """Whether a node left, or a shard moved: another copy may answer, or the same one later."""
        return any(cause.is_away for cause in self.causes)

    @property
    def may_pass(self) -> bool:
        """Whether the same request may succeed a little later."""
        return not self.is_full and (self.status in _MAY_PASS or self.is_away)

    @property
    def ends_state(self) -> bool:
        """Whether a search may succeed in a new state only, as this one was kept by what is away.

        A server's error of a type that is not known counts as such: a new state costs one
        request, and the old one may never answer again.
        """
        return self.may_pass and self.status != _BUSY


def error_of(refusal: Refusal, cluster: str, path: str) -> KisimaError:
    """Return the error that says what a refusal means.

    Args:
        refusal: what the server said.
        cluster: its hosts.
        path: what was asked for.

    >>> refusal = Refusal(404, "index_not_found_exception", "no such index [kisima-1]")
    >>> print(error_of(refusal, "http://localhost:9200", "/kisima-1/_search"))
    there is no index in http://localhost:9200/kisima-1; run: kisima index
    """
    if refusal.status == 401:
        return ClusterRefused(cluster, Message("the user, the password or the key is wrong"))
    if refusal.is_full:
        return ClusterFull(cluster, refusal.reason)
    if refusal.status == 403:
        return ClusterRefused(cluster, refusal.reason)
    if refusal.type == "index_not_found_exception":
        return IndexMissing(f"{cluster}/{path.strip('/').partition('/')[0]}")
    if refusal.is_away or (refusal.may_pass and refusal.type == _SEARCH_FAILED):
        return ClusterIncomplete(cluster, refusal.reason)
    if refusal.status in {502, 503, 504}:
        return ClusterUnreachable(cluster, refusal.reason or str(refusal.status))
    said = ": ".join(filter(None, (str(refusal.status), refusal.type, refusal.reason)))
    return ClusterFailed(cluster, said)


def failed_parts(answer: Mapping[str, Any]) -> Iterator[Refusal]:
    """Yield the failures of shards and of single documents in an answer to a read.

    Args:
        answer: to a search, a count, a refresh or a request for several documents.

    >>> shards = {"total": 2, "failed": 1, "failures": [{"reason": {"type": "node_closed_exception"}}]}
    >>> [part.is_away for part in failed_parts({"count": 7, "_shards": shards})]
    [True]
    """
    for error in _errors(answer):
        yield Refusal.of(_FAILED, {"error": error})


def _errors(answer: Mapping[str, Any]) -> Iterator[object]:
    """Yield what an answer says that failed: the request, some documents, some shards."""
    yield from (one["error"] for one in (answer, *(answer.get("docs") or ())) if "error" in one)
    shards = answer.get("_shards") or {}
    if shards.get("failed"):
        failures = shards.get("failures") or (_without_copies(shards),)
        yield from (failure.get("reason") for failure in failures)


def _without_copies(shards: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the failure that the server counts, but does not list: no copy of a shard is there."""
    reason = f"{shards['failed']} of {shards['total']} shards failed"
    return {"reason": {"type": "no_shard_available_action_exception", "reason": reason}}


def _causes(error: Mapping[str, Any]) -> Iterator[_Cause]:
    """Yield what led to an error, the root first, then the error itself."""
    deeper = [
        *(error.get("root_cause") or ()),
        *(failed.get("reason") for failed in error.get("failed_shards") or ()),
        error.get("caused_by"),
    ]
    for cause in deeper:
        if isinstance(cause, dict):
            yield from _causes(cause)
    yield _Cause(str(error.get("type", "")), str(error.get("reason") or ""))
