"""The language of a passage is told by its small words and the shape of the others."""

from __future__ import annotations

import json

import pytest

from kb.analysis import SwahiliAnalyser
from kb.swahili.language import OTHER, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wakala hutoa huduma za maji kwa wananchi", "sw"),
        ("Dira yetu ni huduma bora", "sw"),
        ("Wizara imezindua mfumo wa e-Office kwa ajili ya watumishi wa Human Resources", "sw"),
        ("The agency provides water to all citizens", "en"),
        ("Terms and conditions of service", "en"),
        ("La Constitution de la République établit que le peuple est souverain et libre", OTHER),
        ("A Constituição garante a todos os cidadãos o direito à educação no território", OTHER),
        ("جمهورية تنزانيا المتحدة دولة", OTHER),
        ("S.L.P. 2939 Dodoma", None),
        ("", None),
    ],
)
def test_languages_are_told_apart(text, language):
    """Swahili with English words in it stays Swahili; a line of names says nothing."""
    assert language_of(text) == language


def test_running_text_is_told_from_ten_words_on(shared):
    """Of pieces of news, ten words long, at least 98 of 100 are seen to be Swahili."""
    lines = (shared / "text" / "news-chunks.jsonl").read_text(encoding="utf-8").splitlines()
    words = " ".join(json.loads(line)["text"] for line in lines[:300]).split()
    pieces = [" ".join(words[i : i + 10]) for i in range(0, len(words) - 10, 10)]
    right = sum(language_of(piece) == "sw" for piece in pieces)
    assert right > 0.98 * len(pieces)


def test_english_passages_go_through_snowball():
    """Policies and policy meet; grammar words are no content."""
    analyser = SwahiliAnalyser()
    policies, of, the, waters = analyser.tokens("Policies of the waters", "en")
    assert set(policies.terms) & set(analyser.tokens("policy", "en")[0].terms)
    assert (of.function, the.function) == (True, True)
    assert "water" in waters.terms


@pytest.mark.parametrize("word", ["table", "people", "vote", "documents", "committee"])
def test_a_question_read_as_swahili_meets_an_english_passage(word):
    """Whoever types an English word finds it, though questions are read as Swahili."""
    analyser = SwahiliAnalyser()
    (asked,) = analyser.tokens(word)
    (held,) = analyser.tokens(word, "en")
    assert set(asked.terms) & set(held.terms)
