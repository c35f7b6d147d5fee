"""What is measured with the project alone: small judged sets of our own, under tests/data.

The tests over ../shared/data measure more, but that data does not ship. Each claim of
theirs that a small set can prove is proven here too: ranking, word forms, language,
headings of plain text, and the questions of an office. How the sets were made:
tests/data/README.md.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from benchmarks import morphology
from kb.evaluation import load_judged_set, measure
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.query import Word, parse
from kb.settings import load
from kb.swahili.language import language_of

DATA = Path(__file__).resolve().parent / "data"
SETTINGS = load(environ={})
PAGE = "kituo-cha-bahari.txt"

ANSWERED = (
    ("dira ya kituo", "Dira"),
    ("mission", "Dhamira"),
    ("core values", "Misingi Mikuu"),
    ("KBM ilianzishwa lini", "Kuhusu Sisi"),
    ("amri na. 7 ya 2010", "Kuhusu Sisi"),
    ("wajumbe wa bodi wameteuliwa na nani", "Bodi ya Wadhamini"),
    ("mtendaji wa kituo", "Mkurugenzi wa Kituo"),
    ("kutunza kumbukumbu", "Idara ya Vipimo"),
    ("nani anafundisha wavuvi nyavu", "Idara ya Mafunzo"),
    ("ofisi ya kisiwa", "Ofisi ya Kisiwani"),
)
"""What is typed, and the heading of the section that answers."""


@pytest.fixture(scope="module")
def figures():
    """What Kisima and the plain engine make of the judged questions; measured once."""
    return measure(load_judged_set(DATA / "retrieval", SETTINGS), SETTINGS)


@pytest.fixture(scope="module")
def forms() -> list[morphology.Gold]:
    """The word forms, with their lemmas."""
    with (DATA / "morphology" / "forms.tsv").open(encoding="utf-8", newline="") as lines:
        return [
            morphology.Gold(row["form"], row["lemma"], row["part"])
            for row in csv.DictReader(lines, delimiter="\t")
        ]


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    """A folder with a corpus of the page and its index."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "corpus").mkdir()
    shutil.copy(DATA / "pages" / PAGE, folder / "corpus")
    assert update(folder / "corpus", folder / "index", SETTINGS).failed == ()
    return folder / "index"


@pytest.fixture(scope="module")
def base(index):
    """The knowledge base over the page."""
    with KnowledgeBase.open(index, SETTINGS) as opened:
        yield opened


def test_the_judged_questions_are_answered(figures):
    """The passage that answers comes first, for all questions but one at most."""
    assert figures.queries == 34
    assert figures.vanished == ()
    assert figures.means["kisima"]["ndcg@10"] >= 0.97
    assert figures.means["kisima"]["success@1"] >= 33 / 34


def test_reading_words_is_what_answers_them(figures):
    """The set is not easy: BM25 over the words as they are typed finds far less."""
    plain, ours = figures.means["plain-bm25"], figures.means["kisima"]
    assert ours["ndcg@10"] - plain["ndcg@10"] > 0.2
    assert ours["recall@10"] - plain["recall@10"] > 0.2


@pytest.mark.parametrize(
    ("part", "count", "recall"), [("N", 126, 0.98), ("V", 128, 0.95), ("A", 35, 0.98)]
)
def test_forms_of_one_word_are_joined(forms, part, count, recall):
    """Nouns of six class pairs, verbs in every tense and adjectives lead to their lemmas."""
    rows = [row for row in forms if row.part == part]
    assert len(rows) == count
    score = morphology.score(rows, morphology.ours)
    assert score.precision >= 0.98
    assert score.recall >= recall


def test_words_of_two_lemmas_are_kept_apart(forms):
    """Over all parts of speech at once, hardly any two forms are joined wrongly."""
    score = morphology.score(forms, morphology.ours)
    assert score.belonging >= 600
    assert score.precision >= 0.98


def test_running_text_is_recognised_from_ten_words_on():
    """Of pieces of ten words, at least 98 of 100 are recognised as Swahili."""
    texts = [document.text for document in load_judged_set(DATA / "retrieval", SETTINGS).documents]
    words = " ".join(texts).split()
    pieces = [" ".join(words[start : start + 10]) for start in range(0, len(words) - 10, 10)]
    assert len(pieces) >= 80
    assert sum(language_of(piece) == "sw" for piece in pieces) >= 0.98 * len(pieces)


def test_plain_questions_have_no_syntax():
    """Every word of a question that a person types is searched for."""
    questions = load_judged_set(DATA / "retrieval", SETTINGS).queries.values()
    for question in questions:
        query = parse(question)
        assert not query.notes
        assert [item.text for item in query.items if isinstance(item, Word)] == question.split()


@pytest.mark.parametrize(("question", "heading"), ANSWERED)
def test_the_section_that_answers_comes_first(base, question, heading):
    """A page of plain text is cut at its headings, and the right section is on top."""
    assert base.search(question).hits[0].heading == heading


def test_what_no_page_answers_gets_no_confident_answer(base):
    """Nothing is shown, or every hit names the words it lacks."""
    assert all(hit.missing for hit in base.search("fomu ya likizo").hits)


def test_a_heading_without_text_shows_its_children(base):
    """The heading "Misingi Mikuu" has no text of its own; the reader is led to its parts."""
    best = base.search("misingi mikuu").hits[0]
    assert [heading for heading, _ in best.children] == ["Ukweli", "Subira"]
