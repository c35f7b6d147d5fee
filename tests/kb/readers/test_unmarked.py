"""Headings made by hand next to headings with a style."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.readers.typography import StyledLine
from kb.readers.unmarked import unmarked_headings

PROSE = "Kila kaya itapanda miti mitano kila mwaka wakati wa mvua za vuli."


def document(*lines):
    """Return lines at their places; a text alone is a plain one."""
    made, start = [], 0
    for line in lines:
        styled = StyledLine(line, 0, 11.0, False) if isinstance(line, str) else line
        made.append(replace(styled, start=start))
        start += len(styled.text) + 2
    return made


def heading(text, level, size=14.0):
    """Return a line that the markup names a heading."""
    return StyledLine(text, 0, size, True, "heading", level)


def bold(text, size=11.0, kind="text"):
    """Return a line all in bold."""
    return StyledLine(text, 0, size, True, kind)


def levels(*lines):
    """Return the headings by type, with their levels."""
    return {h.text: h.level for h in unmarked_headings(document(*lines))}


def test_bold_lines_are_headings_below_one_with_a_style():
    """One heading with a style does not switch off the look for the others."""
    lines = heading("Sera", 1), PROSE, bold("Hali ya Sasa"), PROSE, bold("Taka Ngumu"), PROSE
    assert levels(*lines) == {"Hali ya Sasa": 2, "Taka Ngumu": 2}


def test_the_level_is_below_the_headings_that_are_as_large():
    """A type has one level in the whole document; one that is larger than all is outermost."""
    lines = (
        bold("Sehemu ya Mwanzo", 20.0), PROSE, heading("Sera", 1), PROSE, heading("Hali", 2, 12.0),
        PROSE, bold("Miti"), PROSE, bold("MITO"), PROSE, heading("Nyingine", 1), PROSE, bold("Taka"), PROSE,
    )  # fmt: skip
    assert levels(*lines) == {"Sehemu ya Mwanzo": 1, "MITO": 3, "Miti": 4, "Taka": 4}


@pytest.mark.parametrize(
    "line",
    [
        bold("Sera hii ilipitishwa na baraza la madiwani."),
        bold("neno " * 20),
        bold("Jedwali 2: Mapato ya mwaka"),
        bold("Jina:\nAsha"),
        bold("Na. ……… ……… ………"),
        "Si kolezo",
    ],
    ids=["a sentence", "long", "a caption", "two lines", "blanks to fill in", "not bold"],
)
def test_what_only_looks_like_a_heading_is_none(line):
    """A wrong heading cuts a section in two."""
    assert levels(heading("Sera", 1), PROSE, line, PROSE) == {}


def test_labels_and_lines_in_a_row_are_no_headings():
    """The labels of a form, a block of names; and the last line of a document."""
    assert levels(heading("Fomu", 1), bold("Jina:"), "Asha", bold("Umri:"), "40") == {}
    assert levels(heading("Sera", 1), PROSE, *map(bold, ("Asha", "Juma", "Neema")), PROSE) == {}
    assert levels(heading("Sera", 1), PROSE, bold("Mwisho")) == {}
    assert levels(heading("Sera", 1), PROSE, bold("Sehemu"), heading("Dira", 1), PROSE) == {}
    assert levels(heading("Sera", 1), bold("Masharti:"), PROSE) == {"Masharti:": 2}


def test_the_lines_of_a_cover_and_of_a_signature_are_no_headings():
    """Above the first heading stand names and dates; below the last text a person and an office."""
    cover = StyledLine("Wizara ya Maji", 0, 16.0, False), bold("MEI 2020", 14.0)
    assert levels(*cover, heading("Sera", 1), PROSE) == {}
    assert levels(*cover, PROSE, heading("Sera", 1), PROSE) == {"MEI 2020": 2}
    assert levels(heading("Sera", 1), PROSE, bold("Asha Juma"), "Mkurugenzi Mtendaji") == {}


def test_a_numbered_line_in_bold_is_a_heading_and_an_item_is_none():
    """Word numbers headings that were made by hand; a list of names in bold stays a list."""
    one, two = bold("1. Utangulizi", kind="item"), bold("1.1 Usuli", kind="item")
    assert levels(one, two, PROSE, bold("2. Dira", kind="item"), PROSE) == {
        "1. Utangulizi": 1, "1.1 Usuli": 1, "2. Dira": 1,
    }  # fmt: skip
    names = [bold(f"{i}. {name}", kind="item") for i, name in enumerate(("Uadilifu", "Uwazi"), 1)]
    assert levels(PROSE, *names, PROSE) == {}


def test_a_document_mostly_in_bold_has_no_headings_in_bold():
    """Bold is then no sign."""
    assert levels(heading("Sera", 1), bold(PROSE), bold("Miti"), bold(PROSE), PROSE) == {}
