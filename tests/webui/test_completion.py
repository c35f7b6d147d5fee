"""The search field asks how a question goes on; so may any program."""

from __future__ import annotations

import pytest

from webui.api import COMPLETE


def completions(client, typed: str, **more: str) -> list[str]:
    """Return what the site offers."""
    answer = client.get(COMPLETE, params={"q": typed, **more})
    assert answer.status_code == 200
    assert answer.json()["query"] == typed
    return answer.json()["completions"]


def test_a_question_goes_on(client):
    """Headings first, then words; each of them, searched, finds something."""
    found = completions(client, "misi")
    assert found[0].startswith("Misingi")
    assert all(client.get("/api/v1/search", params={"q": line}).json()["total"] for line in found)


@pytest.mark.parametrize(
    "typed", ["", "m", "?", "xyzxyz", "a" * 300, "\x00\x1b", "😀", '"', "((((", "aina:"]
)
def test_anything_may_be_typed(typed, client):
    """Whatever stands in the field, the answer is a list of at most eight."""
    assert len(completions(client, typed)) <= 8


def test_fewer_can_be_asked_for(client):
    """A program with less room says so, in either language."""
    assert len(completions(client, "wa", limit="2")) == 2
    assert len(completions(client, "wa", idadi="2")) == 2
    assert len(completions(client, "wa", limit="100")) <= 8


def test_hostile_headings_are_only_text(site):
    """JSON carries them as they are, as JSON: no browser reads it as a page."""
    reader = site({"a.md": "# Wakala `<script>alert(1)</script>`\n\nHabari za wakala.\n"})
    answer = reader.get(COMPLETE, params={"q": "waka"})
    assert answer.json()["completions"][0] == "Wakala <script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_list_is_kept_for_a_minute_and_made_anew_with_the_index(site):
    """Deleting a letter asks nobody again; a new generation has a new tag."""
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


def test_mistakes_are_told_as_everywhere(client, empty_site):
    """No question is a mistake in the call; no index is the operator's to mend."""
    assert client.get(COMPLETE).json()["error"]["kind"] == "question"
    assert (
        client.get(COMPLETE, params={"q": "wa", "limit": "0"}).json()["error"]["kind"] == "number"
    )
    assert client.post(COMPLETE, params={"q": "wa"}).status_code == 405
    assert empty_site.get(COMPLETE, params={"q": "wa"}).status_code == 503


def test_typing_is_held_back_and_never_uses_up_searching(site):
    """Completions have an allowance of their own, as large as that of searching."""
    reader = site({"a.md": "# Wakala\n\nHabari.\n"}, requests_per_minute=6)
    statuses = [reader.get(COMPLETE, params={"q": "wa"}).status_code for _ in range(4)]
    assert statuses == [200, 200, 429, 429]
    assert reader.get("/", params={"q": "wakala"}).status_code == 200


def test_the_form_works_without_the_script(client):
    """What the script needs stands in data attributes; the field itself is a plain search field."""
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
            (script,) = tree.css("script")
            assert script.text() == ""
            served = client.get(script.attributes["src"])
            assert served.headers["content-type"].startswith("text/javascript")
            assert "immutable" in served.headers["cache-control"]
