"""The tree of sections: paths, anchors, children, spans."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import outline as sections
from kb.document import Document, Heading
from kb.outline.tree import slug
from kb.readers import markdown


def outline_of(source: str):
    """Return text and sections of a Markdown page."""
    parsed = markdown.parse(source.encode())
    document = Document("a.md", parsed.text, "markdown", parsed.title, parsed.headings)
    return document, sections.outline(document)


def test_a_section_ends_where_its_child_starts():
    """The span of a section is its heading and its own text, its children's left out."""
    document, outline = outline_of("Mwanzo wake.\n\n# A\n\nmoja\n\n## B\n\nmbili\n\n# C\n")
    found = [document.text[s.start : s.end] for s in outline.sections]
    assert found == ["Mwanzo wake.", "A\n\nmoja", "B\n\nmbili", "C"]
    assert [s.path for s in outline.sections] == [(), ("A",), ("A", "B"), ("C",)]
    assert [s.level for s in outline.sections] == [0, 1, 2, 1]
    assert [s.body < s.end for s in outline.sections] == [True, True, True, False]
    assert outline.sections[1].children == (("B", "b"),)
    assert (outline.sections[0].heading, outline.sections[0].anchor) == (None, "mwanzo")


def test_a_repeated_heading_gets_a_number():
    """Links to either of two equal headings lead to the right one."""
    _, outline = outline_of("# Ada\n\nx\n\n# Ada 2\n\nx\n\n# Ada\n\nx\n\n# Ada\n\nx\n\n# Mwanzo\n")
    assert [s.anchor for s in outline.sections] == ["ada", "ada-2", "ada-3", "ada-4", "mwanzo"]


def test_the_opening_keeps_its_anchor():
    """A heading called Mwanzo does not take the anchor of the text before it."""
    _, outline = outline_of("kabla\n\n# Mwanzo\n\nx\n")
    assert [s.anchor for s in outline.sections] == ["mwanzo", "mwanzo-2"]


def test_identical_headings_with_nothing_between_are_one():
    """A heading that a page repeats by mistake makes one section, and its copy is text."""
    document, outline = outline_of("# Dira\n\n## Dira\n\nmaneno\n")
    (section,) = outline.sections
    assert document.text[section.body : section.end] == "Dira\n\nmaneno"


def test_levels_count_from_the_outermost():
    """A page whose first heading is an h4 starts at level 1 all the same."""
    _, outline = outline_of("#### A\n\nx\n\n###### B\n\nx\n\n##### C\n\nx\n")
    assert [(s.level, s.path) for s in outline.sections] == [
        (1, ("A",)), (2, ("A", "B")), (2, ("A", "C")),
    ]  # fmt: skip


def test_a_tagged_sentence_is_no_heading():
    """A page may tag what only leads in a list; that stays text of the section above."""
    document, outline = outline_of(
        "## Kitengo\n\n### Majukumu ya kitengo hiki ni kama ifuatavyo;\n\n- a\n\n## Mahitaji:\n\nx\n"
    )
    assert [s.heading for s in outline.sections] == ["Kitengo", "Mahitaji:"]
    assert "ifuatavyo" in document.text[outline.sections[0].body : outline.sections[0].end]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("# Wakala\n\nx\n", "Wakala"),
        ("## Historia ya Mfuko\n\nx\n", "Historia ya Mfuko"),
        ("Mfuko wa Maji ni taasisi.\n\n## Dira\n\nx\n", "Mfuko wa Maji"),
        ("maneno\n\n## Dira\n\nx\n", "A"),
    ],
)
def test_every_document_has_a_title(source, title):
    """A title comes from the page, from what its opening defines, or from the file's name."""
    assert title == outline_of(source)[1].title


@given(st.text(max_size=120))
def test_an_anchor_fits_an_address(heading):
    """An anchor is short plain letters and hyphens, and never empty."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(heading))
    assert len(slug(heading)) <= 80


@pytest.mark.parametrize(
    ("above", "title", "named_by_file"),
    [
        ("HALMASHAURI YA BONDENI\nKumb. Na. HB/4\n\n", "YAH: UHAMISHO", False),
        ("Kikao kilifunguliwa saa tatu asubuhi na mwenyekiti.\n\n", "Barua 3", True),
    ],
)
def test_the_heading_below_a_letterhead_is_the_title(above, title, named_by_file):
    """Office, reference and date above the first heading do not take the title away."""
    text = f"{above}YAH: UHAMISHO\n\nMaelezo ya uhamisho.\n"
    start = len(above)
    heading = Heading("YAH: UHAMISHO", 1, start, start + len("YAH: UHAMISHO"), "bold")
    outline = sections.outline(
        Document("barua-3.pdf", text, "pdf", headings=(heading,), pages=(0,))
    )
    assert (outline.title, outline.named_by_file) == (title, named_by_file)


@pytest.mark.parametrize(
    ("above", "title"),
    [("Sheria ya Ardhi", "Sheria ya Ardhi"), ("Mkataba wa Upangaji", "Mkataba wa Upangaji")],
)
def test_a_name_above_the_first_heading_is_the_title(above, title):
    """It is not joined with the numbered headings and clauses below it."""
    text = f"{above}\n\nI. Wahusika\n\nI.1 Mpangishaji ni Bwana Saidi.\n"
    start = text.index("I. ")
    heading = Heading("I. Wahusika", 1, start, start + len("I. Wahusika"), "bookmark")
    outline = sections.outline(Document("a.pdf", text, "pdf", headings=(heading,), pages=(0,)))
    assert outline.title == title
