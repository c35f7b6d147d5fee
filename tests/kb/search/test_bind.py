"""What a question also means: English, acronyms, dates, numbers, slips of the hand."""

from __future__ import annotations

import pytest

TEHAMA = """\
---
kichwa: Sera ya Mawasiliano
---

# Dira

Taifa linalotumia Teknolojia ya Habari na Mawasiliano (TEHAMA) kila siku.

# Kaulimbiu

Huduma bora kwa wote.

# Historia

Sheria ilipitishwa tarehe 17 Desemba 2010. Ofisi ina idara kumi na tano (15), na
ilifunguliwa 01/04/2012.

# Vifaa

Kila ofisi ina vifaa vya TEHAMA.

# Mifugo

Ng'ombe thelathini walihesabiwa na wakurugenzi.
"""


@pytest.fixture
def policy(library):
    """A knowledge base over one policy."""
    with library({"sera.md": TEHAMA}).open() as base:
        yield base


@pytest.mark.parametrize(
    ("line", "heading", "shown"),
    [
        ("vision", "Dira", "vision → dira"),
        ("motto", "Kaulimbiu", "motto → kaulimbiu"),
        ("kauli mbiu", "Kaulimbiu", "kauli mbiu → kaulimbiu"),
    ],
)
def test_other_words_for_the_same_are_found_and_shown(policy, line, heading, shown):
    """Who types English, or parts a word, gets the Swahili section and is told why."""
    results = policy.search(line)
    assert (results.hits[0].heading, results.widened) == (heading, (shown,))
    assert results.hits[0].missing == ()


def test_english_can_be_left_alone(policy):
    """Who means the English word itself can have just that."""
    results = policy.search("vision", glosses=False)
    assert (results.total, results.widened) == (0, ())


def test_an_acronym_and_its_name_find_each_other(policy):
    """The documents say what TEHAMA stands for, so either side leads to both passages."""
    by_acronym = {hit.heading for hit in policy.search("TEHAMA").hits}
    by_name = {hit.heading for hit in policy.search("teknolojia ya habari na mawasiliano").hits}
    assert {"Dira", "Vifaa"} <= by_acronym & by_name


@pytest.mark.parametrize(
    "line", ["17/12/2010", "2010-12-17", "17 Disemba 2010", "tarehe 17 Desemba mwaka 2010"]
)
def test_a_date_is_found_in_any_writing(policy, line):
    """A letter and a law write the same day differently."""
    hit = policy.search(line).hits[0]
    assert hit.heading == "Historia"
    assert "17" in {hit.text[start:end] for start, end in hit.spans}


@pytest.mark.parametrize(
    ("line", "heading"), [("1 Aprili 2012", "Historia"), ("ng'ombe 30", "Mifugo")]
)
def test_figures_and_words_are_one_number(policy, line, heading):
    """Numbers in words and in figures meet."""
    hit = policy.search(line).hits[0]
    assert (hit.heading, hit.missing) == (heading, ())


@pytest.mark.parametrize(
    ("line", "meant", "heading"),
    [("wakurugensi", "wakurugenzi", "Mifugo"), ("ngombe", "ng'ombe", "Mifugo")],
)
def test_a_slip_is_answered_as_it_was_meant(policy, line, meant, heading):
    """Where nothing matches, the corrected question is answered at once, and said."""
    results = policy.search(line)
    assert results.hits[0].heading == heading
    if results.corrected:  # ngombe is read as ng'ombe without any correction
        assert results.suggestion == meant
    assert results.query == line


def test_a_slip_beside_a_good_word_finds_what_was_meant_and_says_so(policy):
    """The word that was probably meant is searched too; the better question is offered."""
    results = policy.search("wakurugensi wa idara")
    assert results.hits[0].heading == "Historia"
    assert results.widened == ("wakurugensi → wakurugenzi",)
    assert (results.suggestion, results.corrected) == ("wakurugenzi wa idara", False)


ARTICLES = """\
# Naibu wa Spika

Naibu wa Spika huchaguliwa na wabunge.

# Haki za binadamu

Haki za binadamu zinalindwa na mahakama.

# Idara

Idara za wakala zinaongozwa na wakurugenzi.

# Bodi

Bodi hukutana mara nne kwa mwaka.

# Kamati

Wajumbe huchaguliwa kila mwaka.

# Annexes of the report

List of the annexes of the report of the committee.
"""


@pytest.fixture
def articles(library):
    """A knowledge base over a few articles."""
    with library({"katiba.md": ARTICLES}).open() as base:
        yield base


@pytest.mark.parametrize(
    ("line", "heading"),
    [("naibuspika", "Naibu wa Spika"), ("haki zabinadamu", "Haki za binadamu")],
)
def test_words_run_together_are_found_with_the_connective_or_without(articles, line, heading):
    """A connective that was swallowed or left out does not decide."""
    hit = articles.search(line).hits[0]
    assert (hit.heading, hit.missing) == (heading, ())


def test_english_function_words_lead_nowhere(articles):
    """ "departments of the agency" means departments, not every "of the"."""
    assert articles.search("departments of the agency").hits[0].heading == "Idara"


def test_english_words_whose_swahili_stands_nowhere_together_find_a_part_of_it(articles):
    """Who asks for "board members" gets the board, where no *wajumbe wa bodi* are named."""
    results = articles.search("board members")
    assert {hit.heading for hit in results.hits} == {"Bodi", "Kamati"}
    assert results.widened == ("board members → wajumbe wa bodi",)


def test_a_slip_that_stands_alone_is_left_to_the_corrected_question(articles):
    """Where no other word is there, the whole question is corrected, and that is said."""
    results = articles.search("mahakam")
    assert (results.corrected, results.widened) == (True, ())


def test_a_question_for_a_time_prefers_a_passage_with_one(library):
    """Lini asks for a date: of two passages alike, the one with a year comes first."""
    pages = {
        "a.md": "# Wakala\n\nWakala ulianza kazi zake kwa bidii kubwa sana.\n",
        "b.md": "# Wakala\n\nWakala ulianza kazi zake kwa bidii mwaka 2012.\n",
    }
    with library(pages).open() as base:
        assert base.search("wakala ulianza kazi lini").hits[0].document == "b.md"
        assert base.search("wakala ulianza kazi").total == len(pages)


def test_the_name_of_an_acronym_is_marked_as_one(policy):
    """The words of the name stand together, function words and all, and are one mark."""
    marked = [
        hit.text[start:end]
        for hit in policy.search("TEHAMA").hits
        for start, end in hit.spans
        if hit.heading == "Dira"
    ]
    assert "Teknolojia ya Habari na Mawasiliano" in marked
