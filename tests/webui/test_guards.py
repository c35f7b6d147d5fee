"""The guards before every page: headers, host names, lengths, rates; and caches."""

from __future__ import annotations

import pytest

from kb.settings import load
from webui.app import create_app
from webui.guards import HEADERS

EVERY_KIND = (
    ("/", 200),
    ("/?q=dira", 200),
    ("/hati/bara/kuhusu.md", 200),
    ("/api/v1/search?q=dira", 200),
    ("/api/v1/search", 400),
    ("/healthz", 200),
    ("/robots.txt", 200),
    ("/opensearch.xml", 200),
    ("/static/kisima.css", 200),
    ("/static/none.css", 404),
    ("/hati/none", 404),
    ("/?q=" + "a" * 5000, 414),
    ("/?q=dira&ukurasa=x", 400),
)


@pytest.mark.parametrize(("address", "status"), EVERY_KIND)
def test_every_response_has_the_headers(address, status, client):
    """No kind of response is without the policy, errors included; none sets a cookie."""
    answer = client.get(address)
    assert answer.status_code == status
    assert HEADERS.items() <= {k.title(): v for k, v in answer.headers.items()}.items() | (
        {(name, answer.headers[name]) for name in HEADERS}
    )
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers


def test_the_policy_is_strict():
    """Nothing is loaded from other servers, and no script inside a page runs."""
    policy = dict(
        part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_a_fault_of_ours_has_the_headers_and_shows_no_details(site, monkeypatch):
    """An unexpected exception is answered 500, with the policy and without its message."""
    from kb.knowledge_base import KnowledgeBase

    reader = site({"a.md": "# Sera\n\nMaelezo.\n"})

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(KnowledgeBase, "search", fails)
    for address in ("/?q=sera", "/api/v1/search?q=sera"):
        answer = reader.get(address)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("testserver", 200),
        ("TestServer:8000", 200),
        ("localhost", 200),
        ("localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("kisima.example.org", 200),
        ("192.0.2.7:8000", 200),
        ("example.org", 400),
        ("evil.kisima.example.org", 400),
        ("kisima.example.org.evil.example", 400),
        ("localhost/?q=", 400),
        ("localhost:8000@example.org", 400),
        ("localhost example.org", 400),
        ("[::2]", 400),
        ("", 400),
    ],
)
def test_the_site_answers_to_its_own_names_only(host, status, site):
    """A page elsewhere whose name resolves to this server gets nothing to read."""
    reader = site(
        {"a.md": "# Sera\n\nMaelezo.\n"}, hosts="testserver, kisima.example.org", host="192.0.2.7"
    )
    answer = reader.get("/hati/a.md", headers={"host": host})
    assert answer.status_code == status
    if status == 400:
        assert "KISIMA_HOSTS" in answer.text
        assert "example" not in answer.text


def test_a_client_that_asks_too_often_has_to_wait(site):
    """429 with the seconds to wait; static files and /healthz do not count."""
    reader = site({"a.md": "# Sera\n\nMaelezo.\n"}, requests_per_minute=6)
    assert [reader.get("/?q=sera").status_code for _ in range(3)] == [200, 200, 429]
    held = reader.get("/api/v1/search?q=sera")
    assert held.status_code == 429
    assert held.headers["retry-after"] == "10"
    assert "10" in held.json()["detail"]
    assert reader.get("/static/kisima.css").status_code == 200
    assert reader.get("/healthz").status_code == 200


def test_only_listed_proxies_name_the_client(site):
    """Any client can write X-Forwarded-For: it gives no second bucket."""
    reader = site({"a.md": "# Sera\n\nMaelezo.\n"}, requests_per_minute=6)
    statuses = [
        reader.get("/", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code for n in range(4)
    ]
    assert statuses == [200, 200, 429, 429]


def test_a_site_without_an_index_says_which_command_makes_one(empty_site):
    """503 in the page's language, with the command; no folder of the server is on the page."""
    texts = {"sw": "Faharasa bado haijajengwa", "en": "Nothing has been indexed yet"}
    for address in ("/", "/?q=dira", "/hati/a.md", "/sitemap.txt"):
        for language, other in (("sw", "en"), ("en", "sw")):
            joined = "&" if "?" in address else "?"
            answer = empty_site.get(f"{address}{joined}lugha={language}")
            assert answer.status_code == 503
            assert "kisima index" in answer.text
            assert texts[language] in answer.text
            assert texts[other] not in answer.text
            assert f'href="?lugha={other}"' in answer.text
            assert "/tmp" not in answer.text
            assert answer.headers["retry-after"]
    for address in ("/readyz", "/api/v1/search?q=dira"):
        assert empty_site.get(address).json()["command"] == "kisima index"


def test_an_unchanged_page_is_not_sent_again(site):
    """The second visit costs a few bytes, until the index, the address or the language changes."""
    reader = site({"a.md": "# Sera\n\nMkurugenzi.\n"})
    for address in ("/", "/?q=mkurugenzi", "/hati/a.md", "/api/v1/search?q=mkurugenzi"):
        first = reader.get(address)
        assert first.headers["cache-control"] == "no-cache"
        known = {"if-none-match": f'"other", {first.headers["etag"]}'}
        again = reader.get(address, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["content-security-policy"]
        other = reader.get(address, params={"q": "sera", "lugha": "en"}, headers=known)
        assert other.status_code == 200
    before = reader.get("/?q=mkurugenzi")
    site({"b.md": "# Kanuni\n\nWakurugenzi wawili.\n"})
    after = reader.get("/?q=mkurugenzi", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200


def test_errors_are_not_cached(client):
    """A browser sends the request again after an error."""
    assert client.get("/hati/none").headers["cache-control"] == "no-store"
    assert "etag" not in client.get("/hati/none").headers


def test_static_files_are_cached_by_their_content(client):
    """The address changes with the content, so browsers keep a file for a year."""
    from webui.rendering import ASSETS

    for address in ASSETS.values():
        answer = client.get(address)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/kisima.css").headers["cache-control"] == "public, max-age=3600"


def test_a_rate_of_zero_is_no_rate():
    """An operator whose proxy has a rate can switch ours off."""
    app = create_app(load({"requests_per_minute": 0}, environ={}))
    assert "Rates" not in {getattr(one.cls, "__name__", "") for one in app.user_middleware}


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("10.1.2.3", 200),
        ("10.1.2.3:8000", 200),
        ("[2001:db8::7]:8000", 200),
        ("", 200),
        ("evil.example", 400),
        ("10.1.2.3.evil.example", 400),
        ("999.1.2.3", 400),
        ("10.1.2.3/x", 400),
    ],
)
def test_a_probe_may_use_the_address_as_the_name(host, status, client):
    """A load balancer asks /healthz by address; a name of elsewhere, and other pages, are refused."""
    assert client.get("/healthz", headers={"host": host}).status_code == status
    if host:
        for address in ("/", "/api/v1/search?q=dira", "/healthz/"):
            assert client.get(address, headers={"host": host}).status_code == 400
