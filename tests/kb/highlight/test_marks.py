"""What matched is marked, and nothing else is."""

from __future__ import annotations

import pytest

from kb.query.terms import QueryTerm
from tests.kb.highlight.asking import marked, phrase, word


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (word("mkurugenzi"), "Bodi na «wakurugenzi» wa idara"),
        (word("Wakurugenzi"), "Bodi na «wakurugenzi» wa idara"),
        (word("bodi"), "«Bodi» na wakurugenzi wa idara"),
        (QueryTerm("bod*", prefix="bod"), "«Bodi» na wakurugenzi wa idara"),
        (QueryTerm("x", related=frozenset({"f-idar"})), "Bodi na wakurugenzi wa «idara»"),
        (QueryTerm("x", surface="idara", exact=True), "Bodi na wakurugenzi wa «idara»"),
        (word("mkurugenzi", exact=True), "Bodi na wakurugenzi wa idara"),
        (word("idara", need="not"), "Bodi na wakurugenzi wa idara"),
        (word("sera"), "Bodi na wakurugenzi wa idara"),
        (word("na"), "Bodi «na» wakurugenzi wa idara"),
    ],
)
def test_a_word_is_marked_for_what_it_shares(wanted, text):
    """A reader sees why a passage was found, whatever the form of the word."""
    assert text == marked(text.replace("«", "").replace("»", ""), wanted)


def test_function_words_are_not_marked_beside_content_words():
    """A text full of marks on *na* and *ya* shows nothing."""
    assert marked("bodi ya wakala", word("bodi"), word("ya")) == "«bodi» ya wakala"


def test_a_question_of_function_words_marks_them():
    """A question such as "Sisi ni nani?" has nothing else to show."""
    wanted = [word("sisi"), word("ni"), word("nani")]
    assert marked("Sisi ni nani?", *wanted) == "«Sisi» «ni» «nani»?"


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (phrase("bodi ya wakala"), "Hii ni «bodi ya wakala» na bodi nyingine"),
        (phrase("bodi ya wakala"), "Hii ni «bodi wa wakala»"),
        (phrase("bodi ya wakala"), "wakala na bodi, wakala"),
        (phrase("majukumu ya vitengo"), "kila «jukumu la kitengo»"),
        (phrase("bodi ya wakala", exact=True), "bodi wa wakala, «bodi ya wakala»"),
        (phrase("wakurugenzi wa idara", exact=True), "mkurugenzi wa idara"),
        (phrase("sisi ni nani"), "«Sisi ni nani»? Sisi ni"),
        (phrase("bodi ya"), "«bodi ya» wakala"),
        (phrase("ya wakala"), "«ya wakala», «wakala»"),
        (phrase("bodi bodi"), "«bodi bodi bodi» na bodi"),
        (phrase("bodi ya wakala", need="not"), "bodi ya wakala"),
    ],
)
def test_a_phrase_is_marked_whole(wanted, text):
    """One mark from the first word to the last; its words alone mean nothing."""
    assert text == marked(text.replace("«", "").replace("»", ""), wanted)


def test_a_word_of_a_phrase_asked_for_alone_is_marked_too():
    """Marks that touch become one, others stand apart."""
    text = marked("bodi ya wakala na wakala", phrase("bodi ya wakala"), word("wakala"))
    assert text == "«bodi ya wakala» na «wakala»"


def test_a_field_is_marked_in_its_own_text_only():
    """What was asked of headings did not match in the passage, so nothing is marked there."""
    wanted = [word("dira", field="heading"), word("wakala")]
    assert marked("dira ya wakala", *wanted) == "dira ya «wakala»"
    assert marked("dira ya wakala", *wanted, field="heading") == "«dira» ya «wakala»"


def test_offsets_count_code_points():
    """A letter outside the basic plane before a word does not shift its mark."""
    assert marked("👍🏽 e\u0301 bodi", word("bodi")) == "👍🏽 e\u0301 «bodi»"
