"""Pages, sidecars and languages reach the answers: from a file to a hit."""

from __future__ import annotations

import pytest

from kb.admin.status import status
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
from tests.kb.readers.making import Said, pdf

FILLER = "Wakala hutoa huduma za maji kwa wananchi wote wa wilaya zote za mkoa."


def page(heading, line):
    """Return a page of a PDF with a heading and a line of its own."""
    text = [Said(72, 680 - 14 * i, FILLER) for i in range(8)]
    return [Said(72, 740, heading, 18), Said(72, 710, line), *text]


@pytest.fixture
def places(tmp_path):
    """A corpus of one PDF of three pages, one of them English, and where its index goes."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    english = [
        Said(72, 740, "Summary", 18),
        Said(72, 710, "The agency provides water to all of the people and to their animals."),
    ]
    pages = page("Dira", "Kuwa kinara."), page("Ada", "Ada ya kibali ni shilingi."), english
    (corpus / "maji.pdf").write_bytes(pdf(*pages))
    return corpus, tmp_path / "index"


def only(base, question):
    """Return the first hit."""
    return base.search(question).hits[0]


def test_a_hit_names_the_page_its_words_stand_on(places):
    """A reader can open the printed page."""
    update(places[0], places[1], load())
    with KnowledgeBase.open(places[1], load()) as base:
        assert only(base, "kinara").page == 1
        assert only(base, "shilingi kibali").page == 2


def test_an_english_passage_in_a_swahili_document_is_found_as_english(places):
    """Its language is its own, and its plurals are."""
    update(places[0], places[1], load())
    with KnowledgeBase.open(places[1], load()) as base:
        hit = only(base, "animal agencies")
        assert (hit.language, hit.page) == ("en", 3)
        assert only(base, "kinara").language == "sw"


def test_a_sidecar_is_no_document_and_its_change_is_an_update(places):
    """Written, edited and removed, it moves its document and nothing else."""
    corpus, index = places
    update(corpus, index, load())
    beside = corpus / "maji.pdf.toml"
    beside.write_text('kichwa = "Sera ya Maji"\nvichwa = [{ mstari = "Ada", jina = "Tozo" }]')
    assert status(corpus, index, load()).changed == 1
    report = update(corpus, index, load())
    assert (report.changed, report.failed) == (("maji.pdf",), ())
    with KnowledgeBase.open(index, load()) as base:
        hit = only(base, "kichwa:tozo")
        assert (hit.title, hit.heading) == ("Sera ya Maji", "Tozo")
    beside.unlink()
    assert update(corpus, index, load()).changed == ("maji.pdf",)


LETTERHEAD = """\
Wizara ya Nchi, Mito na Madaraja

Wakala ya Vivuko.

Sisi ni nani?

Sisi ni nani?

Wakala ya Vivuko ni taasisi inayosimamia vivuko vyote vya mito ya nchi.

Dira

Kuvusha kila abiria kwa usalama.
"""
ANOTHER = """\
# Wakala ya Madaraja

Wakala ya Madaraja hujenga madaraja ya mito ya nchi, chini ya wizara.

## Dira

Kuunganisha kila kijiji.
"""


@pytest.mark.parametrize("capitals", [False, True])
def test_the_letterhead_of_a_page_is_found(library, capitals):
    """Words above the title are words of the document: its opening shows them."""
    made = library({"vivuko.txt": LETTERHEAD, "madaraja.md": ANOTHER})
    question = "wizara ya nchi mito na madaraja"
    with made.open() as base:
        hit = only(base, question.upper() if capitals else question)
        assert (hit.document, hit.anchor) == ("vivuko.txt", "mwanzo")
        page = base.document("vivuko.txt")
    assert page.sections[0].passages[0].text.startswith("Wizara ya Nchi, Mito na Madaraja")
