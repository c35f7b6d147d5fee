"""What a cluster answers where it refuses → an error of our own, with the command that mends it.

The server names the type of each refusal; the status alone is not enough: 403 and 429 stand
for a right that is missing, and for a disk that is full.
"""

from __future__ import annotations

import re
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

__all__ = ["Refusal", "error_of"]

_FULL = re.compile(r"flood-stage|disk usage exceeded|read-only.{1,3}allow delete")
_LONGEST = 300  # characters of the server's words


class Refusal(NamedTuple):
    """What the server said."""

    status: int
    type: str  # index_not_found_exception …
    reason: str
    causes: frozenset[str] = frozenset()  # the types of what led to it

    @classmethod
    def of(cls, status: object, info: object) -> Self:
        """Return the refusal that an answer contains.

        Args:
            status: the HTTP status.
            info: the decoded answer; anything, if it was no JSON.
        """
        number = status if isinstance(status, int) else 0
        error = info.get("error") if isinstance(info, dict) else None
        if isinstance(error, dict):
            kind = str(error.get("type", ""))
            causes = frozenset(str(cause.get("type")) for cause in _causes(error))
            return cls(number, kind, _deepest_reason(error), causes)
        return cls(number, "", str(error or info or "")[:_LONGEST])

    @property
    def is_full(self) -> bool:
        """Whether a disk of the cluster is too full to be written to."""
        return self.type == "cluster_block_exception" and bool(_FULL.search(self.reason))

    @property
    def may_pass(self) -> bool:
        """Whether the same request may succeed a little later."""
        return not self.is_full


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
    if refusal.type == "search_phase_execution_exception":
        return ClusterIncomplete(cluster, refusal.reason)
    if refusal.status in {502, 503, 504}:
        return ClusterUnreachable(cluster, refusal.reason or str(refusal.status))
    said = ": ".join(filter(None, (str(refusal.status), refusal.type, refusal.reason)))
    return ClusterFailed(cluster, said)


def _causes(error: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what led to an error, the root first."""
    causes = list(error.get("root_cause") or ())
    causes += [shard.get("reason") for shard in error.get("failed_shards") or ()]
    return [cause for cause in causes if isinstance(cause, dict)]


def _deepest_reason(error: dict[str, Any]) -> str:
    """Return the first reason that is said at the root, which is the one that helps."""
    reasons = (cause.get("reason") for cause in (*_causes(error), error))
    return str(next(filter(None, reasons), ""))[:_LONGEST]
