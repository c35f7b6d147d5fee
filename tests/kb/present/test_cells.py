"""Lines fit the terminal, marks survive, and no document can drive the terminal."""

from __future__ import annotations

import re

import pytest
import wcwidth
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.present import cells as cells_module
from kb.present.cells import Style, cells, safe, safe_line, wrapped

PLAIN, COLOUR = Style(colour=False), Style(colour=True)
ESCAPES = re.compile("\x1b\\[[0-9;]*m")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("wakala", 6),
        ("ng’ombe", 7),
        ("漢字", 4),
        ("e\u0301", 1),
        ("a\u200db", 2),
        ("👍", 2),
        ("❤\ufe0f", 2),
        ("👩\u200d💻", 2),
    ],
)
def test_cells_are_what_a_terminal_takes(text, width):
    """Wide letters take two cells, marks over a letter none."""
    assert width == cells(text)


def test_latin_text_needs_no_table_of_widths():
    """The fast answer for Swahili text is that of wcwidth, for every character it covers."""
    latin = [
        chr(code)
        for code in range(0x20, 0x2100)
        if cells_module._ONE_CELL_EACH.fullmatch(chr(code))
    ]
    assert {"a", "’", "«", "é", "…", "›"} <= set(latin)
    assert [character for character in latin if wcwidth.wcwidth(character) != 1] == []


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\u200e", "\u202e", "\u2066", "\u061c", "\ud800"],
)
def test_what_could_drive_a_terminal_is_taken_out(character):
    """A document's escape sequences and direction marks never reach the reader's screen."""
    text, spans = safe(f"bodi{character} ya{character} wakala", [(10, 16)])
    assert text == "bodi ya wakala"
    assert text[slice(*spans[0])] == "wakala"


@pytest.mark.parametrize("character", ["\t", "\r", "\x0b", "\x0c", "\x85", "\u2028"])
def test_odd_blanks_are_blanks(character):
    """Words that a tab or an old line end kept apart stay apart."""
    assert safe_line(f"bodi{character}wakala") == "bodi wakala"


def test_lines_are_filled_up_to_the_width():
    """Words wrap, lines of the text stay lines, and the indent counts."""
    lines = wrapped("bodi ya wakala wa serikali\n\nna mwisho", width=16, style=PLAIN, indent="  ")
    assert lines == ["  bodi ya wakala", "  wa serikali", "", "  na mwisho"]


def test_a_phrase_is_marked_across_lines():
    """Without colour the signs stand at its ends; with colour no line leaves the pen down."""
    text, spans = "Hii ni bodi ya wakala wetu", [(7, 21)]
    assert wrapped(text, spans, width=14, style=PLAIN) == ["Hii ni «bodi", "ya wakala»", "wetu"]
    coloured = wrapped(text, spans, width=14, style=COLOUR)
    assert coloured == [
        "Hii ni \x1b[1;4mbodi\x1b[22;24m \x1b[1;4mya\x1b[22;24m",
        "\x1b[1;4mwakala\x1b[22;24m wetu",
    ]


def test_a_mark_inside_a_word_and_its_punctuation():
    """Only what matched is marked, not the comma after it."""
    assert wrapped("(bodi), kuu", [(1, 5)], width=20, style=PLAIN) == ["(«bodi»), kuu"]


def test_a_word_wider_than_the_line_is_cut():
    """A long address or a text without blanks does not break the layout."""
    assert wrapped("漢" * 10, width=10, style=PLAIN) == ["漢漢漢漢漢", "漢漢漢漢漢"]


def test_a_letter_keeps_its_marks_where_a_word_is_cut():
    """The cut is between two letters as a reader counts them, not between two code points."""
    assert wrapped("e\u0301" * 9, width=8, style=PLAIN) == ["e\u0301" * 8, "e\u0301"]
    assert wrapped("👩\u200d💻" * 5, width=8, style=PLAIN) == ["👩\u200d💻" * 4, "👩\u200d💻"]


TEXTS = st.text(st.sampled_from("ab \n漢e\u0301\x1b\u202e«👍"), max_size=80)


@st.composite
def marked_texts(draw):
    """A text and spans in it, sorted and apart."""
    text = draw(TEXTS)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = [
        (start, end)
        for start, end in zip(ends[::2], ends[1::2], strict=False)
        if text[start:end].strip()
    ]
    return text, spans


@settings(max_examples=400, deadline=None)
@given(marked_texts(), st.integers(8, 40), st.booleans())
def test_no_line_is_too_wide_and_no_word_is_lost(marked, width, colour):
    """Whatever the text, it is all there, inside the width, and nothing of its own escapes."""
    text, spans = marked
    lines = wrapped(text, spans, width=width, style=Style(colour))
    bare = [ESCAPES.sub("", line) for line in lines]
    assert all(cells(line) <= width for line in bare)
    assert "\x1b" not in "".join(bare)
    letters = re.sub(r"[\s«»\x1b\u202e]", "", text)
    assert letters == re.sub(r"[\s«»]", "", "".join(bare))
