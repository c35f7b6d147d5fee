"""OpenDocument presentations: a slide is a section, with its notes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.readers import odp
from kb.readers.base import Unreadable
from tests.kb.readers.making_opendocument import (
    cell,
    item,
    items,
    levels,
    opendocument,
    para,
    rows,
    slide,
)

BULLETS = levels("bullet", "bullet", name="B")


def read(*slides: str, **more):
    """Return the parse of a presentation."""
    return odp.parse(opendocument(*slides, kind="presentation", styles=BULLETS, **more))


def test_a_slide_is_a_section_with_its_notes():
    """The title is the heading; lists, tables and notes follow; a page is a slide."""
    parsed = read(
        slide(
            "Maji kwa Wote",
            items(item("Visima", items(item("Msoga"), style="")), item("Mabomba"), style="B"),
            rows([cell("Kata"), cell("3")]),
            notes="Tabasamu",
        ),
        slide("Bajeti", para("Milioni mia moja")),
    )
    assert parsed.text == (
        "Maji kwa Wote\n- Visima\n  - Msoga\n- Mabomba\n\nKata | 3\n\nTabasamu\n\n"
        "Bajeti\n\nMilioni mia moja\n"
    )
    assert [(h.text, h.level) for h in parsed.headings] == [("Maji kwa Wote", 1), ("Bajeti", 1)]
    assert [parsed.text[start:].split()[0] for start in parsed.pages] == ["Maji", "Bajeti"]
    assert parsed.title == "Maji kwa Wote"


def test_a_slide_without_a_title_has_its_first_short_line():
    """A text box that someone drew for a title; a sentence is none."""
    parsed = read(
        slide("", para("Visima"), para("Vitano vitachimbwa.")), slide("", para("Asante."))
    )
    assert [(h.text, h.rule) for h in parsed.headings] == [("Visima", "shape")]
    assert parsed.pages == (0, parsed.text.index("Asante"))


def test_shapes_are_read_as_they_are_seen():
    """The order of drawing is not the order of reading; a group is where its first shape is."""

    def box(word, x, y):
        inner = f"<draw:text-box>{para(word)}</draw:text-box>"
        return f'<draw:frame svg:x="{x}" svg:y="{y}">{inner}</draw:frame>'

    moved = 'draw:transform="rotate (1) translate (1cm 12cm)"'
    shapes = (
        box("nne", "1cm", "9cm"),
        box("tatu", "5in", "41mm"),
        f"<draw:g>{box('mbili', '20mm', '4cm')}</draw:g>",
        f"<draw:custom-shape {moved}>{para('tano')}</draw:custom-shape>",
    )
    page = slide("moja").replace("</draw:page>", "".join(shapes) + "</draw:page>")
    assert read(page).text.split() == ["moja", "mbili", "tatu", "nne", "tano"]


def test_what_the_master_puts_on_every_slide_is_left_out():
    """Footers, dates and slide numbers say nothing of a slide."""
    footer = (
        '<draw:frame presentation:class="footer"><draw:text-box>'
        f"{para('SIRI')}</draw:text-box></draw:frame>"
    )
    assert read(slide("Maji").replace("</draw:page>", footer + "</draw:page>")).text == "Maji\n"


def test_too_many_slides_are_refused():
    """The message names the setting."""
    data = opendocument(slide("a"), slide("b"), kind="presentation")
    with pytest.raises(Unreadable, match="KISIMA_PARSE_PAGES"):
        odp.parse(data, max_pages=1)


WORDS = st.lists(
    st.text("abcdefghijkmnoprstuvwyz", min_size=1, max_size=8), min_size=1, max_size=4
).map(" ".join)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=4), WORDS), min_size=1, max_size=4))
def test_every_word_of_a_slide_comes_out_once_and_in_order(slides):
    """Title, text and notes, slide by slide, and every page where its slide starts."""
    parsed = read(*(slide(title, *map(para, lines), notes=notes) for title, lines, notes in slides))
    written = [
        word for title, lines, notes in slides for word in " ".join((title, *lines, notes)).split()
    ]
    assert parsed.text.split() == written
    assert [
        parsed.text[start:].startswith(its[0])
        for start, its in zip(parsed.pages, slides, strict=True)
    ] == [True] * len(slides)
