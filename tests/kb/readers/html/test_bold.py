"""A tagged heading does not hide those that an author made bold."""

from __future__ import annotations

import pytest

from kb.readers import html

BELOW = "<p>Wakala hutoa huduma za maji kwa wananchi wote wa wilaya.</p>"


def headings_of(page: str) -> list[tuple[int, str, str]]:
    """Return level, text and rule of each heading; each is exactly where it says."""
    parsed = html.parse(page.encode())
    for heading in parsed.headings or ():
        assert parsed.text[heading.start : heading.end] == heading.text
    return [(h.level, h.text, h.rule) for h in parsed.headings or ()]


def test_bold_paragraphs_below_a_tagged_heading_are_headings():
    """Each is one level below the tagged heading above it."""
    page = (
        f"<h1>Huduma</h1>{BELOW}<p><b>Huduma za maji</b></p>{BELOW}"
        f"<h3>Ada</h3>{BELOW}<p><strong>Ada za <i>kaya</i></strong>:</p>{BELOW}"
    )
    assert headings_of(page) == [
        (1, "Huduma", "markup"),
        (2, "Huduma za maji", "bold"),
        (3, "Ada", "markup"),
        (4, "Ada za kaya:", "bold"),
    ]


@pytest.mark.parametrize(
    "part",
    [
        f"<p><b>Maji</b> ni uhai wa kila mtu.</p>{BELOW}",
        f"<p><b>Wakala hutoa huduma za maji kwa wananchi wote wa wilaya.</b></p>{BELOW}",
        f"<ul><li><b>Maji safi</b></li></ul>{BELOW}",
        f"<table><tr><td><b>Jina</b></td><td>Ada</td></tr><tr><td>a</td><td>b</td></tr></table>{BELOW}",
        "<p><b>Jina la mwombaji</b></p><p>Asha</p><h2>Mwisho</h2>" + BELOW,
        "<p><b>Kwanza</b></p><p><b>Pili</b></p><p><b>Tatu</b></p>" + BELOW,
        "<p><b>Jedwali 3: Mapato</b></p>" + BELOW,
    ],
    ids=["lead-in", "sentence", "item", "cell", "label", "run", "caption"],
)
def test_what_is_bold_for_another_reason_is_no_heading(part):
    """Bold alone makes no heading: it is short, ends no sentence, and has text of its own."""
    page = f"<h1>Huduma</h1>{BELOW * 3}{part}"
    assert {rule for _, _, rule in headings_of(page)} == {"markup"}


def test_a_page_without_tagged_headings_is_left_to_the_outline():
    """The shapes of its lines say more than bold alone."""
    assert headings_of(f"<p><b>Huduma za maji</b></p>{BELOW}") == []
