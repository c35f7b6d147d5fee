"""Golden words: what a linguist expects of each, by topic, in files anyone can read.

The files under golden/ were written from knowledge of the language, not from what the
analyser gave: a row that fails is a fault of the analyser until a linguist says otherwise.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.swahili import Token, analyse

GOLDEN = Path(__file__).parent / "golden"
TOPICS = (
    "adjectives",
    "ambiguous",
    "apostrophes",
    "code-switched",
    "function_words",
    "loans",
    "locatives",
    "names",
    "nouns",
    "verbs",
)
LEAST_ROWS = 60


def rows(topic: str) -> list[tuple[str, str, str]]:
    """Return the rows of one topic: form, terms, why."""
    lines = (GOLDEN / f"{topic}.tsv").read_text(encoding="utf-8").splitlines()
    cells = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    assert cells[0] == ("form", "terms", "why")
    assert {len(row) for row in cells} == {3}
    return cells[1:]  # type: ignore[return-value]  # three cells each, asserted above


def words_of(*topics: str) -> list[tuple[str, str]]:
    """Return form and terms of every row of some topics, for parametrize."""
    return [(form, terms) for topic in topics for form, terms, _ in rows(topic)]


def read(tokens: list[Token]) -> list[set[str]]:
    """Return the terms of each token; their order is tested where it matters."""
    return [set(token.terms) for token in tokens]


def wanted(terms: str) -> list[set[str]]:
    """Return the terms a golden cell asks for: tokens by blanks, alternatives by ``|``."""
    return [set(cell.split("|")) for cell in terms.split(" ")]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_golden_file_is_worth_its_name(topic):
    """A topic that shrank to nothing would prove nothing, and a form twice is a slip."""
    forms = [form for form, _, _ in rows(topic)]
    assert len(forms) >= LEAST_ROWS
    assert sorted(forms) == sorted(set(forms))


@pytest.mark.parametrize(("form", "terms"), words_of("nouns"))
def test_a_noun_leads_to_its_singular(form, terms):
    """Looking for one book finds many books, and the other way round."""
    assert wanted(terms) == read(analyse(form))


@pytest.mark.parametrize(("form", "terms"), words_of("verbs"))
def test_a_verb_leads_to_its_stem(form, terms):
    """Whoever did it, to whom and when, a reader finds every form of one verb."""
    assert wanted(terms) == read(analyse(form))


@pytest.mark.parametrize(("form", "terms"), words_of("adjectives"))
def test_an_adjective_leads_to_its_stem(form, terms):
    """Whatever noun it agrees with, an adjective is one word to a reader."""
    assert wanted(terms) == read(analyse(form))


@pytest.mark.parametrize(("form", "terms"), words_of("loans"))
def test_a_loan_keeps_what_only_looks_like_a_prefix(form, terms):
    """Minerals (madini) are not religions (dini), and a loan's vowel is its own."""
    assert wanted(terms) == read(analyse(form))


@pytest.mark.parametrize(("form", "terms"), words_of("names"))
def test_a_name_is_never_cut(form, terms):
    """Whoever asks for Mwanza does not want every text that begins something."""
    assert wanted(terms) == read(analyse(form))


@pytest.mark.parametrize(("form", "terms"), words_of("apostrophes"))
def test_an_apostrophe_is_part_of_its_word(form, terms):
    """Whichever of seven signs the keyboard gave, ng'ombe is one word, and the same word."""
    assert wanted(terms) == read(analyse(form))


@pytest.mark.parametrize(("form", "terms"), words_of("ambiguous"))
def test_an_ambiguous_word_keeps_both_readings_and_no_trap(form, terms):
    """Both readings are found where both are alive; a mere trap gives none of its own."""
    assert wanted(terms) == read(analyse(form))


@pytest.mark.parametrize(("form", "terms"), words_of("locatives"))
def test_a_locative_is_its_noun(form, terms):
    """What happens in the office is found by office, and peace (amani) keeps its -ni."""
    assert wanted(terms) == read(analyse(form))


@pytest.mark.parametrize(("form", "terms"), words_of("function_words"))
def test_a_word_of_grammar_shows_its_family_and_no_content(form, terms):
    """Of, this and who are one term a family, and never count as words searched for."""
    tokens = analyse(form)
    assert wanted(terms) == read(tokens)
    assert all(token.function for token in tokens)


@pytest.mark.parametrize(("form", "terms"), words_of("code-switched"))
def test_a_mixed_word_is_found_by_its_english_stem(form, terms):
    """A prefix on an English word, or an ending on an acronym, hides neither."""
    found = iter(read(analyse(form)))
    assert all(any(term <= token for token in found) for term in wanted(terms))


@pytest.mark.parametrize(
    ("form", "first"),
    [(form, terms.split("|")[0]) for form, terms in words_of("ambiguous") if "|" in terms],
)
def test_the_noun_of_an_ambiguous_word_comes_first(form, first):
    """What shows one term of a word shows the likelier one."""
    assert first == analyse(form)[0].terms[0]
