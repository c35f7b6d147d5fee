"""Passages: exact slices of one section, of even size, cut where a reader would stop."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.document import Document, Section
from kb.passages import split_section
from kb.readers.layout import TextLayout

SENTENCE = "Ofisi ya kata inapokea maombi ya wakazi kila siku ya kazi asubuhi. "


def cut(text: str, words: int = 120, most: int = 200):
    """Return the passages of a text that is one section without a heading."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    document = Document("a/b.txt", text, "text")
    section = Section(None, 0, (), None, "mwanzo", start, end, start)
    return split_section(document, section, target_words=words, max_words=most)


def sizes(found) -> list[int]:
    """Return the words of each passage."""
    return [len(p.text.split()) for p in found]


def test_a_short_section_is_one_passage():
    """What a reader sees at a glance is not cut."""
    (passage,) = cut(SENTENCE * 5)
    assert passage.text == (SENTENCE * 5).strip()
    assert (passage.id, passage.document, passage.ordinal) == ("a/b.txt#mwanzo.1", "a/b.txt", 1)


def test_long_text_is_cut_at_the_ends_of_sentences_into_even_pieces():
    """Sixty sentences give pieces of about the length aimed at, each of whole sentences."""
    found = cut(SENTENCE * 60)
    assert all(p.text.endswith("asubuhi.") for p in found)
    assert max(sizes(found)) - min(sizes(found)) <= 2 * len(SENTENCE.split())
    assert 90 <= max(sizes(found)) <= 150


def test_paragraphs_are_kept_whole_where_they_fit():
    """A cut falls between paragraphs, even where pieces come out less even."""
    paragraphs = [SENTENCE * n for n in (9, 8, 10, 9)]
    found = cut("\n\n".join(p.strip() for p in paragraphs), words=100, most=150)
    assert [p.text for p in found] == [p.strip() for p in paragraphs]


def test_a_broken_line_is_not_an_end():
    """Text broken at the right margin is cut at its sentences, not at its lines."""
    text = (SENTENCE * 40).replace("maombi ", "maombi\n")
    assert all(p.text.endswith("asubuhi.") for p in cut(text))


def test_a_sentence_without_end_is_cut_between_words():
    """Three thousand words without a stop still make passages a reader can see."""
    found = cut("neno " * 3000)
    assert max(sizes(found)) <= 200
    assert sum(sizes(found)) == 3000


def test_a_word_without_end_is_cut_too():
    """A pasted picture in letters does not become one passage of a megabyte."""
    found = cut("x" * 100_000)
    assert "".join(p.text for p in found) == "x" * 100_000
    assert max(len(p.text) for p in found) <= 200 * 60


def test_a_heading_without_text_is_its_own_passage():
    """'Misingi Mikuu' is found though nothing stands under it but other headings."""
    text = "Misingi Mikuu\nUadilifu\n"
    section = Section("Misingi Mikuu", 1, ("Misingi Mikuu",), "misingi", "misingi-mikuu", 0, 13, 13)
    (passage,) = split_section(
        Document("a.txt", text, "text"), section, target_words=120, max_words=200
    )
    assert passage.text == "Misingi Mikuu"


@pytest.mark.parametrize(("words", "most"), [(20, 40), (120, 200), (300, 200), (1, 1)])
def test_no_passage_is_longer_than_allowed(words, most):
    """Settings of any sort are kept, also an aim above the limit."""
    found = cut((SENTENCE * 7 + "\n\n") * 9, words=words, most=most)
    assert max(sizes(found)) <= most


TEXTS = st.lists(
    st.sampled_from(["neno ", "Neno. ", "\n", "\n\n", "- moja\n", "x" * 130, "“Dira” ", "🙂 ", "\t", "? "]),
    max_size=120,
).map("".join)  # fmt: skip


@settings(max_examples=200)
@given(TEXTS.filter(str.strip), st.integers(1, 30), st.integers(1, 40))
def test_passages_are_exact_slices_that_lose_nothing(text, words, most):
    """Every passage is the text at its offsets; together they hold every word, in order, once."""
    found = cut(text, words, most)
    assert all(text[p.start : p.end] == p.text == p.text.strip() and p.text for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(p.text.split()) for p in found) == "".join(text.split())
    assert [p.ordinal for p in found] == list(range(1, len(found) + 1))
    assert len({p.id for p in found}) == len(found)


# ---- Tables -------------------------------------------------------------------------------


def table_of(rows: int, words: int = 6) -> Document:
    """Return a document that is one table with a header."""
    layout = TextLayout()
    cells = [[f"Afisa {n}", " ".join(["neno"] * (words - 3))] for n in range(rows)]
    layout.table([["Wadhifa", "Maelezo. Ya kazi"], *cells], header_rows=1)
    return Document("a/b.docx", layout.text(), "docx", tables=layout.tables())


def cut_document(document: Document, words: int = 40, most: int = 60):
    """Return the passages of a document that is one section."""
    end = len(document.text.rstrip())
    section = Section(None, 0, (), None, "mwanzo", 0, end, 0)
    return split_section(document, section, target_words=words, max_words=most)


def test_a_table_is_cut_between_its_rows():
    """Every passage of a long table is whole rows, and the header stays with the row below it."""
    document = table_of(50)
    found = cut_document(document)
    lines = document.text.splitlines()
    assert len(found) > 3
    assert [line for p in found for line in p.text.splitlines()] == lines
    assert found[0].text.splitlines()[:2] == lines[:2]


def test_a_row_longer_than_a_passage_is_cut_between_words():
    """A cell of a thousand words still makes passages a reader can see."""
    found = cut_document(table_of(2, words=1000))
    assert max(sizes(found)) <= 60


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from([["A", "B"], ["Neno. Neno", ""], ["x" * 130, "- moja"]]), max_size=30),
    st.integers(0, 2),
    st.integers(1, 30),
    st.integers(1, 40),
)
def test_passages_of_tables_lose_nothing(rows, header, words, most):
    """With tables, too, passages are exact slices that hold every word in order."""
    layout = TextLayout()
    layout.block("Utangulizi wa jedwali:")
    layout.table(rows, header)
    layout.block("Mwisho. " * 20)
    document = Document("a.docx", layout.text(), "docx", tables=layout.tables())
    found = cut_document(document, words, most)
    text = document.text
    assert all(text[p.start : p.end] == p.text == p.text.strip() for p in found)
    assert "".join("".join(p.text.split()) for p in found) == "".join(text.split())
