"""Addresses lead back to what they were written from."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.links import Links, fragment
from webui.params import SearchParams

words = st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable())


@given(words, words, st.sampled_from(["sw", "en"]))
def test_a_document_s_address_gives_back_its_id_and_question(id, question, language):
    """No name of a file and no question can break out of its place in the address."""
    parts = urlsplit(Links(language).document(id, question, "dira"))
    assert (parts.scheme, parts.netloc, parts.fragment) == ("", "", "dira")
    assert unquote(parts.path).removeprefix("/hati/") == id
    asked = parse_qs(parts.query, keep_blank_values=True)
    assert asked["q"] == [question]
    assert asked.get("lugha") == (["en"] if language == "en" else None)


@given(words, words)
def test_a_search_s_address_gives_back_the_question_and_its_filters(question, value):
    """Filters and pages travel in the address, because there are no cookies."""
    href = Links("sw").results(
        SearchParams(question, page=3, filters={"kind": (value,), "document": ("a", "b")})
    )
    asked = parse_qs(urlsplit(href).query, keep_blank_values=True)
    assert asked == {"q": [question], "aina": [value], "hati": ["a", "b"], "ukurasa": ["3"]}


@pytest.mark.parametrize(
    ("passage", "place"),
    [("a.md#dira.1", "dira"), ("a.md#dira.12", "dira.12"), ("a#b.md#dira-2.1", "dira-2")],
)
def test_a_passage_s_place_is_its_section_s_where_it_can_be(passage, place):
    """Links to the beginning of a section outlive a change of passages."""
    assert fragment(passage) == place
