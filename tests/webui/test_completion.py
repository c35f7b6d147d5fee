"""The endpoint of completions: for the search field, and for programs."""

from __future__ import annotations

import pytest

COMPLETE = "/api/v1/complete"


def completions(client, typed: str, **more: str) -> list[str]:
    """Return what the site offers."""
    answer = client.get(COMPLETE, params={"q": typed, **more})
    assert answer.status_code == 200
    assert answer.json()["query"] == typed
    return answer.json()["completions"]


def test_each_completion_has_results(client):
    """Headings come first, then words; a search for each of them has results."""
    lines = completions(client, "misi")
    assert lines[0].startswith("Misingi")
    assert all(client.get("/api/v1/search", params={"q": line}).json()["total"] for line in lines)


@pytest.mark.parametrize(
    "typed", ["", "m", "?", "xyzxyz", "a" * 300, "\x00\x1b", "😀", '"', "((((", "aina:"]
)
def test_anything_may_be_typed(typed, client):
    """For any text the answer is a list of at most eight."""
    assert len(completions(client, typed)) <= 8


def test_the_limit_has_two_names(client):
    """A program gets fewer completions by the Swahili or the English parameter."""
    assert len(completions(client, "wa", limit="2")) == 2
    assert len(completions(client, "wa", idadi="2")) == 2
    assert len(completions(client, "wa", limit="100")) <= 8


def test_hostile_headings_are_only_text(site):
    """They are plain text in JSON, which no browser reads as a page."""
    reader = site({"a.md": "# Wakala `<script>alert(1)</script>`\n\nHabari za wakala.\n"})
    answer = reader.get(COMPLETE, params={"q": "waka"})
    assert answer.json()["completions"][0] == "Wakala <script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_browsers_keep_a_list_for_a_minute_and_check_it_by_its_tag(site):
    """A deleted letter needs no request; a new generation has a new tag."""
    reader = site({"a.md": "# Wakala\n\nHabari.\n"})
    first = reader.get(COMPLETE, params={"q": "wa"})
    assert first.headers["cache-control"] == "private, max-age=60"
    again = reader.get(
        COMPLETE, params={"q": "wa"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304
    assert again.headers["cache-control"] == "private, max-age=60"
    site({"b.md": "# Watoto\n\nHabari.\n"})
    newer = reader.get(
        COMPLETE, params={"q": "wa"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert newer.status_code == 200
    assert set(newer.json()["completions"]) == {"Wakala", "Watoto"}


def test_errors_are_those_of_the_other_endpoints(client, empty_site):
    """A missing question is 400, a missing index 503."""
    assert client.get(COMPLETE).json()["kind"] == "question"
    assert client.get(COMPLETE, params={"q": "wa", "limit": "0"}).json()["kind"] == "number"
    assert client.post(COMPLETE, params={"q": "wa"}).status_code == 405
    assert empty_site.get(COMPLETE, params={"q": "wa"}).status_code == 503


def test_completions_have_a_rate_of_their_own(site):
    """Typing never uses up searching: a client over the one rate is below the other."""
    reader = site({"a.md": "# Wakala\n\nHabari.\n"}, requests_per_minute=6)
    statuses = [reader.get(COMPLETE, params={"q": "wa"}).status_code for _ in range(4)]
    assert statuses == [200, 200, 429, 429]
    assert reader.get("/", params={"q": "wakala"}).status_code == 200


def test_the_form_works_without_the_script(client):
    """The script reads data attributes; without it the field is a plain search field."""
    from selectolax.lexbor import LexborHTMLParser

    for language, label in (("sw", "Mapendekezo"), ("en", "Suggestions")):
        for address in (f"/?lugha={language}", f"/?q=dira&lugha={language}"):
            tree = LexborHTMLParser(client.get(address).text)
            (field,) = tree.css("input[name=q]")
            assert field.attributes["type"] == "search"
            assert "role" not in field.attributes
            assert field.attributes["data-complete"] == COMPLETE
            assert field.attributes["data-offers"] == label
            assert "#" in field.attributes["data-count"]
            for script in tree.css("script"):
                assert script.text() == ""
                served = client.get(script.attributes["src"])
                assert served.headers["content-type"].startswith("text/javascript")
            assert "immutable" in served.headers["cache-control"]
