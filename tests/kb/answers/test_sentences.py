"""What of a passage could be quoted: whole sentences, and lists with what announces them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import swahili
from kb.answers.sentences import candidate_sentences, complete_sentences, items, with_items
from kb.index.schema import TokenColumns


def columns_of(text: str) -> TokenColumns:
    """Return the words of a text with their places, which is all that is asked of them."""
    tokens = swahili.words(text)
    nothing = ((),) * len(tokens)
    return TokenColumns(
        tuple(token.normal for token in tokens),
        nothing,
        nothing,
        (False,) * len(tokens),
        tuple(token.start for token in tokens),
        tuple(token.end for token in tokens),
    )


def quotable(text: str, most: int = 200) -> list[str]:
    """Return what could be quoted of a text."""
    sentences = complete_sentences(text, swahili.sentences(text))
    found = candidate_sentences(text, columns_of(text), sentences, most)
    return [text[sentence.start : sentence.end] for sentence in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Moja ipo. Mbili zipo.", ["Moja ipo.", "Moja ipo. Mbili zipo.", "Mbili zipo."]),
        ("Moja ipo.", ["Moja ipo."]),
        ("", []),
        (" \n ", []),
        (
            "Kazi ni hizi:\n- Kusoma\n- Kuandika\nNa nyingine.",
            [
                "Kazi ni hizi:\n- Kusoma\n- Kuandika",
                "- Kusoma",
                "- Kusoma\n- Kuandika",
                "- Kuandika",
                "- Kuandika\nNa nyingine.",
                "Na nyingine.",
            ],
        ),
        (
            "Kazi ni kama ifuatavyo\n1. Kusoma\n2. Kuandika",
            [
                "Kazi ni kama ifuatavyo\n1. Kusoma\n2. Kuandika",
                "1. Kusoma",
                "1. Kusoma\n2. Kuandika",
                "2. Kuandika",
            ],
        ),
    ],
)
def test_sentences_pairs_and_lists_can_be_quoted(text, found):
    """What announces a list says nothing without it."""
    assert quotable(text) == found


def test_a_labelled_item_is_quoted_alone_without_its_number():
    """Who asks for one fine sees that one; the row of a table is whole."""
    text = "1. Taka: 45,000\n2. Kelele: 20,000"
    spans = complete_sentences(text, swahili.sentences(text))
    quoted = candidate_sentences(text, columns_of(text), spans, 200, labelled=spans)
    assert [text[one.start : one.end] for one in quoted] == ["Taka: 45,000", "Kelele: 20,000"]


def test_what_is_longer_than_a_quote_stands_alone():
    """Two sentences are quoted only where both fit; one is cut later if it must be."""
    assert quotable("Moja ipo hapa. Mbili zipo pale.", most=20) == [
        "Moja ipo hapa.",
        "Mbili zipo pale.",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("- Uwazi: tunasema ukweli\n- Haki;\n\n- Umoja.", ["Uwazi", "Haki", "Umoja"]),
        ("(a) kusoma,\n(b) kuandika\nBodi ipo.", ["kusoma", "kuandika"]),
        ("Bodi ipo.\n- Uwazi", []),
    ],
)
def test_an_item_goes_by_its_name(text, names):
    """Of a list that is too long the reader sees what its items are called."""
    assert items(text, 0) == names


def test_as_many_items_are_listed_as_fit():
    """The first always is; that there are more is shown."""
    names = ["Uwazi", "Haki", "Umoja"]
    assert with_items("Misingi ni:", names, 100) == "Misingi ni: Uwazi; Haki; Umoja"
    assert with_items("Misingi", names, 5) == "Misingi: Uwazi; …"


PIECES = st.sampled_from(
    ["Bodi ipo. ", "Kazi ni hizi:\n", "- kusoma\n", "(a) kuandika\n", "\n", "漢 "]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join), st.integers(20, 120))
def test_whatever_can_be_quoted_is_whole_and_short(text, most):
    """A quote never starts or ends in a blank, and more than one sentence always fits."""
    ends = {end for start, end in swahili.sentences(text)}
    sentences = complete_sentences(text, swahili.sentences(text))
    for sentence in candidate_sentences(text, columns_of(text), sentences, most):
        said = text[sentence.start : sentence.end]
        assert said == said.strip() != ""
        assert any(text[sentence.end : end].strip() == "" for end in ends if end >= sentence.end)
        assert not sentence.further or len(said) <= most
