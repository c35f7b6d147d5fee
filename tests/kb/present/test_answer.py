"""The short answer as it is printed: the quote, its source, or what to try instead."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kb.present.answer import quoted_text
from kb.present.json import SCHEMA_VERSION, quoted_json
from kb.results import AnswerResult, Copy, Newer
from tests.kb.present.test_sms import quote

FOUND = AnswerResult(
    "dira",
    quote(
        "Dira ni maji kwa wote.",
        path=("Kuhusu", "Dira"),
        heading="Dira",
        date="2019",
        page=3,
        spans=((0, 4),),
    ),
    1.23456,
    total=4,
    generation="000007",
)
NOT_FOUND = AnswerResult("fomu ya likizo", None, 1.0, total=12)


def test_the_quote_stands_with_its_source():
    """A person reads the answer, then where it is from, then how to see the rest."""
    assert quoted_text(FOUND, width=80, colour=False) == (
        "«Dira» ni maji kwa wote.\n— Wakala wa Maji › Kuhusu › Dira · uk. 3 · 2019\nmaji.md#dira.1\n"
    )


def test_a_cut_sentence_shows_that_it_goes_on():
    """What was left out is seen, and the marks stay on their words."""
    cut = replace(FOUND, answer=replace(FOUND.answer, cut=(True, True)))
    first = quoted_text(cut, width=80, colour=False).splitlines()[0]
    assert first == "… «Dira» ni maji kwa wote. …"


def test_an_older_document_says_what_is_newer():
    """An answer that is out of date does not pass for today's."""
    newer = Newer("mpya.md", "Muundo mpya", "2024")
    old = replace(FOUND, answer=replace(FOUND.answer, newer=newer))
    assert "toleo jipya (2024): Muundo mpya" in quoted_text(old, width=80, colour=False)


def test_copies_are_named_below_the_source():
    """The files that have the same passage, in one line after the id."""
    copy = Copy("maji.pdf#dira.1", "maji.pdf", "Maji", "dira", None, None, "pdf", 2)
    copied = replace(FOUND, answer=replace(FOUND.answer, copies=(copy,), copy_count=1))
    lines = quoted_text(copied, width=80, colour=False).splitlines()
    assert lines[-2:] == ["maji.md#dira.1", "pia katika: maji.pdf#dira.1 (uk. 2)"]


@pytest.mark.parametrize(
    ("quoted", "language", "first", "advice"),
    [
        (NOT_FOUND, "sw", "Hakuna sentensi inayojibu vizuri: fomu ya likizo", "vifungu 12"),
        (NOT_FOUND, "en", "No sentence answers this well: fomu ya likizo", "12 passages"),
        (replace(NOT_FOUND, total=0), "sw", "Hakuna sentensi inayojibu vizuri", "tahajia"),
        (replace(NOT_FOUND, query="", total=0), "sw", "Swali ni tupu", "andika neno"),
    ],
)
def test_no_answer_says_so_and_what_to_try(quoted, language, first, advice):
    """Plainly, in the reader's language."""
    text = quoted_text(quoted, width=80, colour=False, language=language)
    assert text.startswith(first)
    assert advice in text


def test_the_json_has_the_answer_and_the_message():
    """Programs read the same: spans of code points, and the text message."""
    told = json.loads(json.dumps(quoted_json(FOUND)))
    assert told["answer"]["text"] == "Dira ni maji kwa wote."
    assert told["answer"]["spans"] == [[0, 4]]
    assert told["answer"]["path"] == ["Kuhusu", "Dira"]
    assert told["sms"] == "Dira ni maji kwa wote. (Wakala wa Maji > Dira, 2019)"
    assert (told["schema_version"], told["took_ms"], told["generation"]) == (
        SCHEMA_VERSION,
        1.235,
        "000007",
    )


def test_the_json_of_no_answer_has_the_same_keys():
    """A program looks for one key only."""
    told = quoted_json(NOT_FOUND)
    assert told.keys() == quoted_json(FOUND).keys()
    assert told["answer"] is None
    assert told["sms"] is None


def test_several_institutions_are_told_apart():
    """Each answer is below the name of its institution, with its own source."""
    other = quote("Dira ni ardhi kwa wote.", "Wakala wa Ardhi", id="ardhi.md#dira.1")
    lines = quoted_text(replace(FOUND, others=(other,)), width=80, colour=False).splitlines()
    assert lines[0] == "Wakala wa Maji, 2019:"
    assert lines[lines.index("") + 1] == "Wakala wa Ardhi:"
    assert lines[-1] == "ardhi.md#dira.1"
    assert [one["id"] for one in quoted_json(replace(FOUND, others=(other,)))["others"]] == [
        other.id
    ]


def test_two_counts_are_both_told():
    """The text says five and lists four: the reader sees that one is missing."""
    counted = replace(FOUND, answer=replace(FOUND.answer, stated=5, listed=4))
    assert "Andiko linasema 5; orodha yake ina 4." in quoted_text(counted, width=80, colour=False)
    agreed = replace(FOUND, answer=replace(FOUND.answer, stated=4, listed=4))
    assert "Andiko" not in quoted_text(agreed, width=80, colour=False)
