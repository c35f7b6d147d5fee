"""TLS and accounts for real: a strange CA, no password, a wrong one, a reader that writes."""

from __future__ import annotations

import logging

import pytest

from kb.admin.history import roll_back
from kb.admin.status import status
from kb.admin.verify import verify
from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.engines.opensearch.connection import ClusterConnection
from kb.engines.opensearch.engine import OpenSearchFactory
from kb.errors import ClusterFailed, ClusterRefused, ClusterUnreachable, ClusterUntrusted
from kb.index.schema import Entry
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.messages import translate
from kb.settings import Settings, load
from tests.cluster.nodes import SECURED
from tests.cluster.secured import SecuredNodes, make_authority

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

ENTRY = Entry("a.txt#0", "a.txt", 0, {"term": (("dira",),)}, {}, None, b"shown")
QUESTION = SearchRequest((Clause(AnyOf("term", ("dira",))),))


@pytest.fixture(scope="module")
def nodes():
    """One node, with the security plugin that was published with it."""
    if reason := SECURED.missing():
        pytest.skip(reason)
    with SecuredNodes() as started:
        started.wait()
        yield started


@pytest.fixture
def settings_of(nodes, tmp_path):
    """A function that returns the settings of a user."""

    def settings(user: str = "", password: str = "", **values) -> Settings:
        if password:
            (tmp_path / "password").write_text(password + "\n")
            values["cluster_password_file"] = str(tmp_path / "password")
        values = {
            "cluster_hosts": nodes.hosts,
            "cluster_user": user,
            "cluster_ca": str(nodes.pems / "ca.pem"),
            "cluster_retries": 0,
        } | values
        return load(values, environ={})

    return settings


def test_a_user_writes_its_own_indexes_and_a_reader_reads_them(nodes, settings_of):
    """Kisima needs no right over anything but its own indexes; reading needs still fewer."""
    writer = OpenSearchFactory(settings_of("kisima", nodes.passwords["kisima"]))
    engine = writer.create_index("kisima-1")
    engine.apply([], [ENTRY])
    assert [hit.id for hit in engine.search(QUESTION).hits] == ["a.txt#0"]
    reader = OpenSearchFactory(settings_of("kisima_reader", nodes.passwords["kisima_reader"]))
    opened = reader.open_index("kisima-1", writable=True)
    found = opened.search(QUESTION)
    assert opened.payloads(found.hits) == [b"shown"]
    assert opened.statistics().entries == 1
    with pytest.raises(ClusterRefused) as caught:
        opened.apply(["a.txt"], [])
    assert caught.value.exit_code == 77
    opened.close()
    with pytest.raises(ClusterRefused, match="no permissions"):
        writer.create_index("foreign")
    engine.compact()
    engine.close()
    writer.delete_index("kisima-1")


def test_a_key_stands_for_a_user(nodes, settings_of, tmp_path, monkeypatch):
    """A key from a file or from the environment goes into the header as it is."""
    (tmp_path / "key").write_text(nodes.bearer("kisima") + "\n")
    by_file = settings_of(cluster_api_key_file=str(tmp_path / "key"))
    assert ClusterConnection(by_file).ask("GET", "/")["version"]["number"] == SECURED.version
    monkeypatch.setenv("KISIMA_CLUSTER_API_KEY", nodes.bearer("kisima"))
    assert ClusterConnection(settings_of()).ask("GET", "/")["version"]["number"] == SECURED.version
    monkeypatch.setenv("KISIMA_CLUSTER_API_KEY", nodes.bearer("kisima")[:-4] + "AAAA")
    with pytest.raises(ClusterRefused):
        ClusterConnection(settings_of()).ask("GET", "/")


@pytest.mark.parametrize("key", ["os_siri-9163", "ApiKey os_siri-9163"])
def test_a_key_of_a_newer_server_is_refused_and_not_shown(settings_of, tmp_path, key, caplog):
    """OpenSearch has API keys from 3.7 on: an older one refuses them, as a wrong password."""
    caplog.set_level(logging.DEBUG)
    (tmp_path / "key").write_text(key)
    with pytest.raises(ClusterRefused, match="wrong") as caught:
        ClusterConnection(settings_of(cluster_api_key_file=str(tmp_path / "key"))).ask("GET", "/")
    assert caught.value.exit_code == 77
    assert "9163" not in str(caught.value) + repr(caught.value.__cause__) + caplog.text


def test_who_has_no_right_is_told_which_setting_to_see(nodes, settings_of, caplog):
    """No password, a wrong one: refused at once, without the password in any text."""
    caplog.set_level(logging.DEBUG)
    wrong = settings_of("kisima", "neno-baya-9163")
    for settings in (settings_of(), wrong):
        with pytest.raises(ClusterRefused, match=r"wrong.*cluster_password_file") as caught:
            ClusterConnection(settings).ask("GET", "/")
        for language in ("sw", "en"):
            assert "cluster_user" in translate(caught.value.message, language)
        assert "neno-baya" not in str(caught.value) + repr(caught.value.__cause__) + caplog.text


def test_a_strange_authority_is_not_trusted(nodes, settings_of, tmp_path):
    """Whoever answers with another certificate gets no password."""
    strange = make_authority(tmp_path / "strange") / "ca.pem"
    ours = settings_of("kisima", nodes.passwords["kisima"])
    for ca in (str(strange), ""):  # another one, and those that this computer trusts
        with pytest.raises(ClusterUntrusted, match=r"certificate.*cluster_ca"):
            ClusterConnection(Settings({**ours.values, "cluster_ca": ca})).ask("GET", "/")


def test_plain_http_to_a_server_with_tls_is_an_error(nodes, settings_of):
    """The server hangs up on it; the message names the hosts."""
    settings = settings_of().replace(cluster_hosts=nodes.hosts.replace("https", "http"))
    with pytest.raises(ClusterUnreachable, match="cluster_hosts") as caught:
        ClusterConnection(settings).ask("GET", "/")
    assert isinstance(caught.value, ClusterFailed)


def test_one_account_builds_and_the_other_serves(nodes, settings_of, tmp_path):
    """The machine that builds needs no more than its own indexes, and those that serve only read."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "dira.md").write_text("# Dira\n\nKuwa kinara.\n", encoding="utf-8")
    passwords = nodes.passwords
    builder = settings_of("kisima", passwords["kisima"], engine="opensearch")
    assert update(corpus, tmp_path / "index", builder).published
    assert update(corpus, tmp_path / "index", builder, full=True).generation == "000002"
    assert roll_back(tmp_path / "index", builder).generation == "000003"
    reader = settings_of("kisima_reader", passwords["kisima_reader"], engine="opensearch")
    with KnowledgeBase.open(tmp_path / "nowhere", reader) as base:
        assert base.search("kinara").total == 1
        assert base.documents() == ["dira.md"]
    assert [one.problems for one in verify(tmp_path / "nowhere", reader)] == [(), ()]
    assert not status(corpus, tmp_path / "nowhere", reader).moved_on
    with pytest.raises(ClusterRefused):
        update(corpus, tmp_path / "nowhere", reader, full=True)
