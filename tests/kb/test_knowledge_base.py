"""An open knowledge base: what its answers say, and how it follows the corpus."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kb.analysis import PlainAnalyser
from kb.document import Document
from kb.errors import DocumentNotFound, IndexMissing, IndexOutOfDate
from kb.indexing import index_documents
from kb.knowledge_base import KnowledgeBase
from kb.search.page import MAX_PAGES
from kb.settings import load

BODI = """\
---
kichwa: Taasisi ya Mfano
---

# Bodi

Bodi ina wajumbe saba.

# Bajeti

Fedha hupitishwa kila mwaka.
"""


def headings(base: KnowledgeBase, line: str) -> list[str | None]:
    """The headings of what a line finds."""
    return [hit.heading for hit in base.search(line).hits]


# ---- What an answer says ------------------------------------------------------------------


def test_an_inflected_form_is_marked_where_it_answers(shelf):
    """Who types wakurugenzi sees why a passage that says Mkurugenzi was found."""
    marked = {
        hit.heading: {hit.text[start:end] for start, end in hit.spans}
        for hit in shelf.search("wakurugenzi").hits
    }
    assert marked["Uongozi"] == {"Mkurugenzi", "mkurugenzi"}
    assert marked["Muundo"] == {"Wakurugenzi", "mkurugenzi"}


def test_a_hit_says_where_it_stands(shelf):
    """Title, path, institution and date lead the reader to the document."""
    (hit,) = shelf.search("ng'ombe").hits
    assert hit.document == "zanzibar/maji.md"
    assert hit.id == "zanzibar/maji.md#ofisi-ya-pemba.1"
    assert hit.title == "Wakala wa Maji Visiwani"
    assert hit.path == ("Muundo", "Ofisi ya Pemba")
    assert (hit.institution, hit.date) == ("Wakala wa Maji Zanzibar", "2019")
    assert (hit.kind, hit.language) == ("ofisi", "sw")


def test_offsets_lead_back_to_the_document(shelf):
    """The text shown is a slice of the document's own text, at the place it names."""
    for hit in shelf.search("mkurugenzi bodi barabara maji").hits:
        passage = shelf.show(hit.id)
        at = hit.start - passage.start
        assert passage.text[at : at + len(hit.text)] == hit.text


def test_the_words_of_a_heading_are_marked_in_it(shelf):
    """A hit that is found by its heading shows that."""
    (hit,) = [hit for hit in shelf.search("misingi").hits if hit.heading == "Misingi Mikuu"]
    assert [hit.heading[start:end] for start, end in hit.heading_spans] == ["Misingi"]


def test_a_heading_without_text_is_found_and_shows_its_children(shelf):
    """Misingi Mikuu has no words of its own to show, but leads on to those below it."""
    hit = shelf.search("misingi mikuu").hits[0]
    assert hit.heading == hit.text == "Misingi Mikuu"
    assert hit.children == (("Uadilifu", "uadilifu"), ("Ubunifu", "ubunifu"))
    assert hit.spans == hit.heading_spans == ((0, 7), (8, 13))


def test_a_hit_says_which_words_it_lacks(shelf):
    """Title and headings count as its own words; function words are nobody's lack."""
    found = shelf.search("visima vya barabara", grouped=False)
    lacks = {hit.heading: hit.missing for hit in found.hits}
    assert lacks["Ofisi ya Pemba"] == ("barabara",)
    assert lacks["Uadilifu"] == ("visima",), "the title says barabara"


def test_the_total_counts_every_match(shelf):
    """Not only the hits on the page."""
    found = shelf.search("wakala", limit=2)
    assert (len(found.hits), found.limit) == (2, 2)
    assert found.total > 2
    assert found.total == len(shelf.search("wakala", limit=100, grouped=False).hits)


def test_an_answer_names_its_question_and_generation(shelf):
    """Whoever logs answers can tell what was asked, and of which state of the index."""
    found = shelf.search("  dira ")
    assert (found.query, found.generation) == ("  dira ", shelf.generation)
    assert found.took_ms > 0


@pytest.mark.parametrize("line", ["", "   ", "?!", "xyzzy", "😀"])
def test_what_nothing_answers_finds_nothing(shelf, line):
    """No question is an error."""
    found = shelf.search(line, facets=("kind",))
    assert (found.total, found.hits, found.facets) == (0, (), {})


# ---- Pages --------------------------------------------------------------------------------


