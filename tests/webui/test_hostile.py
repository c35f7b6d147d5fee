"""Documents, file names and questions may contain anything; a page shows it as plain text."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

PAYLOADS = (
    "<script>alert(1)</script>",
    "<style onload=alert(1)></style>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>wakala</a>",
    "javascript:alert(1)",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "</mark><script>alert(1)</script><mark>",
    "</title><script>alert(1)</script>",
    "</textarea></form><form action=//example.org>",
    "{{7*7}}{% raw %}${7*7}",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<!--<script>-->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "wakala\u202ewakala\u0000\u001b]0;x\u0007",
)
SCRIPTS = tuple(f"/static/{name}.js?v=" for name in ("comfort", "completion", "reading"))
ELEMENTS = frozenset(
    """
    html head meta title link script body a header svg circle form label div input button main h1
    h2 h3 h4 h5 h6 p span ol ul li mark br nav strong article section time footer dl dt dd
    code pre table thead tbody tr th td bdi details summary del ins
    template b rect
""".split()  # noqa: SIM905 - a list of words is read more easily than 50 strings
)
ATTRIBUTES = frozenset(
    """
    lang charset name content rel href type title class id tabindex viewbox aria-hidden
    src defer data-complete data-offers data-count data-count-one
    focusable cx cy r fill stroke-width stroke-dasharray role action method aria-labelledby
    for value autocapitalize spellcheck enterkeyhint hreflang start aria-label datetime
    aria-current scope hidden data-at data-label data-copy data-done data-first data-last
    data-before data-after data-form data-name aria-pressed colspan
    data-wish x y width height preserveaspectratio
""".split()  # noqa: SIM905 - the same
)


def assert_harmless(answer) -> LexborHTMLParser:
    """Check that a page has only elements, attributes and addresses that our templates write."""
    assert answer.status_code in {200, 404}
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    tree = LexborHTMLParser(answer.text)
    for node in tree.css("*"):
        if node.tag.startswith("-"):
            continue
        assert node.tag in ELEMENTS, node.html
        for name, value in node.attributes.items():
            assert name.lower() in ATTRIBUTES, node.html
            if name == "src":
                assert value.startswith(SCRIPTS), node.html
            if name in {"href", "action"}:
                parts = urlsplit(value)
                assert (parts.scheme, parts.netloc) in {("", ""), ("http", "testserver")}
    assert not set(answer.text) & set("\u202e\u0000\u001b\u0007")
    return tree


def documents_of(payload: str) -> dict[str, str]:
    """Return a page of each format with *payload* wherever a page can hold it."""
    shown = payload.replace("\u0000", "")
    return {
        "a.txt": f"Wakala wa Majaribio\n\n1. Dira {shown}\n\nWakala {shown} huratibu.\n",
        "b.md": f"---\nkichwa: Wakala {shown}\ntaasisi: {shown}\nchanzo: {shown}\n---\n\n"
        f"# Wakala {shown}\n\n## Dira {shown}\n\nWakala {shown} huratibu `{shown}`.\n",
        "c.html": f"<!doctype html><title>Wakala {shown}</title><h1>Wakala</h1>"
        f"<h2>Dira {shown}</h2><p>Wakala {shown} huratibu.</p><pre>{shown}</pre>",
    }


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_hostile_document_is_only_text(payload, site):
    """In every format it is indexed, searched, marked and shown, and nothing of it becomes HTML."""
    reader = site(documents_of(payload))
    results = assert_harmless(reader.get("/?q=wakala"))
    assert len(results.css(".hit")) >= 3
    assert "wakala" in {node.text().lower() for node in results.css("mark")}
    for hit in results.css(".hit h2 a"):
        assert_harmless(reader.get(hit.attributes["href"].partition("#")[0]))


def test_a_hostile_document_is_still_readable(site):
    """The reader sees the whole text."""
    reader = site({"a.txt": "Wakala\n\nDira\n\nAndika <script>alert(1)</script> wakala.\n"})
    tree = assert_harmless(reader.get("/hati/a.txt"))
    assert "<script>alert(1)</script> wakala." in tree.css_first("article").text()


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_hostile_question_is_only_text(payload, client):
    """A crafted link puts nothing on the page but text."""
    for query in (
        {"q": payload},
        {"q": "wakala " + payload, "aina": payload, "taasisi": payload, "hati": payload},
        {"q": "wakala", "lugha": payload},
    ):
        assert_harmless(client.get(f"/?{urlencode(query)}"))
    assert_harmless(client.get(f"/hati/bara/kuhusu.md?{urlencode({'q': 'wakala ' + payload})}"))


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_an_error_repeats_nothing(payload, client):
    """The page that says that a document is missing does not repeat its id."""
    answer = client.get(f"/hati/{quote(payload)}")
    assert answer.status_code == 404
    assert_harmless(answer)
    assert payload not in answer.text
    assert payload not in client.get(f"/api/v1/documents/{quote(payload)}").text


def test_a_hostile_file_name_is_only_text(site):
    """The sender of a document chooses the name of its file."""
    name = "\"><img src=x onerror=alert(1)>' {{7*7}} #a?b=c&d.md"
    reader = site({name: "# Wakala\n\nMaelezo ya wakala.\n"})
    results = assert_harmless(reader.get("/?q=wakala"))
    href = results.css_first(".hit h2 a").attributes["href"]
    assert assert_harmless(reader.get(href.partition("#")[0])).css(".text mark")
    assert reader.get(f"/api/v1/documents/{quote(name)}").json()["id"] == name


@pytest.mark.parametrize(
    "source",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "http:alert",
        "https://[",
        "//example.org",
        "vbscript:x",
    ],
)
def test_a_source_that_is_no_web_address_is_no_link(source, site):
    """Only an http or https address is a link."""
    reader = site({"a.md": f"---\nkichwa: Sera\nchanzo: '{source}'\n---\n\n# Sera\n\nMaelezo.\n"})
    about = LexborHTMLParser(reader.get("/hati/a.md").text).css_first(".about")
    assert about is not None
    hrefs = [node.attributes["href"] for node in about.css("a")]
    assert all(href.startswith("#") for href in hrefs), "only links to this page"


@pytest.mark.parametrize(
    "address",
    [
        "../../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/setup.cfg",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "bara/%2e%2e/zanzibar/kuhusu.md",
        "bara//kuhusu.md",
        "%2e/bara/kuhusu.md",
        "bara/kuhusu.md%00.txt",
        "BARA/KUHUSU.MD",
        "bara/kuhusu",
        "bara/",
        "",
        "sources.tsv",
        "..\\..\\setup.cfg",
        "file:///etc/passwd",
    ],
)
def test_an_id_is_only_looked_up(address, client):
    """No spelling of an address reaches a file: the id is in the index, or the answer is 404."""
    for room in ("/hati/", "/api/v1/documents/"):
        answer = client.get(room + address)
        assert answer.status_code == 404
        assert "root:" not in answer.text


@pytest.mark.parametrize(
    "address",
    ["../app.py", "%2e%2e/app.py", "..%2fapp.py", "..%5capp.py", "/etc/passwd", "%00", "../templates/base.html"],
)  # fmt: skip
def test_static_files_are_those_of_the_folder(address, client):
    """No address reaches a file outside the folder."""
    assert client.get(f"/static/{address}").status_code == 404


def test_an_id_in_another_normal_form_is_the_same_document(site):
    """An id that has é as two characters leads to the document too."""
    reader = site({"caf\u00e9.md": "# Sera\n\nMaelezo.\n"})
    assert reader.get("/hati/cafe\u0301.md").status_code == 200
