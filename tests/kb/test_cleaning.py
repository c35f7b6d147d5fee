"""What reaches ``Document.text``: no controls, even line ends, nothing unseen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cleaning import clean, one_line


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Dira\r\nDhamira\rMisingi", "Dira\nDhamira\nMisingi"),
        ("ukurasa\fmwingine", "ukurasa\nmwingine"),
        ("majuku\u00admu", "majukumu"),
        ("\u202eunajnuk\u202c", "unajnuk"),
        ("\x1b]0;jina\x07Dira", "]0;jinaDira"),
        ("a\x00b", "ab"),
        ("cafe\u0301", "café"),
        ("Dira\u2028Dhamira", "Dira\nDhamira"),
        ("safu\tmbili", "safu\tmbili"),
        ("\ufeffDira", "Dira"),
    ],
    ids=ascii,
)
def test_what_no_reader_should_meet_is_taken_out(raw, wanted):
    """Controls and unseen characters never reach a terminal, a page or the index."""
    assert wanted == clean(raw)


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    """A cleaned text is clean: NFC, and free of escape, return and bidi controls."""
    once = clean(text)
    assert clean(once) == once == unicodedata.normalize("NFC", once)
    assert not set(once) & set("\x00\x1b\r\u202e\u2066\u200b\u00ad\ufeff")


@given(st.text(alphabet='abcdeñéŋ’‘" .,\n\t-', max_size=60))
def test_an_ordinary_file_keeps_every_character(text):
    """Offsets in a document are offsets in the file, where nothing is wrong with it."""
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_one_line_has_single_blanks():
    """Titles of web pages come in many lines; a reader is shown one."""
    assert one_line("  Dira \n\t ya\u00a0Wakala ") == "Dira ya Wakala"
