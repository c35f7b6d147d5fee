"""The way to a cluster: errors that say what to do, requests sent again, secrets kept."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kb.engines.opensearch.connection import ClusterConnection
from kb.errors import (
    ClusterFailed,
    ClusterFull,
    ClusterRefused,
    ClusterUnreachable,
    ClusterUntrusted,
    IndexMissing,
)
from kb.messages import translate
from kb.settings import Settings, load
from tests.cluster.nodes import PLAIN, NodeGroup

PROJECT = Path(__file__).resolve().parents[4]
SECRET = "neno-la-siri-7351"


def settings_with(**values) -> Settings:
    return load(values, environ={})


@pytest.fixture
def connection(cluster_settings):
    opened = ClusterConnection(cluster_settings)
    yield opened
    opened.close()


def test_a_secret_is_in_no_setting_no_error_and_no_log(tmp_path, monkeypatch, caplog):
    """Neither what is printed of settings, nor an error with its cause, nor any log has it."""
    monkeypatch.setenv("KISIMA_CLUSTER_PASSWORD", SECRET)
    caplog.set_level(logging.DEBUG)
    connection = ClusterConnection(
        settings_with(cluster_hosts="http://127.0.0.1:9", cluster_user="u", cluster_retries=1)
    )
    with pytest.raises(ClusterUnreachable) as caught:
        connection.ask("GET", "/")
    error: BaseException | None = caught.value
    while error is not None:
        assert SECRET not in f"{error} {error!r}"
        error = error.__cause__ or error.__context__
    assert SECRET not in caplog.text + repr(connection)
    shown = subprocess.run(
        [sys.executable, PROJECT / "search_cli.py", "settings"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "KISIMA_CLUSTER_PASSWORD": SECRET},
        capture_output=True,
        text=True,
    )
    assert "cluster_user" in shown.stdout
    assert SECRET not in shown.stdout + shown.stderr


def test_a_server_that_is_away_is_named(caplog):
    """The message says where it was looked for and which setting says so, in both languages."""
    connection = ClusterConnection(
        settings_with(cluster_hosts="http://127.0.0.1:9", cluster_retries=0)
    )
    with pytest.raises(ClusterUnreachable, match=r"127.0.0.1:9.*refused.*cluster_hosts") as caught:
        connection.ask("GET", "/")
    assert translate(caught.value.message, "sw") != translate(caught.value.message, "en")
    assert caplog.records == []


def test_a_request_is_answered(connection):
    """What the server says comes back as JSON; what is not there does not exist."""
    assert connection.ask("GET", "/")["version"]["number"] == PLAIN.version
    assert not connection.exists("/kisima-hakuna")


@pytest.mark.parametrize("key", ["os_yoyote", "ApiKey os_yoyote", "Bearer yoyote"])
def test_a_server_without_accounts_asks_for_no_key(cluster_settings, monkeypatch, key):
    """It answers whatever is sent: that a key "works" there says nothing about the key."""
    monkeypatch.setenv("KISIMA_CLUSTER_API_KEY", key)
    connection = ClusterConnection(cluster_settings)
    assert connection.ask("GET", "/")["version"]["number"] == PLAIN.version


def test_an_index_is_made_once_though_an_answer_is_lost(connection, cluster_settings):
    """Sent again it is refused, as it is there: that is no error, unless somebody else made it."""
    path = f"/{cluster_settings.cluster_index}-made"
    ask = connection.ask

    def losing(method, *arguments, **options):
        answer = ask(method, *arguments, **options)
        return ask(method, *arguments, **options) if method == "PUT" else answer

    connection.ask = losing
    connection.create(path, {"mappings": {"_meta": {"a": 1}}})
    connection.ask = ask
    (made,) = connection.ask("GET", path).values()
    assert made["mappings"]["_meta"]["a"] == 1
    with pytest.raises(ClusterFailed, match="already exists"):
        connection.create(path, {"mappings": {}})


def test_an_index_that_is_missing_is_named(connection):
    """As for a folder: the message says which, and the command that makes it."""
    with pytest.raises(IndexMissing, match=r"/kisima-hakuna; run: kisima index"):
        connection.ask("GET", "/kisima-hakuna/_search")


def test_a_request_that_makes_no_sense_is_refused_with_the_servers_words(connection):
    """A mistake of ours is not sent again, and says what the server said."""
    begin = time.monotonic()
    with pytest.raises(ClusterFailed, match=r"400: .*nonsense"):
        connection.ask("POST", "/_search", {"query": {"nonsense": {}}})
    assert time.monotonic() - begin < 5


def test_a_host_that_is_away_is_passed_over(cluster_settings):
    """Of several hosts, one that answers is enough."""
    settings = cluster_settings.replace(
        cluster_hosts=f"http://127.0.0.1:9,{cluster_settings.cluster_hosts}"
    )
    connection = ClusterConnection(settings)
    for _ in range(4):
        assert connection.ask("GET", "/")["version"]["number"] == PLAIN.version


def test_http_where_https_is_set_is_not_trusted(cluster_settings):
    """A server without TLS is not asked anything by one who expects it."""
    hosts = cluster_settings.cluster_hosts.replace("http:", "https:")
    connection = ClusterConnection(cluster_settings.replace(cluster_hosts=hosts, cluster_retries=0))
    with pytest.raises((ClusterUntrusted, ClusterUnreachable)):
        connection.ask("GET", "/")


@pytest.mark.slow
def test_a_node_that_answers_slowly_is_waited_for(cluster_settings):
    """A read that times out is sent again; with no time left, the message says how long."""
    if reason := PLAIN.missing():
        pytest.skip(reason)
    with NodeGroup(PLAIN, heap="256m") as nodes:
        nodes.wait()
        node = nodes.nodes[0]
        settings = cluster_settings.replace(
            cluster_hosts=nodes.hosts, cluster_timeout=1, cluster_retries=0
        )
        connection = ClusterConnection(settings)
        node.pause()
        with pytest.raises(ClusterUnreachable, match="no answer within 1 s"):
            connection.ask("GET", "/")
        patient = ClusterConnection(settings.replace(cluster_retries=8))
        threading.Timer(2.5, node.resume).start()
        assert patient.ask("GET", "/")["version"]["number"] == PLAIN.version
        _test_full_disk(node, ClusterConnection(settings.replace(cluster_timeout=60)))


def _test_full_disk(node, connection):
    """An index that the server blocks with less free space than its flood stage is said to be so."""
    connection.ask("PUT", "/kisima-1", write=True)
    connection.ask(
        "PUT",
        "/_cluster/settings",
        {
            "transient": {
                "cluster.routing.allocation.disk.threshold_enabled": True,
                "cluster.routing.allocation.disk.watermark.low": "1000tb",
                "cluster.routing.allocation.disk.watermark.high": "1000tb",
                "cluster.routing.allocation.disk.watermark.flood_stage": "1000tb",
                "cluster.info.update.interval": "10s",
            }
        },
        write=True,
    )
    for _ in range(150):
        settings = node.ask("/kisima-1/_settings")[1]["kisima-1"]["settings"]["index"]
        if settings.get("blocks", {}).get("read_only_allow_delete") == "true":
            break
        time.sleep(0.2)
    with pytest.raises(ClusterFull, match=r"full.*kisima index") as caught:
        connection.ask("PUT", "/kisima-1/_doc/1", {"x": 1}, write=True)
    assert caught.value.exit_code == 74


def test_the_right_that_is_missing_is_no_full_disk():
    """403 means both; the type of the refusal tells them apart."""
    assert issubclass(ClusterRefused, ClusterFailed)
    assert not issubclass(ClusterRefused, ClusterFull)
