"""The analysers behind one protocol, and the recipe that notices when entries would differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis import Analyser, CachedAnalyser, PlainAnalyser, SwahiliAnalyser, recipe
from kb.swahili.tokens import analyse, moved

ANALYSERS = (SwahiliAnalyser(), PlainAnalyser())
analysers = pytest.mark.parametrize("analyser", ANALYSERS, ids=lambda analyser: analyser.name)


@analysers
@given(text=st.text())
def test_tokens_stand_where_they_say(analyser: Analyser, text):
    """Whatever the text, a mark that is drawn by a token's place is drawn on that word."""
    tokens = analyser.tokens(text)
    ends = [0, *(token.end for token in tokens)]
    assert all(text[token.start : token.end] == token.surface for token in tokens)
    assert all(token.start >= end for token, end in zip(tokens, ends, strict=False))
    assert [token.position for token in tokens] == list(range(len(tokens)))


@analysers
@given(text=st.text(alphabet=st.sampled_from("aAng'’ʼ |~·\n\t-1.😀é")))
def test_no_term_holds_what_separates_terms_where_they_are_stored(analyser: Analyser, text):
    """A stored word comes back as it was: the signs between words are in none of them."""
    for token in analyser.tokens(text):
        stored = (token.normal, *token.terms, *token.related)
        assert all(stored)
        assert not any(set(term) & set(" |~\n·") for term in stored)


def test_swahili_joins_what_a_speaker_joins_and_plain_does_not():
    """The baseline really is one: it knows no plural."""
    read = [
        {t for token in a.tokens("mkurugenzi wakurugenzi") for t in token.terms} for a in ANALYSERS
    ]
    assert read == [{"mkurugenzi"}, {"mkurugenzi", "wakurugenzi"}]


def test_the_two_analysers_are_told_apart():
    """An index of one is never taken for an index of the other."""
    swahili, plain = (f"{analyser.name} {analyser.fingerprint()}" for analyser in ANALYSERS)
    assert swahili != plain


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}, True),
        ({"a": "1"}, {"a": "2"}, False),
        ({"a": "1"}, {"a": "1", "b": ""}, False),
        ({"a": "12", "b": ""}, {"a": "1", "b": "2"}, False),
    ],
)
def test_a_recipe_is_its_parts_and_nothing_else(one, other, same):
    """Equal parts give one name in any order; any change of a part gives another."""
    assert (recipe(one) == recipe(other)) is same
    assert len(recipe(one)) == 16


LINES = st.text(alphabet=st.sampled_from("aAng'ku -1.(é")).map(lambda text: text.replace("\n", ""))


@given(heading=LINES, text=LINES)
def test_a_heading_and_its_text_are_the_words_of_both(heading, text):
    """So a text that was read for its passage is not read again below its heading."""
    whole = analyse(f"{heading}\n{text}")
    parts = [*analyse(heading), *moved(analyse(text), len(heading) + 1)]
    assert [token._replace(position=0) for token in whole] == [
        token._replace(position=0) for token in parts
    ]


def test_a_cached_analyser_reads_a_text_once_for_each_language():
    """It gives what the other one gives, for the language that is asked for."""
    cached = CachedAnalyser(SwahiliAnalyser())
    for language in ("sw", "en"):
        tokens = cached.tokens("the policies", language)
        assert tokens == SwahiliAnalyser().tokens("the policies", language)
        assert cached.tokens("the policies", language) is tokens
