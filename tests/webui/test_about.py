"""The page about the site, and the form that another site can paste."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from selectolax.lexbor import LexborHTMLParser


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_form_that_is_shown_searches_this_site(language, client):
    """Pasted into a page, the snippet sends the question here, in the language of this page."""
    page = LexborHTMLParser(client.get(f"/kuhusu?lugha={language}").text)
    form = LexborHTMLParser(page.css_first(".snippet").text()).css_first("form")
    assert form.attributes["action"] == "http://testserver/"
    assert form.attributes["method"] == "get"
    assert not form.css("script")
    fields = {
        node.attributes["name"]: node.attributes.get("value") or "wakala"
        for node in form.css("input")
    }
    results = LexborHTMLParser(client.get(f"/?{urlencode(fields)}").text)
    assert results.css(".hit")
    assert results.css_first("html").attributes["lang"] == language


def test_it_says_what_the_collection_holds(client):
    """Numbers, the day of the last update, and a link to every way in."""
    page = LexborHTMLParser(client.get("/kuhusu?lugha=sw").text)
    documents = len(client.get("/api/v1/documents").json()["documents"])
    assert f": {documents} " in page.css_first("main").text()
    hrefs = {node.attributes["href"].partition("?")[0] for node in page.css("main a")}
    assert {"/vinjari", "/mabadiliko.atom", "/api/v1/"} <= hrefs
    assert "/kuhusu?lugha=sw" in {node.attributes["href"] for node in page.css("footer a")}
