"""Where a cluster is and who asks: slips of the settings are named, and secrets are kept."""

from __future__ import annotations

import pytest

from kb.engines.opensearch.access import cluster_hosts
from kb.engines.opensearch.connection import ClusterConnection
from kb.errors import SettingInvalid
from kb.settings import Settings, load

SECRET = "neno-la-siri-7351"


def settings_with(**values) -> Settings:
    return load(values, environ={})


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
