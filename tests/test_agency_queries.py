"""The searches an officer would type, over the pages this project was made for.

Every row puts the section that answers first, also where it takes an acronym, a word
written as two, or English that no page has.
"""

from __future__ import annotations

import csv
import shutil

import pytest

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load

PAGES = (
    "documents/seeds/sisi-ni-nani.txt",
    "documents/seeds/muundo-wa-wakala.txt",
    "documents/markdown/bakita-historia.md",
)
OPENING = "-"
ANSWERED = (
    "dira ya wakala",
    "kauli mbiu ya eGA",
    "core values",
    "mission ya wakala",
    "ubunifu na fikra sahihi",
    '"wadau muhimu"',
    "wakala ilizinduliwa lini",
    "Disemba 2010",
    "sheria: na. 30 ya 1997",
    "baraza la mawaziri 2004",
    "sheria namba 12 ya mwaka 2019",
    "wajumbe wa bodi wanateuliwa na nani",
    "afisa mtendaji mkuu",
    "wakala ina idara ngapi",
    "kutunza kumbukumbu",
    "nani anafanya utafiti na kujenga uwezo",
    "usalama wa vifaa vya TEHAMA",
    "mkuu wa ofisi ya pemba",
    "BAKITA ilianzishwa kwa sheria gani",
)
UNANSWERABLE = ("fomu ya likizo",)


@pytest.fixture
def rows(shared):
    """The rows of the judged queries: the expected file and heading, by query."""
    with (shared / "agency-queries.tsv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {query: (file, heading) for query, file, heading, _ in table[1:]}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """An index of the pages, made once: it is only read."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def base(shared, pages):
    """The knowledge base over the pages."""
    settings = load(environ={})
    corpus, index = pages / "corpus", pages / "index"
    if not corpus.is_dir():
        corpus.mkdir()
        for page in PAGES:
            shutil.copy(shared / page, corpus)
        assert update(corpus, index, settings).failed == ()
    with KnowledgeBase.open(index, settings) as opened:
        yield opened


def test_every_row_is_asked(rows):
    """No row of the set is left out."""
    assert set(rows) == {*ANSWERED, *UNANSWERABLE}


@pytest.mark.parametrize("query", ANSWERED)
def test_the_section_that_answers_comes_first(query, rows, base):
    """An officer finds the answer at the top of the list."""
    best = base.search(query).hits[0]
    assert (best.document, best.heading or OPENING) == rows[query]


@pytest.mark.parametrize("query", UNANSWERABLE)
def test_what_no_page_answers_gets_no_confident_answer(query, base):
    """Nothing is shown, or what is shown says which words it lacks."""
    assert all(hit.missing for hit in base.search(query).hits)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("baraza la mawaziri 2004", ("Baraza", "Mawaziri", "2004")),
        ("wakala ilizinduliwa lini", ("kuzinduliwa",)),
        ("wajumbe wa bodi wanateuliwa na nani", ("Bodi", "wajumbe", "wameteuliwa")),
        ("mkuu wa ofisi ya pemba", ("Pemba",)),
    ],
)
def test_the_window_shows_the_clause_that_answers(query, words, base):
    """Of a long paragraph the reader sees the part that was asked for, marked."""
    best = base.search(query).hits[0]
    marked = {best.text[start:end] for start, end in best.spans}
    assert set(words) <= marked


def test_a_heading_of_function_words_is_found_by_them(base):
    """A section called "Sisi ni nani?" is found by its name."""
    assert base.search("Sisi ni nani?").hits[0].heading == "Sisi ni nani?"


def test_a_heading_without_text_is_found_and_shows_its_children(base):
    """The heading "Misingi Mikuu" has only children; the reader is led to the five of them."""
    best = base.search("misingi mikuu").hits[0]
    assert best.heading == "Misingi Mikuu"
    assert [heading for heading, _ in best.children] == [
        "Uadilifu",
        "Ubunifu",
        "Kuthamini Wateja",
        "Ushirikiano",
        "Mwenendo Bora",
    ]
