"""Which words a question is about, and which it only asks with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis import SwahiliAnalyser
from kb.query import parse
from kb.search.interpret import interpret
from kb.search.question_words import remove_question_words


def content(line: str) -> list[str]:
    """The words that a line is ranked by."""
    return [word.label for word in interpret(parse(line), SwahiliAnalyser()).words]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("bodi ina wajumbe wangapi", ["bodi", "wajumbe"]),
        ("mikoa mingapi", ["mikoa"]),
        ("sheria ilipitishwa mwaka gani", ["sheria", "ilipitishwa"]),
        ("kiongozi wa idara anaitwa nani", ["kiongozi", "idara"]),
        ("idara hii inaitwaje", ["idara"]),
        ("idara hii inaitwa aje", ["idara"]),
        ("joto hupimwa kwa kifaa kipi", ["joto", "hupimwa", "kifaa"]),
        ("sheria namba 27", ["sheria", "27"]),
        ("mwaka elfu mbili na kumi", ["mwaka", "elfu"]),
    ],
)
def test_what_only_asks_leaves_the_question(line, expected):
    """No answer repeats how many, which year or what it is called."""
    assert content(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("anakaa madarakani miaka mingapi", ["anakaa", "madarakani", "miaka"]),
        ("mwaka wa fedha", ["mwaka", "fedha"]),
        ("namba za simu", ["namba", "simu"]),
        ("anaita wajumbe", ["anaita", "wajumbe"]),
    ],
)
def test_the_same_words_stay_where_they_mean_something(line, expected):
    """Years that are counted, a financial year, telephone numbers and calling are content."""
    assert content(line) == expected


@pytest.mark.parametrize("line", ["wangapi", "mwaka gani", "anaitwa nani"])
def test_a_question_of_nothing_else_stays_as_it_is(line):
    """Something is searched, whatever was typed."""
    assert content(line)


def test_a_spelled_number_is_one_word():
    """The year in words is asked for as the year in figures."""
    asked = interpret(parse("mwaka elfu mbili na kumi"), SwahiliAnalyser()).words
    assert asked[-1].terms == {"2010"}


@pytest.mark.parametrize("line", ["13/7/2012", "tarehe 13/7/2012"])
def test_the_parts_of_a_date_in_figures_are_no_numbers(line):
    """The 7 of 13/7/2012 is July, not seven."""
    terms = set().union(*(word.terms for word in interpret(parse(line), SwahiliAnalyser()).words))
    assert {"d:2012-07-13", "d:2012-07", "2012"} <= terms
    assert not {"13", "7"} & terms


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("dira ya wakala", "topic"),
        ("wakala ulianza lini", "date"),
        ("ulianza mwaka gani", "date"),
        ("idara zipo ngapi", "number"),
        ("bodi ina wajumbe wangapi", "number"),
        ("tehama ni nini", "definition"),
        ("nani huteua bodi", "fact"),
        ("idara hii inaitwaje", "fact"),
        ("idara hii inaitwa aje", "fact"),
        ("joto hupimwa kwa kifaa kipi", "fact"),
        ("mkurugenzi na aje", "topic"),
    ],
)
def test_a_question_is_told_from_a_topic(line, kind):
    """What kind of answer is wanted decides what is raised."""
    assert interpret(parse(line), SwahiliAnalyser()).kind == kind


@given(
    st.lists(
        st.sampled_from(
            ["mwaka", "gani", "wangapi", "anaitwa", "nani", "namba", "27", "elfu", "mbili", "dira"]
        )
    )
)
def test_no_word_is_lost_moved_or_changed_in_writing(words):
    """Only what a word counts as may change; it is still marked where it stands."""
    text = " ".join(words)
    read = SwahiliAnalyser().tokens(text)
    actual = remove_question_words(read, text)
    assert [(t.surface, t.start, t.end) for t in actual] == [
        (t.surface, t.start, t.end) for t in read
    ]
    assert any(not t.function for t in actual) == any(not t.function for t in read)
