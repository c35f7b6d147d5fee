"""A name that is only around a passage: in the file's name, the folder, the institution."""

from __future__ import annotations

import pytest

from kb.document import Document
from kb.engines.registry import ENGINES
from kb.indexing import index_documents
from kb.knowledge_base import KnowledgeBase
from kb.settings import load

EMBEDDED = sorted(name for name in ENGINES if name != "opensearch")
TEXT = "Wajibu wa mteja\n\nMteja anapaswa kulipa ankara na kulinda dira ya maji.\n"
OTHERS = "Haki za mteja\n\nMteja anapaswa kupewa taarifa ya mgao, na kulindwa.\n"


@pytest.fixture(params=EMBEDDED)
def base(request, tmp_path):
    """Two agencies with the same page, whose text names neither; and other pages."""
    settings = load(environ={"KISIMA_ENGINE": request.param})
    documents = [
        Document("kitope/mkataba.txt", TEXT, "text"),
        Document("maji/rumasa-mkataba.txt", TEXT.replace("ankara", "bili"), "text"),
        *(Document(f"maji/haki-{n}.txt", OTHERS + "Mgao " * n, "text") for n in range(12)),
        Document("ardhi/hati.txt", TEXT.replace("ankara", "kodi"), "text", institution="WADI"),
    ]
    index_documents(documents, tmp_path, settings)
    with KnowledgeBase.open(tmp_path, settings) as base:
        yield base


@pytest.mark.parametrize(
    ("line", "document"),
    [
        ("wajibu wa mteja rumasa", "maji/rumasa-mkataba.txt"),
        ("wajibu wa mteja kitope", "kitope/mkataba.txt"),
        ("wajibu wa mteja wadi", "ardhi/hati.txt"),
    ],
)
def test_of_two_like_pages_that_of_the_named_institution_comes_first(base, line, document):
    """The name is in the file's name, the folder or the metadata, and it is not missing."""
    first = base.search(line).hits[0]
    assert (first.document, first.missing) == (document, ())


def test_a_name_alone_finds_the_pages_that_are_called_so(base):
    """Nothing would be found in the text, and the name is no slip for another word."""
    results = base.search("rumasa")
    assert {hit.document for hit in results.hits} == {"maji/rumasa-mkataba.txt"}
    assert (results.suggestion, results.corrected) == (None, False)


def test_a_required_word_must_be_in_the_text(base):
    """What a person requires is shown with a mark; a file's name has none."""
    assert base.search("+mteja +rumasa").total == 0


def test_the_explanation_names_the_feature(base):
    """A reader sees why the page of the institution is first."""
    hit = base.search("wajibu wa mteja rumasa", explain=True).hits[0]
    assert "context" in dict(hit.features)
