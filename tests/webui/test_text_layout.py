"""The layout of text loses nothing and marks nothing by mistake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.text_layout import max_line_length, paragraphs, pieces

texts = st.text(alphabet="ab -.\n1’é", max_size=120)


@st.composite
def marked_texts(draw):
    """A text and marks in it: sorted, not overlapping."""
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return text, [(a, b) for a, b in zip(cuts[::2], cuts[1::2])]


@given(marked_texts())
def test_pieces_are_the_text_and_its_marks(case):
    """The pieces together are the text, and the marked pieces are the spans."""
    text, spans = case
    found = pieces(text, spans)
    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.marked] == [text[a:b] for a, b in spans if a < b]


@given(marked_texts())
def test_paragraphs_lose_nothing_but_line_ends(case):
    """Every letter of the passage is on the page once, in order, with its mark."""
    text, spans = case
    laid_out = paragraphs(text, spans, max_line_length([text]))
    shown = [piece for paragraph in laid_out for line in paragraph for piece in line]
    assert "".join("".join(piece.text for piece in shown).split()) == "".join(text.split())
    marked = "".join(piece.text for piece in shown if piece.marked)
    assert "".join(marked.split()) == "".join("".join(text[a:b] for a, b in spans).split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moja.\n\nMbili.", [["Moja."], ["Mbili."]]),
        ("Moja.\n \n\nMbili.", [["Moja."], ["Mbili."]]),
        ("Wakala ina jukumu la\nkuratibu jitihada.", [["Wakala ina jukumu la\nkuratibu jitihada."]]),
        ("Haya ni:\n- moja\n- mbili", [["Haya ni:", "- moja", "- mbili"]]),
        ("mistari mirefu hapa\n(a) kwanza", [["mistari mirefu hapa", "(a) kwanza"]]),
        ("S.L.P. 2833\nDodoma\nTanzania ya leo na kesho", [["S.L.P. 2833", "Dodoma", "Tanzania ya leo na kesho"]]),
    ],
)  # fmt: skip
def test_lines_that_the_author_intended_are_kept(text, expected):
    """Lists and addresses keep their lines; wrapped lines are joined."""
    found = paragraphs(text, (), max_line_length([text]))
    assert [["".join(p.text for p in line) for line in lines] for lines in found] == expected


def test_a_line_that_the_snippet_cuts_is_not_a_short_one():
    """A snippet that starts inside a wrapped line joins it to the next."""
    text = "la kuratibu\njitihada za Serikali Mtandao nchini"
    assert len(paragraphs(text, (), max_line_length([text]))[0]) == 2
    assert len(paragraphs(text, (), max_line_length([text]), starts_inside_line=True)[0]) == 1
