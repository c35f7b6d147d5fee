"""The way to a cluster: settings, errors that say what to do, requests sent again, secrets kept."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kb.engines.opensearch.connection import ClusterConnection, cluster_hosts
from kb.errors import (
    ClusterFailed,
    ClusterFull,
    ClusterRefused,
    ClusterUnreachable,
    ClusterUntrusted,
    IndexMissing,
    SettingInvalid,
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


@pytest.mark.parametrize(
    "hosts",
    ["", "localhost:9200", "ftp://a:1", "http://", "http://a:x", "http://a:1,https://b:1", " , "],
)
def test_a_host_that_is_no_address_is_refused(hosts):
    """A slip in the setting is named before anything is sent."""
    with pytest.raises(SettingInvalid, match="cluster_hosts"):
        cluster_hosts(Settings({"cluster_hosts": hosts}))


def test_several_hosts_are_read():
    """Ports may be left out, as in a browser; an address may have a path, behind a proxy."""
    hosts = cluster_hosts(settings_with(cluster_hosts="https://a.go.tz, https://[::1]:9200/es/"))
    assert [tuple(host) for host in hosts] == [
        ("https", "a.go.tz", 443, ""), ("https", "::1", 9200, "es"),
    ]  # fmt: skip


def test_a_password_in_an_address_is_refused_and_not_shown():
    """`kisima settings` shows every address, so none may contain a password."""
    for source in ({}, {"KISIMA_CLUSTER_HOSTS": f"https://u:{SECRET}@a:1"}):
        given = {} if source else {"cluster_hosts": f"https://u:{SECRET}@a:1"}
        with pytest.raises(SettingInvalid, match="without @") as caught:
            load(given, environ=source)
        assert SECRET not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize("where", ["environment", "file"])
@pytest.mark.parametrize("kind", ["password", "api_key"])
def test_a_secret_is_sent_only_over_tls_or_to_this_computer(where, kind, tmp_path, monkeypatch):
    """Whoever listens between two computers reads what goes over plain HTTP."""
    values = {"cluster_user": "kisima"} if kind == "password" else {}
    if where == "file":
        (tmp_path / "secret").write_text(SECRET + "\n")
        values[f"cluster_{kind}_file"] = str(tmp_path / "secret")
    else:
        monkeypatch.setenv(f"KISIMA_CLUSTER_{kind.upper()}", SECRET)
    ClusterConnection(settings_with(cluster_hosts="http://127.0.0.1:1", **values)).close()
    ClusterConnection(settings_with(cluster_hosts="https://a.go.tz", **values)).close()
    with pytest.raises(SettingInvalid, match="https") as caught:
        ClusterConnection(settings_with(cluster_hosts="http://a.go.tz", **values))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("name", ["cluster_ca", "cluster_password_file", "cluster_api_key_file"])
def test_a_file_that_cannot_be_read_is_named(name, tmp_path):
    """The setting and the reason are in the message."""
    values = {name: str(tmp_path / "hakuna"), "cluster_user": "kisima"}
    with pytest.raises(SettingInvalid, match=rf"{name}=.*No such file"):
        ClusterConnection(settings_with(cluster_hosts="https://a.go.tz", **values))


def test_a_file_that_is_no_certificate_is_named(tmp_path):
    """A key, or an empty file, in the place of the certificate is a mistake of the setting."""
    (tmp_path / "ca.pem").write_text("cheti\n")
    with pytest.raises(SettingInvalid, match="PEM"):
        ClusterConnection(
            settings_with(cluster_hosts="https://a.go.tz", cluster_ca=str(tmp_path / "ca.pem"))
        )


def test_a_user_without_a_password_is_a_mistake():
    """Nobody means to log in without one; the message names both ways to give it."""
    with pytest.raises(SettingInvalid, match="KISIMA_CLUSTER_PASSWORD"):
        ClusterConnection(settings_with(cluster_user="kisima"))


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
