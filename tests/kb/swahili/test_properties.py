"""What must hold for any text at all, Swahili or not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.swahili import Token, analyse, sentences, sort_key, stem, tokens, words
from kb.swahili.english import _stemmer, english_stem
from kb.swahili.lemmatizer import lemmatizer
from kb.swahili.lexicon import lexicon

KINDS = {"word", "number", "acronym", "foreign"}
PREFIXES = [
    "a",
    "ni",
    "u",
    "m",
    "mw",
    "ki",
    "vi",
    "ku",
    "kuto",
    "hai",
    "na",
    "li",
    "nge",
    "ji",
    "vyo",
]
STEMS = [
    "soma",
    "ratibu",
    "samehe",
    "teuliwa",
    "wa",
    "tabu",
    "ng'ombe",
    "jukumu",
    "ingine",
    "amani",
]
SIGNS = list("'’`-.,|~ \n\u00ad\u200b😀é\u0301")

anything = st.text(st.characters(), max_size=200)  # every code point, lone surrogates too
swahili = st.lists(st.sampled_from([*PREFIXES, *STEMS, *SIGNS]), max_size=30).map("".join)


def holds(text: str, found: list[Token]) -> None:
    """Assert what is promised of the tokens of any text."""
    end = 0
    for place, token in enumerate(found):
        assert end <= token.start < token.end <= len(text)
        end = token.end
        assert text[token.start : token.end] == token.surface
        assert token.position == place
        assert token.kind in KINDS
        assert token.normal
        assert not set(token.normal) & set("|~")
        assert not any(character.isspace() for character in token.normal)
        assert token.terms
        for term in (*token.terms, *token.related):
            assert term
            assert not any(character.isspace() or character in "|~" for character in term)
        assert not set(token.terms) & set(token.related)


@given(st.one_of(anything, swahili))
@settings(max_examples=400, deadline=None)
def test_the_tokens_of_any_text_are_sound(text):
    """Offsets rise and point at the word, terms are there and can be stored, nothing raises."""
    holds(text, analyse(text))
    holds(text, words(text))


@given(st.one_of(anything, swahili))
@settings(max_examples=200, deadline=None)
def test_reading_the_same_text_twice_gives_the_same_tokens(text):
    """A remembered word reads as it did when it was new."""
    first = analyse(text)
    tokens._remembered().clear()
    assert analyse(text) == first


@given(st.one_of(anything, swahili))
@settings(max_examples=200, deadline=None)
def test_the_sentences_of_any_text_tile_it(text):
    """No character is lost between two sentences, and none is in both."""
    spans = sentences(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)


@given(st.one_of(anything, swahili))
@settings(max_examples=200, deadline=None)
def test_words_are_where_readings_are(text):
    """What is counted as a word is read as a word, in the same place."""
    assert [(t.surface, t.start) for t in words(text)] == [
        (t.surface, t.start) for t in analyse(text)
    ]


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
@settings(max_examples=100, deadline=None)
def test_any_two_texts_have_an_order(one, other):
    """Lists sort without an exception, and the same each time."""
    assert (sort_key(one) < sort_key(other)) == (sort_key(one) < sort_key(other))


@given(swahili.filter(str.strip))
@settings(max_examples=200, deadline=None)
def test_a_capital_changes_no_term(text):
    """A heading in capitals is found as the same words in small letters are."""
    upper = text.upper()
    if len(upper) == len(text):
        lowered = [token.terms for token in analyse(upper.lower())]
        assert [token.terms for token in analyse(upper)] == lowered


def test_every_listed_noun_and_adjective_leads_to_itself():
    """Stemming a noun's singular or an adjective's stem again changes nothing."""
    known = lexicon()
    moved = {
        word: lemmatizer().lemmatize(word).terms
        for word in (*known.nouns, *known.adjectives)
        if word not in lemmatizer().lemmatize(word).terms
        and word not in known.variants
        and lemmatizer().lemmatize(word).part != "function"
    }
    plural_too = {word for word in moved if {*known.plurals.get(word, ())} & {*moved[word]}}
    assert {word: moved[word] for word in moved if word not in plural_too} == {}


NOT_ALONE = 0.03
"""Share of verb stems that, standing alone, are a likelier word: kuta is walls, wa is "of"."""


def test_a_bare_verb_stem_leads_to_itself_but_for_homonyms():
    """The term of a verb, searched for as it is shown, finds the verb.

    Not all do: a stem that is also a noun's form, a word of grammar or an agreeing
    adjective is read as that when it stands without its prefixes.
    """
    known = lexicon()
    moved = {
        word
        for word, kind in known.verbs.items()
        if kind != "irregular"
        and word not in known.variants
        and word not in lemmatizer().lemmatize(word).terms
    }
    homonyms = {word for word in moved if lemmatizer().lemmatize(word).part != "verb"}
    assert moved - homonyms == set()
    assert len(homonyms) <= NOT_ALONE * len(known.verbs)


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the calls made within, of Python functions and of C ones."""
    count = [0]

    def add(_frame: object, event: str, _argument: object) -> None:
        count[0] += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(add)
    try:
        yield count
    finally:
        sys.setprofile(before)


def work(text: str) -> int:
    """Return how many calls it takes to read a text whose words are not remembered."""
    tokens._remembered().clear()
    lemmatizer()._analyses.clear()
    with counted() as count:
        analyse(text)
    return count[0]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "ku",
        "wanayoya",
        "ng'",
        "'",
        "a ",
        "kitabu ",
        "\u0301",
        "😀",
        "é",
        "-",
        "a.B",
        "1",
        "|",
        "x😀",
    ],
)
def test_work_grows_with_length_and_no_faster(unit):
    """A hundred thousand characters of anything take a hundred times the work of a thousand."""
    analyse("neno")  # the lexicon is loaded before anything is counted
    short = unit * (25_000 // len(unit))
    long = unit * (100_000 // len(unit))
    assert work(long) <= 6 * work(short) + 1_000


def test_a_word_of_no_end_is_cut_and_not_pondered():
    """A line of noise without a blank costs what its length costs, and keeps its offsets."""
    text = "kuwa" * 25_000
    found = analyse(text)
    holds(text, found)
    assert max(len(token.surface) for token in found) <= tokens.MAX_LETTERS


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_an_english_stem_is_snowballs(word):
    """Words the stemmer would leave alone are not given to it; all others are, and agree."""
    assert english_stem(word) == _stemmer()(word)


@pytest.mark.parametrize("unit", ["ku-", "je", "'ni", "ki", "wapo", "-"])
def test_a_stem_is_found_whatever_the_length(unit):
    """No repetition of prefixes or endings sends the reader into itself without end."""
    assert stem(unit * 5_000)


@pytest.mark.parametrize("word", ["", "'", "|", "~", " ", "\u0301", "\ud800"])
def test_a_sign_alone_has_a_stem_all_the_same(word):
    """Whoever asks for the stem of a sign gets a word back and no exception."""
    assert stem(word)
