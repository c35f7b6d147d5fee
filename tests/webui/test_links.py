"""An address contains all that it was made from."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.links import Links, fragment
from webui.params import SearchParams

words = st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable())


@given(words, words, st.sampled_from(["sw", "en"]))
def test_a_document_s_address_contains_its_id_and_question(id, question, language):
    """No name of a file and no question can break out of its place in the address."""
    parts = urlsplit(Links(language).document(id, question, "dira"))
    assert (parts.scheme, parts.netloc, parts.fragment) == ("", "", "dira")
    assert unquote(parts.path).removeprefix("/hati/") == id
    parameters = parse_qs(parts.query, keep_blank_values=True)
    assert parameters["q"] == [question]
    assert parameters.get("lugha") == (["en"] if language == "en" else None)


@given(words, words)
def test_a_search_s_address_contains_the_question_and_its_filters(question, value):
    """Filters, page and limit are in the address, because there are no cookies."""
    href = Links("sw").results(
        SearchParams(question, page=3, filters={"kind": (value,), "document": ("a", "b")})
    )
    parameters = parse_qs(urlsplit(href).query, keep_blank_values=True)
    assert parameters == {"q": [question], "aina": [value], "hati": ["a", "b"], "ukurasa": ["3"]}


@given(words, words, words, st.sampled_from(["sw", "en"]))
def test_one_more_value_of_a_filter_is_the_address_of_that_search(
    question, chosen, value, language
):
    """A list of values has the addresses that each search has alone, whatever the words are."""
    links = Links(language)
    search = SearchParams(question, filters={"kind": (chosen,), "year": ("2012",)}, newest=True)
    for facet in ("kind", "year", "institution"):
        filters = {**search.filters, facet: (*search.filters.get(facet, ()), value)}
        alone = links.results(replace(search, filters=filters))
        assert links.results_with(replace(search, page=4), facet)(value) == alone


@pytest.mark.parametrize(
    ("passage", "place"),
    [("a.md#dira.1", "dira"), ("a.md#dira.12", "dira.12"), ("a#b.md#dira-2.1", "dira-2")],
)
def test_the_first_passage_has_the_anchor_of_its_section(passage, place):
    """A link to a section stays valid when the passages change."""
    assert fragment(passage) == place
