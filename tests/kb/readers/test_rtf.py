"""RTF files as WordPad, Word and LibreOffice write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cleaning import one_line
from kb.readers import rtf
from kb.readers.base import Unreadable
from tests.kb.readers.making_formats import rich_text, rtf_text

BODY = r"\pard\plain Wakala hutoa huduma za maji kwa wananchi wote wa wilaya.\par"
ROW = r"\trowd\cellx1\cellx2 "


def read(*paragraphs: str):
    return rtf.parse(rich_text(*paragraphs))


def headings(parsed):
    return [(h.text, h.level, h.rule) for h in parsed.headings or ()]


def test_headings_have_the_level_of_the_paragraph_or_of_its_style():
    """Outline levels, styles with a level, styles that are called "heading 2"."""
    parsed = read(
        r"\pard\plain\outlinelevel0 Dira\par", BODY,
        r"\pard\plain\s1\b Dhamira\b0\par", BODY,
        r"\pard\plain\s2 Lengo kuu\par", BODY,
        r"\pard\plain\outlinelevel9 Si kichwa\par", BODY,
    )  # fmt: skip
    assert headings(parsed) == [
        ("Dira", 1, "outline"), ("Dhamira", 1, "style"), ("Lengo kuu", 2, "style"),
    ]  # fmt: skip


def test_bold_and_larger_lines_are_headings_next_to_marked_ones():
    """One styled heading does not switch off the look for bold ones."""
    parsed = read(
        r"\pard\plain\s1 Sera ya Mazingira\par", BODY,
        r"\pard\plain\b Hali ya Sasa\b0\par", BODY, BODY,
        r"\pard\plain\fs40 Upandaji wa Miti\par", BODY,
    )  # fmt: skip
    assert headings(parsed)[0] == ("Sera ya Mazingira", 1, "style")
    assert [(text, rule) for text, _, rule in headings(parsed)[1:]] == [
        ("Hali ya Sasa", "bold"), ("Upandaji wa Miti", "size"),
    ]  # fmt: skip


def test_characters_of_every_writing_are_read():
    """Bytes of the font's code page, codes of UTF-16 with what stands for them, signs."""
    text = read(
        r"\pard Ng\'92ombe \u8220?maji\u8221?\~safi \endash  \{a\}\par",
        r"\pard\uc2 \u1046 \'c6\'c6 {\f3 \'cc\'ee\'f1\'ea\'e2\'e0}\uc1 \u-10179?\u-8704?\par",
    ).text
    assert text.replace("\u00a0", " ") == "Ng’ombe “maji” safi – {a}\n\nЖ Москва😀\n"


def test_lists_have_the_numbers_that_the_file_writes():
    """A bullet of a font of signs is "-"; the number of a heading is part of it."""
    text = read(
        r"{\listtext\f2 \'b7\tab}\pard\plain\ilvl0 Kupima\par",
        r"{\listtext\pard\plain a)\tab}\pard\plain\ilvl1 Ardhi\par",
        r"{\pntext\pard\plain 2.\tab}\pard\plain\s1 Ada\par",
    ).text
    assert text == "- Kupima\n  a) Ardhi\n\n2. Ada\n"


def test_tables_are_rows_and_frames_are_text():
    """A table of one column, or one with headings in its cells, only places text."""
    parsed = read(
        BODY,
        ROW + r"\trhdr\pard\intbl Wadhifa\cell Anayeteua\cell\row",
        ROW + r"\pard\intbl Afisa\par Mkuu\cell\cell\row",
        ROW + r"\pard\intbl \cell Waziri {\itap2 wa\nestcell Maji\nestcell{\*\nesttableprops\nestrow}}\cell\row",
        r"\pard Mwisho.\par",
        r"\trowd\cellx1\pard\intbl Angalizo muhimu.\cell\row",
        r"\pard Tena.\par",
        ROW + r"\pard\intbl\s1 Dira\par\s0 Kinara.\cell\pard\intbl\s1 Dhamira\par\pard\intbl Huduma.\cell\row",
    )  # fmt: skip
    assert parsed.text.partition("wilaya.\n\n")[2] == (
        "Wadhifa | Anayeteua\nAfisa Mkuu\n| Waziri wa Maji\n\nMwisho.\n\nAngalizo muhimu.\n\nTena.\n\n"
        "Dira\n\nKinara.\n\nDhamira\n\nHuduma.\n"
    )
    (table,) = parsed.tables
    assert parsed.text[table.start : table.header].strip() == "Wadhifa | Anayeteua"
    assert [text for text, _, _ in headings(parsed)] == ["Dira", "Dhamira"]


def test_notes_boxes_and_fields_are_read_where_they_hang():
    """A note follows its paragraph, and so does a text box; of a field the result is read."""
    text = read(
        r"\pard Ada{\super\chftn}{\footnote\pard\chftn  Sheria Na. 5} hulipwa "
        r'{\field{\*\fldinst {HYPERLINK "http://a.tz"}}{\fldrslt {benki}}}.\par',
        r"\pard {\shp{\*\shpinst{\sp{\sn pib}{\sv x}}{\shptxt\pard Kisanduku.\par}}"
        r"{\shprslt\pard rudufu\par}}Aya.\par",
    ).text
    assert text == "Ada hulipwa benki.\n[1] Sheria Na. 5\n\nAya.\n\nKisanduku.\n"


def test_what_is_not_shown_is_not_read():
    """Pictures, footers, comments, hidden and deleted text, and the generated contents."""
    parsed = read(
        r"{\footer\pard Kijachini\par}{\*\generator siri}{\info{\title Sera}{\author siri}}",
        r"\pard Maji {\v siri}{\deleted siri}{\*\annotation siri}safi{\pict\wmetafile8 0a0b}\par",
        r"{\pict\bin5 {{{{{}\pard\s9 Dira 4\par",
        r'{\field{\*\fldinst TOC \\o "1-3"}{\fldrslt\pard Dira 4\par}}',
        r"\pard{\upr{siri}{\*\ud Mwisho}}\par",
    )
    assert parsed.text == "Maji safi\n\nMwisho\n"
    assert parsed.title == "Sera"


@given(st.lists(st.text(alphabet="abÑŋ’Ж😀{}\\\n ", max_size=20), max_size=6))
def test_text_comes_out_word_for_word(paragraphs):
    """Whatever the words are, they are read once and in order."""
    text = read(*(rf"\pard {rtf_text(p)}\par" for p in paragraphs)).text
    assert one_line(text) == one_line(" ".join(p.replace("\n", "") for p in paragraphs))


def test_too_deep_a_file_is_refused():
    """No person nests five hundred groups."""
    with pytest.raises(Unreadable, match="nested too deep"):
        rtf.parse(b"{\\rtf1" + b"{" * 1_000)


@pytest.mark.parametrize("data", [b"Dira", b"{\\html}", b"PK\x03\x04"])
def test_what_is_no_rtf_is_refused(data):
    """A reason, not a traceback."""
    with pytest.raises(Unreadable, match="not Rich Text Format"):
        rtf.parse(data)