def test_paging_neither_repeats_nor_loses_a_passage(library):
    """Page by page, far beyond the passages that are ranked closely, each match comes once."""
    sections = "\n".join(f"# Sura {n}\n\nKisima {n} {'maji ' * (n % 7)}\n" for n in range(90))
    made = library({"visima.md": sections}, candidates=20)
    with made.open() as base:
        for line in ("kisima", "kisima maji", "aina:sura", "kisi*"):
            whole = base.search(line, limit=100)
            pages = [base.search(line, limit=7, page=page).hits for page in range(1, 15)]
            listed = [hit.id for page in pages for hit in page]
            assert listed == [hit.id for hit in whole.hits]
            assert len(set(listed)) == len(listed) == whole.total
            scores = [hit.score for hit in whole.hits]
            assert scores == sorted(scores, reverse=True)


def test_a_page_past_the_last_is_empty(shelf):
    """It does not show the last one again, and says so where a bound was met."""
    past = shelf.search("barabara", page=40)
    assert (past.hits, past.page) == ((), 40)
    assert past.total
    bound = shelf.search("barabara", page=MAX_PAGES + 1)
    assert bound.hits == ()
    assert str(MAX_PAGES) in str(bound.notes[-1])


@pytest.mark.parametrize(("limit", "shown"), [(None, 10), (1, 1), (1000, 100), (-5, 1)])
def test_the_length_of_a_page_is_bounded(shelf, limit, shown):
    """Nobody is given the whole library at once by a slip of the finger."""
    assert shelf.search("wakala", limit=limit).limit == shown


# ---- Documents and passages ---------------------------------------------------------------


def test_a_document_is_shown_whole_with_its_marks(shelf):
    """Every section in order; a heading without text has none; the question's words are marked."""
    shown = shelf.document("barabara.md", "uadilifu wananchi")
    assert [section.heading for section in shown.sections] == [
        None,
        "Sisi ni nani?",
        "Dira",
        "Misingi Mikuu",
        "Uadilifu",
        "Ubunifu",
        "Uongozi",
    ]
    opening, _, _, misingi, uadilifu, *_ = shown.sections
    assert (opening.level, opening.anchor) == (0, "mwanzo")
    assert (misingi.passages, misingi.level) == ((), 1)
    assert (uadilifu.level, uadilifu.heading_spans) == (2, ((0, 8),))
    (passage,) = uadilifu.passages
    assert [passage.text[start:end] for start, end in passage.spans] == ["wananchi"]
    assert (shown.title, shown.date) == ("Wakala wa Barabara za Mfano", "2012-04-01")


def test_a_document_without_a_question_has_no_marks(shelf):
    """Whoever follows a plain link reads plain text."""
    shown = shelf.document("barabara.md")
    assert not any(p.spans for section in shown.sections for p in section.passages)


@pytest.mark.parametrize(
    "id", ["", "hakuna.md", "barabara.md#hakuna.1", "../barabara.md", "#", "\x00"]
)
def test_an_unknown_id_is_not_found(shelf, id):
    """An id is only ever looked up, never opened as a path."""
    with pytest.raises(DocumentNotFound):
        shelf.show(id)
    with pytest.raises(DocumentNotFound):
        shelf.document(id)


def test_the_library_is_counted_and_listed(shelf):
    """What is held is known without the corpus."""
    assert shelf.documents() == ["barabara.md", "barabara/manual.md", "zanzibar/maji.md"]
    assert shelf.statistics().documents == 3


# ---- The corpus changes -------------------------------------------------------------------


def test_a_changed_document_is_found_by_its_new_words_only(library):
    """After an update the old words lead nowhere any more."""
    made = library({"bodi.md": BODI})
    with made.open() as base:
        assert headings(base, "wajumbe") == ["Bodi"]
        made.write("bodi.md", BODI.replace("wajumbe saba", "makamishna tisa"))
        made.update()
        assert base.refresh()
        assert headings(base, "kamishna") == ["Bodi"]
        assert headings(base, "wajumbe") == []


def test_a_deleted_document_is_gone(library):
    """Neither its words nor its id lead to it."""
    made = library({"bodi.md": BODI, "dira.md": "# Dira\n\nKuwa kinara.\n"})
    (made.corpus / "bodi.md").unlink()
    made.update()
    with made.open() as base:
        assert headings(base, "wajumbe") == []
        assert base.documents() == ["dira.md"]
        with pytest.raises(DocumentNotFound):
            base.document("bodi.md")


def test_a_renamed_document_answers_under_its_old_id(library):
    """Links that people keep go on working: to the document, to a passage, in a filter."""
    made = library({"bodi.md": BODI})
    (made.corpus / "bodi.md").rename(made.corpus / "bodi-ya-ushauri.md")
    made.update()
    with made.open() as base:
        assert base.document("bodi.md").id == "bodi-ya-ushauri.md"
        assert base.show("bodi.md#bajeti.1").id == "bodi-ya-ushauri.md#bajeti.1"
        assert {hit.document for hit in base.search("bajeti hati:bodi.md").hits} == {
            "bodi-ya-ushauri.md"
        }


