"""Numbers of items and notes are read as browsers show them."""

from __future__ import annotations

import pytest

from kb.readers import html


def lines(source: str) -> list[str]:
    """Return the lines of a page that are not empty."""
    return [line.strip() for line in html.parse(source.encode()).text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("attributes", "items", "shown"),
    [
        ("", "<li>Moja<li>Mbili", ["1. Moja", "2. Mbili"]),
        ("type=a start=3", "<li>Moja<li>Mbili", ["c. Moja", "d. Mbili"]),
        ("style='list-style-type: upper-roman'", "<li>Moja<li>Mbili", ["I. Moja", "II. Mbili"]),
        ("style='list-style: none'", "<li>Moja<li>Mbili", ["- Moja", "- Mbili"]),
        ("", "<li value=7>Moja<li>Mbili", ["7. Moja", "8. Mbili"]),
        ("reversed", "<li>Moja<li>Mbili", ["2. Moja", "1. Mbili"]),
        ("type=i start=9999", "<li>Moja", ["9999. Moja"]),
        ("type=a start=-1", "<li>Moja<li>Mbili", ["-1. Moja", "0. Mbili"]),
    ],
)
def test_items_have_the_numbers_that_are_shown(attributes, items, shown):
    """A clause (c) that is read as 3 would be a wrong citation."""
    assert lines(f"<p>Kanuni za soko</p><ol {attributes}>{items}</ol>")[1:] == shown


def test_a_list_goes_on_behind_one_inside_it():
    """Inner lists count for themselves."""
    source = "<p>Kanuni</p><ol type=I><li>Moja<ol type=a><li>Ndani</ol><li>Mbili</ol>"
    assert lines(source)[1:] == ["I. Moja", "a. Ndani", "II. Mbili"]


@pytest.mark.parametrize(
    ("attributes", "heading"), [("type=I", "I. Ada"), ("", "1. Ada"), ("class=cards", "Ada")]
)
def test_a_heading_in_an_item_has_its_number(attributes, heading):
    """Office programs write numbered headings so; cards of a site have no numbers to the eye."""
    source = f"<ol {attributes}><li><h2>Ada</h2><p>Ada hulipwa kila mwezi.</p></li></ol>"
    parsed = html.parse(source.encode())
    assert [h.text for h in parsed.headings or ()] == [heading]
    assert parsed.text.split() == [*heading.split(), "Ada", "hulipwa", "kila", "mwezi."]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='#fn1' role=doc-noteref><sup>1</sup></a>",
        "<sup><a href='#n1'>1</a></sup>",
        "<a class=sdfootnoteanc href='#sdfootnote1sym'>1</a>",
        "<a href='#_ftn1'><span>[1]</span></a>",
        "<a href='hati.html#cite_note-1'>1</a>",
    ],
)
def test_the_number_of_a_note_is_no_part_of_a_word(link):
    """The word before a note is found."""
    assert lines(f"<p>Wananchi{link} wote.")[0] == "Wananchi[1] wote."


def test_a_note_and_its_number_are_apart():
    """The link back is a number, or an arrow that is left out."""
    source = (
        "<p>Maji ni uhai wa watu.</p><p><a class=sdfootnotesym href='#sdfootnote1anc'>1</a>Waraka</p>"
        "<p>Sheria.<a href='#fnref1'>↩︎</a></p>"
    )
    assert lines(source)[1:] == ["[1] Waraka", "Sheria."]


def test_raised_numbers_that_are_no_notes_stay():
    """Square metres have no note, and links to sections keep their words."""
    source = "<p>Eneo ni 20 m<sup>2</sup>, tazama <a href='#sehemu'>sehemu ya 2</a>.</p>"
    assert lines(source) == ["Eneo ni 20 m2, tazama sehemu ya 2."]
