"""Markdown without its marks: the words of the page, and the offsets of its headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.markdown import parse


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Neno *nzito* na **zito**.", "Neno nzito na zito."),
        ("Soma [sera](https://mfano.go.tz) yetu.", "Soma sera yetu."),
        ("![Ramani ya ofisi](ramani.png)", "Ramani ya ofisi"),
        ("Amri `kisima tafuta` inatafuta.", "Amri kisima tafuta inatafuta."),
        ("```\nkisima index\n```", "kisima index"),
        ("- moja\n- mbili\n  - ndogo", "- moja\n- mbili\n  - ndogo"),
        ("3. tatu\n4. nne", "3. tatu\n4. nne"),
        ("| Aina | Ada |\n|---|---|\n| Duka | 200 |", "Aina | Ada\nDuka | 200"),
        ("mstari\nmmoja", "mstari mmoja"),
        ("1.-(1) Kwanza\n(2) Pili", "1.-(1) Kwanza\n(2) Pili"),
        ("mwisho  \nmpya", "mwisho\nmpya"),
        ("kabla<br>baada <b>zito</b>", "kabla\nbaada zito"),
        ("<div><p>ndani</p><script>x()</script></div>", "ndani"),
        ("> nukuu", "nukuu"),
        ("A &amp; B &lt;c&gt;", "A & B <c>"),
    ],
)
def test_marks_go_and_words_stay(source, text):
    """Readers search words, not asterisks and addresses of links."""
    assert text + "\n" == parse(source.encode()).text


def test_headings_have_their_level_and_offsets():
    """Both ways to mark a heading are seen, at their level, without their marks."""
    parsed = parse(b"# Dira *yetu*\n\nmaneno\n\nDhamira\n-------\n\n### `a` na b ###\n")
    headings = [(h.text, h.level, parsed.text[h.start : h.end]) for h in parsed.headings or ()]
    assert headings == [
        ("Dira yetu", 1, "Dira yetu"),
        ("Dhamira", 2, "Dhamira"),
        ("a na b", 3, "a na b"),
    ]
    assert parsed.title == "Dira yetu"


def test_a_page_that_marks_no_headings_says_so():
    """Headings are then looked for by their shape."""
    assert parse(b"maneno tu").headings is None


@given(st.lists(st.text(alphabet="# *-_`[]()<>|1.abc\n", max_size=30), max_size=8))
def test_offsets_slice_whatever_is_written(lines):
    """No Markdown, however broken, gives a heading with wrong offsets."""
    parsed = parse("\n".join(lines).encode())
    for heading in parsed.headings or ():
        assert parsed.text[heading.start : heading.end] == heading.text
