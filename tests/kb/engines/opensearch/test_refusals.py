"""What OpenSearch 3.8 answered while nodes were killed: which failures may pass, and where."""

from __future__ import annotations

from typing import Any

import pytest

from kb.engines.opensearch.refusals import Refusal, error_of, failed_parts
from kb.errors import (
    ClusterFailed,
    ClusterFull,
    ClusterIncomplete,
    ClusterRefused,
    ClusterUnreachable,
    IndexMissing,
)


def cause(type: str, reason: str = "[n1][127.0.0.1:9300]", **rest: Any) -> dict[str, Any]:
    return {"type": type, "reason": reason, **rest}


def of_shard(failure: dict[str, Any]) -> dict[str, Any]:
    """A search of which one shard failed."""
    failed = {"shard": 2, "index": "kisima-1", "node": "X-cS4SQK", "reason": failure}
    return cause(
        "search_phase_execution_exception",
        "Partial shards failure",
        root_cause=[failure],
        phase="dfs_query",
        grouped=True,
        failed_shards=[failed],
        caused_by=failure,
    )


NO_NODE = cause("illegal_state_exception", "no node found for id: X-cS4SQKQAOmbPheyihJHg")
MISSING = cause(
    "search_phase_execution_exception",
    "",
    root_cause=[],
    phase="create_pit",
    failed_shards=[],
    caused_by=cause(
        "search_phase_execution_exception",
        "Search rejected due to missing shards [[kisima-1][0]]. Consider using …",
        phase="create_pit",
        failed_shards=[],
    ),
)
AWAY = [
    (500, of_shard(NO_NODE)),
    (500, NO_NODE),
    (500, of_shard(cause("node_disconnected_exception"))),
    (500, of_shard(cause("node_not_connected_exception"))),
    (500, of_shard(cause("node_closed_exception"))),
    (500, of_shard(cause("send_request_transport_exception", caused_by=cause("node_closed_exception")))),
    (500, cause("exception", "Create pit update phase failed", caused_by=cause("node_closed_exception"))),
    (503, of_shard(cause("no_shard_available_action_exception"))),
    (404, of_shard(cause("search_context_missing_exception", "No search context found for id [7]"))),
    (404, of_shard(cause("shard_not_found_exception", "no such shard"))),
    (404, of_shard(cause("index_shard_closed_exception", "CurrentState[CLOSED] Closed"))),
    (404, cause("illegal_index_shard_state_exception", "CurrentState[RECOVERING] operations …")),
    (500, of_shard(cause("already_closed_exception", "this IndexReader is closed"))),
    (503, cause("unavailable_shards_exception", "[kisima-1][0] primary shard is not active")),
]  # fmt: skip


@pytest.mark.parametrize(("status", "error"), AWAY)
def test_a_node_that_left_is_asked_elsewhere_or_later(status, error):
    """Whatever the status: the question is asked again, in a new state, and only then is an error."""
    refusal = Refusal.of(status, {"error": error, "status": status})
    assert refusal.is_away
    assert refusal.may_pass
    assert refusal.ends_state
    assert isinstance(error_of(refusal, "http://a:9200", "/_msearch"), ClusterIncomplete)


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        (503, MISSING, ClusterIncomplete),
        (503, cause("cluster_block_exception", "blocked by: [no cluster manager]"), ClusterUnreachable),
        (503, cause("cluster_manager_not_discovered_exception", ""), ClusterUnreachable),
        (500, of_shard(cause("null_pointer_exception", "…")), ClusterIncomplete),
        (502, "Bad Gateway", ClusterUnreachable),
    ],
)  # fmt: skip
def test_an_error_of_the_server_may_pass(status, error, expected):
    """Of a type that nobody has seen too: one more state costs one request."""
    refusal = Refusal.of(status, {"error": error})
    assert (refusal.is_away, refusal.may_pass, refusal.ends_state) == (False, True, True)
    assert type(error_of(refusal, "http://a:9200", "/_msearch")) is expected


def test_a_busy_cluster_keeps_its_states():
    """Too many requests at once: the same one is sent again, without a new state."""
    refusal = Refusal.of(429, {"error": of_shard(cause("rejected_execution_exception"))})
    assert (refusal.may_pass, refusal.ends_state) == (True, False)


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        (400, of_shard(cause("query_shard_exception", "failed to create query")), ClusterFailed),
        (400, cause("parsing_exception", "unknown query [nonsense]"), ClusterFailed),
        (401, "Unauthorized", ClusterRefused),
        (403, cause("security_exception", "no permissions for [indices:data/read]"), ClusterRefused),
        (404, cause("index_not_found_exception", "no such index [kisima-1]"), IndexMissing),
        (409, cause("version_conflict_engine_exception", "…"), ClusterFailed),
        (429, cause("cluster_block_exception", "index [a] blocked by: [TOO_MANY_REQUESTS/12/disk "
                    "usage exceeded flood-stage watermark, index has read-only-allow-delete block]"),
         ClusterFull),
    ],
)  # fmt: skip
def test_what_stays_wrong_is_not_asked_again(status, error, expected):
    """A mistake of ours, a missing right and a full disk are the same a second later."""
    refusal = Refusal.of(status, {"error": error})
    assert (refusal.is_away, refusal.may_pass, refusal.ends_state) == (False, False, False)
    assert type(error_of(refusal, "http://a:9200", "/kisima-1/_search")) is expected


@pytest.mark.parametrize(
    "answer",
    [
        {"count": 4, "_shards": {"total": 3, "successful": 2, "failed": 1, "failures": [
            {"shard": 1, "index": "a", "status": "INTERNAL_SERVER_ERROR",
             "reason": cause("node_not_connected_exception")}]}},
        {"hits": {"hits": []}, "_shards": {"total": 3, "successful": 2, "failed": 1}},
        {"docs": [{"_id": "a", "found": True}, {"_id": "b", "error": cause(
            "no_shard_available_action_exception", "No shard available for [get [a][b]]")}]},
    ],
)  # fmt: skip
def test_a_part_of_an_answer_that_failed_is_no_answer(answer):
    """A count of some shards, or a row that could not be looked up, is not told from the truth."""
    (failed,) = failed_parts(answer)
    assert failed.is_away
    assert failed.may_pass


def test_a_whole_answer_has_no_failed_part():
    """Copies that are not there yet are no failures, and a document that is missing is none."""
    for answer in (
        {"_shards": {"total": 6, "successful": 3, "failed": 0}},
        {"docs": [{"_id": "a", "found": False}]},
        {"acknowledged": True},
    ):
        assert list(failed_parts(answer)) == []


def test_the_reason_of_failed_shards_is_in_the_error():
    """A refresh that some copies refused has no error of its own, but the failures of these."""
    reason = cause("no_node_available_exception", "unknown node [X-cS4SQKQAOmbPheyihJHg]")
    shards = {
        "total": 6,
        "successful": 4,
        "failed": 1,
        "failures": [{"shard": 2, "reason": reason}],
    }
    refusal = Refusal.of(503, {"_shards": shards})
    assert (refusal.type, refusal.is_away) == ("no_node_available_exception", True)
    assert "unknown node" in str(error_of(refusal, "http://a:9200", "/kisima-1/_refresh"))