def test_nothing_is_refreshed_while_nothing_was_published(library):
    """Asking before each answer costs no reopening."""
    made = library({"bodi.md": BODI})
    with made.open() as base:
        before = base.generation
        made.update()
        assert not base.refresh()
        assert base.generation == before


def test_a_reader_of_the_old_generation_finishes_while_a_new_one_answers(library):
    """An update closes no file under a question that is being answered."""
    made = library({"bodi.md": BODI})
    with made.open() as base:
        with base._pool.reading() as old:
            for text in ("moja", "mbili", "tatu"):
                made.write("bodi.md", f"# Bodi\n\nKamishna {text}.\n")
                made.update()
                assert base.refresh()
            assert base.generation != old.generation
            assert headings(base, "tatu") == ["Bodi"]
            assert old.engine.frequencies("surface", ["wajumbe"]) == [1]
        with pytest.raises(ValueError, match="closed"):
            old.engine.statistics()


# ---- Opening and closing ------------------------------------------------------------------


def test_an_index_that_is_not_there_is_told(library):
    """The first search of a new installation names the command to run."""
    with pytest.raises(IndexMissing, match="kisima index"):
        library({}).open()


def test_an_index_laid_out_otherwise_is_refused(library, monkeypatch):
    """What a later version would misread is not read at all."""
    made = library({"bodi.md": BODI})
    monkeypatch.setattr("kb.store.lease.ENTRY_FORMAT", 999)
    with pytest.raises(IndexOutOfDate, match="kisima index"):
        made.open()


def test_an_index_of_another_analysis_answers_and_says_so(library):
    """A reader who has not re-indexed yet is told, and still gets what can be found."""
    made = library({"bodi.md": BODI})
    with made.open() as base:
        assert base.notice is None
    with KnowledgeBase.open(made.index, made.settings, PlainAnalyser()) as base:
        assert "kisima index" in str(base.notice)
        assert headings(base, "wajumbe") == []  # its terms are not those of the index
        assert headings(base, "bodi") == ["Bodi", "Bajeti"]  # the file of both is called so


def test_a_closed_base_answers_no_more(library):
    """Closing twice is fine, asking afterwards is a mistake of the caller."""
    base = library({"bodi.md": BODI}).open()
    base.close()
    base.close()
    with pytest.raises(ValueError, match="closed"):
        base.search("bodi")


def test_documents_in_memory_are_searched_too(fresh_index):
    """Measuring asks through the same door."""
    settings = load(environ={})
    index_documents(
        [Document("a", "Maji safi.", "text", title="", headings=())], fresh_index, settings
    )
    with KnowledgeBase.open(fresh_index, settings) as base:
        assert [hit.document for hit in base.search("maji").hits] == ["a"]


# ---- Threads ------------------------------------------------------------------------------

QUESTIONS = ("wakurugenzi", '"bodi ya ushauri"', "sisi ni nani", "barabara -maji", "mkurug* bodi")


@pytest.fixture
def eager_threads():
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("eager_threads")
def test_eight_threads_get_the_answers_that_one_gets(shelf):
    """A web server's threads share one open index."""

    def answers(_: int) -> list[list[tuple[str, tuple[tuple[int, int], ...]]]]:
        return [
            [(hit.id, hit.spans) for hit in shelf.search(line).hits]
            for line in QUESTIONS
            for _ in range(8)
        ]

    expected = answers(0)
    with ThreadPoolExecutor(8) as threads:
        assert all(found == expected for found in threads.map(answers, range(8)))


@pytest.mark.usefixtures("eager_threads")
def test_threads_search_on_while_the_index_is_renewed(library):
    """Every answer is of one generation or of the next: never of none, never an error."""
    made = library({"bodi.md": BODI})
    stop = threading.Event()

    def search(_: int) -> set[tuple[str, str]]:
        seen = set()
        while not stop.is_set():
            found = base.search("bodi")
            seen.add((found.generation, found.hits[0].text))
            base.refresh()
        return seen

    with made.open() as base, ThreadPoolExecutor(8) as threads:
        running = [threads.submit(search, n) for n in range(8)]
        try:
            for n in range(6):
                made.write("bodi.md", f"# Bodi\n\nBodi ya {n}.\n")
                made.update()
        finally:
            stop.set()
        seen = set().union(*(one.result(timeout=60) for one in running))
    assert len({generation for generation, _ in seen}) == len(seen) > 1
